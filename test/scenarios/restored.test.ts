import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { fetchLog } from '../../cli/fetch.ts';
import { verifyLog, verifyReceipt, verifyTender } from '../../cli/verify.ts';
import { award } from '../../rehearsal/acts/award.ts';
import { bidding, opening } from '../../rehearsal/acts/bidding.ts';
import { evaluation, publicity } from '../../rehearsal/acts/evaluation.ts';
import { launch, type Scene } from '../../rehearsal/script.ts';
import { installationSecret } from '../../runtime/files.ts';
import { postgresCommand, postgresReady, postgresUrl } from '../../runtime/postgres.ts';
import { tenderWorkflowId } from '../../workflows/messages.ts';
import { withEngine } from '../support/engine.ts';
import { logged } from '../support/logged.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { freePort } from '../support/ports.ts';
import { untilTrue } from '../support/until.ts';

const run = promisify(execFile);
const KEYS = path.resolve(import.meta.dirname, '../../bin/keys.ts');
/** What docs/operations.md says a backup of the data folder is. */
const BACKED_UP = ['postgres', 'storage', 'keys', 'examples-password'];

let dir: string;
let platform: TestPlatform | null = null;
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-restored-'));
  await chmod(dir, 0o755);
});
afterAll(async () => {
  await platform?.stop();
  await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** The proofs of every bidder's receipts, taken home. */
async function receiptsOf({ tenderId, bidders }: Scene): Promise<string[]> {
  const files: string[] = [];
  for (const { user } of bidders) {
    const { receipts } = (await user.get(`/v1/tenders/${tenderId}/bids/mine`)) as {
      receipts: { receipt: { receiptId: string } }[];
    };
    for (const { receipt } of receipts) {
      const url = `/v1/tenders/${tenderId}/bids/mine/${receipt.receiptId}/proof?waitSeconds=30`;
      const file = path.join(dir, `${receipt.receiptId}.json`);
      await writeFile(file, JSON.stringify(await user.get(url)));
      files.push(file);
    }
  }
  return files;
}

/** Takes the engine's databases from a cluster, as after a restore of openseal's own alone. */
async function loseEngine(folder: string): Promise<void> {
  const options = {
    dir: path.join(folder, 'postgres'),
    port: await freePort(),
    password: await installationSecret(path.join(folder, 'keys', 'postgres-password')),
  };
  const { command, args, uid, gid, stopSignal } = await postgresCommand(options);
  const as = uid === undefined || gid === undefined ? {} : { uid, gid };
  const server = spawn(command, args, { stdio: 'ignore', ...as });
  const ended = once(server, 'exit');
  await postgresReady(options);
  const client = new pg.Client({ connectionString: postgresUrl(options, 'postgres') });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname like 'temporal%'`,
  );
  for (const { datname } of rows)
    await client.query(`drop database ${client.escapeIdentifier(datname)} with (force)`);
  await client.end();
  server.kill(stopSignal ?? 'SIGTERM');
  await ended;
}

/** `npm run keys -- …` on a platform that runs, as its administrator does. */
async function keys({ dataDir, postgresPort }: TestPlatform, ...args: string[]): Promise<string> {
  const env = { ...process.env, OPENSEAL_DATA: dataDir, OPENSEAL_POSTGRES_PORT: String(postgresPort) };
  return (await run(process.execPath, [KEYS, ...args], { env })).stdout;
}

describe('a platform restored from its backup into a new folder', () => {
  it('has every receipt verifiable and its live tender going on, through a rotation of its keys', async () => {
    const first = await startPlatform();
    platform = first;
    const notice = await exampleNotice('tangshan-2026-epc');
    const scene = await launch(notice, first);
    await bidding(scene);
    const receipts = await receiptsOf(scene);
    // Four submissions of three bidders: one replaced its bid.
    expect(receipts).toHaveLength(4);
    const before = path.join(dir, 'log-before');
    await fetchLog(`${first.baseUrl}/rehearsals`, before, () => undefined);

    await first.halt();
    const folder = path.join(dir, 'data');
    await run('mkdir', ['-m', '755', folder]);
    for (const name of BACKED_UP) await run('cp', ['-a', path.join(first.dataDir, name), folder]);
    await first.stop();
    await loseEngine(folder);

    const env = { OPENSEAL_PORT: new URL(first.baseUrl).port, OPENSEAL_KEEPER_SECONDS: '1' };
    const second = await startPlatform(env, folder);
    platform = second;
    expect([second.baseUrl, second.password]).toEqual([first.baseUrl, first.password]);
    const log = path.join(dir, 'log');
    await fetchLog(`${second.baseUrl}/rehearsals`, log, () => undefined);
    const reports = [
      await verifyLog(log, { since: before }),
      ...(await Promise.all(receipts.map((file) => verifyReceipt(file, { log })))),
    ];
    for (const { findings } of reports) expect(findings).toEqual([]);

    // The engine knows nothing of the tender: the worker finds that and starts its process by itself, now and later.
    await withEngine(second, async (engine) => {
      const runs = async () => (await engine.endOf({ kind: 'tender', id: scene.tenderId })) === null;
      await untilTrue(runs);
      await engine.client.workflow.getHandle(tenderWorkflowId(scene.tenderId)).terminate('by hand');
      await untilTrue(runs);
    });

    // New keys; the worker takes them, the API and the sequencer go on with theirs.
    await keys(second, 'rotate', 'history');
    const vaultKey = (await keys(second, 'rotate', 'vault')).trim();
    await second.kill('worker');
    const bids = await opening(scene);
    expect(bids).toHaveLength(3);
    const ranked = await evaluation(scene, bids!);
    await publicity(scene);
    await award(scene, ranked);
    expect(await scene.owner.get(`/v1/tenders/${scene.tenderId}`)).toMatchObject({ outcome: 'reported' });

    await logged(scene.owner, scene.tenderId, 'tenderCompleted');
    await fetchLog(`${second.baseUrl}/rehearsals`, log, () => undefined);
    const whole = await verifyTender(log, { tender: scene.tenderId, receipt: receipts }, 'tender');
    expect(whole.findings).toEqual([]);

    await second.kill('api');
    // Three keys of bids, the webhook secret of the example supervisor, and answers that held a secret.
    const resealed = /^(\d+) secrets sealed anew\n$/.exec(await keys(second, 'reseal'))?.[1];
    expect(Number(resealed)).toBeGreaterThan(4);
    expect(await keys(second, 'retire', 'vault')).toMatch(/^removed: [0-9a-f]{16}\n$/);
    expect(await keys(second, 'secrets')).toContain(`vault ${vaultKey} (encrypts): ${resealed} secrets`);
  });
});
