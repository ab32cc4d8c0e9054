import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { runHeartbeat, runProbe } from '../../api/availability.ts';
import { loadConfig } from '../../runtime/config.ts';
import { availabilityNow } from '../../store/index.ts';
import { putTender } from '../support/launched.ts';
import { moment, processAt } from '../support/process.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord, settledHead } from './support/record.ts';
import { untilTrue } from '../support/until.ts';

const EVERY_MS = 20;

let platform: TestPlatform;
let administrator: Acting;
beforeAll(async () => {
  platform = await startPlatform();
  administrator = await actingAs(platform, 'administrator');
});
afterAll(() => platform.close());

const kindsNow = async () =>
  (await availabilityNow(platform.deps.store.em())).sources.map(({ kind, up }) => `${kind} ${up}`).toSorted();

describe('measuring', () => {
  it('says nothing by a probe that never got through', async () => {
    const stop = new AbortController();
    const { store, logger } = platform.deps;
    let asked = 0;
    const dead = http.createServer((_request, response) => {
      asked++;
      response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(dead.address() as AddressInfo).port}/readyz`;
    const probing = runProbe({ store, logger, url, everyMs: EVERY_MS }, stop.signal);
    await untilTrue(() => Promise.resolve(asked >= 3));
    expect(await kindsNow()).toEqual([]);
    stop.abort();
    await probing;
    dead.close();
  });

  it('is by the processes themselves and by a probe at the public address, which finds it down', async () => {
    const stop = new AbortController();
    const { store, logger } = platform.deps;
    let ready = true;
    // What stands before the platform, as a proxy does: it passes /readyz on, until it does not.
    const proxy = http.createServer((_request, response) => {
      if (!ready) return void response.writeHead(502).end();
      void fetch(`${platform.baseUrl}/readyz`).then((answer) => response.writeHead(answer.status).end());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/readyz`;
    const running = [
      runHeartbeat({ store, logger, everyMs: EVERY_MS }, stop.signal),
      runProbe({ store, logger, url, everyMs: EVERY_MS }, stop.signal),
    ];
    await untilTrue(async () => (await kindsNow()).join() === 'api true,probe true');
    ready = false;
    await untilTrue(async () => (await kindsNow()).join() === 'api true,probe false');
    ready = true;
    await untilTrue(async () => (await kindsNow()).join() === 'api true,probe true');
    stop.abort();
    await Promise.all(running);
    proxy.close();
    const answer = await send(platform, 'GET', '/v1/admin/outages', { token: administrator.token });
    expect(answer.json).toMatchObject({
      ruleInForce: false,
      measuredSinceAt: expect.any(String),
      outages: [],
    });
    expect(answer.json['sources']).toHaveLength(2);
  });
});

describe('the rule of the platform', () => {
  it('is off unless it is switched on, and published either way', async () => {
    const off = await send(platform, 'GET', '/v1/platform');
    expect(off.json['downtimeRule']).toMatchObject({
      inForce: false,
      interpretation: true,
      rule: 'INT-07',
      windowHours: 24,
      minMinutes: 30,
      zh: expect.stringContaining('顺延至下一工作日'),
      en: expect.stringContaining('next working day'),
      measurement: { lookEverySeconds: 5, outageAfterSeconds: 30 },
    });
    const switched = await startPlatform({
      OPENSEAL_DOWNTIME_RULE: 'on',
      OPENSEAL_REMIND_BEFORE_HOURS: '36',
    });
    try {
      const on = await send(switched, 'GET', '/v1/platform');
      expect(on.json).toMatchObject({ remindBeforeHours: 36, downtimeRule: { inForce: true } });
    } finally {
      await switched.close();
    }
    expect(() => loadConfig({ OPENSEAL_DOWNTIME_RULE: 'perhaps' })).toThrow('OPENSEAL_DOWNTIME_RULE');
  });
});

describe('an outage for a rehearsal', () => {
  const outage = {
    fromAt: '2026-09-30T08:00:00+08:00',
    untilAt: '2026-09-30T08:40:00+08:00',
    reason: '演练停机',
  };
  const enter = (tenderId: string, json: object) =>
    send(platform, 'POST', `/v1/admin/tenders/${tenderId}/outages`, { token: administrator.token, json });

  it('is entered, and on the record', async () => {
    const { id } = await putTender(platform.deps.store, processAt('bidding').state, {
      at: moment('2026-09-30 08:45'),
    });
    const from = await settledHead(platform, 'rehearsals');
    expect((await enter(id, outage)).status).toBe(201);
    const [entry] = await openedRecord(platform, from, 'rehearsals');
    expect(entry).toMatchObject({
      event: 'outageSimulated',
      rule: 'INT-07',
      rehearsal: true,
      data: { reason: '演练停机', fromAt: '2026-09-30T08:00:00.000+08:00' },
      opened: { person: administrator.identity.personId },
    });
  });

  it('is refused for a real tender, after the closing, and when it is none', async () => {
    const { store } = platform.deps;
    const at = moment('2026-09-30 08:45');
    const real = await putTender(store, processAt('bidding').state, { at, rehearsal: false });
    const closed = await putTender(store, processAt('opening').state, { at });
    const open = await putTender(store, processAt('bidding').state, { at });
    const cases = [
      [real.id, outage, 409, 'outages-measured'],
      [closed.id, outage, 409, 'bids-closed'],
      [open.id, { ...outage, untilAt: outage.fromAt }, 422, 'empty-outage'],
      [open.id, { ...outage, reason: '' }, 400, 'invalid-request'],
      [open.id, { ...outage, fromAt: 'soon' }, 400, 'invalid-request'],
      [randomUUID(), outage, 404, 'unknown-tender'],
    ] as const;
    for (const [id, json, status, code] of cases) {
      const answer = await enter(id, json);
      expect([answer.status, answer.json['code']]).toEqual([status, code]);
    }
  });
});
