import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { DocumentRef, TenderState } from '../../domain/tender/state.ts';
import { takersOf } from '../../store/index.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord, settledHead } from './support/record.ts';
import { launchedTender, setClock } from './support/tender.ts';

let platform: TestPlatform;
let owner: Acting;
let bidder: Acting;

beforeAll(async () => {
  platform = await startPlatform();
  owner = await actingAs(platform, 'agency');
  bidder = await actingAs(platform, 'bidder');
});
afterAll(() => platform.close());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function store(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<DocumentRef> {
  const answer = await send(platform, 'POST', `/v1/documents?name=${encodeURIComponent(name)}`, {
    token: owner.token,
    body: bytes,
    headers: { 'Content-Type': 'application/pdf' },
  });
  expect(answer.status).toBe(201);
  return answer.json as unknown as DocumentRef;
}

describe('storing a document', () => {
  it('hashes what is sent and keeps it by its hash', async () => {
    const bytes = randomBytes(300_000);
    expect(await store(bytes, '招标文件.pdf')).toEqual({
      sha256: sha256(bytes),
      name: '招标文件.pdf',
      sizeBytes: 300_000,
      mediaType: 'application/pdf',
    });
    expect(await platform.deps.blobs.has(sha256(bytes))).toBe(true);
    expect(await readdir(path.join(platform.dataDir, 'storage', 'incoming'))).toEqual([]);
  });

  it('gives a repeat the same', async () => {
    const bytes = randomBytes(100);
    expect(await store(bytes, '一.pdf')).toEqual(await store(bytes, '一.pdf'));
  });
});

describe('taking a document of a tender', () => {
  const bytes = randomBytes(70_000);
  let tender: TenderState;
  let document: DocumentRef;
  const take = (token: string, id = tender.id, hash = document.sha256) =>
    send(platform, 'GET', `/v1/tenders/${id}/documents/${hash}`, { token });

  beforeAll(async () => {
    document = await store(bytes, '招标文件（终稿）.pdf');
    tender = await launchedTender(platform, owner.identity.partyId, {
      documents: [document],
      at: (state) => state.documentsIssuedFromAt - 60_000,
    });
  });

  it('is refused before the documents are issued, without a trace of who has no part in the tender yet', async () => {
    const from = await settledHead(platform, 'rehearsals');
    const refused = await take(bidder.token);
    expect([refused.status, refused.json['code']]).toEqual([409, 'window-not-open']);
    expect(await openedRecord(platform, from, 'rehearsals')).toEqual([]);
  });

  it('registers who took it, secretly, and gives the very bytes', async () => {
    await setClock(platform, tender.id, tender.documentsIssuedFromAt + 1);
    const from = await settledHead(platform, 'rehearsals');
    const taken = await fetch(`${platform.baseUrl}/v1/tenders/${tender.id}/documents/${document.sha256}`, {
      headers: { Authorization: `Bearer ${bidder.token}` },
    });
    expect(sha256(new Uint8Array(await taken.arrayBuffer()))).toBe(document.sha256);
    expect(taken.headers.get('Content-Disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('招标文件（终稿）.pdf')}`,
    );
    expect(taken.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(await takersOf(platform.deps.store.em(), tender.id)).toEqual([bidder.identity.partyId]);
    const [entry] = await openedRecord(platform, from, 'rehearsals');
    const { opened, ...open } = entry!;
    expect(opened).toMatchObject({
      event: 'documentTaken',
      party: bidder.identity.uscc,
      address: '127.0.0.1',
      documents: [document.sha256],
    });
    expect(JSON.stringify(open)).not.toContain(bidder.identity.uscc);
    expect(JSON.stringify(open)).not.toContain(document.sha256);
  });

  it('gives only what is bound to that tender', async () => {
    const other = await store(randomBytes(10), '别的.pdf');
    for (const refused of [
      await take(bidder.token, tender.id, other.sha256),
      await take(bidder.token, tender.id, 'a'.repeat(64)),
    ]) {
      expect([refused.status, refused.json['code']]).toEqual([404, 'unknown-document']);
    }
  });

  it('is nothing for who has not signed in', async () => {
    expect(
      (await send(platform, 'GET', `/v1/tenders/${tender.id}/documents/${document.sha256}`)).status,
    ).toBe(401);
  });
});
