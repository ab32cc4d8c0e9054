import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';

let platform: TestPlatform;
let administrator: Acting;
beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_SPACE_LOW_BYTES: '1' });
  administrator = await actingAs(platform, 'administrator');
});
afterAll(() => platform.close());

const sql = (text: string) => platform.deps.store.plainTransaction((tx) => tx.query(text, []));
const person = () => ({
  login: `person.${randomUUID()}`,
  password: 'correct horse battery staple',
  realName: '李四',
  phone: '13800000000',
});

describe('a database without space', () => {
  it('is answered 503 with when to come back, keeps nothing, and serves again by itself', async () => {
    await sql(
      `create function full_disk() returns trigger language plpgsql as
       $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
    );
    await sql('create trigger full_disk before insert on person for each row execute function full_disk()');
    const given = person();
    const key = randomUUID();
    const refused = await send(platform, 'POST', '/v1/persons', { json: given, key });
    expect([refused.status, refused.json['code']]).toEqual([503, 'store-full']);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    await sql('drop trigger full_disk on person');
    expect((await send(platform, 'POST', '/v1/persons', { json: given, key })).status).toBe(201);
  });

  it('is told to the administrator before, with what is free', async () => {
    const queue = await send(platform, 'GET', '/v1/admin/queue', { token: administrator.token });
    expect(queue.json['space']).toMatchObject([
      { place: 'data', standing: 'enough', freeBytes: expect.any(Number), totalBytes: expect.any(Number) },
    ]);
  });
});
