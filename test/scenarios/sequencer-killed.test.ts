import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTS_SEALED } from '../../domain/record/sealed/index.ts';
import { leafTextOf } from '../../domain/record/leaf.ts';
import {
  hexOf,
  leafHash,
  openCheckpoint,
  parsePolicy,
  parseVerifierKey,
  rootTiles,
  treeHash,
  utf8,
  type OpenedCheckpoint,
} from '../../domain/record/log/index.ts';
import { verifyEd25519 } from '../../runtime/ed25519.ts';
import { createLogSigner } from '../../runtime/signing.ts';
import { startWitness, type RunningWitness } from '../../runtime/witness/server.ts';
import {
  enterRecord,
  publishedCheckpoints,
  publishedNote,
  readRecord,
  recordHead,
  TileReader,
  type SignedCheckpoint,
} from '../../store/index.ts';
import { writeWhole } from '../../runtime/files.ts';
import { ended } from '../support/services.ts';
import { testStore, type TestStore } from '../support/store.ts';
import { until } from '../support/until.ts';
import { entryOf } from '../support/entry.ts';

const SEQUENCER = path.resolve(import.meta.dirname, '../../bin/sequencer.ts');
const ENTRIES = 2_000;
const KILLS = 6;

let database: TestStore;
let dataDir: string;
let witness: RunningWitness;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await testStore();
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-killed-'));
  const signer = await createLogSigner(path.join(dataDir, 'keys'), 'log.test/record');
  witness = await startWitness({
    dir: path.join(dataDir, 'witness'),
    name: 'witness.test/one',
    logs: signer.vkeys.map(parseVerifierKey),
    now: Date.now,
    host: '127.0.0.1',
    port: 0,
  });
  const policy = `witness one ${witness.vkey} http://127.0.0.1:${witness.port}\nquorum one\n`;
  await writeWhole(path.join(dataDir, 'witnesses'), policy);
});
afterAll(async () => {
  await Promise.all(children.map((child) => ended(child, 'SIGKILL')));
  await witness.close();
  await database.close();
  await rm(dataDir, { recursive: true });
});

/** The sequencer as it is run, its engine down. */
function start(): ChildProcess {
  const child = spawn(process.execPath, [SEQUENCER], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      OPENSEAL_DATA: dataDir,
      DATABASE_URL: database.databaseUrl,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      OPENSEAL_WITNESSES: path.join(dataDir, 'witnesses'),
      OPENSEAL_LOG_LEVEL: 'error',
    },
  });
  children.push(child);
  return child;
}

const published = (): Promise<SignedCheckpoint[]> =>
  publishedCheckpoints(database.store.em(), 'record', { fromSize: 0, limit: 10_000, order: 'smallest' });

describe('a sequencer killed in the middle', () => {
  it('is taken over from: nothing lost, twice or re-ordered, and no checkpoint goes back', async () => {
    let running = [start(), start()];
    const kept: string[] = [];
    const seen: string[] = [];
    const sizes: number[] = [];
    let writing = true;
    let killing = true;
    const writer = async (): Promise<void> => {
      while (killing || kept.length < ENTRIES) {
        const ids = Array.from({ length: 5 }, () => randomUUID());
        kept.push(...ids);
        await database.store.transaction(async (tx) => {
          for (const id of ids) await enterRecord(tx, entryOf({ id }));
        });
      }
    };
    const watcher = async (): Promise<void> => {
      while (writing) {
        const [newest] = await publishedCheckpoints(database.store.em(), 'record', { fromSize: 0, limit: 1 });
        if (newest !== undefined && newest.note !== seen.at(-1)) {
          seen.push(newest.note);
          sizes.push(newest.size);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    const watching = watcher();
    const writingAll = Promise.all(Array.from({ length: 2 }, writer));
    for (let kill = 0; kill < KILLS; kill++) {
      // Killed as the record grows: whoever leads, in whatever it is doing.
      const before = await recordHead(database.store.em(), 'record');
      const signed = seen.length;
      await until(
        async () => ((await recordHead(database.store.em(), 'record')) > before ? true : null),
        'the record',
      );
      await until(() => Promise.resolve(seen.length > signed ? true : null), 'a checkpoint');
      const victim = running[kill % 2]!;
      await ended(victim, 'SIGKILL');
      running = running.with(kill % 2, start());
      await enterOne(kept);
    }
    killing = false;
    await writingAll;
    const last = await until(async () => {
      const found = (await published()).at(-1);
      const head = await recordHead(database.store.em(), 'record');
      const whole = head >= kept.length && found?.size === head && found.cosignatures.length === 1;
      return whole ? found : null;
    }, 'the last checkpoint');
    writing = false;
    await watching;

    const entries = await readRecord(database.store.em(), 'record', { from: 0, limit: kept.length + 100 });
    expect(entries.map(({ index }) => index)).toEqual(entries.map((_, index) => index));
    // On the hour the sequencers enter a batch of their own.
    const own = entries.filter(({ event }) => event !== ACTS_SEALED);
    expect(own.map(({ id }) => id).toSorted()).toEqual(kept.toSorted());
    const leaves = entries.map((entry) => leafHash(utf8(leafTextOf(entry))));
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    const policy = parsePolicy(await readFile(path.join(dataDir, 'witnesses'), 'utf8'));
    const { vkeys } = await createLogSigner(path.join(dataDir, 'keys'), '-');
    const keys = { logs: vkeys.map(parseVerifierKey), witnesses: policy.witnesses.map(({ key }) => key) };
    const opened: OpenedCheckpoint[] = (await published()).map((one) =>
      openCheckpoint(publishedNote(one), keys, verifyEd25519),
    );
    expect(opened.length).toBeGreaterThanOrEqual(KILLS);
    for (const { size, root } of opened) expect(hexOf(root)).toBe(hexOf(treeHash(leaves.slice(0, size))));
    const tiles = new TileReader(() => database.store.em(), 'record');
    const set = await tiles.set(rootTiles(last.size));
    expect(hexOf(set.root(last.size))).toBe(hexOf(last.root));
    await Promise.all(running.map((child) => ended(child, 'SIGTERM')));
  });
});

async function enterOne(kept: string[]): Promise<void> {
  const id = randomUUID();
  kept.push(id);
  await database.store.transaction((tx) => enterRecord(tx, entryOf({ id })));
}
