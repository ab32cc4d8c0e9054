import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goOn, launch } from '../../rehearsal/script.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { runsOf, type Run } from '../support/engine.ts';
import { ended } from '../support/services.ts';
import { untilTrue } from '../support/until.ts';

/** The workflow code of the previous version; `node test/histories/previous.ts` keeps the present one at a release. */
const PREVIOUS = path.resolve(import.meta.dirname, '../histories/previous/bundle.js.gz');
/** A bundle ends with its source map; the kept one has none, for it would be three times as large. */
const NO_SOURCE_MAP = `//# sourceMappingURL=data:application/json;base64,${btoa('{"version":3,"file":"previous.js","sources":[],"mappings":""}')}`;
const WORKER = path.resolve(import.meta.dirname, '../../bin/worker.ts');

let folder: string;
let platform: TestPlatform;
let worker: ChildProcess | null = null;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseal-previous-'));
  const bundle = path.join(folder, 'previous.js');
  await writeFile(bundle, `${gunzipSync(await readFile(PREVIOUS)).toString('utf8')}\n${NO_SOURCE_MAP}`);
  // As the previous version ran: its workflow code, and workers that are not told apart.
  platform = await startPlatform({ OPENSEAL_WORKFLOW_BUNDLE: bundle, OPENSEAL_WORKER_VERSIONING: 'false' });
});
afterAll(async () => {
  if (worker !== null) await ended(worker, 'SIGTERM');
  await platform.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A worker of this version beside the previous one, on the same queue. */
async function startWorker(): Promise<void> {
  const child = spawn(process.execPath, [WORKER], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      OPENSEAL_DATA: platform.dataDir,
      DATABASE_URL: await platform.databaseUrl(),
      TEMPORAL_ADDRESS: `127.0.0.1:${platform.temporalPort}`,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  worker = child;
  await untilTrue(() => {
    if (child.exitCode !== null) throw new Error(`the worker is not up: ${said}`);
    return Promise.resolve(said.includes('worker polls'));
  }, 'the worker');
}

const failures = (runs: readonly Run[]) => runs.flatMap((run) => run.failedTasks);
const versions = (runs: readonly Run[]) => runs.map((run) => [...new Set(run.buildIds)]);

describe('a tender that the previous version began', () => {
  it('goes on under this one, while both share the queue', async () => {
    const begun = await launch(await exampleNotice('tangshan-2026-epc'), platform);
    const before = await runsOf(platform, begun.tenderId);
    expect(versions(before).flat()).toEqual([]);
    await startWorker();
    await goOn(begun);
    expect(await begun.owner.get(`/v1/tenders/${begun.tenderId}`)).toMatchObject({ outcome: 'reported' });
    const runs = await runsOf(platform, begun.tenderId);
    expect(runs.length).toBeGreaterThan(before.length);
    expect(failures(runs)).toEqual([]);
    // The run that the previous version began is carried on by this one, and so are all that follow.
    for (const buildIds of versions(runs.slice(before.length - 1))) expect(buildIds).toHaveLength(1);
    expect((await platform.running()).children['worker']).toBeDefined();
  });

  it('leaves new tenders to the current version', async () => {
    const fresh = await launch(await exampleNotice('xian-2026-servers'), platform);
    await goOn(fresh);
    const runs = await runsOf(platform, fresh.tenderId);
    expect(failures(runs)).toEqual([]);
    for (const buildIds of versions(runs)) expect(buildIds).toHaveLength(1);
  });
});
