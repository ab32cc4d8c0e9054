import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { personOnly, send, testUscc } from './support/people.ts';
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
