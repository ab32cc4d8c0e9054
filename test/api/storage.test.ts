import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';

let platform: TestPlatform;
let owner: Acting;

beforeAll(async () => {
  platform = await startPlatform({
    OPENSEAL_STORAGE: 's3',
    // Nothing listens on port 1: the store is away.
    OPENSEAL_S3_ENDPOINT: 'http://127.0.0.1:1',
    OPENSEAL_S3_ACCESS_KEY_ID: 'key',
    OPENSEAL_S3_SECRET_ACCESS_KEY: 'secret',
    OPENSEAL_S3_FORCE_PATH_STYLE: 'true',
  });
  owner = await actingAs(platform, 'agency');
});
afterAll(() => platform.close());

describe('while the storage is away', () => {
  it.each([
    ['a small document', 100],
    ['one of several parts', 12 * 1024 * 1024],
  ])('%s is not taken, and may be sent again', async (_name, sizeBytes) => {
    // In pieces, as from a sender who is still at it when the storage fails.
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let left = sizeBytes; left > 0; left -= 64 * 1024) yield randomBytes(Math.min(left, 64 * 1024));
    }
    const answer = await send(platform, 'POST', '/v1/documents?name=a.pdf', {
      token: owner.token,
      body: pieces() as unknown as BodyInit,
      headers: { 'Content-Type': 'application/pdf' },
    });
    expect([answer.status, answer.json['code'], answer.headers.get('Retry-After')]).toEqual([
      503,
      'storage-unavailable',
      '5',
    ]);
  });

  it('everything else is served', async () => {
    expect((await send(platform, 'GET', '/readyz')).status).toBe(200);
    expect((await send(platform, 'GET', '/v1/tenders')).status).toBe(200);
  });
});
