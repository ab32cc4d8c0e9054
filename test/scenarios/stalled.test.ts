import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../domain/time/instant.ts';
import { ProblemError } from '../../rehearsal/client.ts';
import { advance, clockOf, of, type Bidder, type Scene } from '../../rehearsal/scene.ts';
import { launch } from '../../rehearsal/script.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { until, untilTrue } from '../support/until.ts';

/** So long before the deadline the sending begins: what is to be sent by then takes a fraction of it. */
const LEAD_MS = 20_000;
const ATTACHMENT_BYTES = 4 * 1024 * 1024;

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(async () => platform.stop());

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A submission that is sent by and by. */
interface Sending {
  write(bytes: Uint8Array): Promise<void>;
  /** Sends the rest; resolves when the line has taken it. */
  end(bytes: Uint8Array): Promise<void>;
  readonly answer: Promise<Answer>;
}

interface Submitter {
  readonly uscc: string;
  readonly bytes: Uint8Array;
  begin(): Sending;
}

async function submitter(scene: Scene, { party, user }: Bidder): Promise<Submitter> {
  const session = await user.post('/v1/sessions/switch', { uscc: party.uscc, role: 'bidder' });
  const letter = {
    format: 'openseal-bid/1' as const,
    tenderId: scene.tenderId,
    bidderUscc: party.uscc,
    priceFen: '4700000000',
    durationDays: 145,
    quality: '合格',
    projectManager: null,
    certificate: null,
  };
  const { bytes } = await sealBid(letter, { attachment: randomBytes(ATTACHMENT_BYTES) });
  const headers = {
    authorization: `Bearer ${String(session['token'])}`,
    'content-type': 'application/octet-stream',
    'content-length': bytes.length,
  };
  const begin = (): Sending => {
    const request = http.request(new URL(of(scene, '/bids'), platform.baseUrl), {
      method: 'POST',
      // A line of its own: one that was used before may end for idleness, which a stall is taken for.
      agent: false,
      headers: { ...headers, 'idempotency-key': randomUUID() },
    });
    const answer = new Promise<Answer>((resolve, reject) => {
      request.once('error', reject);
      request.once('response', (response) => {
        text(response).then(
          (said) =>
            resolve({ status: response.statusCode!, body: JSON.parse(said) as Record<string, unknown> }),
          reject,
        );
      });
    });
    answer.catch(() => undefined);
    return {
      answer,
      write: (piece) => new Promise((resolve) => request.write(piece, () => resolve())),
      end: (piece) => new Promise((resolve) => request.end(piece, () => resolve())),
    };
  };
  return { uscc: party.uscc, bytes, begin };
}

/** A process and all that it started: those of PostgreSQL have groups of their own. */
function withDescendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

/** Stops a process of the platform with its children, until the function that this gives is called. */
async function stopped(name: string): Promise<() => void> {
  const pids = withDescendants((await platform.running()).children[name]!);
  const signal = (what: 'SIGSTOP' | 'SIGCONT'): void => {
    for (const pid of pids) process.kill(pid, what);
  };
  signal('SIGSTOP');
  return () => signal('SIGCONT');
}

interface Course {
  readonly scene: Scene;
  readonly deadlineAt: number;
  readonly submitters: readonly Submitter[];
  /** Until the deadline has passed by the tender's clock, which we know without asking: it goes on by itself. */
  passed(): Promise<void>;
}

async function beforeDeadline(): Promise<Course> {
  const notice = await exampleNotice('tangshan-2026-epc');
  const scene = await launch(notice, platform);
  const deadlineAt = parseInstant(notice.bidDeadline);
  await advance(scene, deadlineAt - 3_600_000);
  const submitters = await Promise.all(scene.bidders.map((bidder) => submitter(scene, bidder)));
  await advance(scene, deadlineAt - LEAD_MS);
  const statutoryAt = await clockOf(scene);
  const askedMs = performance.now();
  const passed = () =>
    untilTrue(() => Promise.resolve(statutoryAt + (performance.now() - askedMs) > deadlineAt + 1_000));
  return { scene, deadlineAt, submitters, passed };
}

const half = (bytes: Uint8Array): [Uint8Array, Uint8Array] => [
  bytes.subarray(0, bytes.length / 2),
  bytes.subarray(bytes.length / 2),
];

/** The closed list, once the closing is through: who is on it, and when it was received. */
async function closedList({ scene }: Course): Promise<{ uscc: string; receivedAt: string }[]> {
  const bids = await until(async () => {
    try {
      return (await scene.owner.get(of(scene, '/bids')))['bids'] as {
        bidder: { uscc: string };
        receivedAt: string;
      }[];
    } catch (error) {
      if (error instanceof ProblemError) return null;
      throw error;
    }
  }, 'the closed list');
  return bids.map(({ bidder, receivedAt }) => ({ uscc: bidder.uscc, receivedAt }));
}

describe('a platform that stands still over the deadline', () => {
  it('takes what arrived in time although its database was stopped, and nothing that came after', async () => {
    const course = await beforeDeadline();
    const [first, second, third] = course.submitters as [Submitter, Submitter, Submitter];
    const begun = first.begin();
    const [head, tail] = half(first.bytes);
    await begun.write(head);
    const goOn = await stopped('postgres');
    let late: Sending;
    const whole = second.begin();
    try {
      await Promise.all([begun.end(tail), whole.end(second.bytes)]);
      const readiness = await fetch(`${platform.baseUrl}/readyz`);
      expect(readiness.status).toBe(503);
      await course.passed();
      late = third.begin();
      await late.end(third.bytes);
    } finally {
      goOn();
    }
    const answers = await Promise.all([begun.answer, whole.answer]);
    for (const { status, body } of answers) {
      expect({ status, code: body['code'] }).toEqual({ status: 201, code: undefined });
      const receipt = body['receipt'] as { receivedAt: string; arrival: { latest: string; takenAt: string } };
      expect(parseInstant(receipt.receivedAt)).toBeLessThan(course.deadlineAt);
      expect(receipt.arrival.latest).toBe(receipt.receivedAt);
      expect(parseInstant(receipt.arrival.takenAt)).toBeGreaterThan(course.deadlineAt);
    }
    expect(await late.answer).toMatchObject({ status: 422, body: { code: 'ZTB-211' } });
    const listed = await closedList(course);
    expect(listed.map(({ uscc }) => uscc).toSorted()).toEqual([first.uscc, second.uscc].toSorted());
  });

  it('refuses what it cannot prove, with the measured stall, when it was stopped itself', async () => {
    const course = await beforeDeadline();
    const [first, second, third] = course.submitters as [Submitter, Submitter, Submitter];
    const before = first.begin();
    await before.end(first.bytes);
    expect((await before.answer).status).toBe(201);
    const unproven = second.begin();
    const [head, tail] = half(second.bytes);
    await unproven.write(head);
    const goOn = await stopped('api');
    const late = third.begin();
    try {
      // The line takes it or not: nobody here reads it.
      void unproven.end(tail);
      await course.passed();
      void late.end(third.bytes);
    } finally {
      goOn();
    }
    const { status, body } = await unproven.answer;
    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'ZTB-211' });
    expect(body['detail']).toMatch(/平台曾停顿（实测.+至.+）/);
    expect(body['detailEn']).toContain('the platform itself stood still');
    expect(await late.answer).toMatchObject({ status: 422, body: { code: 'ZTB-211' } });
    expect((await closedList(course)).map(({ uscc }) => uscc)).toEqual([first.uscc]);
  });
});
