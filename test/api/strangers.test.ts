import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { untilTrue } from '../support/until.ts';
import { actingAs, personOnly, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord, settledHead } from './support/record.ts';
import { launchedTender, setClock } from './support/tender.ts';

let platform: TestPlatform;
let owner: Acting;
let bidder: Acting;
beforeAll(async () => {
  platform = await startPlatform();
  owner = await actingAs(platform, 'tenderee');
  bidder = await actingAs(platform, 'bidder');
});
afterAll(() => platform.close());

const HOUR_MS = 3_600_000;

const tenderAt = (fromDeadlineMs: number) =>
  launchedTender(platform, owner.identity.partyId, {
    documents: [{ sha256: 'd'.repeat(64), name: '招标文件.pdf', sizeBytes: 1, mediaType: 'application/pdf' }],
    at: (state) => state.bidDeadlineAt + fromDeadlineMs,
    tenderee: { name: owner.identity.partyName, uscc: owner.identity.uscc },
  });

/** What the record gains by an act. */
async function gained(act: () => Promise<unknown>, log: 'record' | 'rehearsals' = 'rehearsals') {
  const from = await settledHead(platform, log);
  await act();
  return openedRecord(platform, from, log);
}

const strangersCounted = async (): Promise<number> =>
  (await platform.deps.metrics.strangersRefused.get()).values[0]?.value ?? 0;

describe('refused acts of who has nothing to do with a tender', () => {
  it('leave nothing in the record, and are counted', async () => {
    const { id } = await tenderAt(-HOUR_MS);
    const person = await personOnly(platform);
    const before = await strangersCounted();
    const entries = await gained(async () => {
      for (let round = 0; round < 5; round++) {
        for (const { token } of [person, bidder]) {
          const bid = { token, body: 'not sealed', headers: { 'Content-Type': 'application/octet-stream' } };
          const answer = await send(platform, 'POST', `/v1/tenders/${id}/bids`, bid);
          expect([403, 422]).toContain(answer.status);
        }
      }
    });
    expect(entries).toEqual([]);
    expect(await strangersCounted()).toBe(before + 10);
  });

  it('leave nothing where no tender is named either', async () => {
    const person = await personOnly(platform);
    const entries = await gained(async () => {
      const answer = await send(platform, 'PUT', `/v1/drafts/${randomUUID()}`, {
        token: person.token,
        json: {},
      });
      expect(answer.status).toBe(403);
    });
    expect(entries).toEqual([]);
  });

  it('are recorded of who took its documents', async () => {
    const { id } = await tenderAt(-HOUR_MS);
    const { partyId } = bidder.identity;
    await platform.deps.store.transaction((tx) =>
      tx
        .getConnection()
        .execute(
          `insert into document_taker (tender_id, party_id, sha256, taken_at) values (?, ?, ?, 1)`,
          [id, partyId, 'a'.repeat(64)],
          'run',
          tx.getTransactionContext(),
        ),
    );
    const entries = await gained(() =>
      send(platform, 'POST', `/v1/tenders/${id}/bids`, {
        token: bidder.token,
        body: 'not sealed',
        headers: { 'Content-Type': 'application/octet-stream' },
      }),
    );
    expect(entries.map(({ opened }) => opened['party'])).toEqual([bidder.identity.uscc]);
  });
});

describe('a bid that can be refused unread', () => {
  it.each([
    ['after the deadline', HOUR_MS, 'ZTB-211'],
    ['before the documents are out', -365 * 24 * HOUR_MS, 'window-not-open'],
  ])('is, %s: its bytes are neither awaited nor kept', async (_when, fromDeadlineMs, code) => {
    const { id, bidDeadlineAt } = await tenderAt(-HOUR_MS);
    await setClock(platform, id, bidDeadlineAt + fromDeadlineMs);
    const { port, hostname } = new URL(platform.baseUrl);
    const socket = net.connect(Number(port), hostname);
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString('utf8')));
    await once(socket, 'connect');
    socket.write(
      [
        `POST /v1/tenders/${id}/bids HTTP/1.1`,
        'Host: platform.test',
        `Authorization: Bearer ${bidder.token}`,
        `Idempotency-Key: ${randomUUID()}`,
        'Content-Type: application/octet-stream',
        'Content-Length: 100000000',
        '',
        'age-encryption.org/v1',
      ].join('\r\n'),
    );
    await untilTrue(() => Promise.resolve(heard.includes('}')));
    socket.destroy();
    expect(heard).toContain(`"code":"${code}"`);
    const incoming = path.join(platform.dataDir, 'storage', 'incoming');
    expect(await readdir(incoming)).toEqual([]);
  });
});

describe('one party', () => {
  it('has a bounded number of bodies under way, and no other is the worse for it', async () => {
    const narrow = await startPlatform({ OPENSEAL_BODIES_AT_ONCE: '3' });
    const greedy = await actingAs(narrow, 'tenderee');
    const other = await actingAs(narrow, 'tenderee');
    const { port, hostname } = new URL(narrow.baseUrl);
    const begin = async (): Promise<net.Socket> => {
      const socket = net.connect(Number(port), hostname);
      await once(socket, 'connect');
      const lines = [
        'POST /v1/documents?name=a.bin HTTP/1.1',
        'Host: platform.test',
        `Authorization: Bearer ${greedy.token}`,
        `Idempotency-Key: ${randomUUID()}`,
        'Content-Type: application/octet-stream',
        'Content-Length: 4',
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\nab`);
      return socket;
    };
    const store = async ({ token }: Acting) =>
      (
        await send(narrow, 'POST', '/v1/documents?name=b.bin', {
          token,
          body: 'whole',
          headers: { 'Content-Type': 'application/octet-stream' },
        })
      ).status;
    // What is asked here takes a place as well for a moment, and may take it from one that begins.
    const begun: net.Socket[] = [];
    while ((await store(greedy)) !== 429) begun.push(await begin());
    expect(begun.length).toBeGreaterThanOrEqual(3);
    expect(await store(other)).toBe(201);
    for (const socket of begun) socket.write('cd');
    await untilTrue(async () => (await store(greedy)) === 201);
    for (const socket of begun) socket.destroy();
    await narrow.close();
  });
});
