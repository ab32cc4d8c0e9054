import pg from 'pg';
import { afterEach, describe, expect, it } from '@jest/globals';
import { PlatformUser } from '../../rehearsal/client.ts';
import { rehearseAndReport } from '../../rehearsal/run.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

/** Seeds to run; more can be given, e.g. OPENSEAL_SEEDS=1,2,3,4,5. */
const seeds = (process.env['OPENSEAL_SEEDS'] ?? '1,2').split(',').map(Number);
const VICTIMS = ['worker', 'api', 'temporal', 'postgres', 'sequencer', 'tsa'] as const;

let platform: TestPlatform | null = null;
afterEach(async () => {
  await platform?.stop();
  platform = null;
});

/** A small repeatable random source (mulberry32): the same seed kills the same processes at the same steps. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('a rehearsal during which every process is killed', () => {
  it.each(seeds)('finishes with each step once and nothing lost (seed %d)', async (seed) => {
    const running = await startPlatform();
    platform = running;
    const random = randomOf(seed);
    const order = [...VICTIMS].map((name) => ({ name, key: random() })).sort((a, b) => a.key - b.key);
    const kills: string[] = [];
    const killing: Promise<void>[] = [];
    let said = 0;
    let nextKill = 1 + Math.floor(random() * 3);
    const kill = (): void => {
      said++;
      const victim = order[kills.length];
      if (victim === undefined || said < nextKill) return;
      nextKill = said + 1 + Math.floor(random() * 3);
      kills.push(victim.name);
      killing.push(running.kill(victim.name));
    };
    const summary = await rehearseAndReport(await exampleNotice('tangshan-2026-epc'), running, kill);
    await Promise.all(killing);
    expect(kills.toSorted()).toEqual([...VICTIMS].toSorted());
    expect(summary.outcome).toBe('reported');

    const named = summary.steps.map((step) => step.event).filter((event) => event !== 'confidentialAct');
    expect(new Set(named).size).toBe(named.length);
    expect(named.at(-1)).toBe('tenderCompleted');
    // Three takings of documents, four submissions of three bidders, three keys: none lost, none twice.
    expect(await sealedActs(running, String(summary.tenderId))).toBe(10);
    expect(summary.bids).toBe(3);
    await receiptsStand(running, String(summary.tenderId));
  });
});

/** How many acts of a tender the batches of sealed acts hold; what waited is in one since the opening. */
async function sealedActs(running: TestPlatform, tenderId: string): Promise<number> {
  const client = new pg.Client({ connectionString: await running.databaseUrl() });
  await client.connect();
  const { rows } = await client.query<{ count: string }>(
    'select count(*) as count from rehearsals.sealed_leaf where tender_id = $1',
    [tenderId],
  );
  await client.end();
  return Number(rows[0]?.count);
}

/** Every bidder still finds each receipt it was given, and each has its time-stamp in the end. */
async function receiptsStand(running: TestPlatform, tenderId: string): Promise<void> {
  const versions: number[] = [];
  for (const login of ['bidder-1', 'bidder-2', 'bidder-3']) {
    const user = await new PlatformUser(running.baseUrl).signIn(login, running.password);
    const { memberships } = (await user.get('/v1/me')) as { memberships: { uscc: string }[] };
    await user.signIn(login, running.password, memberships[0]!.uscc, 'bidder');
    versions.push((await stampedReceipts(user, tenderId)).length);
  }
  expect(versions).toEqual([2, 1, 1]);
}

function stampedReceipts(user: PlatformUser, tenderId: string): Promise<object[]> {
  return until(async () => {
    const { receipts } = (await user.get(`/v1/tenders/${tenderId}/bids/mine`)) as {
      receipts: { timestampedAt: string | null }[];
    };
    return receipts.every((one) => one.timestampedAt !== null) ? receipts : null;
  }, 'the time-stamp of a receipt');
}
