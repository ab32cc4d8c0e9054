import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { exampleLetter, sealBid } from '../support/bids.ts';
import { exampleDocument } from '../support/drafts.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender } from './support/tender.ts';

const QUOTA = 100_000;

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_DOCUMENT_BYTES_PER_PARTY: String(QUOTA) });
});
afterAll(() => platform.close());

const store = (by: Acting, bytes: Uint8Array<ArrayBuffer>, key: string = randomUUID(), name = 'a.pdf') =>
  send(platform, 'POST', `/v1/documents?name=${name}`, {
    token: by.token,
    body: bytes,
    key,
    headers: { 'Content-Type': 'application/pdf' },
  });
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const kept = (bytes: Uint8Array): Promise<boolean> => platform.deps.blobs.has(hashOf(bytes));

describe('the documents that a party stores', () => {
  it('are bounded in bytes, whoever stores them at once; what was refused is not kept', async () => {
    const owner = await actingAs(platform, 'tenderee');
    const files = Array.from({ length: 5 }, () => randomBytes(40_000));
    const answers = await Promise.all(files.map((file) => store(owner, file)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409]);
    for (const [at, file] of files.entries()) expect(await kept(file)).toBe(answers[at]!.status === 201);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(refused.json).toMatchObject({
      code: 'document-quota-reached',
      detail: expect.stringContaining(String(QUOTA)),
      detailEn: expect.stringContaining(String(QUOTA)),
      accepted: { en: expect.stringContaining('20000 bytes') },
    });
    // What is left is for whoever needs no more; another party has a quota of its own.
    expect((await store(owner, randomBytes(20_000))).status).toBe(201);
    expect((await store(owner, randomBytes(1))).json['code']).toBe('document-quota-reached');
    expect((await store(await actingAs(platform, 'tenderee'), randomBytes(40_000))).status).toBe(201);
  });

  it('take no more of it when they are stored again, and a repeated request has its answer', async () => {
    const owner = await actingAs(platform, 'agency');
    const [file, key] = [randomBytes(90_000), randomUUID()];
    const first = await store(owner, file, key);
    expect(first.status).toBe(201);
    expect((await store(owner, file, key)).json).toEqual(first.json);
    // Others under the same key are refused, and not kept either.
    const other = randomBytes(90_000);
    expect((await store(owner, other, key)).json['code']).toBe('idempotency-key-reused');
    expect(await kept(other)).toBe(false);
    expect(await kept(file)).toBe(true);
  });

  it('count a block of a disk each at the least', async () => {
    const owner = await actingAs(platform, 'tenderee');
    for (let at = 0; at < Math.floor(QUOTA / 4096); at++)
      expect((await store(owner, randomBytes(8))).status).toBe(201);
    expect((await store(owner, randomBytes(8))).status).toBe(409);
  });

  it('are refused unread where their length tells', async () => {
    const owner = await actingAs(platform, 'tenderee');
    const file = randomBytes(QUOTA + 1);
    const notes = () =>
      platform.deps.store.plainTransaction((tx) =>
        tx.query('select 1 from unnamed_bytes where sha256 = $1', [hashOf(file)]),
      );
    expect((await store(owner, file)).json['code']).toBe('document-quota-reached');
    expect([await kept(file), await notes()]).toEqual([false, []]);
  });

  it('are refused unread where they are an upload, whose length is known, however the request that names it is sent', async () => {
    const owner = await actingAs(platform, 'tenderee');
    const file = randomBytes(QUOTA + 1);
    const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(file.length) };
    const begun = await send(platform, 'POST', '/v1/uploads', { token: owner.token, key: null, headers });
    const location = begun.headers.get('Location')!;
    const sent = await send(platform, 'PATCH', location, {
      token: owner.token,
      key: null,
      body: file,
      headers: {
        'Tus-Resumable': '1.0.0',
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Offset': '0',
      },
    });
    expect(sent.status).toBe(204);
    const put = jest.spyOn(platform.deps.blobs, 'put');
    const uploadId = location.split('/').at(-1)!;
    const json = JSON.stringify({ uploadId, name: 'a.pdf', mediaType: 'application/pdf' });
    // A stream as a body tells no length of its own.
    const answer = await fetch(`${platform.baseUrl}/v1/documents/uploaded`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': randomUUID(),
        Authorization: `Bearer ${owner.token}`,
      },
      body: new Blob([json]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'document-quota-reached' }]);
    expect(put).not.toHaveBeenCalled();
    expect((await store(owner, randomBytes(10_000))).status).toBe(201);
    expect(put).toHaveBeenCalledTimes(1);
    put.mockRestore();
  });

  it('leave bids alone', async () => {
    const [owner, bidder] = [await actingAs(platform, 'tenderee'), await actingAs(platform, 'bidder')];
    const tender = await launchedTender(platform, owner.identity.partyId, {
      documents: [exampleDocument()],
      at: (state) => state.documentsIssuedFromAt + 60_000,
    });
    expect((await store(bidder, randomBytes(QUOTA - 5_000))).status).toBe(201);
    expect((await store(bidder, randomBytes(QUOTA))).status).toBe(409);
    const { bytes } = await sealBid(exampleLetter());
    const answer = await send(platform, 'POST', `/v1/tenders/${tender.id}/bids`, {
      token: bidder.token,
      body: Buffer.concat([Buffer.from(bytes)]),
      headers: { 'Content-Type': 'application/octet-stream' },
    });
    expect(answer.status).toBe(201);
  });
});
