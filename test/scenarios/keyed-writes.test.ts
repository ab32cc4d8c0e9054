import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { draftExample } from '../../api/trading/examples.ts';
import { castOf, enter } from '../../rehearsal/cast.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { untilTrue } from '../support/until.ts';

const KEYS = 240;
const AT_ONCE = 12;
const KILLS = 3;

let platform: TestPlatform | null = null;
afterEach(async () => {
  await platform?.stop();
  platform = null;
});

type Json = Record<string, unknown>;

/** One request; null when it got no answer. */
async function ask(
  running: TestPlatform,
  path: string,
  given: { token?: string; key?: string; json: Json },
): Promise<{ status: number; json: Json } | null> {
  try {
    const answer = await fetch(running.baseUrl + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(given.token === undefined ? {} : { authorization: `Bearer ${given.token}` }),
        ...(given.key === undefined ? {} : { 'idempotency-key': given.key }),
      },
      body: JSON.stringify(given.json),
    });
    return { status: answer.status, json: (await answer.json()) as Json };
  } catch {
    return null;
  }
}

describe('writes with a key while the API is killed again and again', () => {
  it('make one draft a key, with one id, however often each is repeated', async () => {
    const running = await startPlatform({ OPENSEAL_REQUESTS_PER_MINUTE: '1000000' });
    platform = running;
    const { tenderee } = castOf(await exampleNotice('tangshan-2026-epc'));
    await enter(running, tenderee);
    const { login, uscc, role } = tenderee;
    const signIn = { login, password: running.password, uscc, role };
    const token = String((await ask(running, '/v1/sessions', { json: signIn }))!.json['token']);
    const json = { draft: { ...draftExample, tendereeUscc: uscc, agencyUscc: null, documents: [] } };
    const ids = new Map<string, Set<string>>();
    const unanswered = new Map<string, number>();
    const keys = Array.from({ length: KEYS }, () => randomUUID());
    const waiting = [...keys];
    let done = 0;

    /** Repeats one write until it is answered, as a client does that must know. */
    const write = async (key: string): Promise<void> => {
      await untilTrue(async () => {
        const answer = await ask(running, '/v1/tenders', { token, key, json });
        if (answer?.status !== 201) {
          unanswered.set(key, (unanswered.get(key) ?? 0) + 1);
          // Away or still at it: anything else would be a fault of ours.
          if (answer !== null) expect([409, 429, 503]).toContain(answer.status);
          return false;
        }
        ids.set(key, (ids.get(key) ?? new Set()).add(String(answer.json['tenderId'])));
        return true;
      }, `the answer to ${key}`);
      done++;
    };
    const clients = Array.from({ length: AT_ONCE }, async () => {
      for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) await write(key);
    });
    for (let kill = 1; kill <= KILLS; kill++) {
      await untilTrue(() => Promise.resolve(done >= (kill * KEYS) / (KILLS + 2)), 'some answers');
      await running.kill('api');
    }
    await Promise.all(clients);
    // Each once more, after everything: the same id again.
    await Promise.all(keys.slice(0, AT_ONCE).map((key) => write(key)));

    expect(unanswered.size).toBeGreaterThan(0);
    const made = [...ids.values()].flatMap((some) => [...some]);
    expect([ids.size, made.length]).toEqual([KEYS, KEYS]);
    const client = new pg.Client({ connectionString: await running.databaseUrl() });
    await client.connect();
    const { rows } = await client.query<{ id: string }>(`select id from tender where status = 'draft'`);
    await client.end();
    expect(rows.map((line) => line.id).toSorted()).toEqual(made.toSorted());
  });
});
