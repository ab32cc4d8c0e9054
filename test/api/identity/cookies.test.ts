import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actingAs, PASSWORD, send, type Acting, type Answer } from '../support/people.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';

const ORIGIN = 'https://platform.test';
/** What browsers say of a request that a page of the platform makes. */
const OWN = { 'Sec-Fetch-Site': 'same-origin', Origin: ORIGIN };

let platform: TestPlatform;
let bidder: Acting;
let supervisor: Acting;
beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_PUBLIC_URL: ORIGIN });
  [bidder, supervisor] = [await actingAs(platform, 'bidder'), await actingAs(platform, 'supervisor')];
});
afterAll(() => platform.close());

const seen = ({ status, json }: Answer) => [status, json['code']];
const given = ({ headers }: Answer): string[] => headers.getSetCookie();
const signIn = ({ identity }: Acting, headers: Record<string, string>, cookie = true) =>
  send(platform, 'POST', '/v1/sessions', {
    json: { login: identity.login, password: PASSWORD, role: identity.role, cookie },
    headers,
    key: null,
  });

/** The cookie that a browser of somebody holds after its sign-in. */
async function browserOf(acting: Acting): Promise<string> {
  const answer = await signIn(acting, OWN);
  const session = given(answer).find((one) => one.startsWith('__Host-openseal-session='));
  return session!.split(';')[0]!;
}
const write = (headers: Record<string, string>) =>
  send(platform, 'POST', '/v1/me/password', {
    json: { oldPassword: 'not the password', newPassword: 'also not the password' },
    headers,
  });

describe("a browser's sign-in", () => {
  it('sets a cookie that no script, no other host and no other site gets, and holds no token', async () => {
    const answer = await signIn(bidder, OWN);
    expect([answer.status, answer.json['token'], answer.json['acting']]).toMatchObject([
      201,
      null,
      { role: 'bidder' },
    ]);
    const cookies = given(answer);
    expect(cookies.map((one) => one.split('=')[0])).toEqual([
      '__Host-openseal-session',
      '__Host-openseal-device',
    ]);
    for (const cookie of cookies) {
      const attributes = cookie.split('; ').slice(1);
      expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'SameSite=Strict', 'Secure']));
      expect(cookie).not.toContain('Domain');
    }
    const maxAge = Number(/Max-Age=(\d+)/.exec(cookies[0]!)?.[1]);
    expect(maxAge).toBeGreaterThan(800);
    expect(maxAge).toBeLessThanOrEqual(900);
  });

  it('is nothing that a page elsewhere can bring about, nor a program by mistake', async () => {
    const elsewhere: Record<string, string>[] = [
      {},
      { Origin: 'https://evil.example' },
      { ...OWN, 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of elsewhere) {
      const answer = await signIn(bidder, headers);
      expect([seen(answer), given(answer)]).toEqual([[403, 'cross-site-request'], []]);
    }
    const program = await signIn(bidder, {}, false);
    expect([program.status, typeof program.json['token']]).toEqual([201, 'string']);
    expect(given(program).filter((one) => one.includes('session'))).toEqual([]);
  });

  it('reads, and streams, as EventSource and downloads send it', async () => {
    const Cookie = await browserOf(supervisor);
    for (const site of ['same-origin', 'none']) {
      const read = await send(platform, 'GET', '/v1/me', { headers: { Cookie, 'Sec-Fetch-Site': site } });
      expect([read.status, read.json['login']]).toEqual([200, supervisor.identity.login]);
    }
    const stream = await fetch(`${platform.baseUrl}/v1/supervision/stream`, {
      headers: { Cookie, Accept: 'text/event-stream', 'Sec-Fetch-Site': 'same-origin' },
    });
    expect([stream.status, stream.headers.get('Content-Type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    await stream.body?.cancel();
  });

  it.each([
    ['nothing said', {}],
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: ORIGIN }],
    ['a neighbouring host', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.platform.test' }],
    ['a navigation', { 'Sec-Fetch-Site': 'none' }],
    ['another origin in an old browser', { Origin: 'https://evil.example' }],
    ['a contradiction', { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://evil.example' }],
    ['an origin that says nothing', { Origin: 'null' }],
  ])('writes for no other page: %s', async (_what, headers) => {
    const Cookie = await browserOf(bidder);
    expect(seen(await write({ Cookie, ...headers }))).toEqual([403, 'cross-site-request']);
  });

  it.each([
    ['a browser of today', OWN],
    ['one that leaves the origin out', { 'Sec-Fetch-Site': 'same-origin' }],
    ['an old one without Fetch Metadata', { Origin: ORIGIN }],
  ])('writes for its own pages: %s', async (_what, headers) => {
    const Cookie = await browserOf(bidder);
    expect(seen(await write({ Cookie, ...headers }))).toEqual([403, 'wrong-password']);
  });

  it('does not let pages elsewhere read either', async () => {
    const Cookie = await browserOf(bidder);
    for (const headers of [{ 'Sec-Fetch-Site': 'same-site' }, { 'Sec-Fetch-Site': 'cross-site' }])
      expect(seen(await send(platform, 'GET', '/v1/me', { headers: { Cookie, ...headers } }))).toEqual([
        403,
        'cross-site-request',
      ]);
  });

  it('is renewed into the cookie, never into what a script reads, and ends with its sign-out', async () => {
    const Cookie = await browserOf(bidder);
    const headers = { Cookie, ...OWN };
    const next = await send(platform, 'POST', '/v1/sessions/switch', { json: {}, headers, key: null });
    expect([next.status, next.json['token'], given(next).length]).toEqual([201, null, 1]);
    const out = await send(platform, 'DELETE', '/v1/sessions/current', { headers, key: null });
    expect([out.status, given(out)[0]]).toEqual([200, expect.stringContaining('Max-Age=0')]);
    expect(seen(await send(platform, 'GET', '/v1/me', { headers }))).toEqual([401, 'sign-in-ended']);
  });

  it('is not looked at beside a token, nor on public routes', async () => {
    const Cookie = await browserOf(bidder);
    const { token } = supervisor;
    const both = await send(platform, 'GET', '/v1/me', { token, headers: { Cookie } });
    expect(both.json['login']).toBe(supervisor.identity.login);
    const wrong = await send(platform, 'GET', '/v1/me', { headers: { Cookie, Authorization: 'Bearer x' } });
    expect(seen(wrong)).toEqual([401, 'sign-in-required']);
    const open = await send(platform, 'GET', '/v1/tenders', {
      headers: { Cookie: '__Host-openseal-session=nonsense', 'Sec-Fetch-Site': 'cross-site' },
    });
    expect(open.status).toBe(200);
    // What is signed by a token needs no word of a browser.
    const renewed = await send(platform, 'POST', '/v1/sessions/switch', { token, json: {}, key: null });
    expect([renewed.status, typeof renewed.json['token']]).toEqual([201, 'string']);
  });

  it('cannot be begun by the cookie of a device', async () => {
    const device = given(await signIn(bidder, OWN)).find((one) => one.includes('device'))!;
    const token = device.split(';')[0]!.split('=')[1]!;
    const ways: Record<string, string>[] = [
      { Authorization: `Bearer ${token}` },
      { Cookie: `__Host-openseal-session=${token}`, ...OWN },
    ];
    for (const headers of ways)
      expect(seen(await send(platform, 'GET', '/v1/me', { headers }))).toEqual([401, 'invalid-token']);
  });
});
