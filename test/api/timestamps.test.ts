import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { LaneWaker } from '../../api/lane-waker.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { certificatesOf } from '../../runtime/timestamps/certificates.ts';
import { developmentAuthority, issueToken } from '../../runtime/timestamps/development-tsa.ts';
import { markTimestampFailed, pendingTimestamps, storeTimestamp } from '../../store/index.ts';
import { exampleLetter } from '../support/bids.ts';
import { exampleDocument } from '../support/drafts.ts';
import { openssl } from '../support/openssl.ts';
import { untilTrue } from '../support/until.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender } from './support/tender.ts';

let platform: TestPlatform;
let tender: TenderState;
let bidder: Acting;
let other: Acting;
let administrator: Acting;
let keysDir: string;

beforeAll(async () => {
  keysDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-stamps-'));
  const { rootFile } = await developmentAuthority(keysDir);
  // The authority is away: nothing listens on port 1.
  platform = await startPlatform({ OPENSEAL_TSA_URL: 'http://127.0.0.1:1/', OPENSEAL_TSA_ROOTS: rootFile });
  const owner = await actingAs(platform, 'agency');
  bidder = await actingAs(platform, 'bidder');
  other = await actingAs(platform, 'bidder');
  administrator = await actingAs(platform, 'administrator');
  tender = await launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument('招标文件.pdf', 'a')],
    at: (state) => state.bidDeadlineAt - 3_600_000,
  });
});
afterAll(async () => {
  await platform.close();
  await rm(keysDir, { recursive: true, force: true });
});

interface Receipted {
  readonly receipt: { readonly receiptId: string };
  readonly signature: string;
}

async function submit(by: Acting): Promise<Receipted> {
  const { bytes } = await sealBid(exampleLetter());
  const answer = await send(platform, 'POST', `/v1/tenders/${tender.id}/bids`, {
    token: by.token,
    body: Buffer.from(bytes),
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  expect([answer.status, answer.json['code']]).toEqual([201, undefined]);
  return answer.json as unknown as Receipted;
}

const addressOf = ({ receipt }: Receipted): string =>
  `/v1/tenders/${tender.id}/bids/mine/${receipt.receiptId}/timestamp`;

/** Gives a receipt its token, as the lane would once the authority answers. */
async function stamp({ receipt, signature }: Receipted): Promise<void> {
  const { signer } = await developmentAuthority(keysDir);
  const digest = createHash('sha256').update(signature).digest();
  const token = issueToken(signer, { digest, nonce: null, at: new Date(), withCertificate: true });
  const subject = { kind: 'receipt', id: receipt.receiptId } as const;
  await storeTimestamp(platform.deps.store.em(), subject, { token, authority: 'TSA', genTimeAt: Date.now() });
}

describe('the time-stamp of a receipt', () => {
  it('is awaited without keeping the receipt, and is then verified by openssl', async () => {
    const received = await submit(bidder);
    const early = await send(platform, 'GET', addressOf(received), { token: bidder.token });
    expect([early.status, early.json['code']]).toEqual([409, 'timestamp-pending']);
    expect(early.headers.get('Retry-After')).toBe('5');
    await stamp(received);
    const answer = await fetch(platform.baseUrl + addressOf(received), {
      headers: { authorization: `Bearer ${bidder.token}` },
    });
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/timestamp-reply']);
    expect(answer.headers.get('Content-Disposition')).toContain('.tsr');
    const roots = await send(platform, 'GET', '/v1/timestamp-roots');
    await writeFile(path.join(keysDir, 'receipt.tsr'), Buffer.from(await answer.arrayBuffer()));
    await writeFile(path.join(keysDir, 'receipt.jws'), received.signature);
    await writeFile(path.join(keysDir, 'roots.pem'), roots.text);
    expect(certificatesOf(roots.text)).toHaveLength(1);
    const args = ['-in', 'receipt.tsr', '-CAfile', 'roots.pem'];
    const said = await openssl(keysDir, 'ts', '-verify', '-data', 'receipt.jws', ...args);
    expect(said).toContain('Verification: OK');
    const mine = await send(platform, 'GET', `/v1/tenders/${tender.id}/bids/mine`, { token: bidder.token });
    const { receipts } = mine.json as { receipts: { timestampedAt: string | null }[] };
    expect(receipts.map((one) => typeof one.timestampedAt)).toEqual(['string']);
  });

  it('is given to nobody but its bidder', async () => {
    const received = await submit(other);
    await stamp(received);
    expect((await send(platform, 'GET', addressOf(received), { token: other.token })).status).toBe(200);
    const foreign = await send(platform, 'GET', addressOf(received), { token: bidder.token });
    expect([foreign.status, foreign.json['code']]).toEqual([404, 'unknown-receipt']);
    for (const role of ['tenderee', 'agency', 'supervisor', 'administrator'] as const) {
      const { token } = await actingAs(platform, role);
      const answer = await send(platform, 'GET', addressOf(received), { token });
      expect([role, answer.status, answer.json['code']]).toEqual([role, 403, 'wrong-role']);
    }
    expect((await send(platform, 'GET', addressOf(received))).status).toBe(401);
  });
});

describe('the administrator', () => {
  it('sees what waits, how long and why, but not for whom', async () => {
    const received = await submit(bidder);
    const em = platform.deps.store.em();
    const waiting = await pendingTimestamps(em, 10);
    expect(waiting.map((one) => one.id)).toEqual([received.receipt.receiptId]);
    await markTimestampFailed(em, waiting[0]!, 'the authority is not reached');
    const answer = await send(platform, 'GET', '/v1/admin/timestamps', { token: administrator.token });
    expect(answer.json).toMatchObject({
      pending: 1,
      waitedSeconds: expect.any(Number) as unknown,
      timestamps: [
        { kind: 'receipt', subjectId: null, attempts: 1, lastError: 'the authority is not reached' },
      ],
    });
    for (const secret of [received.receipt.receiptId, tender.id, bidder.identity.uscc])
      expect(answer.text).not.toContain(secret);
    await stamp(received);
    const after = await send(platform, 'GET', '/v1/admin/timestamps', { token: administrator.token });
    expect(after.json).toEqual({ pending: 0, waitedSeconds: 0, timestamps: [] });
  });
});

describe('the waker of lanes', () => {
  const silent = pino({ level: 'silent' });
  const turns = async (count: number, each: () => void): Promise<void> => {
    for (let turn = 0; turn < count; turn++) {
      each();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('makes one further wake of many that are asked while one is under way, and forgets none', async () => {
    const first = Promise.withResolvers<void>();
    let sent = 0;
    const engine = { wakeDelivery: () => (++sent === 1 ? first.promise : Promise.resolve()) };
    const waker = new LaneWaker(engine, silent, 1);
    await turns(200, () => waker.wake('timestamps'));
    expect(sent).toBe(1);
    first.resolve();
    await untilTrue(() => Promise.resolve(sent === 2));
    await waker.close();
    expect(sent).toBe(2);
  });

  it('sends no second one before its time', async () => {
    let sent = 0;
    const waker = new LaneWaker({ wakeDelivery: () => Promise.resolve(void sent++) }, silent, 3_600_000);
    await turns(200, () => waker.wake('timestamps'));
    expect(sent).toBe(1);
    await waker.close();
  });

  it('goes on after a wake that failed', async () => {
    let tries = 0;
    const engine = { wakeDelivery: () => (tries++, Promise.reject(new Error('down'))) };
    const waker = new LaneWaker(engine, silent, 1);
    await untilTrue(() => {
      waker.wake('timestamps');
      return Promise.resolve(tries >= 2);
    });
    await waker.close();
  });
});
