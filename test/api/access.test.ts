import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { routesOf } from '../../api/app.ts';
import { ROLES, type Face, type Role } from '../../api/deps.ts';
import { route, type Route } from '../../api/route.ts';
import { FACES } from '../../runtime/config.ts';
import { assertDocumented } from './support/documented.ts';
import { actingAs, personOnly, send, testUscc, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord, settledHead } from './support/record.ts';
import { until } from '../support/until.ts';

const routes = routesOf(FACES);
/** They hold their connections open; who may read them is seen where streams are tested. */
const called = routes.filter((one) => !['streamRecord', 'streamSupervised'].includes(one.operationId));

let platform: TestPlatform;
let acting: Record<Role, Acting>;
let personToken: string;

beforeAll(async () => {
  platform = await startPlatform();
  const entries = await Promise.all(
    ROLES.map(async (role) => [role, await actingAs(platform, role)] as const),
  );
  acting = Object.fromEntries(entries) as Record<Role, Acting>;
  personToken = (await personOnly(platform)).token;
});
afterAll(() => platform.close());

/** The address of a route with parameters that name nothing. */
function addressOf(one: Route): string {
  return one.path
    .replace(':uscc', testUscc(999))
    .replace(':sha256', 'a'.repeat(64))
    .replace(':file', `${randomUUID()}.json`)
    .replaceAll(/:\w+/g, () => randomUUID());
}

/** A call without a body: it can only get as far as its form, and by then access was decided. */
async function call(one: Route, token?: string): Promise<{ status: number; code: unknown }> {
  const answer = await send(
    platform,
    one.method.toUpperCase(),
    addressOf(one),
    token === undefined ? {} : { token },
  );
  assertDocumented(one.method.toUpperCase(), addressOf(one), answer.status);
  return { status: answer.status, code: answer.json['code'] };
}

const refusedCodes = ['wrong-role', 'no-party', 'sign-in-required', 'invalid-token'];

describe('who may call each route', () => {
  it.each(called.map((one) => [one.operationId, one] as const))(
    '%s: nobody without a token unless it is public',
    async (_id, one) => {
      const { status, code } = await call(one);
      // A visitor is nobody until there is something public; what names nothing is not.
      if (one.access === 'public') expect(status).not.toBe(401);
      else if (one.method === 'head') expect(status).toBe(401);
      else expect([status, code]).toEqual([401, 'sign-in-required']);
    },
  );

  it.each(called.filter((one) => one.access !== 'public').map((one) => [one.operationId, one] as const))(
    '%s: no forged, foreign or unsigned token',
    async (_id, one) => {
      const [head, payload] = acting.bidder.token.split('.');
      const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.x`;
      for (const token of [`${head}.${payload}.${'A'.repeat(86)}`, unsigned])
        expect((await call(one, token)).status).toBe(401);
    },
  );

  it.each(called.filter((one) => Array.isArray(one.access)).map((one) => [one.operationId, one] as const))(
    '%s: its own roles, and no others',
    async (_id, one) => {
      const allowed = one.access as readonly Role[];
      for (const role of ROLES) {
        const { status, code } = await call(one, acting[role].token);
        if (allowed.includes(role))
          expect([role, refusedCodes.includes(String(code))]).toEqual([role, false]);
        else if (one.method === 'head') expect([role, status]).toEqual([role, 403]);
        else expect([role, status, code]).toEqual([role, 403, 'wrong-role']);
      }
      const nobody = await call(one, personToken);
      expect(nobody.status).toBe(403);
      if (one.method !== 'head') expect(nobody.code).toBe('no-party');
    },
  );

  it.each(called.filter((one) => one.access === 'person').map((one) => [one.operationId, one] as const))(
    '%s: any signed-in person',
    async (_id, one) => {
      // Persons of their own: some of these routes end sign-ins.
      const tokens = [(await personOnly(platform)).token, (await actingAs(platform, 'bidder')).token];
      for (const token of tokens) expect([401, 403]).not.toContain((await call(one, token)).status);
    },
  );

  it('refuses to make a route that does not say who may call it', () => {
    const spec = {
      method: 'get',
      path: '/x',
      operationId: 'x',
      tags: [],
      summary: '',
      responses: { 204: { description: '' } },
      handler: () => Promise.resolve({ status: 204 as const }),
    } as const;
    // @ts-expect-error a route without access does not compile either
    expect(() => route(spec)).toThrow('does not say who may call it');
    expect(() => route({ ...spec, access: [] })).toThrow('does not say who may call it');
  });

  it('answers who has a token that ran out with token-expired', async () => {
    const { deps } = platform;
    const past = await startPlatform({ OPENSEAL_TOKEN_SECONDS: '1' });
    try {
      const { token } = await actingAs(past, 'bidder');
      const answer = await until(async () => {
        const given = await send(past, 'GET', '/v1/me', { token });
        return given.status === 200 ? null : given;
      });
      expect([answer.status, answer.json['code']]).toEqual([401, 'token-expired']);
      expect(answer.headers.get('WWW-Authenticate')).toContain('invalid_token');
      await expect(deps.authenticator.verify(token)).rejects.toMatchObject({ status: 401 });
    } finally {
      await past.close();
    }
  });

  it('enters a write in the wrong role in the record', async () => {
    const from = await settledHead(platform);
    const answer = await send(platform, 'POST', `/v1/tenders/${randomUUID()}/launch`, {
      token: acting.supervisor.token,
    });
    expect(answer.status).toBe(403);
    expect(await openedRecord(platform, from)).toMatchObject([
      { event: 'commandRefused', data: { command: 'launchTender', refusals: [{ code: 'wrong-role' }] } },
    ]);
  });
});

describe('the faces', () => {
  it('gives the public face no trading function and no sign-in: reads open to everybody, nothing else', () => {
    for (const one of routesOf(['public'])) {
      expect([one.operationId, one.method]).toEqual([one.operationId, 'get']);
      expect(['public', 'visitor']).toContain(one.access);
    }
  });

  it('lets a process with the public face alone know nobody, whatever token comes', async () => {
    const alone = await startPlatform({ OPENSEAL_ROLES: 'public' });
    try {
      const { token } = await actingAs(alone, 'bidder');
      const path = `/v1/tenders/${randomUUID()}/documents/${'a'.repeat(64)}`;
      const answer = await send(alone, 'GET', path, { token });
      expect([answer.status, answer.json['code']]).toEqual([401, 'sign-in-required']);
    } finally {
      await alone.close();
    }
  });

  it.each([
    ['supervision', '/v1/admin/steps'],
    ['admin', '/v1/supervision/tenders'],
    ['trading', '/v1/admin/steps'],
    ['public', '/v1/sessions'],
    ['public', '/v1/tenders/x/bids'],
  ] as const)('%s has nothing at %s', (face: Face, path) => {
    expect(routesOf([face]).some((one) => one.path === path)).toBe(false);
  });

  it('makes each operation id once', () => {
    const ids = routes.map((one) => one.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
