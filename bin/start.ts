import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureExampleAdministrator, newAdministratorCode } from '../api/identity/administrator.ts';
import { listDevelopmentAuthorities } from '../api/pki/development.ts';
import { assertFitForProduction } from '../api/pki/verifier.ts';
import { castOf } from '../rehearsal/cast.ts';
import { EXAMPLE_LOGINS, examplePassword, loadSupervisor, OPERATOR } from '../rehearsal/examples.ts';
import { pickNotice, readNotices } from '../rehearsal/notice.ts';
import { isoShanghai } from '../domain/time/instant.ts';
import { rehearseAndReport } from '../rehearsal/run.ts';
import { Supervisor } from '../runtime/children.ts';
import { loadConfig, type Config } from '../runtime/config.ts';
import { readIfThere, writeWhole } from '../runtime/files.ts';
import { takeDataFolder } from '../runtime/lock.ts';
import { developmentAuthorities, developmentFolder, developmentUrl } from '../runtime/pki/dev/authority.ts';
import { developmentIssuer } from '../runtime/pki/dev/issuer.ts';
import { assertPortFree } from '../runtime/ports.ts';
import { prepareNamespace } from '../runtime/temporal/namespace.ts';
import { createBlobStore, tryStorage } from '../runtime/storage/index.ts';
import { developmentAuthority } from '../runtime/timestamps/development-tsa.ts';
import { anyMembershipWithRole, migrate, openStore, type Store } from '../store/index.ts';
import { startEngines } from './engines.ts';
import { refuseExamples, stopSignal } from './process.ts';

const READY_WITHIN_MS = 300_000;
const EXAMPLE_NOTICE = 'tangshan-2026-epc';

const began = Date.now();
const say = (line: string): void =>
  console.log(`[${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s] ${line}`);
const signal = stopSignal();
// A program that starts the platform for itself holds the other end: when it is gone, so is the platform.
if (process.argv.includes('--while-stdin-is-open'))
  process.stdin.once('close', () => process.kill(process.pid, 'SIGTERM')).resume();

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const folder = await takeDataFolder(config.dataDir, config.http.publicUrl, say);
  say(`data folder ${config.dataDir}`);
  const supervisor = new Supervisor({
    logDir: path.join(config.dataDir, 'logs'),
    say,
    onChange: (children) => folder.note(children),
  });
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      say('stopping');
      void supervisor.stop().then(() => {
        folder.release();
        say('stopped');
        resolve();
        process.exit();
      });
    });
  });
  try {
    await tryStorage(createBlobStore(config.storage), say);
    const { databaseUrl, temporalAddress } = await startEngines(config, supervisor, say);
    await startPlatform(config, supervisor, databaseUrl, temporalAddress);
    await folder.noteReady();
    if (!config.production) await showExamples(config);
    say('everything is up; Ctrl-C stops it');
    await stopped;
  } catch (error) {
    if (signal.aborted) return stopped;
    await supervisor.stop();
    folder.release();
    throw error;
  }
}

/** Migrations, then the processes of the platform; returns when the API serves. */
async function startPlatform(
  config: Config,
  supervisor: Supervisor,
  databaseUrl: string,
  temporalAddress: string,
): Promise<void> {
  const applied = await migrate(databaseUrl);
  say(applied.length === 0 ? 'schema up to date' : `schema: applied ${applied.join(', ')}`);
  await prepareNamespace(temporalAddress, config);
  say(`namespace ${config.temporal.namespace} ready`);
  const store = await openStore({ databaseUrl, poolSize: 2 });
  await assertFitForProduction(store, config);
  await refuseExamples(store, config);
  if (!config.production) await prepareExamples(config, store);
  const code =
    config.production && !(await anyMembershipWithRole(store.em(), 'administrator'))
      ? await newAdministratorCode(store)
      : null;
  await store.close();
  const env = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    OPENSEAL_DATA: config.dataDir,
    // The example receiver stands on this machine. A production says itself what it allows.
    ...(config.production ? {} : { OPENSEAL_PRIVATE_WEBHOOKS: 'true' }),
    // Storing a bid waits for the disk in Node's thread pool, whose four threads would be the bottleneck.
    UV_THREADPOOL_SIZE: '32',
    ...(await startTimestamps(config, supervisor)),
  };
  await assertPortFree(config.http.host, config.http.port, 'the API', 'OPENSEAL_PORT');
  for (const name of await processesOf(config)) {
    const file = path.join(import.meta.dirname, `${name}.ts`);
    await supervisor.run(name, { command: process.execPath, args: [file], env });
  }
  await answers(`http://${config.http.host}:${config.http.port}/readyz`, config);
  say(`sequencer, worker${config.production ? '' : ', supervision receiver'} and API run`);
  if (code !== null) sayCode(config, code);
}

/** The processes that run: for a production neither the development authority nor the example receiver. */
async function processesOf(config: Config): Promise<readonly string[]> {
  if (config.production) return ['sequencer', 'worker', 'api'];
  const { receiverPort } = config;
  await assertPortFree('127.0.0.1', receiverPort, 'the supervision receiver', 'OPENSEAL_RECEIVER_PORT');
  return ['development-ca', 'sequencer', 'worker', 'receiver', 'api'];
}

/** How a production without an administrator gets its first one. It is said here alone: no log has the code. */
function sayCode(config: Config, { code, expiresAt }: { code: string; expiresAt: number }): void {
  say(`no administrator yet; one-time code until ${isoShanghai(expiresAt)}: ${code}`);
  say(`give it to POST ${config.http.publicUrl}/v1/admin/administrators; another: npm run administrator`);
}

/** What is there to try things out: certificates, and the example administrator. */
async function prepareExamples(config: Config, store: Store): Promise<void> {
  await prepareDevelopmentAuthority(config, store);
  await ensureExampleAdministrator(store, {
    login: EXAMPLE_LOGINS.administrator,
    password: await examplePassword(config.dataDir),
    uscc: OPERATOR.uscc,
    partyName: OPERATOR.name,
  });
}

/**
 * Without a configured time-stamping authority one for development runs beside the platform. Gives the
 * variables that name it. A configuration for production without an authority was refused before.
 */
async function startTimestamps(config: Config, supervisor: Supervisor): Promise<Record<string, string>> {
  if (config.timestamps.urls.length > 0) return {};
  const port = config.timestamps.developmentPort;
  const { rootFile } = await developmentAuthority(config.keysDir);
  await assertPortFree('127.0.0.1', port, 'the time-stamping authority', 'OPENSEAL_TSA_PORT');
  const args = [path.join(import.meta.dirname, 'tsa.ts')];
  await supervisor.run('tsa', {
    command: process.execPath,
    args,
    env: { OPENSEAL_DATA: config.dataDir, OPENSEAL_KEYS: config.keysDir },
  });
  say('time-stamps come from an authority for development (仅供开发 DEVELOPMENT ONLY); see OPENSEAL_TSA_URL');
  return { OPENSEAL_TSA_URL: `http://127.0.0.1:${port}/`, OPENSEAL_TSA_ROOTS: rootFile };
}

/** The authorities that issue certificates for trying things out: on the trust list, and never in production. */
async function prepareDevelopmentAuthority(config: Config, store: Store): Promise<void> {
  const { developmentPort } = config.pki;
  await assertPortFree('127.0.0.1', developmentPort, 'the development CA', 'OPENSEAL_DEVELOPMENT_CA_PORT');
  const authorities = await developmentAuthorities(developmentFolder(config), developmentUrl(config));
  await listDevelopmentAuthorities(store, Object.values(authorities));
  say('development CA (仅供开发 DEVELOPMENT ONLY) on the trust list; OPENSEAL_PRODUCTION=true runs without');
}

/** Waits until the API answers at its address, and that it is ours. */
async function answers(url: string, config: Config): Promise<void> {
  const endsAt = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const response = await fetch(url).catch((error: unknown) => error as Error);
    if (!(response instanceof Error) && response.ok) return;
    if (Date.now() > endsAt || signal.aborted) {
      throw new Error(
        `the API does not answer at ${url}; if another program has the port ${config.http.port}, choose one with OPENSEAL_PORT (see ${path.join(config.dataDir, 'logs', 'api.log')})`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Loads the example parties, rehearses the example notice once, and prints what can be looked at. */
async function showExamples(config: Config): Promise<void> {
  const baseUrl = `http://${config.http.host}:${config.http.port}`;
  const password = await examplePassword(config.dataDir);
  await loadSupervisor(baseUrl, config.dataDir, password, `http://127.0.0.1:${config.receiverPort}/`);
  const rehearsedFile = path.join(config.dataDir, 'rehearsed');
  const file = path.resolve(import.meta.dirname, '../examples/notices.json');
  const notice = pickNotice(readNotices(await readFile(file, 'utf8')), EXAMPLE_NOTICE);
  let tenderId = await readIfThere(rehearsedFile);
  if (tenderId === null && !process.argv.includes('--no-rehearsal')) {
    say(`rehearsing the notice ${EXAMPLE_NOTICE} from launch to written report`);
    const summary = await rehearseAndReport(
      notice,
      { baseUrl, password, authority: developmentIssuer(config) },
      (line) => console.log(line),
    ).catch((error: unknown) => {
      // The platform is up all the same; what went wrong is said, and it can be rehearsed again.
      say(`the rehearsal did not end: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    });
    tenderId = summary?.tenderId ?? null;
    if (tenderId !== null) await writeWhole(rehearsedFile, tenderId, 0o644);
  }
  const { publicUrl } = config.http;
  const { tenderee, agency } = castOf(notice);
  const own = [tenderee.login, ...(agency === null ? [] : [agency.login])];
  const lines = [
    `API to browse           ${publicUrl}/docs`,
    `record                  ${publicUrl}/v1/record`,
    `announcements           ${publicUrl}/v1/announcements`,
    ...(tenderId === null ? [] : [`rehearsed tender        ${publicUrl}/v1/tenders/${tenderId}`]),
    ...(tenderId === null ? [] : [`its deadlines           ${publicUrl}/v1/tenders/${tenderId}/deadlines`]),
    `recognised CAs          ${publicUrl}/v1/trust-list`,
    `what the supervisor got http://127.0.0.1:${config.receiverPort}/`,
    `example sign-ins        ${[EXAMPLE_LOGINS.administrator, EXAMPLE_LOGINS.supervisor, ...EXAMPLE_LOGINS.bidders].join(', ')}`,
    ...(tenderId === null ? [] : [`tenderee and agency     ${own.join(', ')}`]),
    `their password          ${password}`,
    'a tender to bid in      npm run --silent rehearse -- --notice examples/notices.json --id xian-2026-servers --open',
  ];
  for (const line of lines) console.log(`  ${line}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
