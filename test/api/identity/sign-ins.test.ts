import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { deviceName } from '../../../api/identity/device-name.ts';
import { personById } from '../../../store/index.ts';
import { rows } from '../../../store/store.ts';
import { actingAs, PASSWORD, personOnly, send, testUscc, type Answer } from '../support/people.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';

const NEW_PASSWORD = 'another horse battery staple';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

interface Shown {
  readonly id: string;
  readonly current: boolean;
  readonly endedAt: string | null;
  readonly endedBecause: string | null;
}
const seen = ({ status, json }: Answer) => [status, json['code']];
const signIn = async (login: string, more: object = {}, on = platform): Promise<string> => {
  const headers = { 'User-Agent': FIREFOX };
  const json = { login, password: PASSWORD, ...more };
  return String((await send(on, 'POST', '/v1/sessions', { json, headers, key: null })).json['token']);
};
const me = (token: string, on = platform) => send(on, 'GET', '/v1/me', { token });
const switchTo = (token: string, json: object = {}, on = platform) =>
  send(on, 'POST', '/v1/sessions/switch', { token, json, key: null });
const signIns = async (token: string): Promise<Shown[]> =>
  (await send(platform, 'GET', '/v1/sessions', { token })).json['signIns'] as Shown[];
const idOf = (token: string): string => String(decodeJwt(token)['sid']);
const changeTo = (token: string, newPassword: string, oldPassword = PASSWORD) =>
  send(platform, 'POST', '/v1/me/password', { token, json: { oldPassword, newPassword } });

describe('a sign-in', () => {
  it('is over when it was to be, however often its token is renewed', async () => {
    const short = await startPlatform({ OPENSEAL_SIGN_IN_HOURS: '0.1', OPENSEAL_TOKEN_SECONDS: '200' });
    try {
      const { login } = await personOnly(short);
      let token = await signIn(login, {}, short);
      const first = await switchTo(token, {}, short);
      const endsAt = Date.parse(String(first.json['signInEndsAt']));
      expect(endsAt - Date.now()).toBeLessThanOrEqual(360_000);
      for (let renewal = 0; renewal < 3; renewal++) {
        const renewed = await switchTo(token, {}, short);
        expect(renewed.json['signInEndsAt']).toBe(first.json['signInEndsAt']);
        token = String(renewed.json['token']);
      }
      // Near its end a token lasts no longer than the sign-in: as if 300 of the 360 seconds had passed.
      const em = short.deps.store.em();
      await rows(em, `update sign_in set ends_at = ends_at - 300000 where id = $1`, [idOf(token)]);
      const last = await switchTo(token, {}, short);
      expect((decodeJwt(String(last.json['token'])).exp ?? 0) * 1_000).toBeLessThanOrEqual(endsAt - 300_000);
      // And past it none is good, also one that says it were.
      await rows(em, `update sign_in set ends_at = ends_at - 100000 where id = $1`, [idOf(token)]);
      expect(seen(await me(token, short))).toEqual([401, 'sign-in-ended']);
      expect(seen(await switchTo(token, {}, short))).toEqual([401, 'sign-in-ended']);
    } finally {
      await short.close();
    }
  });

  it('lasts twelve hours unless configured', async () => {
    const { login } = await personOnly(platform);
    const { json } = await switchTo(await signIn(login));
    const hours = (Date.parse(String(json['signInEndsAt'])) - Date.now()) / 3_600_000;
    expect(Math.round(hours * 100) / 100).toBeCloseTo(12, 1);
  });

  it('is listed to its person, with its device and network as far as they recognise it by them', async () => {
    const { login } = await personOnly(platform);
    const token = await signIn(login);
    const [shown] = await signIns(token);
    expect(shown).toMatchObject({
      id: idOf(token),
      current: true,
      way: 'password',
      device: 'Firefox, Windows',
      network: '127.0.0.0/24',
      endedAt: null,
    });
  });

  it('ends with its sign-out, and no token of it is good any more', async () => {
    const { login } = await personOnly(platform);
    const [token, other] = [await signIn(login), await signIn(login)];
    const renewed = String((await switchTo(token)).json['token']);
    const out = await send(platform, 'DELETE', '/v1/sessions/current', { token, key: null });
    expect([out.status, out.json['endedBecause']]).toEqual([200, 'signed-out']);
    for (const gone of [token, renewed]) {
      expect(seen(await me(gone))).toEqual([401, 'sign-in-ended']);
      expect(seen(await switchTo(gone))).toEqual([401, 'sign-in-ended']);
    }
    expect((await me(other)).status).toBe(200);
    expect((await signIns(other)).map(({ current, endedBecause }) => [current, endedBecause])).toEqual([
      [true, null],
      [false, 'signed-out'],
      // The one of its registration.
      [false, null],
    ]);
  });

  it('can be ended from another one: a single one, or all others', async () => {
    const { login } = await personOnly(platform);
    const tokens = [];
    for (let one = 0; one < 4; one++) tokens.push(await signIn(login));
    const [mine, stolen, second, third] = tokens as [string, string, string, string];
    const ended = await send(platform, 'DELETE', `/v1/sessions/${idOf(stolen)}`, { token: mine, key: null });
    expect([ended.status, ended.json['endedBecause']]).toEqual([200, 'revoked']);
    expect(seen(await me(stolen))).toEqual([401, 'sign-in-ended']);
    expect((await me(second)).status).toBe(200);
    // personOnly began one itself.
    const others = await send(platform, 'DELETE', '/v1/sessions', { token: mine, key: null });
    expect(others.json).toEqual({ ended: 3 });
    for (const token of [second, third]) expect(seen(await me(token))).toEqual([401, 'sign-in-ended']);
    expect((await me(mine)).status).toBe(200);
  });

  it('of somebody else is unknown, and lives on', async () => {
    const [victim, thief] = [await personOnly(platform), await personOnly(platform)];
    const refused = await send(platform, 'DELETE', `/v1/sessions/${idOf(victim.token)}`, {
      token: thief.token,
      key: null,
    });
    expect(seen(refused)).toEqual([404, 'unknown-sign-in']);
    expect((await me(victim.token)).status).toBe(200);
    expect((await signIns(thief.token)).map(({ id }) => id)).toEqual([idOf(thief.token)]);
  });

  it('acts for nobody from the moment its person may not any more', async () => {
    const { token, identity } = await actingAs(platform, 'bidder');
    const inbox = () => send(platform, 'GET', '/v1/me/notices', { token });
    expect((await inbox()).status).toBe(200);
    const { personId, partyId, uscc } = identity;
    await rows(platform.deps.store.em(), `delete from membership where person_id = $1 and party_id = $2`, [
      personId,
      partyId,
    ]);
    expect(seen(await inbox())).toEqual([403, 'membership-ended']);
    expect((await me(token)).json).toMatchObject({ acting: null, memberships: [] });
    expect(seen(await switchTo(token, { uscc }))).toEqual([403, 'no-membership']);
  });

  it('shows the party as it is called now, whatever the token was issued with', async () => {
    const { token, identity } = await actingAs(platform, 'bidder', '旧名');
    await rows(platform.deps.store.em(), `update party set name = '新名' where id = $1`, [identity.partyId]);
    expect((await me(token)).json['acting']).toMatchObject({ partyName: '新名' });
  });

  it('is not begun for who may not act as asked', async () => {
    const { login, token } = await personOnly(platform);
    const json = { login, password: PASSWORD, uscc: testUscc(998) };
    const refused = await send(platform, 'POST', '/v1/sessions', { json, key: null });
    expect(seen(refused)).toEqual([403, 'no-membership']);
    expect(await signIns(token)).toHaveLength(1);
  });
});

describe('a change of the password', () => {
  it('needs the old one, and ends all other sign-ins', async () => {
    const { login } = await personOnly(platform);
    const [mine, other] = [await signIn(login), await signIn(login)];
    expect(seen(await changeTo(mine, NEW_PASSWORD, 'not the old password'))).toEqual([403, 'wrong-password']);
    expect((await me(other)).status).toBe(200);
    expect((await changeTo(mine, NEW_PASSWORD)).json).toEqual({ changed: true });
    expect(seen(await me(other))).toEqual([401, 'sign-in-ended']);
    expect((await me(mine)).status).toBe(200);
    const password = (given: string) =>
      send(platform, 'POST', '/v1/sessions', { json: { login, password: given }, key: null });
    expect((await password(PASSWORD)).status).toBe(401);
    expect((await password(NEW_PASSWORD)).status).toBe(201);
    // Whose answer was lost gets it again.
    expect((await changeTo(mine, NEW_PASSWORD)).json).toEqual({ changed: true });
  });

  it('is no way for the thief of a token to guess the password', async () => {
    const { token } = await personOnly(platform);
    const statuses = [];
    for (let guess = 0; guess < 11; guess++)
      statuses.push((await changeTo(token, NEW_PASSWORD, `guess number ${guess}`)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(403), 429]);
  });

  it('lets nobody in beside it who was proven by the old one', async () => {
    const { login, personId, token } = await personOnly(platform);
    const { authenticator, store } = platform.deps;
    const caller = { address: '192.0.2.1', userAgent: '', device: null };
    const proven = await authenticator.prove({ kind: 'password', login, password: PASSWORD }, caller);
    expect((await changeTo(token, NEW_PASSWORD)).status).toBe(200);
    await expect(authenticator.begin(proven, caller)).rejects.toMatchObject({ status: 401 });
    expect((await personById(store.em(), personId))?.passwordHash).not.toBe(proven.passwordHash);
  });
});

describe('the name of a device', () => {
  it.each([
    [FIREFOX, 'Firefox, Windows'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1',
      'Safari, iOS',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 'Chrome, Linux'],
    ['curl/8.5.0', 'curl'],
    ['<script>alert(1)</script>', 'other'],
    ['', 'other'],
  ])('%s is %s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});
