import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { PersonIdentity } from '../../api/deps.ts';
import { keyedWrite } from '../../api/once.ts';
import type { Route } from '../../api/route.ts';
import { draftExample } from '../../api/trading/examples.ts';
import { forgetKeys, KEYS_KEPT_DAYS, runForgetter, usedKey } from '../../store/index.ts';
import { untilTrue } from '../support/until.ts';
import { actingAs, PASSWORD, personOnly, send, testUscc, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const party = (number: number, name = '示例公司') => ({
  uscc: testUscc(number),
  name,
  address: '唐山',
  kinds: ['bidder'],
});

describe('the key of a write that holds a password', () => {
  const route = {
    operationId: 'changePassword',
    request: { secrets: ['newPassword'] },
  } as unknown as Route;
  function hashOf(personId: string, key: string, newPassword: string): string {
    const { deps } = platform;
    const identity = { personId, role: null, partyId: null } as unknown as PersonIdentity;
    const request = {
      params: null,
      query: null,
      json: { newPassword },
      bound: [],
      declaredSha256: '',
      raw: false,
    };
    return keyedWrite({ ...request, route, deps, identity, key }).once.claim().requestHash;
  }

  it('is bound to it by a digest that costs next to nothing, and that only this platform can make', () => {
    const [person, key] = [randomUUID(), randomUUID()];
    const first = hashOf(person, key, PASSWORD);
    expect(hashOf(person, key, PASSWORD)).toBe(first);
    const others = [
      hashOf(person, key, `${PASSWORD}!`),
      hashOf(person, randomUUID(), PASSWORD),
      hashOf(randomUUID(), key, PASSWORD),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
    const beganMs = performance.now();
    const many = Array.from({ length: 200 }, () => hashOf(person, key, PASSWORD));
    // As many scrypt hashes take half a minute of two cores, outside of every bound on them.
    expect([new Set(many).size, performance.now() - beganMs < 5_000]).toEqual([1, true]);
  });
});

describe('a write with an Idempotency-Key', () => {
  it('is done once: a repeat is given the same answer', async () => {
    const { token } = await personOnly(platform);
    const key = randomUUID();
    const first = await send(platform, 'POST', '/v1/parties', { token, key, json: party(800) });
    const second = await send(platform, 'POST', '/v1/parties', { token, key, json: party(800) });
    expect([first.status, second.status, second.json]).toEqual([201, 201, first.json]);
    expect([first.headers.get('Idempotency-Replayed'), second.headers.get('Idempotency-Replayed')]).toEqual([
      null,
      'true',
    ]);
    const { claims } = (await send(platform, 'GET', '/v1/claims', { token })).json;
    expect(claims).toHaveLength(1);
  });

  it('refuses the key for another body, and for another address', async () => {
    const { token } = await personOnly(platform);
    const key = randomUUID();
    expect((await send(platform, 'POST', '/v1/parties', { token, key, json: party(801) })).status).toBe(201);
    const other = await send(platform, 'POST', '/v1/parties', { token, key, json: party(801, '别的公司') });
    expect([other.status, other.json['code']]).toEqual([422, 'idempotency-key-reused']);
  });

  it('takes the same key from another person as another request', async () => {
    const [one, two] = [await personOnly(platform), await personOnly(platform)];
    const key = randomUUID();
    const claim = ({ token }: { token: string }) =>
      send(platform, 'POST', '/v1/parties', { token, key, json: party(802) });
    const [first, other] = [await claim(one), await claim(two)];
    expect([first.status, other.status, other.headers.get('Idempotency-Replayed')]).toEqual([201, 201, null]);
    expect(other.json['claimId']).not.toBe(first.json['claimId']);
  });

  it('is done once however many come at the same time', async () => {
    const { token } = await personOnly(platform);
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        send(platform, 'POST', '/v1/parties', { token, key, json: party(803) }),
      ),
    );
    const done = answers.filter((answer) => answer.status === 201);
    const waiting = answers.filter((answer) => answer.json['code'] === 'request-in-progress');
    expect([done.length + waiting.length, done.length > 0]).toEqual([12, true]);
    expect(new Set(done.map((answer) => answer.json['claimId'])).size).toBe(1);
  });

  it('can be repeated after it was refused', async () => {
    const { token } = await personOnly(platform);
    const key = randomUUID();
    const claim = (number: number, under = randomUUID()) =>
      send(platform, 'POST', '/v1/parties', { token, key: under, json: party(number) });
    for (let number = 810; number < 819; number++) await claim(number);
    const last = await claim(819);
    const refused = await claim(820, key);
    expect([refused.status, refused.json['code']]).toEqual([409, 'too-many-claims']);
    await send(platform, 'POST', `/v1/claims/${String(last.json['claimId'])}/withdraw`, { token });
    expect((await claim(820, key)).status).toBe(201);
  });

  it.each([
    ['no key', null, 428, 'idempotency-key-required'],
    ['a short one', 'short', 400, 'invalid-idempotency-key'],
    ['a long one', 'k'.repeat(129), 400, 'invalid-idempotency-key'],
    ['one with a space', 'key with space', 400, 'invalid-idempotency-key'],
  ])('with %s is refused', async (_name, key, status, code) => {
    const { token } = await personOnly(platform);
    const answer = await send(platform, 'POST', '/v1/parties', { token, key, json: party(805) });
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
  });
});

/** A transaction of the test's own that holds a party's row, so that whoever makes something of the party waits. */
async function holdingParty(partyId: string): Promise<{
  waiting(): Promise<number[]>;
  query(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  release(): Promise<void>;
}> {
  const holder = new pg.Client({ connectionString: platform.databaseUrl });
  const other = new pg.Client({ connectionString: platform.databaseUrl });
  await Promise.all([holder.connect(), other.connect()]);
  await holder.query('begin');
  await holder.query('select 1 from party where id = $1 for update', [partyId]);
  const { rows: held } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
  return {
    query: (text, values) => other.query(text, values),
    waiting: async () => {
      const found = await other.query<{ pid: number }>(
        'select pid from pg_stat_activity where $1 = any(pg_blocking_pids(pid))',
        [held[0]!.pid],
      );
      return found.rows.map((line) => line.pid);
    },
    release: async () => {
      await holder.query('rollback');
      await Promise.all([holder.end(), other.end()]);
    },
  };
}

describe('a write that does not end', () => {
  const draft = (by: Acting) => ({
    draft: { ...draftExample, tendereeUscc: by.identity.uscc, agencyUscc: null, documents: [] },
  });
  const create = (by: Acting, key: string) =>
    send(platform, 'POST', '/v1/tenders', { token: by.token, key, json: draft(by) });
  const drafts = async (by: Acting): Promise<number> =>
    ((await send(platform, 'GET', '/v1/drafts', { token: by.token })).json['drafts'] as unknown[]).length;

  /** Waits until a request waits at the lock. Throws when it is answered before. */
  const atLock = async (lock: { waiting(): Promise<number[]> }, request: ReturnType<typeof create>) => {
    let answered: string | null = null;
    void request.then(({ status, text }) => (answered = `${status} ${text}`));
    await untilTrue(async () => {
      if (answered !== null) throw new Error(`answered before the lock: ${answered}`);
      return (await lock.waiting()).length > 0;
    }, 'the request at the lock');
  };

  it('is not done a second time however long it is kept waiting: its repeat is told so, and given its answer in the end', async () => {
    const by = await actingAs(platform, 'tenderee');
    const key = randomUUID();
    const lock = await holdingParty(by.identity.partyId);
    const first = create(by, key);
    await atLock(lock, first);
    // As if it had waited for a day: a claim that others could see would be old enough for anybody to take over.
    await lock.query(
      'update remembered_answer set begun_at = begun_at - 86400000 where idempotency_key = $1',
      [key],
    );
    const repeat = await create(by, key);
    expect([repeat.status, repeat.json['code'], repeat.headers.get('Retry-After')]).toEqual([
      409,
      'request-in-progress',
      '1',
    ]);
    await lock.release();
    const done = await first;
    expect(done.status).toBe(201);
    expect((await create(by, key)).json).toEqual(done.json);
    expect(await drafts(by)).toBe(1);
  });

  it('leaves no claim behind when its connection is cut: the repeat does it, once', async () => {
    const by = await actingAs(platform, 'tenderee');
    const key = randomUUID();
    const lock = await holdingParty(by.identity.partyId);
    const first = create(by, key);
    await atLock(lock, first);
    for (const pid of await lock.waiting()) await lock.query('select pg_terminate_backend($1)', [pid]);
    expect((await first).status).toBe(503);
    expect(await usedKey(platform.deps.store.em(), by.identity.personId, key)).toBeNull();
    await lock.release();
    const second = await create(by, key);
    expect(second.status).toBe(201);
    expect((await create(by, key)).json).toEqual(second.json);
    expect(await drafts(by)).toBe(1);
  });
});

describe('a remembered answer', () => {
  const agedBy = async (key: string, days: number): Promise<void> => {
    const client = new pg.Client({ connectionString: platform.databaseUrl });
    await client.connect();
    await client.query(
      'update remembered_answer set begun_at = begun_at - $2::bigint * 86400000 where idempotency_key = $1',
      [key, days],
    );
    await client.end();
  };

  it('is forgotten on time by a process that runs, and not before', async () => {
    const { token, personId } = await personOnly(platform);
    const [old, young] = [randomUUID(), randomUUID()];
    await send(platform, 'POST', '/v1/parties', { token, key: old, json: party(810) });
    await send(platform, 'POST', '/v1/parties', { token, key: young, json: party(811) });
    await agedBy(old, KEYS_KEPT_DAYS + 1);
    await agedBy(young, KEYS_KEPT_DAYS - 1);
    const { store } = platform.deps;
    const stop = new AbortController();
    const errors: unknown[] = [];
    const running = runForgetter({
      store,
      signal: stop.signal,
      failed: (error) => errors.push(error),
      everyMs: 10,
    });
    await untilTrue(async () => (await usedKey(store.em(), personId, old)) === null, 'the forgetting');
    stop.abort();
    await running;
    expect(errors).toEqual([]);
    expect(await usedKey(store.em(), personId, young)).not.toBeNull();
    expect(await forgetKeys(store.em(), KEYS_KEPT_DAYS)).toBe(0);
  });
});
