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
import { verifyEd25519 } from '../../runtime/ed25519.ts';
import { enterRecord } from '../../store/index.ts';
import { exampleLetter, sealBid } from '../support/bids.ts';
import { exampleDocument } from '../support/drafts.ts';
import { until } from '../support/until.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { settledHead } from './support/record.ts';
import { launchedTender } from './support/tender.ts';
import { entryOf } from '../support/entry.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const get = (path: string, token?: string): Promise<Answer> =>
  send(platform, 'GET', path, token === undefined ? {} : { token });

async function enter(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidv7());
  await platform.deps.store.transaction(async (tx) => {
    for (const id of ids) {
      await enterRecord(tx, entryOf({ id }));
    }
  });
  return ids;
}

const trusted = async () => keysOf(parsePolicy((await get('/log/policy')).text));

/** The published checkpoint once it covers all that was handed in. */
async function settledCheckpoint() {
  const head = await settledHead(platform);
  const keys = await trusted();
  return until(async () => {
    const opened = openCheckpoint((await get('/log/checkpoint')).text, keys, verifyEd25519);
    return opened.size === head ? opened : null;
  });
}

async function bytesAt(path: string): Promise<Buffer> {
  const response = await fetch(`${platform.baseUrl}/log/${path}`);
  expect([path, response.status, response.headers.get('Content-Type')]).toEqual([
    path,
    200,
    'application/octet-stream',
  ]);
  expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
  return Buffer.from(await response.arrayBuffer());
}

describe('the log', () => {
  it('is rebuilt from its bundles and tiles, and has the root that was signed', async () => {
    await enter(300);
    const checkpoint = await settledCheckpoint();
    const leaves: Hash[] = [];
    for (const bundle of bundlesOf(checkpoint.size))
      leaves.push(...decodeBundle(await bytesAt(tilePath(bundle))).map(leafHash));
    expect(hexOf(treeHash(leaves))).toBe(hexOf(checkpoint.root));
    for (const tile of tilesOf(checkpoint.size).filter(({ level }) => level === 0)) {
      const from = tile.index * 256;
      const expected = Buffer.concat(leaves.slice(from, from + tile.width));
      expect((await bytesAt(tilePath(tile))).equals(expected)).toBe(true);
    }
  });

  it('is identified by its origin, its keys and its policy', async () => {
    const checkpoint = await settledCheckpoint();
    expect(checkpoint.origin).toBe('platform.test/log');
    const { keys } = (await get('/log/keys')).json as { keys: { vkey: string; untilSize: number | null }[] };
    const policy = parsePolicy((await get('/log/policy')).text);
    expect(policy.logs.map(({ key, url }) => [formatVerifierKey(key), url])).toEqual([
      [keys[0]!.vkey, 'http://platform.test/log'],
    ]);
    const answer = await get('/log/checkpoint');
    expect(answer.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=1');
  });

  it('compresses bundles for who takes that, and leaves them as they are for who does not', async () => {
    const { size } = await settledCheckpoint();
    const path = `/log/${tilePath(bundlesOf(size)[0]!)}`;
    const zipped = await fetch(platform.baseUrl + path, { headers: { 'Accept-Encoding': 'gzip' } });
    const plain = await fetch(platform.baseUrl + path, { headers: { 'Accept-Encoding': 'identity' } });
    expect([zipped, plain].map((one) => one.headers.get('Content-Encoding'))).toEqual(['gzip', null]);
    const bytes = Buffer.from(await zipped.arrayBuffer());
    expect(bytes.equals(Buffer.from(await plain.arrayBuffer()))).toBe(true);
  });

  it('proves any entry by its id, with the entry in the proof', async () => {
    const [id] = await enter(1);
    await settledCheckpoint();
    const proof = parseTlogProof((await get(`/log/proof/${id}`)).text);
    const entry = JSON.parse(textOf(proof.extra!)) as { id: string; index: number };
    expect([entry.id, entry.index]).toEqual([id, proof.index]);
    const opened = verifyTlogProof(proof, leafHash(proof.extra!), await trusted(), verifyEd25519);
    expect(opened.size).toBeGreaterThan(proof.index);
  });

  it('proves that every earlier checkpoint is a beginning of the newest', async () => {
    await enter(5);
    const newest = await settledCheckpoint();
    const keys = await trusted();
    const { checkpoints } = (await get('/log/checkpoints')).json as { checkpoints: string[] };
    const all = checkpoints.map((one) => openCheckpoint(one, keys, verifyEd25519));
    expect(all.map(({ size }) => size)).toEqual(all.map(({ size }) => size).toSorted((a, b) => a - b));
    expect(all.length).toBeGreaterThan(1);
    for (const old of all) {
      const { oldSize, proof, checkpoint } = parseAddCheckpoint(
        (await get(`/log/consistency/${old.size}`)).text,
      );
      const now = openCheckpoint(checkpoint, keys, verifyEd25519);
      expect([oldSize, now.size]).toEqual([old.size, newest.size]);
      expect(verifyConsistency(oldSize, now.size, proof, old.root, now.root)).toBe(true);
    }
    const { checkpoints: page, next } = (await get('/log/checkpoints?limit=1')).json;
    expect([(page as string[]).length, next]).toEqual([1, all[0]!.size + 1]);
  });

  it.each([
    ['/log/tile/0/999', 'not-in-log'],
    ['/log/tile/0/000.p/256', 'not-in-log'],
    ['/log/tile/entries/999', 'not-in-log'],
    ['/log/tile/0/x000/000', 'not-in-log'],
    [`/log/proof/${randomUUID()}`, 'not-in-log'],
    [`/log/data/${'a'.repeat(64)}`, 'not-in-log'],
    ['/log/consistency/99999999', 'not-in-log'],
  ])('has nothing at %s', async (path, code) => {
    const answer = await get(path);
    expect([answer.status, answer.json['code']]).toEqual([404, code]);
  });

  it('serves the data of a large entry under its hash, and the feed shows it whole', async () => {
    const documents = Array.from({ length: 1_500 }, (_, index) => index.toString(16).padStart(64, '0'));
    const from = await settledHead(platform);
    await platform.deps.store.transaction((tx) =>
      enterRecord(
        tx,
        entryOf({
          id: uuidv7(),
          event: 'bidsOpened',
          rehearsal: true,
          documents,
          data: { count: documents.length },
        }),
      ),
    );
    await settledHead(platform);
    const { entries } = (await get(`/v1/record?from=${from}&limit=1`)).json as {
      entries: { documents: string[]; data: object; detached: { sha256: string; sizeBytes: number } }[];
    };
    expect(entries[0]).toMatchObject({ documents, data: { count: 1_500 } });
    const { sha256, sizeBytes } = entries[0]!.detached;
    const beside = await get(`/log/data/${sha256}`);
    expect(createHash('sha256').update(beside.text).digest('hex')).toBe(sha256);
    expect(Buffer.byteLength(beside.text)).toBe(sizeBytes);
    expect(JSON.parse(beside.text)).toEqual({ data: { count: 1_500 }, documents });
  });
});

describe('the proof of a receipt', () => {
  let tenderId: string;
  let bidder: Acting;
  let receipt: { receiptId: string; entryId: string; receivedAt: string; sha256: string };
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

  it('ties the signed receipt to its confidential entry, and that to a checkpoint', async () => {
    const answer = await get(`${pathOf(receipt.receiptId)}?waitSeconds=30`, bidder.token);
    expect(answer.status).toBe(200);
    const {
      opening,
      proof: text,
      signature,
    } = answer.json as {
      opening: { salt: string; private: Record<string, unknown> };
      proof: string;
      signature: string;
    };
    expect(await platform.deps.signer.verify(signature)).toEqual(receipt);
    const proof = parseTlogProof(text);
    verifyTlogProof(proof, leafHash(proof.extra!), await trusted(), verifyEd25519);
    const entry = JSON.parse(textOf(proof.extra!)) as Record<string, unknown>;
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
    // What everybody may read of the same entry opens nothing.
    const open = await get(`/log/proof/${receipt.entryId}`);
    expect(open.status).toBe(200);
    expect(textOf(parseTlogProof(open.text).extra!)).not.toContain(bidder.identity.uscc);
    expect(open.text).not.toContain(opening.salt);
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
