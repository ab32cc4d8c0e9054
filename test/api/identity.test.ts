import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { actingAs, PASSWORD, personOnly, prove, send, testUscc } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord, settledHead } from './support/record.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const person = (login: string) => ({ login, password: PASSWORD, realName: '王五', phone: '13900000000' });
const signIn = (login: string, more: object = {}) =>
  send(platform, 'POST', '/v1/sessions', { json: { login, password: PASSWORD, ...more }, key: null });

describe('from registration to acting', () => {
  const uscc = testUscc(700);

  it('registers a person, a party, proves it by evidence, and signs in to act for it', async () => {
    const from = await settledHead(platform);
    const registered = await send(platform, 'POST', '/v1/persons', { json: person('wang.wu') });
    expect([registered.status, registered.json['login']]).toEqual([201, 'wang.wu']);

    const first = await signIn('wang.wu');
    expect([first.status, first.json['acting'], first.json['memberships']]).toEqual([201, null, []]);
    const token = String(first.json['token']);
    const party = await send(platform, 'POST', '/v1/parties', {
      token,
      json: { uscc, name: '示例公司', address: '唐山', kinds: ['bidder', 'tenderee'] },
    });
    expect([party.status, party.json['status']]).toEqual([201, 'pending']);
    const early = await signIn('wang.wu', { uscc, role: 'bidder' });
    expect([early.status, early.json['code']]).toEqual([403, 'party-not-proven']);
    const administrator = await actingAs(platform, 'administrator');
    await prove(platform, administrator, String(party.json['claimId']));

    const acting = await signIn('wang.wu', { uscc, role: 'bidder' });
    expect(acting.json['acting']).toEqual({ role: 'bidder', uscc, partyName: '示例公司' });
    const me = await send(platform, 'GET', '/v1/me', { token: String(acting.json['token']) });
    expect((me.json['memberships'] as unknown[]).length).toBe(2);

    const entries = await openedRecord(platform, from);
    expect(
      entries.map(({ event, party: named, opened }) => [event, named, opened['person'], opened['address']]),
    ).toEqual([
      ['personRegistered', null, registered.json['personId'], '127.0.0.1'],
      ['partyRegistered', uscc, administrator.identity.personId, '127.0.0.1'],
    ]);
    expect(entries[1]!.opened['claimant']).toBe(registered.json['personId']);
    for (const { opened: _private, ...open } of entries)
      expect(JSON.stringify(open)).not.toMatch(/wang\.wu|王五|13900000000|127\.0\.0\.1/);
  });

  it('gives a lost answer again to who repeats the registration, and refuses the login to others', async () => {
    const again = await send(platform, 'POST', '/v1/persons', { json: person('wang.wu') });
    expect(again.status).toBe(201);
    for (const other of [
      { ...person('wang.wu'), password: 'another long password' },
      { ...person('wang.wu'), realName: '赵六' },
    ]) {
      const refused = await send(platform, 'POST', '/v1/persons', { json: other });
      expect([refused.status, refused.json['code']]).toEqual([409, 'login-taken']);
    }
  });

  it('answers a claim to a code that is proven as any other, and nobody acts by it', async () => {
    const { token } = await personOnly(platform);
    const claim = (code: string) =>
      send(platform, 'POST', '/v1/parties', {
        token,
        json: { uscc: code, name: '冒名公司', address: '别处', kinds: ['bidder'] },
      });
    const [taken, free] = [await claim(uscc), await claim(testUscc(702))];
    expect([taken.status, taken.json['status']]).toEqual([free.status, free.json['status']]);
    expect(Object.keys(taken.json)).toEqual(Object.keys(free.json));
    const acts = await send(platform, 'POST', '/v1/sessions/switch', { token, json: { uscc } });
    expect([acts.status, acts.json['code']]).toEqual([403, 'party-not-proven']);
  });

  it.each([['supervisor'], ['administrator']])('lets nobody register as a %s', async (kind) => {
    const { token } = await personOnly(platform);
    const refused = await send(platform, 'POST', '/v1/parties', {
      token,
      json: { uscc: testUscc(701), name: '某单位', address: '唐山', kinds: [kind] },
    });
    expect([refused.status, refused.json['code']]).toEqual([400, 'invalid-request']);
  });

  it('needs an Idempotency-Key to register', async () => {
    const refused = await send(platform, 'POST', '/v1/persons', { json: person('no.key'), key: null });
    expect([refused.status, refused.json['code']]).toEqual([428, 'idempotency-key-required']);
  });
});

describe('acting for several parties', () => {
  it('switches between them, and only between them', async () => {
    const one = await actingAs(platform, 'tenderee');
    const two = await actingAs(platform, 'agency');
    const add = (token: string, role: string, target = two.identity.uscc) =>
      send(platform, 'POST', `/v1/parties/${target}/members`, {
        token,
        json: { login: one.identity.login, role },
      });
    expect((await add(one.token, 'tenderee')).json['code']).toBe('not-your-party');
    expect((await add(two.token, 'bidder')).json['code']).toBe('not-your-party');
    expect((await add(two.token, 'administrator')).status).toBe(403);

    const from = await settledHead(platform);
    expect((await add(two.token, 'agency')).status).toBe(201);
    expect((await add(two.token, 'agency')).status).toBe(201);
    const [entry, ...more] = await openedRecord(platform, from);
    expect([entry?.event, entry?.party, entry?.opened['member'], more.length]).toEqual([
      'memberAdded',
      two.identity.uscc,
      one.identity.personId,
      0,
    ]);

    const switched = await send(platform, 'POST', '/v1/sessions/switch', {
      token: one.token,
      json: { uscc: two.identity.uscc },
    });
    expect(switched.json['acting']).toMatchObject({ role: 'agency', uscc: two.identity.uscc });
    const refused = await send(platform, 'POST', '/v1/sessions/switch', {
      token: one.token,
      json: { uscc: two.identity.uscc, role: 'bidder' },
    });
    expect([refused.status, refused.json['code']]).toEqual([403, 'no-membership']);
    const nobody = await send(platform, 'POST', `/v1/parties/${two.identity.uscc}/members`, {
      token: two.token,
      json: { login: 'no.such.person', role: 'agency' },
    });
    expect([nobody.status, nobody.json['code']]).toEqual([404, 'unknown-person']);
  });
});

describe('signing in', () => {
  it('gives a short-lived EdDSA token that holds no password and no name', async () => {
    const { login } = await personOnly(platform);
    const { token } = (await signIn(login)).json as { token: string };
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
    const { exp, iat } = decodeJwt(token);
    expect((exp ?? 0) - (iat ?? 0)).toBe(900);
  });

  it('says the same of a wrong password and of an unknown login', async () => {
    const { login } = await personOnly(platform);
    const [wrong, unknown] = await Promise.all([
      signIn(login, { password: 'wrong password!' }),
      signIn('nobody.at.all'),
    ]);
    const { instance: _one, ...first } = wrong.json;
    const { instance: _other, ...second } = unknown.json;
    expect(first).toEqual(second);
    expect([wrong.status, wrong.json['code']]).toEqual([401, 'wrong-credentials']);
  });

  it('rests after ten wrong passwords, many at once included, for this login alone', async () => {
    const [victim, other] = [await personOnly(platform), await personOnly(platform)];
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => signIn(victim.login, { password: 'wrong password!' })),
    );
    expect(tries.map((answer) => answer.status).sort()).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const resting = await signIn(victim.login);
    expect([resting.status, Number(resting.headers.get('Retry-After')) > 0]).toEqual([429, true]);
    expect((await signIn(other.login)).status).toBe(201);
  });

  it('forgets the failures of who signs in', async () => {
    const { login } = await personOnly(platform);
    for (let round = 0; round < 2; round++) {
      for (let failure = 0; failure < 6; failure++) await signIn(login, { password: 'wrong password!' });
      expect((await signIn(login)).status).toBe(201);
    }
  });
});
