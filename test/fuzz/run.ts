/**
 * `npm run fuzz`: schemathesis calls every operation of a real platform, as each kind of user, with what the OpenAPI document
 * allows and with what it does not. Fails on an answer that the document does not tell of, any 5xx above all, and when fewer
 * operations than usual answered 2xx. Ends well where schemathesis cannot be had.
 */
import { spawn } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { prepared, type Prepared } from './ground.ts';
import { LEAVING, type Name } from './identities.ts';
import { narrowed, operationsOf, type OpenApi, type Operation } from './narrowed.ts';
import { outcomeOf, type Outcome } from './report.ts';

/** Operations that answer 2xx on a slow machine too: 162 did in a common run, 146 in one on a machine with much else to do. */
const LEAST_SUCCEEDED = 130;
/** Seconds of the tool as each identity; a leaver has a handful of operations. */
const SECONDS: Readonly<Record<Name, number>> = {
  anonymous: 30,
  bidder: 30,
  tenderee: 40,
  agency: 10,
  supervisor: 25,
  administrator: 30,
  leaver: 10,
};
/** These answer until the caller hangs up. */
const STREAMS = ['streamRecord', 'streamOpening', 'streamSupervised'];
const SEED = 20260910;

const tool =
  process.env['OPENSEAL_SCHEMATHESIS'] ??
  path.join(os.homedir(), '.cache/openseal/schemathesis/bin/schemathesis');

try {
  await access(tool);
} catch {
  console.log(`fuzz: not run, there is no schemathesis at ${tool}`);
  process.exit(0);
}
const platform = await startPlatform({
  OPENSEAL_REQUESTS_PER_MINUTE: '10000000',
  OPENSEAL_SIGN_INS_PER_MINUTE: '100000',
  OPENSEAL_LOG_LEVEL: 'error',
});
try {
  process.exitCode = (await fuzz(platform)) ? 0 : 1;
} finally {
  await platform.stop();
}

async function fuzz({ baseUrl, password, authority }: TestPlatform): Promise<boolean> {
  const ground = await prepared({ baseUrl, password, authority });
  const document = (await (await fetch(new URL('/openapi.json', baseUrl))).json()) as OpenApi;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openseal-fuzz-'));
  const outcomes: Outcome[] = [];
  try {
    for (const name of Object.keys(SECONDS) as Name[]) {
      const outcome = await runAs(name, { ground, document, folder, baseUrl });
      console.log(`fuzz: ${name}: ${outcome.calls} calls, ${outcome.succeeded.size} operations answered 2xx`);
      outcomes.push(outcome);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return judged(outcomes, document);
}

interface Setting {
  readonly ground: Prepared;
  readonly document: OpenApi;
  readonly folder: string;
  readonly baseUrl: string;
}

/** One run of the tool with the token of an identity: what it may call. That it may not call the rest is test/api/access.test.ts. */
async function runAs(name: Name, { ground, document, folder, baseUrl }: Setting): Promise<Outcome> {
  const taken = ({ operationId, 'x-roles': roles }: Operation): boolean =>
    !STREAMS.includes(operationId) &&
    LEAVING.includes(operationId) === (name === 'leaver') &&
    (name === 'leaver' || (name === 'anonymous' ? roles === 'public' : roles.includes(name)));
  const schema = path.join(folder, `${name}.json`);
  const report = path.join(folder, `${name}.ndjson`);
  await writeFile(schema, JSON.stringify(narrowed(document, ground.givens, taken)));
  const token = ground.tokens[name];
  await called(folder, [
    ...['run', schema, '--url', baseUrl, '--no-color', '--warnings', 'off'],
    ...['--phases', 'examples,fuzzing', '--max-time', String(SECONDS[name]), '--seed', String(SEED)],
    ...['--max-examples', '2', '--no-shrink', '--continue-on-failure', '--generation-database', 'none'],
    ...['--checks', 'not_a_server_error,status_code_conformance', '--request-timeout', '20'],
    ...['--report', 'ndjson', '--report-ndjson-path', report],
    ...(token === null ? [] : ['--header', `Authorization: Bearer ${token}`]),
  ]);
  return outcomeOf(await readFile(report, 'utf8'), document);
}

/** Runs the tool in a folder to its end, however it judges: what it saw is read from its report. */
function called(folder: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, {
      // It leaves files where it runs, and reads its settings there.
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        SCHEMATHESIS_HOOKS: 'hooks',
        PYTHONPATH: import.meta.dirname,
        PYTHONDONTWRITEBYTECODE: '1',
      },
    });
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

/** Prints what came of it; whether it is as it should be. */
function judged(outcomes: readonly Outcome[], document: OpenApi): boolean {
  const all = operationsOf(document).map(({ operation }) => operation.operationId);
  const succeeded = new Set(outcomes.flatMap((one) => [...one.succeeded]));
  const faults = outcomes.flatMap((one) => one.faults);
  const calls = outcomes.reduce((sum, one) => sum + one.calls, 0);
  for (const { operation, status, request } of faults.slice(0, 20))
    console.log(`fuzz: ${operation} answered ${status ?? 'nothing'}: ${request.slice(0, 2_000)}`);
  console.log(`fuzz: no 2xx of ${all.filter((one) => !succeeded.has(one)).join(', ')}`);
  console.log(
    `fuzz: ${calls} calls, ${succeeded.size} of ${all.length} operations answered 2xx (at least ${LEAST_SUCCEEDED} have to), ${faults.length} undocumented or missing answers`,
  );
  return faults.length === 0 && succeeded.size >= LEAST_SUCCEEDED;
}
