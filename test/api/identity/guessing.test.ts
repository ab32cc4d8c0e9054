import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, personOnly, send, type Answer } from '../support/people.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(() => platform.close());

const WRONG = 'not the password!';
const signIn = (login: string, password: string, from: string, device?: string): Promise<Answer> =>
  send(platform, 'POST', '/v1/sessions', {
    json: { login, password },
    headers: { 'X-Forwarded-For': from, ...(device === undefined ? {} : { Cookie: device }) },
    key: null,
  });
const deviceOf = (answer: Answer): string =>
  answer.headers
    .getSetCookie()
    .find((one) => one.startsWith('openseal-device='))!
    .split(';')[0]!;
const guess = async (login: string, from: string, times: number, device?: string): Promise<number[]> => {
  const statuses = [];
  for (let one = 0; one < times; one++) statuses.push((await signIn(login, WRONG, from, device)).status);
  return statuses;
};

describe('a rival who tries wrong passwords', () => {
  it('from twenty addresses keeps the owner out at none of them but its own', async () => {
    const { login } = await personOnly(platform);
    for (let address = 1; address <= 20; address++)
      expect(await guess(login, `198.51.100.${address}`, 11)).toEqual([...Array<number>(10).fill(401), 429]);
    expect((await signIn(login, PASSWORD, '203.0.113.1')).status).toBe(201);
  });

  it('in the same office does not keep the owner waiting at a device that signed in before', async () => {
    const { login } = await personOnly(platform);
    const office = '203.0.113.50';
    const device = deviceOf(await signIn(login, PASSWORD, office));
    expect((await guess(login, office, 11)).at(-1)).toBe(429);
    expect((await signIn(login, PASSWORD, office)).status).toBe(429);
    expect((await signIn(login, PASSWORD, office, device)).status).toBe(201);
  });

  it('gains nothing by a known device of their own, nor for ever by a stolen one', async () => {
    const [victim, rival] = [await personOnly(platform), await personOnly(platform)];
    const own = deviceOf(await signIn(rival.login, PASSWORD, '203.0.113.60'));
    expect(await guess(victim.login, '203.0.113.61', 11, own)).toEqual([...Array<number>(10).fill(401), 429]);
    const stolen = deviceOf(await signIn(victim.login, PASSWORD, '203.0.113.62'));
    const tries = await guess(victim.login, '203.0.113.63', 21, stolen);
    expect(tries).toEqual([...Array<number>(20).fill(401), 429]);
  });

  it('does not become another caller by another address of their IPv6 network', async () => {
    const { login } = await personOnly(platform);
    const statuses = [];
    for (let host = 1; host <= 11; host++)
      statuses.push(...(await guess(login, `2001:db8:1:2:${host}::${host}`, 1)));
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    expect((await signIn(login, PASSWORD, '2001:db8:1:3::1')).status).toBe(201);
  });
});

describe('the limits of requests', () => {
  it('count an IPv6 network as one address, and leave known devices an allowance of their own', async () => {
    const strict = await startPlatform({
      OPENSEAL_TRUSTED_PROXIES: '127.0.0.1',
      OPENSEAL_SIGN_INS_PER_MINUTE: '3',
    });
    try {
      const { login } = await personOnly(strict);
      const from = (host: number, device?: string) =>
        send(strict, 'POST', '/v1/sessions', {
          json: { login, password: PASSWORD },
          headers: {
            'X-Forwarded-For': `2001:db8::${host}`,
            ...(device === undefined ? {} : { Cookie: device }),
          },
          key: null,
        });
      const first = await from(1);
      const statuses = [first.status, (await from(2)).status, (await from(3)).status, (await from(4)).status];
      expect(statuses).toEqual([201, 201, 201, 429]);
      expect((await from(5, deviceOf(first))).status).toBe(201);
    } finally {
      await strict.close();
    }
  });
});
