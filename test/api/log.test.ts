import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { canonical } from '../../domain/record/leaf.ts';
import {
  bundlesOf,
  decodeBundle,
  formatVerifierKey,
  hexOf,
  keysOf,
  leafHash,
  openCheckpoint,
  parseAddCheckpoint,
  parsePolicy,
  parseTlogProof,
  textOf,
  tilePath,
  tilesOf,
  treeHash,
  verifyConsistency,
  verifyTlogProof,
  type Hash,
} from '../../domain/record/log/index.ts';
import { isSealedIn } from '../../domain/record/sealed/index.ts';
import { LOG_NAMES, LOG_PATHS, type LogName } from '../../domain/record/log-name.ts';
import { verifyEd25519 } from '../../runtime/ed25519.ts';
import { enterRecord } from '../../store/index.ts';
import { exampleLetter, sealBid } from '../support/bids.ts';
import { exampleDocument } from '../support/drafts.ts';
import { until, untilTrue } from '../support/until.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { sealNow, settledHead } from './support/record.ts';
import { launchedTender } from './support/tender.ts';
import { entryOf } from '../support/entry.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const get = (path: string, token?: string): Promise<Answer> =>
  send(platform, 'GET', path, token === undefined ? {} : { token });

async function enter(count: number, log: LogName): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidv7());
  await platform.deps.store.transaction(async (tx) => {
    for (const id of ids) {
      await enterRecord(tx, entryOf({ id, rehearsal: log === 'rehearsals' }));
    }
  });
  return ids;
}

const trusted = async (log: LogName) => keysOf(parsePolicy((await get(`${LOG_PATHS[log]}/policy`)).text));

/** The published checkpoint once it covers all that was handed in. */
async function settledCheckpoint(log: LogName) {
  const head = await settledHead(platform, log);
  const keys = await trusted(log);
  return until(async () => {
    const opened = openCheckpoint((await get(`${LOG_PATHS[log]}/checkpoint`)).text, keys, verifyEd25519);
    return opened.size === head ? opened : null;
  });
}

async function bytesAt(log: LogName, path: string): Promise<Buffer> {
  const response = await fetch(`${platform.baseUrl}${LOG_PATHS[log]}/${path}`);
  expect([path, response.status, response.headers.get('Content-Type')]).toEqual([
    path,
    200,
    'application/octet-stream',
  ]);
  expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
  return Buffer.from(await response.arrayBuffer());
}

describe.each(LOG_NAMES)('the log of the %s', (log) => {
  const prefix = LOG_PATHS[log];

  beforeAll(() => enter(1, log));

  it('is rebuilt from its bundles and tiles, and has the root that was signed', async () => {
    await enter(300, log);
    const checkpoint = await settledCheckpoint(log);
    const leaves: Hash[] = [];
    for (const bundle of bundlesOf(checkpoint.size))
      leaves.push(...decodeBundle(await bytesAt(log, tilePath(bundle))).map(leafHash));
    expect(hexOf(treeHash(leaves))).toBe(hexOf(checkpoint.root));
    for (const tile of tilesOf(checkpoint.size).filter(({ level }) => level === 0)) {
      const from = tile.index * 256;
      const expected = Buffer.concat(leaves.slice(from, from + tile.width));
      expect((await bytesAt(log, tilePath(tile))).equals(expected)).toBe(true);
    }
  });

  it('is identified by its origin, its keys and its policy', async () => {
    const checkpoint = await settledCheckpoint(log);
    expect(checkpoint.origin).toBe(log === 'record' ? 'platform.test/log' : 'platform.test/log/rehearsals');
    const { keys } = (await get(`${prefix}/keys`)).json as {
      keys: { vkey: string; untilSize: number | null }[];
    };
    const policy = parsePolicy((await get(`${prefix}/policy`)).text);
    expect(policy.logs.map(({ key, url }) => [formatVerifierKey(key), url])).toEqual([
      [keys[0]!.vkey, `http://platform.test${prefix}`],
    ]);
    const answer = await get(`${prefix}/checkpoint`);
    expect(answer.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=1');
  });

  it('compresses bundles for who takes that, and leaves them as they are for who does not', async () => {
    const { size } = await settledCheckpoint(log);
    const path = `${prefix}/${tilePath(bundlesOf(size)[0]!)}`;
    const zipped = await fetch(platform.baseUrl + path, { headers: { 'Accept-Encoding': 'gzip' } });
    const plain = await fetch(platform.baseUrl + path, { headers: { 'Accept-Encoding': 'identity' } });
    expect([zipped, plain].map((one) => one.headers.get('Content-Encoding'))).toEqual(['gzip', null]);
    const bytes = Buffer.from(await zipped.arrayBuffer());
    expect(bytes.equals(Buffer.from(await plain.arrayBuffer()))).toBe(true);
  });

  it('proves any entry by its id, with the entry in the proof', async () => {
    const [id] = await enter(1, log);
    await settledCheckpoint(log);
    const proof = parseTlogProof((await get(`${prefix}/proof/${id}`)).text);
    const entry = JSON.parse(textOf(proof.extra!)) as { id: string; index: number };
    expect([entry.id, entry.index]).toEqual([id, proof.index]);
    const opened = verifyTlogProof(proof, leafHash(proof.extra!), await trusted(log), verifyEd25519);
    expect(opened.size).toBeGreaterThan(proof.index);
  });

  it('proves that every earlier checkpoint is a beginning of the newest', async () => {
    await enter(5, log);
    const newest = await settledCheckpoint(log);
    const keys = await trusted(log);
    const { checkpoints } = (await get(`${prefix}/checkpoints`)).json as { checkpoints: string[] };
    const all = checkpoints.map((one) => openCheckpoint(one, keys, verifyEd25519));
    expect(all.map(({ size }) => size)).toEqual(all.map(({ size }) => size).toSorted((a, b) => a - b));
    expect(all.length).toBeGreaterThan(1);
    for (const old of all) {
      const { oldSize, proof, checkpoint } = parseAddCheckpoint(
        (await get(`${prefix}/consistency/${old.size}`)).text,
      );
      const now = openCheckpoint(checkpoint, keys, verifyEd25519);
      expect([oldSize, now.size]).toEqual([old.size, newest.size]);
      expect(verifyConsistency(oldSize, now.size, proof, old.root, now.root)).toBe(true);
    }
    const { checkpoints: page, next } = (await get(`${prefix}/checkpoints?limit=1`)).json;
    expect([(page as string[]).length, next]).toEqual([1, all[0]!.size + 1]);
  });

  it.each([
    ['tile/0/999', 'not-in-log'],
    ['tile/0/000.p/256', 'not-in-log'],
    ['tile/entries/999', 'not-in-log'],
    ['tile/0/x000/000', 'not-in-log'],
    [`proof/${randomUUID()}`, 'not-in-log'],
    [`data/${'a'.repeat(64)}`, 'not-in-log'],
    ['consistency/99999999', 'not-in-log'],
  ])('has nothing at %s', async (path, code) => {
    const answer = await get(`${prefix}/${path}`);
    expect([answer.status, answer.json['code']]).toEqual([404, code]);
  });

  it('serves the data of a large entry under its hash, and the feed shows it whole', async () => {
    const documents = Array.from({ length: 1_500 }, (_, index) => index.toString(16).padStart(64, '0'));
    const from = await settledHead(platform, log);
    await platform.deps.store.transaction((tx) =>
      enterRecord(
        tx,
        entryOf({
          id: uuidv7(),
          event: 'bidsOpened',
          rehearsal: log === 'rehearsals',
          documents,
          data: { count: documents.length },
        }),
      ),
    );
    await settledHead(platform, log);
    const { entries } = (await get(`/v1/record?log=${log}&from=${from}&limit=1`)).json as {
      entries: { documents: string[]; data: object; detached: { sha256: string; sizeBytes: number } }[];
    };
    expect(entries[0]).toMatchObject({ documents, data: { count: 1_500 } });
    const { sha256, sizeBytes } = entries[0]!.detached;
    const beside = await get(`${prefix}/data/${sha256}`);
    expect(createHash('sha256').update(beside.text).digest('hex')).toBe(sha256);
    expect(Buffer.byteLength(beside.text)).toBe(sizeBytes);
    expect(JSON.parse(beside.text)).toEqual({ data: { count: 1_500 }, documents });
  });
});

describe('what is rehearsed', () => {
  it('does not lengthen the record, and is proven by its own log alone', async () => {
    const before = await settledCheckpoint('record');
    const ids = await enter(3, 'rehearsals');
    await settledCheckpoint('rehearsals');
    expect((await settledCheckpoint('record')).size).toBe(before.size);
    for (const id of ids) {
      expect((await get(`${LOG_PATHS.rehearsals}/proof/${id}`)).status).toBe(200);
      expect((await get(`${LOG_PATHS.record}/proof/${id}`)).json['code']).toBe('not-in-log');
    }
    // A checkpoint of the rehearsals passes for none of the record: another key signs it, in another name.
    const note = (await get(`${LOG_PATHS.rehearsals}/checkpoint`)).text;
    const keys = await trusted('record');
    expect(() => openCheckpoint(note, keys, verifyEd25519)).toThrow();
  });
});

describe('the proof of a receipt', () => {
  let tenderId: string;
  let bidder: Acting;
  let receipt: { receiptId: string; entryId: string; receivedAt: string; sha256: string; inRecordBy: string };
  const pathOf = (receiptId: string): string => `/v1/tenders/${tenderId}/bids/mine/${receiptId}/proof`;

  beforeAll(async () => {
    const owner = await actingAs(platform, 'agency');
    bidder = await actingAs(platform, 'bidder');
    const state = await launchedTender(platform, owner.identity.partyId, {
      documents: [exampleDocument()],
      at: ({ documentsIssuedFromAt }) => documentsIssuedFromAt + 60_000,
    });
    tenderId = state.id;
    const { bytes } = await sealBid(exampleLetter({ tenderId, bidderUscc: bidder.identity.uscc }));
    const answer = await send(platform, 'POST', `/v1/tenders/${tenderId}/bids`, {
      token: bidder.token,
      body: bytes as never,
      headers: { 'Content-Type': 'application/octet-stream' },
    });
    expect(answer.status).toBe(201);
    receipt = answer.json['receipt'] as typeof receipt;
  });

  it('lets a hundred wait for it at one address, and no more: each costs looks', async () => {
    const { watch } = platform.deps.logs.rehearsals;
    const waiting = `${pathOf(receipt.receiptId)}?waitSeconds=90`;
    const places: (() => void)[] = [];
    try {
      for (let count = 0; count < 99; count++) places.push(watch.enter('127.0.0.1'));
      const gone = new AbortController();
      const last = fetch(platform.baseUrl + waiting, {
        headers: { Authorization: `Bearer ${bidder.token}` },
        signal: gone.signal,
      });
      // Looked at without taking the last place over the network, which the request is on its way to.
      const isFull = (): Promise<boolean> => {
        try {
          watch.enter('127.0.0.1')();
          return Promise.resolve(false);
        } catch {
          return Promise.resolve(true);
        }
      };
      await untilTrue(isFull);
      expect((await get(waiting, bidder.token)).status).toBe(429);
      // Without waiting one is told how it stands.
      expect((await get(pathOf(receipt.receiptId), bidder.token)).status).toBe(409);
      // Whoever goes away leaves the place, long before the 90 seconds are over.
      const goneAt = performance.now();
      gone.abort();
      await expect(last).rejects.toThrow();
      await untilTrue(async () => !(await isFull()));
      expect(performance.now() - goneAt).toBeLessThan(60_000);
    } finally {
      for (const leave of places) leave();
    }
  });

  it('ties the signed receipt to its confidential entry, and that to a checkpoint', async () => {
    const early = await get(pathOf(receipt.receiptId), bidder.token);
    expect([early.status, early.json['code']]).toEqual([409, 'not-in-record-yet']);
    expect(JSON.stringify(early.json['accepted'])).toContain(receipt.inRecordBy);
    const waited = get(`${pathOf(receipt.receiptId)}?waitSeconds=30`, bidder.token);
    await sealNow(platform, 'rehearsals');
    const answer = await waited;
    expect(answer.status).toBe(200);
    const {
      opening,
      sealed,
      proof: text,
      signature,
    } = answer.json as {
      opening: { salt: string; private: Record<string, unknown> };
      sealed: { leaf: string; position: number; path: string[] };
      proof: string;
      signature: string;
    };
    expect(await platform.deps.signer.verify(signature)).toEqual(receipt);
    const proof = parseTlogProof(text);
    verifyTlogProof(proof, leafHash(proof.extra!), await trusted('rehearsals'), verifyEd25519);
    const batch = JSON.parse(textOf(proof.extra!)) as { data: { root: string } };
    expect(batch).toMatchObject({ event: 'actsSealed', tenderId: null, rehearsal: true });
    const path = sealed.path.map((hash) => Buffer.from(hash, 'base64'));
    expect(isSealedIn(sealed, path, Buffer.from(batch.data.root, 'hex'))).toBe(true);
    const entry = JSON.parse(sealed.leaf) as Record<string, unknown>;
    expect(entry).toMatchObject({
      id: receipt.entryId,
      tenderId,
      event: 'confidentialAct',
      at: receipt.receivedAt,
      party: null,
    });
    const commitment = createHash('sha256')
      .update(Buffer.from(opening.salt, 'hex'))
      .update(canonical(opening.private))
      .digest('hex');
    expect(entry['commitment']).toBe(commitment);
    expect(opening.private).toMatchObject({
      event: 'bidReceived',
      party: bidder.identity.uscc,
      documents: [receipt.sha256],
      data: { receiptId: receipt.receiptId },
    });
    // Of the act itself nobody else reads anything.
    expect((await get(`${LOG_PATHS.rehearsals}/proof/${receipt.entryId}`)).status).toBe(404);
    expect(text).not.toContain(tenderId);
  });

  it('is given once it is there, however many others of its network wait for something', async () => {
    const { watch } = platform.deps.logs.rehearsals;
    const places = Array.from({ length: 100 }, () => watch.enter('127.0.0.1'));
    try {
      expect((await get(`${pathOf(receipt.receiptId)}?waitSeconds=1`, bidder.token)).status).toBe(200);
    } finally {
      for (const leave of places) leave();
    }
  });

  it('is given to nobody else', async () => {
    const path = pathOf(receipt.receiptId);
    const other = await actingAs(platform, 'bidder');
    const refused = await get(path, other.token);
    expect([refused.status, refused.json['code']]).toEqual([404, 'unknown-receipt']);
    for (const role of ['tenderee', 'agency', 'supervisor', 'administrator'] as const) {
      const answer = await get(path, (await actingAs(platform, role)).token);
      expect([role, answer.status, answer.json['code']]).toEqual([role, 403, 'wrong-role']);
    }
    expect((await get(path)).status).toBe(401);
    const unknown = await get(pathOf(randomUUID()), bidder.token);
    expect([unknown.status, unknown.json['code']]).toEqual([404, 'unknown-receipt']);
  });
});
