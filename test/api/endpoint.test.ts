import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { Webhook } from 'standardwebhooks';
import { v7 as uuidv7 } from 'uuid';
import { deliverSupervisorLane } from '../../activities/delivery/supervisor-lane.ts';
import { createOutgoing, type Resolve } from '../../runtime/outgoing.ts';
import { databaseNow, enterRecord } from '../../store/index.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { tenderOf } from './support/pki.ts';
import { settledHead } from './support/record.ts';
import { until } from '../support/until.ts';

let guarded: TestPlatform;
let platform: TestPlatform;
let receiver: http.Server;
let answers = 200;
const got: { headers: http.IncomingHttpHeaders; body: string }[] = [];
beforeAll(async () => {
  guarded = await startPlatform();
  platform = await startPlatform({ OPENSEAL_PRIVATE_WEBHOOKS: 'true' });
  receiver = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(answers, { Location: 'http://127.0.0.1:1/' }).end('internal details');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await guarded.close();
  await platform.close();
});

const at = (): number => (receiver.address() as AddressInfo).port;
const seen = ({ status, json }: Answer) => [status, json['code']];
const put = (on: TestPlatform, by: Acting, json: object): Promise<Answer> =>
  send(on, 'PUT', '/v1/supervision/endpoint', { token: by.token, json });

describe('an endpoint', () => {
  it.each([
    'http://127.0.0.1/',
    'http://10.1.2.3/x',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fd00::1]/',
    'http://224.0.0.1/',
    'http://localhost/',
    'http://localhost./',
    'http://db.internal/',
    'http://postgres/',
  ])('%s is refused by its looks', async (url) => {
    const supervisor = await actingAs(guarded, 'supervisor');
    expect(seen(await put(guarded, supervisor, { url }))).toEqual([422, 'private-address']);
  });

  it('carries no credentials', async () => {
    const supervisor = await actingAs(guarded, 'supervisor');
    for (const url of [
      'https://user:pass@supervision.example.gov.cn/',
      'https://user@supervision.example.gov.cn/',
    ])
      expect(seen(await put(guarded, supervisor, { url }))).toEqual([422, 'credentials-in-address']);
  });

  it('keeps its secret when its address changes, unless a new one is asked for', async () => {
    const supervisor = await actingAs(guarded, 'supervisor');
    const url = 'https://supervision.example.gov.cn/openseal';
    const first = await put(guarded, supervisor, { url });
    expect(first.json['secret']).toMatch(/^whsec_/);
    const moved = await put(guarded, supervisor, { url: `${url}/2` });
    expect(moved.json).toEqual({ endpointId: first.json['endpointId'], url: `${url}/2`, secret: null });
    const rotated = await put(guarded, supervisor, { url, rotateSecret: true });
    expect(rotated.json['secret']).toMatch(/^whsec_/);
    expect(rotated.json['secret']).not.toBe(first.json['secret']);
  });
});

describe('a push', () => {
  const turn = { beat: () => undefined, signal: new AbortController().signal };

  /** Pushes what is new to an endpoint, as a worker does. */
  async function pushed(endpointId: string, allowPrivate: boolean, resolve?: Resolve) {
    const { store, vault } = platform.deps;
    const outgoing = createOutgoing({ allowPrivate, ...(resolve === undefined ? {} : { resolve }) });
    const deps = { store, vault, outgoing, logger: pino({ level: 'silent' }) };
    return deliverSupervisorLane(deps, endpointId, turn);
  }
  const told = async (by: Acting) => {
    const { json } = await send(platform, 'GET', '/v1/supervision/deliveries', { token: by.token });
    return (json['endpoint'] as { lastError: string | null }).lastError;
  };
  /** An entry of a tender, which concerns every authority without a scope of its own. */
  async function something(): Promise<void> {
    const { store } = platform.deps;
    const { id: tenderId } = await tenderOf(platform, await actingAs(platform, 'tenderee'));
    const before = await settledHead(platform);
    await store.transaction(async (tx) =>
      enterRecord(tx, {
        id: uuidv7(),
        tenderId,
        event: 'documentsOpened',
        at: await databaseNow(tx),
        rehearsal: false,
        role: 'system',
        party: null,
        rule: null,
        article: null,
        documents: [],
        data: {},
        private: {},
      }),
    );
    await until(async () => ((await settledHead(platform)) > before ? true : null));
  }

  it('tells its owner no more than that it was refused, not reached, or what kind of answer came', async () => {
    const supervisor = await actingAs(platform, 'supervisor');
    const { json } = await put(platform, supervisor, { url: `http://receiver.example:${at()}/` });
    const endpointId = String(json['endpointId']);
    const leadsHere: Resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    await something();
    const before = got.length;
    const refused = await pushed(endpointId, false, leadsHere);
    expect([refused.failed?.error, got.length]).toEqual([
      'the endpoint was not pushed to: its address is not one of the public internet',
      before,
    ]);
    const nowhere = await pushed(endpointId, true, () =>
      Promise.reject(new Error('ENOTFOUND receiver.example')),
    );
    expect(nowhere.failed?.error).toBe('the endpoint was not pushed to: it could not be reached in time');
    for (const [status, said] of [
      [500, '5xx'],
      [302, '3xx'],
      [404, '4xx'],
    ] as const) {
      answers = status;
      expect((await pushed(endpointId, true, leadsHere)).failed?.error).toBe(`the endpoint answered ${said}`);
    }
    expect(await told(supervisor)).toBe('the endpoint answered 4xx');
    answers = 204;
    expect((await pushed(endpointId, true, leadsHere)).failed).toBeNull();
    expect(await told(supervisor)).toBeNull();
    const { headers, body } = got.at(-1)!;
    const verified = new Webhook(String(json['secret'])).verify(body, headers as Record<string, string>);
    expect(verified).toMatchObject({ event: 'documentsOpened' });
  });
});
