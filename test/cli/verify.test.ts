import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { fetchLog, fetchReceipt } from '../../cli/fetch.ts';
import { verifyDemand, verifyLog, verifyReceipt, verifyTender } from '../../cli/verify.ts';
import type { FindingCode, ReceiptFile, Report } from '../../domain/record/audit/index.ts';
import { parsePolicy, parseTlogProof, parseVerifierKey, tilePath } from '../../domain/record/log/index.ts';
import type { BidReceipt } from '../../domain/bid/types.ts';
import { isoShanghai } from '../../domain/time/instant.ts';
import { createLogSigner, createSigner, type LogSigner } from '../../runtime/signing.ts';
import { startWitness, type RunningWitness } from '../../runtime/witness/server.ts';
import { generateSigningKey, readSigningKey, removalFor, signRemoval } from '../../sealing/signing-key.ts';
import { currentBids, enterRecord, sealedAct, type EntryInput } from '../../store/index.ts';
import { actingAs, send, type Acting } from '../api/support/people.ts';
import { startPlatform, type TestPlatform } from '../api/support/platform.ts';
import { settledHead, sealNow } from '../api/support/record.ts';
import { launchedTender } from '../api/support/tender.ts';
import { BINDING, castOf } from '../sealing/support.ts';
import { exampleLetter, sealBid } from '../support/bids.ts';
import { exampleDocument } from '../support/drafts.ts';
import { until } from '../support/until.ts';
import { entriesIn, parsed, putEntries, putForged, putTiles, written } from './export.ts';
import { entryOf } from '../support/entry.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

let root: string;
let platform: TestPlatform;
let witness: RunningWitness;
let signer: LogSigner;
let tenderId: string;
/** An earlier export of the log, and the whole one; never changed: each test tampers with a copy. */
let early: string;
let whole: string;
let bidder: Acting;
const receiptFiles: string[] = [];
let sealedBid: string;
/** The receipt of a bid that named a key and was replaced by its signature. */
let replacedReceipt: string;
let count = 0;

const copyOf = async (dir: string): Promise<string> => {
  const copy = path.join(root, `copy-${count++}`);
  await cp(dir, copy, { recursive: true });
  return copy;
};

const entry = (event: EntryInput['event'], more: Partial<EntryInput> = {}): EntryInput =>
  entryOf({ id: uuidv7(), event, ...more });
const enter = (...inputs: EntryInput[]): Promise<void> =>
  platform.deps.store.transaction(async (tx) => {
    for (const input of inputs) await enterRecord(tx, input);
  });

async function settledCheckpoint(): Promise<void> {
  const head = await settledHead(platform);
  await until(async () => {
    const newest = await platform.deps.logs.record.provable.checkpoint();
    return newest?.size === head && newest.cosignatures.length === 1 ? true : null;
  }, 'the checkpoint');
}

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'openseal-cli-'));
  signer = await createLogSigner(path.join(root, 'keys'), 'platform.test/log');
  witness = await startWitness({
    dir: path.join(root, 'witness'),
    name: 'witness.test/one',
    logs: signer.vkeys.map(parseVerifierKey),
    now: Date.now,
    host: '127.0.0.1',
    port: 0,
  });
  const lines = `witness one ${witness.vkey} http://127.0.0.1:${witness.port}\nquorum one\n`;
  await writeFile(path.join(root, 'witnesses'), lines);
  platform = await startPlatform({
    OPENSEAL_KEYS: path.join(root, 'keys'),
    OPENSEAL_WITNESSES: path.join(root, 'witnesses'),
  });
  await arrange();
});
afterAll(async () => {
  await platform.close();
  await witness.close();
  await rm(root, { recursive: true });
});

/** A tender with three bids, closed and opened, among many other entries; exported early and whole. */
async function arrange(): Promise<void> {
  await enter(...Array.from({ length: 240 }, () => entry('documentsOpened')));
  const owner = await actingAs(platform, 'agency');
  const state = await launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument()],
    at: ({ documentsIssuedFromAt }) => documentsIssuedFromAt + 60_000,
    rehearsal: false,
  });
  tenderId = state.id;
  const bidDeadlineAt = isoShanghai(state.bidDeadlineAt);
  await enter(
    entry('noticePublished', { tenderId, at: state.launchedAt, data: { bidDeadlineAt, sealing: null } }),
  );
  await settledCheckpoint();
  early = path.join(root, 'early');
  await fetchLog(platform.baseUrl, early, () => undefined);
  const receipts: BidReceipt[] = [];
  let replaced: BidReceipt | null = null;
  const bidders: Acting[] = [];
  for (let number = 0; number < 3; number++) {
    const acting = await actingAs(platform, 'bidder');
    bidders.push(acting);
    const { bytes } = await sealBid(exampleLetter({ tenderId, bidderUscc: acting.identity.uscc }));
    if (number === 0) {
      sealedBid = path.join(root, 'bid.age');
      await writeFile(sealedBid, bytes);
    }
    const submit = async (body: Uint8Array, headers: Record<string, string>): Promise<BidReceipt> => {
      const { json } = await send(platform, 'POST', `/v1/tenders/${tenderId}/bids`, {
        token: acting.token,
        body: body as never,
        headers: { 'Content-Type': 'application/octet-stream', ...headers },
      });
      return json['receipt'] as BidReceipt;
    };
    if (number < 2) {
      receipts.push(await submit(bytes, {}));
      continue;
    }
    const key = readSigningKey(generateSigningKey().text);
    const first = await sealBid(exampleLetter({ tenderId, bidderUscc: acting.identity.uscc }));
    replaced = await submit(first.bytes, { 'Openseal-Signing-Key': key.name });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const signature = signRemoval(removalFor(JSON.stringify(replaced), sha256), key);
    receipts.push(await submit(bytes, { 'Openseal-Removal-Signature': signature }));
  }
  bidder = bidders[0]!;
  const bids = await currentBids(platform.deps.store.em(), tenderId);
  const at = state.bidDeadlineAt;
  // As the closing does: what is sealed until then stands before it.
  await sealNow(platform);
  await enter(entry('bidsClosed', { tenderId, at, data: { bidCount: 3, bidderCount: 3 } }));
  await enter(
    entry('bidsOpened', {
      tenderId,
      at: at + 1_000,
      documents: bids.map(({ sha256 }) => sha256),
      data: {
        bids: bids.map(({ id }) => ({ bidId: id, name: '甲', uscc: 'x', result: 'opened', priceFen: '1' })),
      },
    }),
  );
  // One entry too large for a bundle, and enough for a second full tile.
  const documents = Array.from({ length: 1_200 }, (_, index) => index.toString(16).padStart(64, '0'));
  await enter(entry('bidsOpened', { documents, data: { count: 1_200 } }));
  await enter(...Array.from({ length: 300 }, () => entry('documentsOpened')));
  await settledCheckpoint();
  whole = path.join(root, 'whole');
  await fetchLog(platform.baseUrl, whole, () => undefined);
  for (const [at_, { receiptId }] of receipts.entries()) {
    const file = path.join(root, `receipt-${at_}.json`);
    await fetchReceipt(platform.baseUrl, { tenderId, receiptId, token: bidders[at_]!.token, file });
    receiptFiles.push(file);
  }
  replacedReceipt = path.join(root, 'receipt-replaced.json');
  const { receiptId } = replaced!;
  const { token } = bidders[2]!;
  await fetchReceipt(platform.baseUrl, { tenderId, receiptId, token, file: replacedReceipt });
}

const policyFile = async (): Promise<string> => {
  const file = path.join(root, 'policy');
  await writeFile(file, await readFile(path.join(whole, 'policy')));
  return file;
};

/** The findings as [code, index]. */
const found = ({ findings }: Report): [FindingCode, number | null][] =>
  findings.map(({ code, index }) => [code, index]);
const codes = (report: Report): FindingCode[] => report.findings.map(({ code }) => code);

describe('an honest export', () => {
  it('verifies: log, receipts, tender and opening, and continues the earlier one', async () => {
    const policy = await policyFile();
    for (const report of [
      await verifyLog(whole, { policy, since: early }),
      await verifyLog(whole, { policy, since: path.join(early, 'checkpoint') }),
      await verifyLog(early, { policy }),
      await verifyReceipt(receiptFiles[0]!, { policy, log: whole, bid: [sealedBid] }),
      await verifyReceipt(receiptFiles[1]!, { policy, keys: path.join(whole, 'platform-keys.json') }),
      await verifyTender(
        whole,
        { policy, tender: tenderId, receipt: receiptFiles, bid: [sealedBid] },
        'tender',
      ),
      await verifyTender(whole, { policy, tender: tenderId, receipt: receiptFiles }, 'opening'),
    ]) {
      expect(report.findings).toEqual([]);
      expect(report.remarks).toEqual([]);
      expect(report.checks.length).toBeGreaterThan(3);
    }
  });

  it('holds what a tender demands of the sealing, and shows when a bidder is shown something else', async () => {
    const policy = await policyFile();
    const { demand } = castOf('age');
    expect((await verifyDemand(whole, { policy }, tenderId, null)).findings).toEqual([]);
    expect(codes(await verifyDemand(whole, { policy }, tenderId, demand))).toEqual(['demand-changed']);
    expect(codes(await verifyDemand(whole, { policy }, randomUUID(), demand))).toEqual(['demand-changed']);
    // The command seals nothing then.
    const asked = path.join(root, 'demand.json');
    await writeFile(asked, JSON.stringify(demand));
    const out = path.join(root, 'never.sealed');
    const args = ['seal', sealedBid, '-o', out, '-d', asked, '-t', tenderId, '-u', BINDING.bidderUscc];
    const more = ['-r', demand.trustees[0]!.recipient, '--record', whole, '--policy', policy];
    const ran = spawnSync(process.execPath, [path.join(ROOT, 'bin/openseal.js'), ...args, ...more], {
      encoding: 'utf8',
    });
    expect([ran.status, ran.stderr.includes('Nothing was sealed')]).toEqual([1, true]);
    expect(await readdir(root)).not.toContain('never.sealed');
  });

  it('shows a replacement to be signed by the key that the bid named, and by whom it was to be signed where it was not', async () => {
    const given = { policy: await policyFile(), tender: tenderId };
    const receipt = [replacedReceipt, receiptFiles[2]!];
    const report = await verifyTender(whole, { ...given, receipt }, 'tender');
    expect(report.findings).toEqual([]);
    expect(report.checks.filter(({ en }) => en.includes('signed by the key that was named'))).toHaveLength(1);
    // Who has the first receipt alone has the platform show the signature.
    const alone = await verifyTender(whole, { ...given, receipt: [replacedReceipt] }, 'opening');
    expect(codes(alone)).toEqual(['bids-missing']);
    expect(alone.findings[0]!.en).toContain('has to show a signature of the key ed25519:');
    // A receipt that leaves the signature out, or tells of another key than its entry commits to, is not what was recorded.
    const file = JSON.parse(await readFile(receiptFiles[2]!, 'utf8')) as ReceiptFile;
    const changed = path.join(root, 'receipt-unsigned.json');
    for (const [more, expected] of [
      [{ removal: null }, ['receipt-changed', 'not-this-entry', 'removal-unsigned']],
      [
        { removableBy: { ...file.receipt.removableBy, signingKey: generateSigningKey().name } },
        ['receipt-changed', 'not-this-entry', 'removal-unsigned'],
      ],
    ] as const) {
      await writeFile(changed, JSON.stringify({ ...file, receipt: { ...file.receipt, ...more } }));
      const judged = await verifyTender(whole, { ...given, receipt: [replacedReceipt, changed] }, 'tender');
      expect(codes(judged)).toEqual(expected);
    }
  });

  it('says when the keys came with the files', async () => {
    const report = await verifyLog(whole, {});
    expect(report.remarks.map(({ en }) => en)).toEqual([expect.stringContaining('came with the files')]);
  });

  it('is fetched to the end from a platform that says now and then that it is too busy', async () => {
    let asked = 0;
    const busy = http.createServer((request, response) => {
      if (asked++ % 3 === 0) return void response.writeHead(429, { 'Retry-After': '1' }).end('later');
      void fetch(platform.baseUrl + request.url).then(async (answer) => {
        response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
      });
    });
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const dir = path.join(root, 'from-busy');
    await fetchLog(`http://127.0.0.1:${(busy.address() as AddressInfo).port}`, dir, () => undefined);
    busy.closeAllConnections();
    busy.close();
    expect((await verifyLog(dir, { policy: await policyFile() })).findings).toEqual([]);
  });

  it('is fetched again into the same folder, the checkpoint before kept among the earlier ones', async () => {
    const copy = await copyOf(early);
    await fetchLog(platform.baseUrl, copy, () => undefined);
    expect((await verifyLog(copy, { policy: await policyFile() })).findings).toEqual([]);
    expect(await readdir(path.join(copy, 'checkpoints'))).toEqual(
      await readdir(path.join(whole, 'checkpoints')),
    );
  });

  it('is verified by the command, in both languages, offline; exit code 1 when it is wrong, 2 when it cannot be', async () => {
    const run = (...args: string[]): { code: number; text: string } => {
      // As on a user's machine: npx and the node that starts it are the machine's own, whatever its version.
      const machine = (process.env['PATH'] ?? '').split(':').filter((one) => !one.includes('node_modules'));
      const env = { ...process.env, PATH: machine.join(':'), npm_config_update_notifier: 'false' };
      try {
        const text = execFileSync('npx', ['--no-install', 'openseal', ...args], {
          cwd: ROOT,
          encoding: 'utf8',
          stdio: 'pipe',
          env,
        });
        return { code: 0, text };
      } catch (error) {
        const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
        return { code: status, text: stdout + stderr };
      }
    };
    const good = run('verify', 'log', whole, '--policy', await policyFile());
    expect([good.code, good.text.includes('核验通过 · verified')]).toEqual([0, true]);
    const copy = await copyOf(whole);
    const entries = await entriesIn(copy);
    await putEntries(copy, entries.toSpliced(100, 1));
    const bad = run('verify', 'log', copy);
    expect(bad.code).toBe(1);
    expect(bad.text).toContain('✗ [dropped] 条目 100 被删去');
    expect(bad.text).toContain('entry 100 was dropped');
    expect(run('verify', 'log', path.join(root, 'nowhere')).code).toBe(2);
    expect(run('verify', 'tender', whole).text).toContain('--tender');
  });
});

describe('an export whose files were changed', () => {
  const tampered = async (
    change: (entries: Uint8Array[]) => Uint8Array[],
  ): Promise<[FindingCode, number | null][]> => {
    const copy = await copyOf(whole);
    await putEntries(copy, change(await entriesIn(copy)));
    return found(await verifyLog(copy, { policy: await policyFile() }));
  };
  const another = (): Uint8Array =>
    written({ ...parsed(new TextEncoder().encode('{}')), id: randomUUID(), event: 'slippedIn', index: 3 });

  it.each([3, 255, 256, 500])('names the entry %d that was rewritten', async (index) => {
    const changed = await tampered((entries) =>
      entries.with(index, written({ ...parsed(entries[index]!), event: 'rewritten' })),
    );
    expect(changed).toEqual([['rewritten', index]]);
  });

  it.each([0, 100, 256, 512])('names the entry %d that was dropped', async (index) => {
    const changed = await tampered((entries) => entries.toSpliced(index, 1));
    expect(changed.filter(([code]) => code !== 'wrong-index')).toEqual([['dropped', index]]);
  });

  it.each([0, 100, 256])('names the entry inserted at %d', async (index) => {
    const changed = await tampered((entries) => entries.toSpliced(index, 0, another()));
    expect(changed.filter(([code]) => code !== 'wrong-index')).toEqual([['inserted', index]]);
  });

  it('names the entry that was moved', async () => {
    const changed = await tampered((entries) => {
      const moved = entries.toSpliced(400, 1);
      return moved.toSpliced(20, 0, entries[400]!);
    });
    expect(changed.filter(([code]) => code !== 'wrong-index')).toEqual([['reordered', 400]]);
  });

  it('names several things that were done at once', async () => {
    const changed = await tampered((entries) => {
      const other = entries.with(10, written({ ...parsed(entries[10]!), event: 'rewritten' }));
      return other.toSpliced(300, 1).toSpliced(50, 0, another());
    });
    expect(changed.filter(([code]) => code !== 'wrong-index')).toEqual([
      ['rewritten', 10],
      ['inserted', 50],
      ['dropped', 300],
    ]);
  });

  it.each([0, 1])(
    'says that a tile of level %d was changed, and that the entries are right',
    async (level) => {
      const copy = await copyOf(whole);
      const width = level === 0 ? 256 : Math.floor((await entriesIn(copy)).length / 256);
      const file = path.join(copy, tilePath({ level, index: 0, width }));
      const bytes = await readFile(file);
      bytes[40]! ^= 1;
      await writeFile(file, bytes);
      const report = await verifyLog(copy, { policy: await policyFile() });
      expect(found(report)).toEqual([['tile-changed', level === 0 ? 1 : null]]);
    },
  );

  it('is not deceived by entry and tile changed together', async () => {
    const copy = await copyOf(whole);
    const entries = await entriesIn(copy);
    const changed = entries.with(30, written({ ...parsed(entries[30]!), event: 'rewritten' }));
    await putEntries(copy, changed);
    await putTiles(copy, changed, [0]);
    const one = await verifyLog(copy, { policy: await policyFile() });
    expect(codes(one)).toContain('forked');
    expect(one.findings.find(({ code }) => code === 'block-changed')?.en).toContain('entries 0 to 255');
    // With every tile changed too, earlier checkpoints tell where.
    await putTiles(copy, changed);
    const all = await verifyLog(copy, { policy: await policyFile() });
    expect(codes(all)).toContain('forked');
    expect(all.findings.some(({ en }) => /among the entries \d+ to \d+ was changed/.test(en))).toBe(true);
  });

  it('names data beside an entry that are missing or changed', async () => {
    const copy = await copyOf(whole);
    const [name] = await readdir(path.join(copy, 'data'));
    const file = path.join(copy, 'data', name!);
    const index = (await entriesIn(copy)).findIndex((one) => parsed(one).detached?.sha256 === name);
    await writeFile(file, (await readFile(file, 'utf8')).replace('1200', '1201'));
    expect(found(await verifyLog(copy, { policy: await policyFile() }))).toEqual([['data-changed', index]]);
    await rm(file);
    expect(found(await verifyLog(copy, { policy: await policyFile() }))).toEqual([['data-missing', index]]);
  });

  it('says which file is missing or cannot be read', async () => {
    const copy = await copyOf(whole);
    await rm(path.join(copy, 'tile/0/000'));
    const bundle = path.join(copy, 'tile/entries/000');
    await writeFile(bundle, (await readFile(bundle)).subarray(0, -1));
    const report = await verifyLog(copy, { policy: await policyFile() });
    expect(report.findings.filter(({ code }) => code === 'missing-file').map(({ en }) => en)).toEqual([
      'the file tile/0/000 is missing',
    ]);
    expect(codes(report)).toContain('unreadable-file');
  });

  it('believes no checkpoint whose signature or quorum is not there', async () => {
    const policy = await policyFile();
    const copy = await copyOf(whole);
    const file = path.join(copy, 'checkpoint');
    const note = await readFile(file, 'utf8');
    await writeFile(
      file,
      note.replace(/^(\d+)$/m, (size) => String(Number(size) - 1)),
    );
    expect(codes(await verifyLog(copy, { policy }))).toEqual(['bad-checkpoint']);
    await writeFile(file, note.replace(/— witness.*\n/, ''));
    expect(codes(await verifyLog(copy, { policy }))).toEqual(['no-quorum']);
    const stranger = await createLogSigner(path.join(root, 'stranger'), 'platform.test/log');
    await putForged(copy, await entriesIn(copy), stranger);
    expect(codes(await verifyLog(copy, { policy }))).toEqual(['bad-checkpoint']);
  });
});

describe('a log that its own operator forged and signed', () => {
  const forged = async (change: (entries: Uint8Array[]) => Uint8Array[]): Promise<string> => {
    const copy = await copyOf(whole);
    await putForged(copy, change(await entriesIn(copy)), signer);
    return copy;
  };
  /** Without witnesses: what everybody can still find. */
  const policyWithoutWitnesses = async (): Promise<string> => {
    const file = path.join(root, 'policy-alone');
    const { logs } = parsePolicy(await readFile(path.join(whole, 'policy'), 'utf8'));
    expect(logs).toHaveLength(1);
    await writeFile(file, `log ${signer.vkeys[0]!}\nquorum none\n`);
    return file;
  };

  it('is a fork of what an earlier export holds, and the entry is named', async () => {
    const dir = await forged((entries) =>
      entries.with(7, written({ ...parsed(entries[7]!), event: 'rewritten' })),
    );
    await rm(path.join(dir, 'checkpoints'), { recursive: true });
    const policy = await policyWithoutWitnesses();
    expect((await verifyLog(dir, { policy })).findings).toEqual([]);
    const report = await verifyLog(dir, { policy, since: early });
    expect(codes(report)).toEqual(['forked', 'rewritten']);
    const [, rewritten] = report.findings;
    const { id } = parsed((await entriesIn(early))[7]!);
    expect([rewritten!.index, rewritten!.en]).toEqual([7, `entry 7 (documentsOpened ${id}) was rewritten`]);
    // An earlier checkpoint alone shows the fork, though not the entry.
    const byCheckpoint = await verifyLog(dir, { policy, since: path.join(early, 'checkpoint') });
    expect(codes(byCheckpoint)).toEqual(['forked']);
    // And nobody can make the witness cosign it.
    expect(codes(await verifyLog(dir, { policy: await policyFile() }))).toEqual(['no-quorum']);
  });

  it('is a fork when an entry is gone from it, and that is named', async () => {
    const dir = await forged((entries) =>
      entries.toSpliced(9, 1).map((one, index) => written({ ...parsed(one), index })),
    );
    await rm(path.join(dir, 'checkpoints'), { recursive: true });
    const report = await verifyLog(dir, { policy: await policyWithoutWitnesses(), since: early });
    // Renumbered, each entry behind the gap hashes otherwise; still one alone is gone.
    expect(found(report)).toEqual([
      ['forked', 0],
      ['dropped', 9],
    ]);
  });

  it('is a fork when an entry was slipped in among the old ones, and that is named', async () => {
    const dir = await forged((entries) =>
      entries
        .toSpliced(12, 0, written({ ...parsed(entries[3]!), id: randomUUID(), event: 'slippedIn' }))
        .map((one, index) => written({ ...parsed(one), index })),
    );
    await rm(path.join(dir, 'checkpoints'), { recursive: true });
    const report = await verifyLog(dir, { policy: await policyWithoutWitnesses(), since: early });
    expect(found(report)).toEqual([
      ['forked', 0],
      ['inserted', 12],
    ]);
  });

  it('is rolled back when it is shorter than what was signed', async () => {
    const dir = await forged((entries) => entries.slice(0, 100));
    await rm(path.join(dir, 'checkpoints'), { recursive: true });
    const policy = await policyWithoutWitnesses();
    for (const since of [early, path.join(early, 'checkpoint')]) {
      const report = await verifyLog(dir, { policy, since });
      expect(found(report)).toContainEqual(['rolled-back', 100]);
    }
  });

  it('has an entry that claims to be older than what stands before it', async () => {
    const recordedAt = isoShanghai(Date.now() - 3_600_000);
    const dir = await forged((entries) => [
      ...entries,
      written({ ...parsed(entries.at(-1)!), id: randomUUID(), index: entries.length, recordedAt }),
    ]);
    const report = await verifyLog(dir, { policy: await policyWithoutWitnesses() });
    expect(found(report)).toEqual([['back-dated', (await entriesIn(dir)).length - 1]]);
  });

  it('has an entry that claims to be older than a checkpoint that a witness saw without it', async () => {
    // All entries behind the early checkpoint are moved an hour back, so that they agree among themselves.
    const size = (await entriesIn(early)).length;
    const dir = await forged((entries) =>
      entries.map((one) => {
        const read = parsed(one);
        return written({ ...read, recordedAt: isoShanghai(Date.parse(read.recordedAt) - 3_600_000) });
      }),
    );
    await rm(path.join(dir, 'checkpoints'), { recursive: true });
    await cp(path.join(early, 'checkpoint'), path.join(dir, 'checkpoints', String(size)), {
      recursive: true,
    });
    const policy = path.join(root, 'policy-one');
    await writeFile(policy, `log ${signer.vkeys[0]!}\nwitness one ${witness.vkey}\nquorum none\n`);
    const report = await verifyLog(dir, { policy });
    const backdated = report.findings.filter(({ code }) => code === 'back-dated');
    expect(backdated[0]).toMatchObject({
      index: size,
      en: expect.stringContaining('witness.test/one saw only'),
    });
    expect(codes(report)).toContain('forked');
  });
});

describe('a receipt that is not what it was', () => {
  const changed = async (
    change: (file: ReceiptFile) => ReceiptFile | Promise<ReceiptFile>,
    at = 0,
  ): Promise<Report> => {
    const file = path.join(root, `changed-${count++}.json`);
    const read = JSON.parse(await readFile(receiptFiles[at]!, 'utf8')) as ReceiptFile;
    await writeFile(file, JSON.stringify(await change(read)));
    return verifyReceipt(file, { policy: await policyFile(), log: whole });
  };
  const indexOf = async (at = 0): Promise<number> => {
    const { proof } = JSON.parse(await readFile(receiptFiles[at]!, 'utf8')) as ReceiptFile;
    return parseTlogProof(proof).index;
  };

  it('is caught when its text was changed', async () => {
    const report = await changed((file) => ({ ...file, receipt: { ...file.receipt, sizeBytes: 1 } }));
    expect(codes(report)).toEqual(['receipt-changed']);
  });

  it('is caught when the platform itself signed another instant: back-dated, and which entry says so', async () => {
    const platformSigner = await createSigner(path.join(root, 'keys'));
    const report = await changed(async (file) => {
      const receipt = {
        ...file.receipt,
        receivedAt: isoShanghai(Date.parse(file.receipt.receivedAt) - 86_400_000),
      };
      return { ...file, receipt, signature: await platformSigner.sign(receipt) };
    });
    expect(found(report)).toEqual([['receipt-backdated', await indexOf()]]);
    expect(report.findings[0]!.zh).toContain('倒签');
  });

  it('is caught when what opens its entry was changed', async () => {
    const index = await indexOf();
    const salt = await changed((file) => ({ ...file, opening: { ...file.opening, salt: 'ab'.repeat(32) } }));
    expect(found(salt)).toEqual([['commitment-broken', index]]);
    const secret = await changed((file) => ({
      ...file,
      opening: { ...file.opening, private: { ...file.opening.private, party: 'someone else' } },
    }));
    expect(found(secret)).toEqual([
      ['commitment-broken', index],
      ['not-this-entry', index],
    ]);
  });

  it('is caught when its proof is of another entry, or was changed', async () => {
    const other = JSON.parse(await readFile(receiptFiles[1]!, 'utf8')) as ReceiptFile;
    const swapped = await changed((file) => ({ ...file, sealed: other.sealed!, proof: other.proof }));
    expect(codes(swapped)).toContain('not-this-entry');
    const place = async (change: object): Promise<FindingCode[]> =>
      codes(await changed((file) => ({ ...file, sealed: { ...file.sealed!, ...change } })));
    expect(await place({ position: 0 })).toEqual(['not-in-batch']);
    expect(await place({ path: other.sealed!.path })).toEqual(['not-in-batch']);
    expect(await place({ path: [] })).toEqual(['not-in-batch']);
    expect(await place({ leaf: '{}' })).toEqual(['not-in-batch']);
    // Another entry of the log is no batch.
    const noBatch = await platform.deps.logs.record.provable.proof(parsed((await entriesIn(whole))[3]!).id);
    if (typeof noBatch === 'string') throw new Error(noBatch);
    const elsewhere = await changed((file) => ({ ...file, proof: noBatch.proof }));
    expect(codes(elsewhere)).toContain('not-in-batch');
    const moved = await changed((file) => ({
      ...file,
      proof: file.proof.replace(/^index (\d+)/m, (_all, index) => `index ${Number(index) + 1}`),
    }));
    expect(codes(moved)).toEqual(['not-in-log']);
    const broken = await changed((file) => ({ ...file, proof: 'nothing' }));
    expect(codes(broken)).toEqual(['unreadable-file']);
  });

  it('is caught when the log it is compared with is another', async () => {
    const dir = await copyOf(whole);
    const index = await indexOf();
    const entries = await entriesIn(dir);
    await putForged(
      dir,
      entries.with(index, written({ ...parsed(entries[index]!), id: randomUUID() })),
      signer,
    );
    await rm(path.join(dir, 'checkpoints'), { recursive: true });
    await writeFile(path.join(root, 'policy-alone'), `log ${signer.vkeys[0]!}\nquorum none\n`);
    const report = await verifyReceipt(receiptFiles[0]!, {
      policy: path.join(root, 'policy-alone'),
      log: dir,
    });
    expect(found(report)).toEqual([
      ['forked', 0],
      ['not-in-log', index],
    ]);
  });

  it('is caught when the sealed bid at hand is another', async () => {
    const file = path.join(root, 'other.age');
    await writeFile(file, createHash('sha256').update('x').digest());
    const report = await verifyReceipt(receiptFiles[0]!, {
      policy: await policyFile(),
      log: whole,
      bid: [file],
    });
    expect(codes(report)).toEqual(['bid-changed']);
  });
});

describe('a tender whose opening is not what was closed', () => {
  /** The export with the tender's entries changed and signed anew: what an operator with the key could publish. */
  const forgedTender = async (
    change: (entry: ReturnType<typeof parsed>) => ReturnType<typeof parsed>,
    part: 'tender' | 'opening' = 'opening',
  ): Promise<Report> => {
    const dir = await copyOf(whole);
    const entries = (await entriesIn(dir)).map((one) => {
      const read = parsed(one);
      return read.tenderId === tenderId ? written(change(read)) : one;
    });
    await putForged(dir, entries, signer);
    await rm(path.join(dir, 'checkpoints'), { recursive: true });
    await writeFile(path.join(root, 'policy-alone'), `log ${signer.vkeys[0]!}\nquorum none\n`);
    return verifyTender(dir, { policy: path.join(root, 'policy-alone'), tender: tenderId }, part);
  };
  const bidsOf = (one: ReturnType<typeof parsed>) => one.data['bids'] as object[];

  it('is caught when a bid is missing', async () => {
    const report = await forgedTender((one) =>
      one.event === 'bidsOpened'
        ? { ...one, data: { bids: bidsOf(one).slice(1) }, documents: one.documents.slice(1) }
        : one,
    );
    expect(codes(report)).toEqual(['bids-missing']);
  });

  it('is caught when the closing came before the deadline', async () => {
    const report = await forgedTender(
      (one) => (one.event === 'bidsClosed' ? { ...one, at: isoShanghai(Date.parse(one.at) - 60_000) } : one),
      'tender',
    );
    expect(codes(report)).toEqual(['out-of-order']);
  });

  it('is caught by a bidder whose bid was not opened, or another file in its place', async () => {
    const dir = await copyOf(whole);
    const mine = JSON.parse(await readFile(receiptFiles[0]!, 'utf8')) as ReceiptFile;
    const judge = async (
      change: (one: ReturnType<typeof parsed>) => ReturnType<typeof parsed>,
    ): Promise<FindingCode[]> => {
      const copy = await copyOf(dir);
      const entries = (await entriesIn(copy)).map((one) => {
        const read = parsed(one);
        return read.tenderId === tenderId && read.event === 'bidsOpened' ? written(change(read)) : one;
      });
      await putForged(copy, entries, signer);
      await rm(path.join(copy, 'checkpoints'), { recursive: true });
      const policy = path.join(root, 'policy-alone');
      return codes(
        await verifyTender(copy, { policy, tender: tenderId, receipt: [receiptFiles[0]!] }, 'opening'),
      );
    };
    const at = (one: ReturnType<typeof parsed>): number => one.documents.indexOf(mine.receipt.sha256);
    expect(
      await judge((one) => ({ ...one, documents: one.documents.with(at(one), 'f'.repeat(64)) })),
    ).toContain('bid-changed');
    expect(
      await judge((one) => ({
        ...one,
        data: { bids: bidsOf(one).with(at(one), { ...bidsOf(one)[at(one)], bidId: randomUUID() }) },
      })),
    ).toContain('bids-missing');
  });

  it('is caught when a receipt stands after the closing', async () => {
    // The bid was slipped in late, with a receipt of the platform that says it was in time.
    const late = entry('bidReceived', { tenderId, role: 'bidder', at: Date.now() });
    await enter(late);
    await settledCheckpoint();
    const dir = path.join(root, 'with-late');
    await fetchLog(platform.baseUrl, dir, () => undefined);
    const mine = JSON.parse(await readFile(receiptFiles[0]!, 'utf8')) as ReceiptFile;
    const act = await sealedAct(platform.deps.store.em(), 'record', late.id);
    const answer = await platform.deps.logs.record.provable.proof(act!.batchId);
    if (typeof answer === 'string') throw new Error(answer);
    const file = path.join(root, 'late.json');
    await writeFile(
      file,
      JSON.stringify({
        ...mine,
        receipt: { ...mine.receipt, entryId: late.id },
        sealed: act,
        proof: answer.proof,
      }),
    );
    const report = await verifyTender(
      dir,
      { policy: await policyFile(), tender: tenderId, receipt: [file] },
      'tender',
    );
    expect(codes(report)).toContain('late');
    expect(bidder.identity.role).toBe('bidder');
  });

  it('says when there is no such tender', async () => {
    const report = await verifyTender(whole, { policy: await policyFile(), tender: randomUUID() }, 'tender');
    expect(codes(report)).toEqual(['not-found']);
  });
});
