import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { collectUnnamed } from '../../activities/collector.ts';
import { demandHash, type SealingDemand } from '../../domain/seal/index.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { draftExample } from '../../api/trading/examples.ts';
import { NAMED_WITHIN_MS, saveState } from '../../store/index.ts';
import { sha256Of } from '../runtime/storage/cases.ts';
import { BINDING, castOf, editedHeader, ownKeyOnly, sealed, type Cast } from '../sealing/support.ts';
import { exampleLetter, sealBid } from '../support/bids.ts';
import { exampleDocument } from '../support/drafts.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender } from './support/tender.ts';

let platform: TestPlatform;
let owner: Acting;
let bidder: Acting;
let rival: Acting;
beforeAll(async () => {
  platform = await startPlatform();
  owner = await actingAs(platform, 'tenderee');
  [bidder, rival] = [await actingAs(platform, 'bidder'), await actingAs(platform, 'bidder')];
});
afterAll(() => platform.close());

/** A tender that takes bids now, and demands this sealing. */
async function tenderWith(demand: SealingDemand | null): Promise<TenderState> {
  const launched = await launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument()],
    at: (state) => state.documentsIssuedFromAt + 60_000,
  });
  const state = { ...launched, draft: { ...launched.draft, sealing: demand } };
  await platform.deps.store.transaction((tx) => saveState(tx, state));
  return state;
}

const submit = (by: Acting, tenderId: string, file: Uint8Array, key: string = randomUUID()) =>
  send(platform, 'POST', `/v1/tenders/${tenderId}/bids`, {
    token: by.token,
    body: Buffer.from(file),
    key,
    headers: { 'Content-Type': 'application/octet-stream' },
  });

const bindingOf = (by: Acting, tenderId: string, version = 1) => ({
  tenderId,
  lot: '1',
  bidderUscc: by.identity.uscc,
  version,
});

describe.each(['age', 'gm'] as const)('a tender that demands shares in the scheme %s', (scheme) => {
  const cast: Cast = castOf(scheme);
  const plain = randomBytes(100_000);
  let tender: TenderState;
  beforeAll(async () => {
    tender = await tenderWith(cast.demand);
  });
  const bid = (by: Acting, version = 1, demand = cast.demand) =>
    sealed(cast, plain, { binding: bindingOf(by, tender.id, version), demand });

  it('keeps the bytes of a bid that was refused for a day, those of a receipt for good', async () => {
    const { blobs, store, logger } = platform.deps;
    const [by, file] = [await actingAs(platform, 'bidder'), randomBytes(10_000)];
    const sealing = (version: number): Promise<Buffer> =>
      sealed(cast, file, { binding: bindingOf(by, tender.id, version), demand: cast.demand });
    const [early, first] = [await sealing(2), await sealing(1)];
    // That it is not the first version is known when all of it has come.
    expect((await submit(by, tender.id, early)).json['code']).toBe('EB-009');
    expect((await submit(by, tender.id, first)).status).toBe(201);
    const [refused, taken] = [sha256Of(early), sha256Of(first)];
    const collect = () => collectUnnamed({ store, blobs, logger });
    await collect();
    expect([await blobs.has(refused), await blobs.has(taken)]).toEqual([true, true]);
    const age = `update unnamed_bytes set noted_at = noted_at - ${NAMED_WITHIN_MS + 1}`;
    await store.plainTransaction((tx) => tx.query(age, []));
    await collect();
    expect([await blobs.has(refused), await blobs.has(taken)]).toEqual([false, true]);
    // What is sent again as what it is now is kept as if it had never been there.
    expect((await submit(by, tender.id, early)).json['version']).toBe(2);
    await store.plainTransaction((tx) => tx.query(age, []));
    await collect();
    expect(await blobs.has(refused)).toBe(true);
  });

  it('shows everybody how to seal', async () => {
    const answer = await send(platform, 'GET', `/v1/tenders/${tender.id}`, {});
    expect(answer.json['sealing']).toEqual(cast.demand);
  });

  it("refuses a copy of another's bid, with EB-009, and records it", async () => {
    const file = await bid(bidder);
    const { status, json } = await submit(rival, tender.id, file);
    expect([status, json['code'], json['article']]).toEqual([422, 'EB-009', '电子招标投标办法第二十六条']);
    expect(json['detail']).toContain('其他投标人');
    const relabelled = editedHeader(file, (text) => text.replace(bidder.identity.uscc, rival.identity.uscc));
    const copied = Buffer.concat([relabelled.bytes, file.subarray(relabelled.bytes.length)]);
    expect(await submit(rival, tender.id, copied)).toMatchObject({ status: 422, json: { code: 'EB-009' } });
  });

  it('refuses a bid without shares, or with one stripped off', async () => {
    const without = await bid(bidder, 1, ownKeyOnly(scheme));
    expect(await submit(bidder, tender.id, without)).toMatchObject({ status: 422, json: { code: 'EB-009' } });
    const file = await bid(bidder);
    const text = file.toString('latin1');
    const stripped = text.replace(/-> openseal-share\/1 trustee-3 [^>]*\n(?=---)/, '');
    expect(stripped.length).toBeLessThan(text.length);
    const { json } = await submit(bidder, tender.id, Buffer.from(stripped, 'latin1'));
    expect([json['code'], String(json['detail']).includes('受托人3')]).toEqual(['EB-009', true]);
  });

  it('takes a bid as demanded, gives a repeat its receipt, and the next one as the next version only', async () => {
    const file = await bid(bidder);
    const key = randomUUID();
    const first = await submit(bidder, tender.id, file, key);
    expect([first.status, first.json['version']]).toEqual([201, 1]);
    const { demandSha256 } = first.json['receipt'] as { demandSha256: string };
    expect(demandSha256).toBe(demandHash(cast.demand));
    expect((await submit(bidder, tender.id, file, key)).json).toEqual(first.json);
    const again = await submit(bidder, tender.id, file);
    expect([again.status, again.json['code']]).toEqual([422, 'EB-009']);
    expect(again.json['detail']).toContain('第 2 版');
    expect((await submit(bidder, tender.id, await bid(bidder, 2))).json['version']).toBe(2);
    expect((await submit(rival, tender.id, await bid(rival))).status).toBe(201);
  });
});

describe('a tender that demands nothing', () => {
  it('takes a plain age file as ever, and refuses one that is bound to another', async () => {
    const tender = await tenderWith(null);
    const cast = castOf('age');
    const plain = await sealed(cast, randomBytes(10), { binding: null, demand: null });
    expect((await submit(bidder, tender.id, plain)).status).toBe(201);
    const bound = await sealed(cast, randomBytes(10), { binding: BINDING, demand: null });
    const elsewhere = await submit(bidder, tender.id, bound);
    expect(elsewhere).toMatchObject({ status: 422, json: { code: 'EB-009' } });
    // Not "any age file": one that says for what it was sealed must say so rightly.
    expect((elsewhere.json['accepted'] as { en: string }).en).toMatch(/for this tender, bidder and version/);
    const gm = castOf('gm');
    const other = await sealed(gm, randomBytes(10), { demand: ownKeyOnly('gm') });
    expect(await submit(bidder, tender.id, other)).toMatchObject({ status: 422, json: { code: 'EB-009' } });
  });
});

describe('a file that no key will ever open', () => {
  const header = (stanza: string): Buffer =>
    Buffer.from(`age-encryption.org/v1\n${stanza}--- ${'A'.repeat(43)}\n`);
  const share = (bytes: number): string => Buffer.alloc(bytes, 9).toString('base64').replaceAll('=', '');
  const x25519 = (bytes: number): string => `-> X25519 ${share(bytes)}\n${share(32)}\n`;
  const payload = (bytes: number): Buffer => Buffer.alloc(bytes, 5);
  const scrypt = (): Buffer =>
    Buffer.concat([header(`-> scrypt ${share(16)} 18\n${share(32)}\n`), payload(50)]);
  const armored = async (): Promise<Buffer> => {
    const plain = await sealed(castOf('age'), randomBytes(100), { binding: null, demand: null });
    const text = plain.toString('base64').replaceAll(/(.{64})/g, '$1\n');
    return Buffer.from(`-----BEGIN AGE ENCRYPTED FILE-----\n${text}\n-----END AGE ENCRYPTED FILE-----\n`);
  };

  it.each([
    ['to a passphrase', scrypt, /口令/, /age -r/],
    [
      'to an SSH key',
      () => Buffer.concat([header(`-> ssh-ed25519 Xyg06A ${share(32)}\n${share(32)}\n`), payload(50)]),
      /SSH/,
      /age-keygen/,
    ],
    ['to a share of 31 bytes', () => Buffer.concat([header(x25519(31)), payload(50)]), /格式有误/, /age -r/],
    ['as text', armored, /不加 -a/, /不加 -a/],
    ['without a payload', () => header(x25519(32)), /文件头之后只有 0 字节/, /age -r/],
    ['with 31 bytes of it', () => Buffer.concat([header(x25519(32)), payload(31)]), /只有 31 字节/, /age -r/],
    [
      'with an end that no sealed file has',
      () => Buffer.concat([header(x25519(32)), payload(16 + 65536 + 16 + 15)]),
      /文件不完整/,
      /age -r/,
    ],
  ] as [string, () => Buffer | Promise<Buffer>, RegExp, RegExp][])(
    'is refused with EB-009, the reason and the remedy, and nothing of it is kept: sealed %s',
    async (_name, file, reason, remedy) => {
      const tender = await tenderWith(null);
      const bytes = await file();
      const { status, json } = await submit(bidder, tender.id, bytes);
      expect([status, json['code']]).toEqual([422, 'EB-009']);
      expect(json['detail']).toMatch(reason);
      expect((json['accepted'] as { zh: string }).zh).toMatch(remedy);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(await platform.deps.blobs.has(sha256)).toBe(false);
      const mine = await send(platform, 'GET', `/v1/tenders/${tender.id}/bids/mine`, { token: bidder.token });
      expect(mine.json).toEqual({ receipts: [] });
      const { bytes: good } = await sealBid(exampleLetter());
      expect((await submit(bidder, tender.id, Buffer.from(good))).json['version']).toBe(1);
    },
  );
});

describe('a bid in a media type that is not taken', () => {
  it('is told all that are', async () => {
    const tender = await tenderWith(null);
    const answer = await send(platform, 'POST', `/v1/tenders/${tender.id}/bids`, {
      token: bidder.token,
      body: Buffer.from('x'),
      headers: { 'Content-Type': 'text/plain' },
    });
    expect([answer.status, (answer.json['accepted'] as { en: string }).en]).toEqual([
      415,
      'application/json, application/octet-stream, application/age',
    ]);
  });
});

describe('a draft', () => {
  const draftWith = (sealing: unknown) =>
    send(platform, 'POST', '/v1/tenders', {
      token: owner.token,
      json: { draft: { ...draftExample, documents: [], tendereeUscc: owner.identity.uscc, sealing } },
    });
  const { demand } = castOf('age');

  it('keeps what it demands of the sealing', async () => {
    const made = await draftWith(demand);
    expect([made.status, (made.json['draft'] as { sealing: unknown }).sealing]).toEqual([201, demand]);
    expect((await draftWith(null)).status).toBe(201);
  });

  it.each([
    ['one share enough', { ...demand, threshold: 1 }],
    [
      'a key that is none',
      {
        ...demand,
        trustees: demand.trustees.map((one, at) =>
          at === 0 ? { ...one, recipient: 'age1' + 'q'.repeat(58) } : one,
        ),
      },
    ],
    ['keys of the other scheme', { ...demand, scheme: 'gm' }],
    [
      'a role that is none',
      { ...demand, trustees: demand.trustees.map((one) => ({ ...one, role: 'bidder' })) },
    ],
    ['something more', { ...demand, more: 1 }],
  ])('is refused with %s', async (_name, sealing) => {
    const { status, text } = await draftWith(sealing);
    expect([status, /draft.sealing/.test(text)]).toEqual([400, true]);
  });
});
