import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Payload, PayloadCodec } from '@temporalio/common';
import pg from 'pg';
import type { SealingDemand } from '../../domain/seal/index.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { advance, HOUR_MS, of, type Scene } from '../../rehearsal/scene.ts';
import { launch } from '../../rehearsal/script.ts';
import { headerOf, makeHandIn, parseHandIn, recombine } from '../../sealing/index.ts';
import { tar } from '../support/bids.ts';
import { withEngine } from '../support/engine.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { exampleTrustees, submitSealed, type TrusteeParty } from '../support/trustees.ts';
import { until } from '../support/until.ts';

/** Stands in the letter of each bid, and all through its attachment; nowhere else. */
const MARKER = `MARKER-${randomBytes(16).toString('hex')}`;
const CHUNK_BYTES = 4 * 1024 * 1024;
const OVERLAP_BYTES = 256;
/** Most of what a process reserves was never written to. */
const UNTOUCHED = Buffer.alloc(CHUNK_BYTES);

/** The marker as bytes may hold it: plain, as UTF-16 (JavaScript's strings), in hex and in base64, at each of its three places. */
const NEEDLES: readonly Buffer[] = [
  Buffer.from(MARKER, 'latin1'),
  Buffer.from(MARKER, 'utf16le'),
  Buffer.from(Buffer.from(MARKER).toString('hex')),
  ...[0, 1, 2].map((shift) => {
    const text = Buffer.from(' '.repeat(shift) + MARKER).toString('base64');
    return Buffer.from(text.slice(4, -4));
  }),
];
const holds = (bytes: Buffer): boolean => NEEDLES.some((needle) => bytes.includes(needle));

let platform: TestPlatform;
let scene: Scene;
let demand: SealingDemand;
let trustees: readonly TrusteeParty[];
let bids: { bidId: string; identity: string }[];
let files: string[];

beforeAll(async () => {
  platform = await startPlatform();
  const notice = await exampleNotice('tangshan-2026-epc');
  const example = await exampleTrustees(platform, notice);
  ({ demand, trustees } = example);
  scene = await launch(notice, {
    ...platform,
    draft: { sealing: demand },
    beforeLaunch: example.accept,
  });
  await advance(scene, parseInstant(notice.bidDeadline) - HOUR_MS);
  bids = [];
  for (const bidder of scene.bidders) {
    const letter = JSON.stringify({
      format: 'openseal-bid/1',
      tenderId: scene.tenderId,
      bidderUscc: bidder.party.uscc,
      priceFen: '4688000000',
      durationDays: 145,
      quality: MARKER,
      projectManager: null,
      certificate: null,
    });
    const attachment = Buffer.from(`${MARKER}\n`.repeat(20_000));
    bids.push(
      await submitSealed(scene, bidder, demand, tar({ 'bid.json': Buffer.from(letter), attachment })),
    );
  }
  files = [];
  for (const { user } of scene.bidders) {
    const { receipts } = (await user.get(of(scene, '/bids/mine'))) as {
      receipts: { receipt: { sha256: string } }[];
    };
    files.push(...receipts.map((one) => one.receipt.sha256));
  }
});
afterAll(async () => platform.stop());

/** Whether what a stream gives holds the marker, also across its chunks. */
async function streamHolds(chunks: AsyncIterable<Buffer>, wanted = holds): Promise<boolean> {
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([tail, chunk]);
    if (wanted(bytes)) return true;
    tail = bytes.subarray(-OVERLAP_BYTES);
  }
  return false;
}

/** A stream takes the memory of a whole chunk for each of the thousands of small files of a database. */
async function fileHolds(file: string): Promise<boolean> {
  const { size } = await stat(file);
  if (size <= CHUNK_BYTES) return holds(await readFile(file));
  return streamHolds(createReadStream(file, { highWaterMark: CHUNK_BYTES }));
}

/** The files below a folder that hold the marker. */
async function filesWith(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    try {
      if (await fileHolds(file)) found.push(file);
    } catch (error) {
      // Databases rename and remove files while they run; what is gone is looked at under its new name.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return found;
}

/** All rows of all tables, as text: what a dump of the database holds, decompressed. */
async function databaseDump(): Promise<string[]> {
  const client = new pg.Client({ connectionString: await platform.databaseUrl() });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const rows = await client.query<{ text: string }>(`select t::text as text from ${name} t`);
      texts.push(...rows.rows.map(({ text }) => text));
    }
    return texts;
  } finally {
    await client.end();
  }
}

/** The histories of all processes, decrypted with the platform's key. */
async function histories(): Promise<string> {
  return withEngine(platform, async (engine, codec) => {
    const texts: string[] = [];
    for await (const { workflowId, runId } of engine.client.workflow.list()) {
      const history = await engine.client.workflow.getHandle(workflowId, runId).fetchHistory();
      for (const payload of payloadsIn(history)) texts.push(await decoded(codec, payload));
    }
    return texts.join('\n');
  });
}

function payloadsIn(value: unknown): Payload[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  const { metadata, data } = value as Payload;
  if (metadata && ArrayBuffer.isView(data)) return [value as Payload];
  return Object.values(value).flatMap(payloadsIn);
}

/** What a payload holds. Search attributes and the engine's own marks of patches go by no codec: they are looked at as they are. */
async function decoded(codec: PayloadCodec, payload: Payload): Promise<string> {
  const isClear = Buffer.from(payload.metadata?.['encoding'] ?? []).toString('utf8') === 'json/plain';
  const [plain] = isClear ? [payload] : await codec.decode([payload]);
  return Buffer.from(plain?.data ?? []).toString('utf8');
}

/** Whether the memory of a process holds the marker: every region that can be read. */
async function memoryHolds(pid: number | 'self', wanted = holds): Promise<boolean> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const memory = await open(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of maps.split('\n')) {
      const found = /^([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+\s*(.*)$/.exec(line);
      // Devices and the kernel's own pages are no memory of the process.
      if (found === null || /^\[v(var|syscall|dso)|^\/dev\//.test(found[3]!)) continue;
      if (await streamHolds(region(memory, BigInt(`0x${found[1]!}`), BigInt(`0x${found[2]!}`)), wanted))
        return true;
    }
    return false;
  } finally {
    await memory.close();
  }
}

async function* region(
  memory: Awaited<ReturnType<typeof open>>,
  from: bigint,
  until: bigint,
): AsyncGenerator<Buffer> {
  for (let at = from; at < until; at += BigInt(CHUNK_BYTES)) {
    const length = Math.min(CHUNK_BYTES, Number(until - at));
    const chunk = Buffer.alloc(length);
    try {
      const { bytesRead } = await memory.read({ buffer: chunk, length, position: at });
      const isUntouched = UNTOUCHED.compare(chunk, 0, bytesRead, 0, bytesRead) === 0;
      yield isUntouched ? chunk.subarray(0, OVERLAP_BYTES) : chunk.subarray(0, bytesRead);
    } catch (error) {
      // A page that was never touched, or is gone meanwhile, cannot be read.
      if (!['EIO', 'EFAULT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

const everywhere = async (): Promise<Record<string, unknown>> => ({
  disk: await filesWith(platform.dataDir),
  database: (await databaseDump()).filter((text) => holds(Buffer.from(text))).length,
  histories: holds(Buffer.from(await histories())),
});

describe('who has the disk, the database and every key of the platform', () => {
  it('finds the bids, and nothing of what is in them, before the deadline', async () => {
    for (const sha256 of files)
      expect(
        await readFile(
          path.join(platform.dataDir, 'storage', sha256.slice(0, 2), sha256.slice(2, 4), sha256),
        ),
      ).toBeTruthy();
    expect(await everywhere()).toEqual({ disk: [], database: 0, histories: false });
  });

  it('holds no secret that opens one: nothing in the vault, and one share at most, which is not enough', async () => {
    const client = new pg.Client({ connectionString: await platform.databaseUrl() });
    await client.connect();
    const kept = await client.query('select sealed from bid_key union all select sealed from bid_share');
    await client.end();
    expect(kept.rows).toEqual([]);
    // The platform's own key as a trustee, used ahead of time.
    const own = trustees.find(({ id }) => id === 'platform')!;
    for (const sha256 of files) {
      const file = path.join(platform.dataDir, 'storage', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
      const header = headerOf(await readFile(file));
      const handIn = parseHandIn(JSON.stringify(makeHandIn(header, own.keys.identity)));
      const found = await recombine(header, demand, new Map([[own.id, handIn]]));
      expect(found).toMatchObject({ result: 'too-few', cause: 'other' });
    }
  });

  it('finds nothing in the memory of the processes while they idle', async () => {
    // The search works: this process sealed the bids, and has the marker in its own memory.
    expect(await memoryHolds('self')).toBe(true);
    const { children } = await platform.running();
    const known = Buffer.from(platform.dataDir);
    for (const name of ['api', 'worker', 'sequencer']) {
      // What a process must hold is found in it: where its data folder is.
      const [pid, there] = [children[name]!, (bytes: Buffer) => bytes.includes(known)];
      expect([name, await memoryHolds(pid, there), await memoryHolds(pid)]).toEqual([name, true, false]);
    }
  });
});

describe('the same search after the opening', () => {
  it('finds the bids on the disk and in the record: so it would have found them before', async () => {
    await advance(scene, parseInstant(scene.notice.bidDeadline));
    for (const [at, { user }] of scene.bidders.entries())
      await user.post(of(scene, '/bids/mine/key'), { identity: bids[at]!.identity });
    const reader = new PlatformUser(platform.baseUrl);
    const record = await until(
      () => reader.get(of(scene, '/opening-record')).catch(() => null),
      'the opening record',
    );
    expect(JSON.stringify(record)).toContain(MARKER);
    const found = (await everywhere()) as { disk: string[]; database: number; histories: boolean };
    expect(found.disk.some((file) => file.includes('/storage/'))).toBe(true);
    expect(found.database).toBeGreaterThan(0);
    // The engine never has any of it.
    expect(found.histories).toBe(false);
  });
});
