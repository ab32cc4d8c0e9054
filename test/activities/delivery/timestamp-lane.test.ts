import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { deliverTimestamps, type TimestampLaneDeps } from '../../../activities/delivery/timestamp-lane.ts';
import type { Turn } from '../../../activities/delivery/turn.ts';
import { certificatesOf } from '../../../runtime/timestamps/certificates.ts';
import { timestampClient, type Timestamper } from '../../../runtime/timestamps/client.ts';
import {
  answerQuery,
  developmentAuthority,
  type DevelopmentAuthority,
} from '../../../runtime/timestamps/development-tsa.ts';
import { readQuery, refusingReply, REPLY_TYPE } from '../../../runtime/timestamps/messages.ts';
import { verifyToken } from '../../../runtime/timestamps/token.ts';
import {
  enqueueTimestamp,
  pendingTimestamps,
  timestampOf,
  timestampsLeftBehind,
} from '../../../store/index.ts';
import { freePort } from '../../support/ports.ts';
import { testStore, type TestStore } from '../../support/store.ts';

let dir: string;
let authority: DevelopmentAuthority;
let anchors: ReturnType<typeof certificatesOf>;
let database: TestStore;
let port: number;
let deps: TimestampLaneDeps;
let server: http.Server | null = null;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-lane-'));
  authority = await developmentAuthority(dir);
  anchors = certificatesOf(await readFile(authority.rootFile, 'utf8'));
});
beforeEach(async () => {
  database = await testStore();
  port = await freePort();
  const timestamper = timestampClient({ urls: [`http://127.0.0.1:${port}/`], anchors, timeoutMs: 120_000 });
  deps = { store: database.store, logger: pino({ level: 'silent' }), timestamper };
});
afterEach(async () => {
  await down();
  await database.close();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const stopping = new AbortController();
const turn: Turn = { beat: () => undefined, signal: stopping.signal };

/** An authority on the port that refuses some digests; counts its requests. */
async function up(refused: readonly Buffer[] = []): Promise<{ requests: number }> {
  const seen = { requests: 0 };
  const listening = http.createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      seen.requests++;
      const query = Buffer.concat(parts);
      const imprint = Buffer.from(readQuery(query).messageImprint.hashedMessage.valueBlock.valueHexView);
      const reply = refused.some((one) => one.equals(imprint))
        ? refusingReply(2, 'not this one')
        : answerQuery(authority.signer, query, new Date());
      response.writeHead(200, { 'content-type': REPLY_TYPE }).end(reply);
    })();
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
  return seen;
}

async function down(): Promise<void> {
  const listening = server;
  server = null;
  if (listening === null) return;
  listening.closeAllConnections();
  await new Promise((resolve) => listening.close(resolve));
}

async function queue(...texts: string[]): Promise<void> {
  await database.store.transaction(async (tx) => {
    for (const text of texts)
      await enqueueTimestamp(tx, { kind: 'checkpoint', id: text, digest: digestOf(text) });
  });
}

describe('the lane of the time-stamps', () => {
  it('stamps everything that waits, once, with tokens that hold', async () => {
    const texts = Array.from({ length: 11 }, (_, index) => `checkpoint ${index}`);
    await queue(...texts);
    const seen = await up();
    expect(await deliverTimestamps(deps, turn)).toEqual({ remaining: 0, failed: null });
    for (const text of texts) {
      const stamp = await timestampOf(database.store.em(), 'checkpoint', text);
      const verified = verifyToken(stamp!.token!, { digest: digestOf(text), nonce: null, anchors });
      expect([verified.genTimeAt, verified.authority]).toEqual([stamp!.genTimeAt, stamp!.authority]);
    }
    expect(await deliverTimestamps(deps, turn)).toEqual({ remaining: 0, failed: null });
    await queue(...texts);
    await deliverTimestamps(deps, turn);
    expect(seen.requests).toBe(texts.length);
  });

  it('keeps what waits while the authority is away, and does not try all of it in vain', async () => {
    await queue(...Array.from({ length: 20 }, (_, index) => `waiting ${index}`));
    const first = await deliverTimestamps(deps, turn);
    expect(first).toMatchObject({ remaining: 20, failed: { attempts: 1 } });
    expect(first.failed!.error).toMatch(/is not reached: .*ECONNREFUSED/);
    const tried = (await pendingTimestamps(database.store.em(), 100)).filter((one) => one.attempts > 0);
    expect(tried.length).toBe(4);
    for (const one of tried) {
      expect(one.lastError).toMatch(/is not reached/);
      expect(one.firstFailedAt).toBe(one.lastTriedAt);
    }
    await up();
    expect(await deliverTimestamps(deps, turn)).toEqual({ remaining: 0, failed: null });
  });

  it('is not held up by a digest that the authority refuses', async () => {
    await queue('a', 'refused', 'b', 'c', 'd', 'e', 'f');
    await up([digestOf('refused')]);
    const { remaining, failed } = await deliverTimestamps(deps, turn);
    expect([remaining, failed!.id]).toEqual([1, 'refused']);
    expect(failed!.error).toMatch(/refuses with status 2: not this one, badRequest/);
    await queue('g', 'h', 'i', 'j');
    expect(await deliverTimestamps(deps, turn)).toMatchObject({ remaining: 1, failed: { attempts: 2 } });
  });

  it('leaves a token that is there alone when another worker was slower', async () => {
    await queue('twice');
    await up();
    const real = deps.timestamper;
    // Both ask; the second of the two answers is stored after the first.
    let waiting: (() => void)[] = [];
    const together: Timestamper = {
      stamp: async (digest) => {
        const token = await real.stamp(digest);
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length === 2) waiting = waiting.filter((go) => (go(), false));
        });
        return token;
      },
    };
    const both = { ...deps, timestamper: together };
    await Promise.all([deliverTimestamps(both, turn), deliverTimestamps(both, turn)]);
    const stored = await timestampOf(database.store.em(), 'checkpoint', 'twice');
    verifyToken(stored!.token!, { digest: digestOf('twice'), nonce: null, anchors });
    expect(await pendingTimestamps(database.store.em(), 10)).toEqual([]);
  });

  it('marks nothing as failed when its worker stops', async () => {
    await queue('stopped');
    const stop = new AbortController();
    const listening = http.createServer(() => stop.abort());
    server = listening;
    await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
    const result = await deliverTimestamps(deps, { ...turn, signal: stop.signal });
    expect(result).toEqual({ remaining: 1, failed: null });
    expect(await pendingTimestamps(database.store.em(), 10)).toMatchObject([
      { attempts: 0, lastError: null },
    ]);
  });
});

describe('what the housekeeper finds', () => {
  const em = () => database.store.em();

  it('is what was queued and never tried, and what failed and was not tried again', async () => {
    expect(await timestampsLeftBehind(em(), { untriedMs: -1000, failingMs: -1000 })).toBe(false);
    await queue('left');
    expect(await timestampsLeftBehind(em(), { untriedMs: 60_000, failingMs: 60_000 })).toBe(false);
    expect(await timestampsLeftBehind(em(), { untriedMs: -1000, failingMs: 60_000 })).toBe(true);
    await deliverTimestamps(deps, turn);
    // It fails by itself now, and waits by itself: a later one beside it changes nothing.
    await queue('later');
    expect(await timestampsLeftBehind(em(), { untriedMs: -1000, failingMs: 60_000 })).toBe(false);
    expect(await timestampsLeftBehind(em(), { untriedMs: 60_000, failingMs: -1000 })).toBe(true);
  });
});
