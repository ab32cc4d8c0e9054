import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RecordLog } from '../../api/record/record-log.ts';
import {
  bundlesOf,
  concatBytes,
  encodeBundle,
  formatCheckpoint,
  formatNote,
  leafHash,
  parsePolicy,
  parseVerifierKey,
  tilePath,
  TileSet,
  tilesOf,
  toBase64,
  treeHash,
  utf8,
  type Hash,
} from '../../domain/record/log/index.ts';
import { createLogSigner, type LogSigner } from '../../runtime/signing.ts';
import { WitnessClient } from '../../runtime/witness/client.ts';
import { startWitness, type RunningWitness } from '../../runtime/witness/server.ts';
import { enterRecord, publishedNote, runCheckpointer, runSequencer, TileReader } from '../../store/index.ts';
import { entryOf } from '../support/entry.ts';
import { testStore } from '../support/store.ts';
import { until } from '../support/until.ts';

/** What the Go program reads; see test/interop/go/main.go. */
interface Request {
  readonly vkeys: readonly string[];
  readonly witnesses?: readonly string[];
  readonly cosigners?: number;
  readonly checkpoint?: string;
  readonly old?: string;
  readonly consistency?: readonly string[];
  readonly index?: number;
  readonly entry?: string;
  readonly inclusion?: readonly string[];
  readonly tlogProof?: string;
  readonly tiles?: Readonly<Record<string, string>>;
}

let dir: string;
let program: string;
let signer: LogSigner;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-interop-'));
  program = path.join(dir, 'interop');
  const built = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: path.join(import.meta.dirname, 'go'),
    encoding: 'utf8',
  });
  if (built.status !== 0)
    throw new Error(`Go 1.25 or later is needed: ${built.error?.message ?? built.stderr}`);
  signer = await createLogSigner(path.join(dir, 'keys'), 'log.test/record');
});
afterAll(() => rm(dir, { recursive: true }));

/** What Go's libraries say: null when they accept, else why not. */
function refusal(request: Request): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    let answer = '';
    child.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
    child.once('error', reject);
    child.once('close', () => {
      const { ok, reason } = JSON.parse(answer) as { ok: boolean; reason?: string };
      resolve(ok ? null : String(reason));
    });
    child.stdin.end(JSON.stringify(request));
  });
}

const flip = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[(bit >> 3) % copy.length]! ^= 1 << (bit & 7);
  return copy;
};

/** A tree of made-up entries: its tiles by path, as ours lay them out, and a signed checkpoint. */
async function made(size: number) {
  const entries = Array.from({ length: size }, (_, index) => utf8(`{"index":${index}}`));
  const levels: Hash[][] = [entries.map(leafHash)];
  for (let level = 0; levels[level]!.length >= 256; level++) {
    const below = levels[level]!;
    const whole = Math.floor(below.length / 256);
    levels.push(Array.from({ length: whole }, (_, at) => treeHash(below.slice(at * 256, (at + 1) * 256))));
  }
  const set = new TileSet();
  const tiles: Record<string, string> = {};
  for (const tile of tilesOf(size)) {
    const from = tile.index * 256;
    const bytes = concatBytes(...levels[tile.level]!.slice(from, from + tile.width));
    set.add(tile, bytes);
    tiles[tilePath(tile)] = toBase64(bytes);
  }
  for (const bundle of bundlesOf(size)) {
    const from = bundle.index * 256;
    tiles[tilePath(bundle)] = toBase64(encodeBundle(entries.slice(from, from + bundle.width)));
  }
  const checkpoint = await signed(size, set.root(size));
  return { entries, set, tiles, checkpoint, vkeys: signer.vkeys };
}

async function signed(size: number, root: Hash): Promise<string> {
  const text = formatCheckpoint({ origin: signer.origin, size, root });
  return formatNote({ text, signatures: await signer.sign(text) });
}

describe('Go’s checksum database libraries', () => {
  it.each([1, 2, 255, 256, 257, 1_000, 66_000])(
    'accept the tree of %d entries: note, tiles, bundles, inclusion and consistency',
    async (size) => {
      const { entries, set, tiles, checkpoint, vkeys } = await made(size);
      expect(await refusal({ vkeys, checkpoint, tiles })).toBeNull();
      for (const index of [0, size >> 1, size - 1]) {
        const inclusion = set.inclusionProof(index, size).map(toBase64);
        const entry = toBase64(entries[index]!);
        expect(await refusal({ vkeys, checkpoint, index, entry, inclusion })).toBeNull();
      }
      for (const oldSize of [1, (size >> 1) + 1, size]) {
        const old = await signed(oldSize, set.root(oldSize));
        const consistency = set.consistencyProof(oldSize, size).map(toBase64);
        expect(await refusal({ vkeys, checkpoint, old, consistency })).toBeNull();
      }
    },
  );

  it('refuse all of it with one bit changed', async () => {
    const size = 300;
    const { entries, set, tiles, checkpoint, vkeys } = await made(size);
    const index = 123;
    const proof = set.inclusionProof(index, size);
    const entry = toBase64(entries[index]!);
    const old = await signed(200, set.root(200));
    const steps = set.consistencyProof(200, size);
    const asked: Request[] = [];
    for (const bit of [0, 77, 254, 1_003]) {
      const bytes = flip(utf8(checkpoint), bit);
      asked.push({ vkeys, checkpoint: Buffer.from(bytes).toString('utf8') });
      for (let at = 0; at < proof.length; at++) {
        const inclusion = proof.map((hash, each) => toBase64(each === at ? flip(hash, bit) : hash));
        asked.push({ vkeys, checkpoint, index, entry, inclusion });
      }
      asked.push({
        vkeys,
        checkpoint,
        index,
        entry: toBase64(flip(entries[index]!, bit)),
        inclusion: proof.map(toBase64),
      });
      for (let at = 0; at < steps.length; at++) {
        const consistency = steps.map((hash, each) => toBase64(each === at ? flip(hash, bit) : hash));
        asked.push({ vkeys, checkpoint, old, consistency });
      }
      for (const [name, content] of Object.entries(tiles))
        asked.push({
          vkeys,
          checkpoint,
          tiles: { ...tiles, [name]: toBase64(flip(Buffer.from(content, 'base64'), bit)) },
        });
    }
    asked.push({ vkeys, checkpoint, index: index + 1, entry, inclusion: proof.map(toBase64) });
    for (const request of asked) expect(await refusal(request)).not.toBeNull();
    expect(asked.length).toBeGreaterThan(60);
  });

  it('accept what the sequencer, the checkpointer and a witness made, and a tlog-proof of it', async () => {
    const database = await testStore();
    const stop = new AbortController();
    const { signal } = stop;
    const { databaseUrl } = database;
    const quiet = { info: () => undefined, warn: () => undefined };
    const logKeys = signer.vkeys.map(parseVerifierKey);
    const witness: RunningWitness = await startWitness({
      dir: path.join(dir, 'witness'),
      name: 'witness.test/one',
      logs: logKeys,
      now: Date.now,
      host: '127.0.0.1',
      port: 0,
    });
    const policy = parsePolicy(`witness one ${witness.vkey} http://127.0.0.1:${witness.port}\nquorum one\n`);
    const witnesses = new WitnessClient({ policy, logKeys, logger: quiet });
    const work = [
      runSequencer({ log: 'record', databaseUrl, signal, logger: quiet }),
      runCheckpointer({
        log: 'record',
        databaseUrl,
        signal,
        logger: quiet,
        signer,
        intervalMs: 20,
        cosign: (checkpoint, log) => witnesses.cosign(checkpoint, log),
      }),
    ];
    const ids = Array.from({ length: 300 }, () => randomUUID());
    await database.store.transaction(async (tx) => {
      for (const id of ids) await enterRecord(tx, entryOf({ id }));
    });
    const log = new RecordLog(() => database.store.em(), 'record', policy, 'http://log.test/record');
    const newest = await until(async () => {
      const found = await log.checkpoint();
      return found?.size === 300 && found.cosignatures.length === 1 ? found : null;
    });
    const asked = { vkeys: signer.vkeys, witnesses: [witness.vkey], cosigners: 1 };
    const reader = new TileReader(() => database.store.em(), 'record');
    const tiles: Record<string, string> = {};
    for (const tile of tilesOf(300)) tiles[tilePath(tile)] = toBase64((await reader.tile(tile))!);
    for (const bundle of bundlesOf(300)) tiles[tilePath(bundle)] = toBase64((await reader.bundle(bundle))!);
    expect(await refusal({ ...asked, checkpoint: publishedNote(newest), tiles })).toBeNull();
    const proven = await log.proof(ids[150]!);
    if (typeof proven === 'string') throw new Error(proven);
    expect(await refusal({ ...asked, tlogProof: proven.proof })).toBeNull();
    expect(await refusal({ ...asked, tlogProof: proven.proof.replace(/^index .*$/m, 'index 0') })).toContain(
      'inclusion',
    );
    expect(await refusal({ ...asked, checkpoint: newest.note })).toContain('0 witnesses');
    const [line] = newest.cosignatures;
    const later = Buffer.from(line!.split(' ')[2]!, 'base64');
    later[11]! ^= 1;
    const moved = `${newest.note}— witness.test/one ${later.toString('base64')}\n`;
    expect(await refusal({ ...asked, checkpoint: moved })).toContain('invalid signature');
    stop.abort();
    await Promise.all(work);
    await witness.close();
    await database.close();
  });
});
