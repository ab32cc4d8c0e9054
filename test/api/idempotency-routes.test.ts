import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { routesOf } from '../../api/app.ts';
import { ROLES, type Role } from '../../api/deps.ts';
import type { Route } from '../../api/route.ts';
import { claimKey, rememberAnswer, usedKey } from '../../store/index.ts';
import { actingAs, PASSWORD, send, testUscc, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';

const WRITES = routesOf(['trading', 'public', 'supervision', 'admin']).filter((one) => one.write === true);
const SIGNED_IN = WRITES.filter((one) => one.access !== 'public');

let platform: TestPlatform;
const people = new Map<Role, Acting>();
beforeAll(async () => {
  platform = await startPlatform();
  for (const role of ROLES) people.set(role, await actingAs(platform, role));
});
afterAll(() => platform.close());

const roleOf = (route: Route): Role =>
  Array.isArray(route.access) ? (route.access as Role[])[0]! : 'bidder';

const PARAMS: Readonly<Record<string, () => string>> = {
  sha256: () => 'a'.repeat(64),
  uscc: () => testUscc(1),
  dutyId: () => 'sign-contract',
};
/** An address of the route that reads well; nothing is there. */
const addressOf = (route: Route): string =>
  route.path.replaceAll(/:(\w+)/g, (_, name: string) => PARAMS[name]?.() ?? uuidv7());

/** A request of the route's own example, at an address where nothing is, with this key. */
function ask(route: Route, key: string) {
  const { token } = people.get(roleOf(route))!;
  const { body, example, query } = route.request ?? {};
  const method = route.method.toUpperCase();
  const path = query === undefined ? addressOf(route) : `${addressOf(route)}?name=a.txt`;
  if (body !== undefined) return send(platform, method, path, { token, key, json: example });
  if (route.request?.raw === undefined) return send(platform, method, path, { token, key });
  return send(platform, method, path, {
    token,
    key,
    body: 'bytes',
    headers: { 'Content-Type': 'text/plain' },
  });
}

/** Binds a key as a write that was done has bound it. */
async function used(role: Role, act: string): Promise<string> {
  const key = randomUUID();
  const claim = { personId: people.get(role)!.identity.personId, key, act, requestHash: 'hash' };
  await platform.deps.store.transaction(async (tx) => {
    expect(await claimKey(tx, claim)).toBeNull();
    await rememberAnswer(tx, claim, { status: 201, body: { made: act }, sealed: null, headers: {} });
  });
  return key;
}

describe('every route that writes', () => {
  it('is there to be asked', () => {
    expect(WRITES.length).toBeGreaterThan(50);
  });

  it.each(SIGNED_IN.map((route) => [route.operationId, route] as const))(
    '%s refuses a key that stands for another act, and one without a known act',
    async (operationId, route) => {
      const role = roleOf(route);
      for (const act of [`${operationId === 'createDraft' ? 'replaceDraft' : 'createDraft'} somewhere`, '']) {
        const answer = await ask(route, await used(role, act));
        expect([answer.status, answer.json['code']]).toEqual([422, 'idempotency-key-reused']);
      }
    },
  );

  it.each(WRITES.map((route) => [route.operationId, route] as const))(
    '%s needs a key, and names the passwords in its body: no fast hash of one is kept',
    async (_operationId, route) => {
      const role = roleOf(route);
      const answer = await send(platform, route.method.toUpperCase(), addressOf(route), {
        key: null,
        token: people.get(role)!.token,
      });
      expect(answer.status).toBe(route.request?.query === undefined ? 428 : 400);
      const { body, secrets = [] } = route.request ?? {};
      const found =
        body === undefined ? [] : passwordsIn(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }));
      expect(secrets).toEqual(expect.arrayContaining(found));
    },
  );
});

/** The members of a schema that are called passwords, as paths. */
function passwordsIn(schema: object, path: readonly string[] = []): string[] {
  const { properties = {} } = schema as { properties?: Record<string, object> };
  return Object.entries(properties).flatMap(([name, inner]) =>
    /password/i.test(name) ? [[...path, name].join('.')] : passwordsIn(inner, [...path, name]),
  );
}

describe('what is remembered of a write', () => {
  it('holds no password and no fast hash of one, and another password is another request', async () => {
    const { token, identity } = people.get('administrator')!;
    const key = randomUUID();
    const authority = (password: string) => ({
      uscc: testUscc(77_001),
      name: '某监督部门',
      address: '唐山',
      regions: null,
      industries: null,
      person: { login: 'authority.one', password, realName: '赵六', phone: '13800000001' },
    });
    const register = (password: string) =>
      send(platform, 'POST', '/v1/admin/authorities', { token, key, json: authority(password) });
    const first = await register(PASSWORD);
    expect(first.status).toBe(201);
    expect((await register(PASSWORD)).json).toEqual(first.json);
    const other = await register(`${PASSWORD}!`);
    expect([other.status, other.json['code']]).toEqual([422, 'idempotency-key-reused']);
    const kept = await usedKey(platform.deps.store.em(), identity.personId, key);
    expect(JSON.stringify(kept)).not.toContain(PASSWORD);
  });

  it('seals an answer that holds a secret, and gives it again', async () => {
    const { token, identity } = people.get('supervisor')!;
    const key = randomUUID();
    const put = () =>
      send(platform, 'PUT', '/v1/supervision/endpoint', {
        token,
        key,
        json: { url: 'https://supervision.example.gov.cn/openseal' },
      });
    const first = await put();
    expect(first.status).toBe(200);
    expect(await put()).toMatchObject({ status: 200, json: first.json });
    const kept = await usedKey(platform.deps.store.em(), identity.personId, key);
    expect(kept?.answer).toMatchObject({ status: 200, body: null });
    expect(Buffer.from(kept!.answer!.sealed!).includes(String(first.json['secret']))).toBe(false);
  });

  it('binds a registration to its person, who proves to be it', async () => {
    const key = randomUUID();
    const person = { login: 'once.only', password: PASSWORD, realName: '王五', phone: '13900000000' };
    const register = (given: object) =>
      send(platform, 'POST', '/v1/persons', { key, json: { ...person, ...given } });
    const first = await register({});
    expect((await register({})).json).toEqual(first.json);
    expect((await register({ password: `${PASSWORD}!` })).json['code']).toBe('login-taken');
    const kept = await usedKey(platform.deps.store.em(), String(first.json['personId']), key);
    expect(kept?.act).toMatch(/^registerPerson /);
  });
});
