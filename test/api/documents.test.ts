import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { DocumentRef } from '../../domain/case/references.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { addMembership, takersOf } from '../../store/index.ts';
import { actingAs, send, signedIn, type Acting } from './support/people.ts';
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

/** Another person of the same party. */
async function colleagueOf({ identity }: Acting): Promise<Acting> {
  const person = await actingAs(platform, 'bidder');
  const { personId, login } = person.identity;
  const { partyId } = identity;
  await platform.deps.store.transaction((tx) => addMembership(tx, { personId, partyId, role: 'bidder' }));
  return signedIn(platform, { ...identity, personId, login });
}

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
      `attachment; filename="________.pdf"; filename*=UTF-8''${encodeURIComponent('招标文件（终稿）.pdf')}`,
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

  describe('again, or only in part', () => {
    const address = () => `/v1/tenders/${tender.id}/documents/${document.sha256}`;
    let looker: Acting;
    const ask = async (headers: Record<string, string>, method = 'GET', acting = looker) => {
      const answer = await fetch(platform.baseUrl + address(), {
        method,
        headers: { Authorization: `Bearer ${acting.token}`, ...headers },
      });
      return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
    };
    const takers = () => takersOf(platform.deps.store.em(), tender.id);
    const tag = () => `"${document.sha256}"`;
    const part = (from: number, to: number) => Buffer.from(bytes.subarray(from, to));

    beforeAll(async () => {
      looker = await actingAs(platform, 'bidder');
    });

    it('tells by HEAD what there is, and registers nobody for it', async () => {
      const { answer } = await ask({ Range: 'bytes=0-9' }, 'HEAD');
      expect([answer.status, answer.headers.get('Content-Length')]).toEqual([200, '70000']);
      expect([answer.headers.get('ETag'), answer.headers.get('Accept-Ranges')]).toEqual([tag(), 'bytes']);
      expect(answer.headers.get('Content-Type')).toBe('application/pdf');
      expect(answer.headers.get('Content-Disposition')).toContain('filename*=');
      expect(await takers()).not.toContain(looker.identity.partyId);
    });

    it('waits for the fence only where somebody is registered, and for it once', async () => {
      const transaction = jest.spyOn(platform.deps.store, 'transaction');
      const fenced = async (headers: Record<string, string>, method: string) => {
        transaction.mockClear();
        const { answer } = await ask(headers, method);
        return [answer.status, transaction.mock.calls.length];
      };
      expect(await fenced({}, 'HEAD')).toEqual([200, 0]);
      expect(await fenced({ 'If-None-Match': tag() }, 'GET')).toEqual([304, 0]);
      expect(await takers()).not.toContain(looker.identity.partyId);
      expect(await fenced({}, 'GET')).toEqual([200, 1]);
      expect(await takers()).toContain(looker.identity.partyId);
      transaction.mockRestore();
      looker = await actingAs(platform, 'bidder');
    });

    it.each([
      ['the same tag', () => tag()],
      ['one of several', () => `"x", ${tag()}`],
      ['a weak one', () => `W/${tag()}`],
    ])('answers 304 to who has it by %s, and registers nobody for it', async (_what, given) => {
      for (const method of ['GET', 'HEAD']) {
        const { answer, bytes: sent } = await ask({ 'If-None-Match': given(), Range: 'bytes=0-9' }, method);
        expect([answer.status, answer.headers.get('ETag'), sent.length]).toEqual([304, tag(), 0]);
      }
      expect(await takers()).not.toContain(looker.identity.partyId);
    });

    it('refuses a range outside of it with its size, and registers nobody for it', async () => {
      for (const Range of ['bytes=70000-', 'bytes=70000-70009', 'bytes=-0']) {
        const { answer, bytes: said } = await ask({ Range });
        expect([answer.status, answer.headers.get('Content-Range')]).toEqual([416, 'bytes */70000']);
        expect(JSON.parse(said.toString())).toMatchObject({ code: 'range-not-satisfiable' });
      }
      const changed = await ask({ 'If-Match': '"other"' });
      expect(changed.answer.status).toBe(412);
      expect(await takers()).not.toContain(looker.identity.partyId);
    });

    it.each([
      ['bytes=0-9', {}, 0, 10],
      ['bytes=69990-', {}, 69_990, 70_000],
      ['bytes=69990-999999', {}, 69_990, 70_000],
      ['bytes=-7', {}, 69_993, 70_000],
      ['bytes=-999999', {}, 0, 70_000],
      ['bytes=20000-60000', { same: true }, 20_000, 60_001],
    ])(
      'gives the part %s, with where it lies',
      async (Range, { same = false }: { same?: boolean }, from, to) => {
        const { answer, bytes: sent } = await ask({ Range, ...(same ? { 'If-Range': tag() } : {}) });
        expect([answer.status, answer.headers.get('Content-Range')]).toEqual([
          206,
          `bytes ${from}-${to - 1}/70000`,
        ]);
        expect(answer.headers.get('Content-Length')).toBe(String(to - from));
        expect(sent.equals(part(from, to))).toBe(true);
      },
    );

    it.each([
      ['several parts', { Range: 'bytes=0-1,5-6' }],
      ['a part backwards', { Range: 'bytes=9-3' }],
      ['another unit', { Range: 'lines=0-9' }],
      ['no numbers', { Range: 'bytes=-' }],
      ['a part of another version', { Range: 'bytes=0-9', 'If-Range': '"other"' }],
      ['a part if its tag is weakly the same', { Range: 'bytes=0-9', 'If-Range': `W/"x"` }],
      ['a part since a date', { Range: 'bytes=0-9', 'If-Range': 'Wed, 21 Oct 2026 07:28:00 GMT' }],
    ])('gives the whole to who asks for %s', async (_what, headers: Record<string, string>) => {
      const { answer, bytes: sent } = await ask(headers);
      expect([answer.status, sent.equals(Buffer.from(bytes))]).toEqual([200, true]);
    });

    it('counts a part as taken, as the first byte may be what matters', async () => {
      const other = await actingAs(platform, 'bidder');
      await ask({ Range: 'bytes=0-0' }, 'GET', other);
      expect(await takers()).toContain(other.identity.partyId);
    });

    it('is one taking of a person on a day, in parts or whole, however often, and another the next day', async () => {
      const other = await actingAs(platform, 'bidder');
      const colleague = await colleagueOf(other);
      const from = await settledHead(platform, 'rehearsals');
      const takings = async () =>
        (await openedRecord(platform, from, 'rehearsals'))
          .map(({ opened }) => opened)
          .filter((one) => one?.['event'] === 'documentTaken' && one['party'] === other.identity.uscc)
          .map((one) => one?.['person']);
      const [first, second] = [other.identity.personId, colleague.identity.personId];
      await Promise.all([
        ask({ Range: 'bytes=0-9' }, 'GET', other),
        ask({ Range: 'bytes=10-19' }, 'GET', other),
      ]);
      await ask({ Range: 'bytes=20-' }, 'GET', other);
      expect(await takings()).toEqual([first]);
      await Promise.all(Array.from({ length: 6 }, () => ask({}, 'GET', other)));
      expect(await takings()).toEqual([first]);
      // Parts of what the party has belong to what was taken; who takes the whole is somebody else.
      await ask({ Range: 'bytes=20-' }, 'GET', colleague);
      expect(await takings()).toEqual([first]);
      await ask({}, 'GET', colleague);
      await ask({}, 'GET', colleague);
      expect(await takings()).toEqual([first, second]);
      await setClock(platform, tender.id, tender.documentsIssuedFromAt + 24 * 3_600_000);
      await ask({}, 'GET', other);
      await ask({}, 'GET', other);
      expect(await takings()).toEqual([first, second, first]);
      await setClock(platform, tender.id, tender.documentsIssuedFromAt + 1);
    });

    it('is none where its bytes could not be found', async () => {
      const { blobs } = platform.deps;
      const other = await actingAs(platform, 'bidder');
      await blobs.remove(document.sha256);
      expect((await ask({}, 'GET', other)).answer.status).toBe(500);
      expect(await takers()).not.toContain(other.identity.partyId);
      expect((await store(bytes, document.name)).sha256).toBe(document.sha256);
      expect((await ask({}, 'GET', other)).answer.status).toBe(200);
      expect(await takers()).toContain(other.identity.partyId);
    });

    it('tells nobody by conditions what they may not have', async () => {
      await setClock(platform, tender.id, tender.documentsIssuedFromAt - 60_000);
      const early = await actingAs(platform, 'bidder');
      const conditions: Record<string, string>[] = [
        {},
        { 'If-None-Match': tag() },
        { Range: 'bytes=0-0' },
        { Range: 'bytes=70000-' },
      ];
      for (const headers of conditions)
        for (const method of ['GET', 'HEAD'])
          expect((await ask(headers, method, early)).answer.status).toBe(409);
      await setClock(platform, tender.id, tender.documentsIssuedFromAt + 1);
    });
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
