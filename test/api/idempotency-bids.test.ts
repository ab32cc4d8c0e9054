import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { addMembership, currentBids, forgetKeys, receiptsOf } from '../../store/index.ts';
import { castOf, sealed } from '../sealing/support.ts';
import { exampleDocument } from '../support/drafts.ts';
import { actingAs, send, signedIn, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender, setClock } from './support/tender.ts';

let platform: TestPlatform;
let owner: Acting;
let tender: TenderState;
beforeAll(async () => {
  platform = await startPlatform();
  owner = await actingAs(platform, 'tenderee');
  tender = await openTender();
});
afterAll(() => platform.close());

/** A tender that takes bids now. */
const openTender = (): Promise<TenderState> =>
  launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument()],
    at: (state) => state.documentsIssuedFromAt + 60_000,
  });

const cast = castOf('age');
const bid = (): Promise<Buffer> => sealed(cast, randomBytes(20), { binding: null, demand: null });
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const OCTETS = { 'Content-Type': 'application/octet-stream' };

interface Sent {
  readonly by: Acting;
  readonly key: string;
  readonly tenderId?: string;
  readonly headers?: Record<string, string>;
}

const submit = (file: Buffer, { by, key, tenderId = tender.id, headers = {} }: Sent): Promise<Answer> =>
  send(platform, 'POST', `/v1/tenders/${tenderId}/bids`, {
    token: by.token,
    key,
    body: new Uint8Array(file),
    headers: { ...OCTETS, ...headers },
  });
const withdraw = ({ by, key, tenderId = tender.id }: Sent): Promise<Answer> =>
  send(platform, 'POST', `/v1/tenders/${tenderId}/bids/mine/withdrawal`, { token: by.token, key });

/** Uploads a file resumably, whole at once; gives its id. */
async function upload(by: Acting, file: Buffer): Promise<string> {
  const tus = { 'Tus-Resumable': '1.0.0' };
  const { token } = by;
  const created = await send(platform, 'POST', '/v1/uploads', {
    token,
    key: null,
    headers: { ...tus, 'Upload-Length': String(file.length) },
  });
  const location = created.headers.get('Location')!;
  await send(platform, 'PATCH', location, {
    token,
    key: null,
    body: new Uint8Array(file),
    headers: { ...tus, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' },
  });
  return location.split('/').at(-1)!;
}

const reused = (answer: Answer) =>
  expect([answer.status, answer.json['code']]).toEqual([422, 'idempotency-key-reused']);
const statuses = async (by: Acting, tenderId = tender.id): Promise<string[]> =>
  (await receiptsOf(platform.deps.store.em(), tenderId, by.identity.partyId)).map(
    (one) => `${one.receipt.kind} v${one.bid.version}`,
  );

describe('the key of a bid', () => {
  it('does not give the receipt of one bid to another file, declared or not, nor keeps that file as a bid', async () => {
    const by = await actingAs(platform, 'bidder');
    const key = randomUUID();
    const [first, second] = [await bid(), await bid()];
    expect((await submit(first, { by, key })).status).toBe(201);
    reused(await submit(second, { by, key }));
    reused(await submit(second, { by, key, headers: { 'Content-SHA256': sha256(second) } }));
    const uploadId = await upload(by, second);
    const json = { uploadId, sha256: sha256(second) };
    reused(await send(platform, 'POST', `/v1/tenders/${tender.id}/bids`, { token: by.token, key, json }));
    expect(await statuses(by)).toEqual(['bid-received v1']);
    expect((await submit(second, { by, key: randomUUID() })).json['version']).toBe(2);
  });

  it('withdraws nothing, and the key of a withdrawal submits nothing', async () => {
    const by = await actingAs(platform, 'bidder');
    const [bidKey, withdrawalKey] = [randomUUID(), randomUUID()];
    const file = await bid();
    await submit(file, { by, key: bidKey });
    reused(await withdraw({ by, key: bidKey }));
    const withdrawn = await withdraw({ by, key: withdrawalKey });
    expect((withdrawn.json['receipt'] as { kind: string }).kind).toBe('bid-withdrawn');
    reused(await submit(file, { by, key: withdrawalKey }));
    expect((await withdraw({ by, key: withdrawalKey })).json).toEqual(withdrawn.json);
    expect(await statuses(by)).toEqual(['bid-received v1', 'bid-withdrawn v1']);
  });

  it('is refused in another tender, for another party and in another role', async () => {
    const by = await actingAs(platform, 'bidder');
    const elsewhere = await openTender();
    const key = randomUUID();
    const file = await bid();
    await submit(file, { by, key });
    reused(await submit(file, { by, key, tenderId: elsewhere.id }));
    expect(await statuses(by, elsewhere.id)).toEqual([]);
    const rival = await actingAs(platform, 'bidder');
    const { personId } = by.identity;
    const { partyId } = rival.identity;
    await platform.deps.store.transaction((tx) => addMembership(tx, { personId, partyId, role: 'bidder' }));
    const acting = { ...rival.identity, personId: by.identity.personId, login: by.identity.login };
    reused(await submit(file, { by: await signedIn(platform, acting), key }));
    expect(await statuses(rival)).toEqual([]);
  });

  it('gives a true repeat the same receipt, whatever way the file comes, and after the deadline too', async () => {
    const by = await actingAs(platform, 'bidder');
    const here = await openTender();
    const key = randomUUID();
    const file = await bid();
    const first = await submit(file, { by, key, tenderId: here.id });
    const json = { uploadId: await upload(by, file), sha256: sha256(file) };
    const again = () => [
      submit(file, { by, key, tenderId: here.id }),
      submit(file, { by, key, tenderId: here.id, headers: { 'Content-SHA256': sha256(file).toUpperCase() } }),
      send(platform, 'POST', `/v1/tenders/${here.id}/bids`, { token: by.token, key, json }),
    ];
    for (const answer of await Promise.all(again()))
      expect([answer.status, answer.json]).toEqual([201, first.json]);
    await setClock(platform, here.id, here.bidDeadlineAt + 1);
    for (const answer of await Promise.all(again()))
      expect([answer.status, answer.json]).toEqual([201, first.json]);
    expect(await statuses(by, here.id)).toEqual(['bid-received v1']);
  });

  it('is known for ever: answers are forgotten, receipts are not', async () => {
    const by = await actingAs(platform, 'bidder');
    const key = randomUUID();
    const file = await bid();
    const first = await submit(file, { by, key });
    expect(await forgetKeys(platform.deps.store.em(), -1)).toBeGreaterThan(0);
    expect((await submit(file, { by, key })).json).toEqual(first.json);
    await forgetKeys(platform.deps.store.em(), -1);
    reused(await submit(await bid(), { by, key }));
    reused(await withdraw({ by, key }));
    const current = await currentBids(platform.deps.store.em(), tender.id);
    expect(current.filter((one) => one.partyId === by.identity.partyId).map((one) => one.sha256)).toEqual([
      sha256(file),
    ]);
  });
});
