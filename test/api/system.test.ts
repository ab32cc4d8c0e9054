import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serveMetrics } from '../../api/metrics-server.ts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { personOnly, send, testUscc } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord } from './support/record.ts';
import { untilTrue } from '../support/until.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

describe('health', () => {
  it('is ready while the engine is down: commands are received and kept', async () => {
    expect((await send(platform, 'GET', '/healthz')).json).toEqual({ status: 'ok' });
    const ready = await send(platform, 'GET', '/readyz');
    expect([ready.status, ready.json]).toEqual([200, { database: true, engine: false }]);
  });

  it('is not ready without its database, says 503 to writes, and recovers', async () => {
    const lonely = await startPlatform();
    const { token } = await personOnly(lonely);
    const name = new URL(lonely.databaseUrl).pathname.slice(1);
    const server = new pg.Client({ connectionString: process.env['OPENSEAL_TEST_POSTGRES'] });
    await server.connect();
    try {
      await server.query(`alter database ${name} with allow_connections false`);
      await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      expect((await send(lonely, 'GET', '/readyz')).status).toBe(503);
      expect((await send(lonely, 'GET', '/healthz')).status).toBe(200);
      const json = { uscc: testUscc(900), name: '示例公司', address: '唐山', kinds: ['bidder'] };
      const refused = await send(lonely, 'POST', '/v1/parties', { token, json });
      expect([refused.status, refused.json['code']]).toEqual([503, 'store-unavailable']);
      await server.query(`alter database ${name} with allow_connections true`);
      // Connections that the server cut may be found out one by one.
      await untilTrue(
        async () => (await send(lonely, 'POST', '/v1/parties', { token, json })).status === 201,
      );
    } finally {
      await server.query(`alter database ${name} with allow_connections true`);
      await server.end();
      await lonely.close();
    }
  });
});

describe('metrics', () => {
  it('count requests by route and problems by code, and name no address or id', async () => {
    await send(platform, 'GET', '/v1/tenders/01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11');
    const { registry } = platform.deps.metrics;
    const server = serveMetrics(registry, { host: '127.0.0.1', port: 0 }, platform.deps.logger);
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const text = await (await fetch(`${url}/metrics`)).text();
    expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${url}/v1/tenders`)).status).toBe(404);
    server.closeAllConnections();
    server.close();
    // Where everybody reads there are none.
    expect((await send(platform, 'GET', '/metrics')).status).toBe(404);
    expect(text).toMatch(
      /openseal_http_request_seconds_count\{method="GET",route="\/v1\/tenders\/:id",status="404"\} [1-9]/,
    );
    expect(text).toMatch(/openseal_http_problems_total\{code="unknown-tender"\} [1-9]/);
    expect(text).not.toMatch(/127\.0\.0\.1|01980c1e/);
  });
});

describe('every answer', () => {
  it("carries an id: the caller's own when it is a plain token", async () => {
    const given = await send(platform, 'GET', '/healthz', { headers: { 'X-Request-Id': 'my-request-1' } });
    expect(given.headers.get('X-Request-Id')).toBe('my-request-1');
    const hostile = await send(platform, 'GET', '/nowhere', {
      headers: { 'X-Request-Id': '<script>alert(1)</script>' },
    });
    const id = hostile.headers.get('X-Request-Id')!;
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(hostile.json['instance']).toBe(`urn:openseal:request:${id}`);
  });

  it.each(['/healthz', '/nowhere', '/v1/record'])('has security headers: %s', async (path) => {
    const { headers } = await send(platform, 'GET', path);
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('X-Powered-By')).toBeNull();
    expect(headers.get('Strict-Transport-Security')).toBeNull();
  });
});

describe('the documentation', () => {
  it('is the OpenAPI document, and a page of it that loads nothing', async () => {
    const document = await send(platform, 'GET', '/openapi.json');
    expect(document.json['openapi']).toBe('3.1.0');
    const page = await send(platform, 'GET', '/docs');
    const style = /<style>([\s\S]*?)<\/style>/.exec(page.text)![1]!;
    expect(page.headers.get('Content-Security-Policy')).toContain(
      createHash('sha256').update(style).digest('base64'),
    );
    expect(page.text).not.toMatch(/<script|<link|src=|@import|url\(/);
    for (const path of Object.keys(document.json['paths'] as object)) expect(page.text).toContain(path);
  });
});

describe('the network address', () => {
  const register = (on: TestPlatform, login: string) =>
    send(on, 'POST', '/v1/persons', {
      json: { login, password: 'correct horse battery staple', realName: '王五', phone: '13900000000' },
      headers: { 'X-Forwarded-For': '1.2.3.4, 203.0.113.9' },
    });

  it("is the peer's own, whatever it claims", async () => {
    await register(platform, 'claims.another');
    expect((await openedRecord(platform)).map((entry) => entry.opened['address'])).toContain('127.0.0.1');
    expect(JSON.stringify(await openedRecord(platform))).not.toContain('203.0.113.9');
  });

  it('is what the configured proxy saw, not what the caller wrote before it', async () => {
    const behind = await startPlatform({ OPENSEAL_TRUST_PROXY: 'true' });
    try {
      await register(behind, 'behind.proxy');
      expect((await openedRecord(behind)).map((entry) => entry.opened['address'])).toEqual(['203.0.113.9']);
    } finally {
      await behind.close();
    }
  });
});

describe('rate limits', () => {
  it('hold back a flood, and sign-ins sooner, saying when to come back', async () => {
    const strict = await startPlatform({
      OPENSEAL_REQUESTS_PER_MINUTE: '20',
      OPENSEAL_SIGN_INS_PER_MINUTE: '3',
    });
    try {
      const tries = [];
      for (let number = 0; number < 4; number++) {
        tries.push(
          await send(strict, 'POST', '/v1/sessions', {
            key: null,
            json: { login: `nobody-${number}`, password: 'x'.repeat(12) },
          }),
        );
      }
      expect(tries.map((answer) => answer.status)).toEqual([401, 401, 401, 429]);
      expect(Number(tries[3]!.headers.get('Retry-After'))).toBeGreaterThan(0);
      const statuses: number[] = [];
      for (let number = 0; number < 17; number++)
        statuses.push((await send(strict, 'GET', '/healthz')).status);
      expect([statuses.filter((status) => status === 200).length, statuses.at(-1)]).toEqual([16, 429]);
    } finally {
      await strict.close();
    }
  });
});
