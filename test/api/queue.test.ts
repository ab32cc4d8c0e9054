import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import {
  enqueueDelivery,
  loadState,
  markDelivered,
  markEndpointFailed,
  markFailed,
  noteFailure,
  putEndpoint,
  QUEUE_KINDS,
  receiveCommand,
} from '../../store/index.ts';
import { agencyActor, bidderActors } from '../support/drafts.ts';
import { putTender } from '../support/launched.ts';
import { bidder, exampleCommands, moment, processAt, type Process, type Stage } from '../support/process.ts';
import { decideAtOnce } from './support/deciding.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { setClock } from './support/tender.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Item {
  readonly kind: string;
  readonly key: string;
  readonly late: boolean;
  readonly lateMs: number;
  readonly tender: { readonly tenderId: string } | null;
  readonly whose: Record<string, unknown>;
  readonly what: { readonly zh: string; readonly en: string };
  readonly rule: string | null;
  readonly article: string | null;
  readonly follows: readonly {
    readonly rule: string | null;
    readonly article: string;
    readonly zh: string;
  }[];
  readonly actions: readonly {
    readonly action: string;
    readonly possible: boolean;
    readonly path: string | null;
    readonly why: { readonly zh: string; readonly en: string } | null;
  }[];
  readonly details: Record<string, unknown>;
}

let platform: TestPlatform;
let administrator: Acting;

beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_REMIND_BEFORE_HOURS: '24' });
  decideAtOnce(platform);
  administrator = await actingAs(platform, 'administrator');
});
afterAll(() => platform.close());

const put = (state: TenderState, at: number, rehearsal = true) =>
  putTender(platform.deps.store, state, { at, rehearsal });
const sql = (text: string, values: unknown[]) =>
  platform.deps.store.plainTransaction((tx) => tx.query(text, values));

async function read(
  query = '',
): Promise<{ items: Item[]; counts: Record<string, number>; next: string | null }> {
  const answer = await send(platform, 'GET', `/v1/admin/queue?${query}`, { token: administrator.token });
  expect([answer.status, answer.json['detail']]).toEqual([200, undefined]);
  return answer.json as never;
}
const of = async (tenderId: string, query = '') => (await read(`tenderId=${tenderId}&${query}`)).items;

/** A tender with an objection filed on Monday 2026-09-14 at 10:00: its reply is due by the end of the 17th. */
async function objected(at: string): Promise<TenderState> {
  const process = processAt('documents');
  process.give(exampleCommands.object(), bidder, '2026-09-14 10:00');
  return put(process.state, moment(at));
}

describe('a duty', () => {
  it('is there from a day before its due, then late, with whose it is and what follows', async () => {
    const { id } = await objected('2026-09-16 12:00');
    expect(await of(id, 'kind=duty')).toEqual([]);
    expect(await of(id, 'kind=duty&withinHours=48')).toHaveLength(1);
    await setClock(platform, id, moment('2026-09-17 00:01'));
    const [soon] = await of(id, 'kind=duty');
    expect(soon).toMatchObject({
      kind: 'duty',
      late: false,
      lateMs: 0,
      rule: 'ZTB-103',
      what: { zh: '答复异议（质疑）' },
      whose: { role: 'tenderee', contact: { phone: '0315-5550100' } },
      details: { dutyId: 'reply:objection-1', dueAt: '2026-09-18T00:00:00.000+08:00', done: [] },
    });
    expect(await of(id, 'kind=duty&late=true')).toEqual([]);
    await setClock(platform, id, moment('2026-09-19 00:00'));
    const [late] = await of(id, 'kind=duty&late=true');
    expect(late).toMatchObject({ late: true, article: expect.stringContaining('第二十二条') });
    expect(late!.lateMs).toBeGreaterThanOrEqual(DAY_MS);
    expect(late!.lateMs).toBeLessThan(DAY_MS + HOUR_MS);
    expect(late!.follows[0]).toMatchObject({ article: '招标投标法实施条例第七十七条第二款' });
  });

  it('says what can be done, and why the rest cannot', async () => {
    const { id } = await objected('2026-09-19 00:00');
    const [item] = await of(id, 'kind=duty');
    const actions = new Map(item!.actions.map((one) => [one.action, one]));
    const path = `/v1/admin/tenders/${id}/duties/reply%3Aobjection-1`;
    expect(actions.get('remind')).toMatchObject({ possible: true, path: `${path}/reminder` });
    expect(actions.get('escalate')).toMatchObject({ possible: true, path: `${path}/escalation` });
    for (const action of ['extend', 'reassign']) {
      expect(actions.get(action)?.possible).toBe(false);
      for (const text of Object.values(actions.get(action)!.why!)) expect(text.length).toBeGreaterThan(10);
    }
  });

  it('is reminded of, escalated, and not extended where the law sets its time', async () => {
    const { id } = await objected('2026-09-17 12:00');
    const [item] = await of(id, 'kind=duty');
    const at = (action: string) => item!.actions.find((one) => one.action === action)!.path!;
    const post = (path: string, json: object, token = administrator.token) =>
      send(platform, 'POST', path, { token, json });
    expect((await post(at('remind'), {})).status).toBe(200);
    expect((await post(at('escalate'), { reason: '催办无果' })).status).toBe(200);
    expect((await post(at('escalate'), {})).status).toBe(400);
    const extension = `/v1/admin/tenders/${id}/duties/reply%3Aobjection-1/extension`;
    const refused = await post(extension, { toAt: '2026-09-25T10:00:00+08:00', reason: '人手不足' });
    expect([refused.status, refused.json['code'], refused.json['rule']]).toEqual([422, 'ZTB-103', 'ZTB-103']);
    expect(refused.json['article']).toContain('第二十二条');
    const unknown = await post(`/v1/admin/tenders/${id}/duties/sign-contract/reminder`, {});
    expect(unknown.json['code']).toBe('no-open-duty');
    const state = await loadState(platform.deps.store.em(), id, false);
    expect(state?.duties[0]).toMatchObject({
      dueAt: moment('2026-09-18 00:00'),
      announcedAt: expect.any(Number),
    });
    expect((await of(id, 'kind=duty'))[0]!.details).toMatchObject({
      announcedAt: expect.stringContaining('2026-09-17'),
      done: [{ action: 'remindDuty' }, { action: 'escalateDuty', reason: '催办无果' }],
    });
  });

  it('is extended where no law sets its time, with its reason on the record', async () => {
    const process = processAt('opening');
    process.give(exampleCommands.object({ subject: 'opening' }), bidderActors[0], '2026-09-30 09:05');
    const { id } = await put(process.state, moment('2026-09-30 09:06'));
    const [item] = await of(id, 'kind=duty');
    const action = item!.actions.find((one) => one.action === 'extend')!;
    expect(action.possible).toBe(true);
    const answer = await send(platform, 'POST', action.path!, {
      token: administrator.token,
      json: { toAt: '2026-10-09T10:00:00+08:00', reason: '现场网络中断' },
    });
    expect([answer.status, answer.json['status']]).toEqual([200, 'accepted']);
    const state = await loadState(platform.deps.store.em(), id, false);
    expect(state?.duties[0]?.dueAt).toBe(moment('2026-10-09 10:00'));
    expect(await of(id, 'kind=duty')).toEqual([]);
  });

  it('is gone once it is met, while it rests, or when it lapsed with its tender', async () => {
    const process = processAt('publicity');
    const { id } = await put(process.state, moment('2026-10-14 12:00'));
    expect((await of(id, 'kind=duty')).map((one) => one.details['dutyId'])).toEqual(['publish-candidates']);
    const at = moment('2026-10-11 10:00');
    const suspension = { sinceAt: at, rule: 'CMP-008', grounds: [], orderedSinceAt: at };
    const resting = await put({ ...process.state, suspension }, moment('2026-10-14 12:00'));
    expect(await of(resting.id)).toEqual([]);
    const duties = process.state.duties.map((duty) => ({ ...duty, timedOutAt: duty.dueAt }));
    const over = await put({ ...process.state, duties, outcome: 'terminated' }, moment('2026-10-14 12:00'));
    expect(await of(over.id)).toEqual([]);
    process.give(exampleCommands.publish(), agencyActor, '2026-10-12 10:00');
    const met = await put(process.state, moment('2026-10-12 12:00'));
    expect(await of(met.id)).toEqual([]);
  });
});

describe('an instruction', () => {
  it('waits for its acknowledgement', async () => {
    const instruction = {
      id: 'i-1',
      kind: 'correct',
      basis: 'ZTB-006',
      article: '条例第二十一条',
      authority: '发改局',
      text: '改正',
      issuedAt: moment('2026-09-18 10:00'),
      dueAt: null,
      acknowledgedAt: null,
      report: null,
      closedAt: null,
    } as const;
    const { state } = processAt('bidding');
    const at = moment('2026-09-19 10:00');
    const { id } = await put({ ...state, instructions: [instruction] }, at);
    expect(await of(id)).toMatchObject([
      {
        kind: 'instruction',
        rule: 'ZTB-006',
        whose: { role: 'tenderee' },
        details: { standing: 'delivered' },
      },
    ]);
    const known = { ...instruction, acknowledgedAt: at };
    expect(await of((await put({ ...state, instructions: [known] }, at)).id)).toEqual([]);
  });
});

describe('a winner that fell away', () => {
  const lose = (process: Process, at: string) => process.give(exampleCommands.cancelAward(), agencyActor, at);

  it('is there until the next one is named, with how many are left', async () => {
    const process = processAt('contract');
    lose(process, '2026-10-20 10:00');
    const { id } = await put(process.state, moment('2026-10-20 11:00'));
    const [found] = await of(id);
    expect(found).toMatchObject({
      kind: 'winner',
      late: true,
      rule: 'ZTB-408',
      what: { zh: expect.stringContaining('确定下一候选人') },
      whose: { role: 'tenderee' },
      details: { bidId: 'bid-1', ground: 'will-not-sign', candidatesLeft: 2 },
    });
    process.give(exampleCommands.award('bid-2'), agencyActor, '2026-10-21 10:00');
    const next = await put(process.state, moment('2026-10-21 11:00'));
    expect(await of(next.id)).toEqual([]);
  });

  it('says where nobody is left that the tender is to be held anew', async () => {
    const process = processAt('contract');
    for (const [bidId, day] of [
      ['bid-2', 20],
      ['bid-3', 22],
    ] as const) {
      lose(process, `2026-10-${day} 10:00`);
      process.give(exampleCommands.award(bidId), agencyActor, `2026-10-${day + 1} 10:00`);
    }
    lose(process, '2026-10-26 10:00');
    const { id } = await put(process.state, moment('2026-10-26 11:00'));
    expect(await of(id)).toMatchObject([
      {
        kind: 'winner',
        what: { en: expect.stringContaining('no candidate is left') },
        details: { candidatesLeft: 0 },
      },
    ]);
    const { state } = process;
    const suspension = { sinceAt: state.launchedAt, rule: 'CMP-008', grounds: [], orderedSinceAt: null };
    expect(await of((await put({ ...state, suspension }, moment('2026-10-26 11:00'))).id)).toEqual([]);
  });
});

describe('a step of the clock', () => {
  it.each([
    ['notice', '2026-09-10 09:00', 'openDocuments', 'step'],
    ['documents', '2026-09-16 17:00', 'closeDocuments', 'step'],
    ['bidding', '2026-09-30 09:00', 'closeBids', 'step'],
    ['opening', '2026-09-30 10:00', 'openBids', 'opening'],
    ['published', '2026-10-16 00:00', 'endPublicity', 'step'],
  ] as const)('that nobody took in the phase %s', async (stage, due, step, kind) => {
    const { state } = processAt(stage as Stage);
    const dueAt = moment(due);
    const { id } = await put(state, dueAt + 1_000);
    const waits = async () => (await of(id)).filter((one) => one.kind !== 'duty');
    expect(await waits()).toEqual([]);
    await setClock(platform, id, dueAt + 5 * MINUTE_MS);
    expect(await waits()).toMatchObject([{ kind, late: true, details: { step, attempts: 0 } }]);
    const resting = { sinceAt: dueAt, rule: 'ZTB-104', grounds: [], orderedSinceAt: null };
    const held = await put({ ...state, suspension: resting }, dueAt + 5 * MINUTE_MS);
    // Documents are issued though the process rests; no other instant of it comes.
    const issues = step === 'openDocuments' || step === 'closeDocuments';
    const open = (await of(held.id))
      .filter((one) => one.kind !== 'duty')
      .map(({ details }) => details['step']);
    expect(open).toEqual(issues ? [step] : []);
  });

  it('that fails at the opening is there at once, with its error', async () => {
    const { id } = await put(processAt('opening').state, moment('2026-09-30 09:05'));
    await noteFailure(platform.deps.store.em(), `opening:${id}`, 'storage does not answer');
    await noteFailure(platform.deps.store.em(), `opening:${id}`, 'storage still does not answer');
    expect(await of(id)).toMatchObject([
      { kind: 'opening', details: { attempts: 2, lastError: 'storage still does not answer' } },
    ]);
  });

  it('can be asked for again: a process that was lost goes on with it', async () => {
    const { id } = await put(processAt('bidding').state, moment('2026-09-30 09:05'));
    const [item] = await of(id);
    const { path } = item!.actions.find((one) => one.action === 'rederive')!;
    // With nobody's bid the closing that was missed ends the tender: then there is nothing to derive again.
    expect(await send(platform, 'POST', path!, { token: administrator.token, json: {} })).toMatchObject({
      status: 409,
      json: { code: 'tender-over' },
    });
    expect(await of(id)).toEqual([]);
    const shown = await send(platform, 'GET', `/v1/tenders/${id}`);
    expect(shown.json).toMatchObject({ outcome: 'failed-fewer-than-three' });
  });
});

describe('what fails outside', () => {
  it('is a delivery by the head of its lane, with its history and what waits behind', async () => {
    const { store } = platform.deps;
    const { id: tenderId } = await put(processAt('bidding').state, moment('2026-09-18 10:00'));
    const lane = `tender:${tenderId}`;
    const ids = [uuidv7(), uuidv7(), uuidv7()];
    for (const id of ids)
      await store.transaction((tx) =>
        enqueueDelivery(tx, { id, lane, kind: 'publish', tenderId, payload: {} }),
      );
    expect(await of(tenderId)).toEqual([]);
    for (const error of ['no route', 'still no route']) await markFailed(store.em(), ids[0]!, error);
    const [item] = await of(tenderId);
    expect(item).toMatchObject({
      kind: 'delivery',
      key: ids[0],
      details: { lane, behind: 2, attempts: 2, lastError: 'still no route' },
      actions: [{ action: 'retry', possible: true, path: `/v1/admin/deliveries/${ids[0]}/retry` }],
    });
    const history = await send(platform, 'GET', String(item!.details['history']), {
      token: administrator.token,
    });
    expect(history.json).toMatchObject({
      tenderId,
      failures: [{ error: 'still no route' }, { error: 'no route' }],
    });
    for (const id of ids) await markDelivered(store.em(), id);
    expect(await of(tenderId)).toEqual([]);
  });

  it('is a delivery that nobody has tried', async () => {
    const { store } = platform.deps;
    const { id: tenderId } = await put(processAt('bidding').state, moment('2026-09-18 10:00'));
    const id = uuidv7();
    const given = { id, lane: `tender:${tenderId}`, kind: 'notify', tenderId, payload: {} } as const;
    await store.transaction((tx) => enqueueDelivery(tx, given));
    await sql('update delivery set queued_at = queued_at - $2 where id = $1', [id, 2 * MINUTE_MS]);
    expect(await of(tenderId)).toMatchObject([{ kind: 'delivery', key: id, details: { attempts: 0 } }]);
    await markDelivered(store.em(), id);
  });

  it("is a supervisor's endpoint", async () => {
    const { store } = platform.deps;
    const { identity } = await actingAs(platform, 'supervisor', '某监督部门');
    const endpoint = await store.transaction((tx) =>
      putEndpoint(tx, {
        id: uuidv7(),
        partyId: identity.partyId,
        url: 'https://supervision.example.cn/',
        secret: Buffer.from('secret'),
      }),
    );
    expect((await read('kind=endpoint')).items).toEqual([]);
    await markEndpointFailed(store.em(), endpoint.id, 'answered 503');
    const { items } = await read('kind=endpoint');
    expect(items).toMatchObject([
      {
        key: endpoint.id,
        tender: null,
        whose: { name: '某监督部门' },
        details: { lastError: 'answered 503' },
      },
    ]);
    expect(JSON.stringify(items)).not.toContain('secret');
    const history = await send(platform, 'GET', `/v1/admin/deliveries/${endpoint.id}`, {
      token: administrator.token,
    });
    expect(history.json).toMatchObject({ kind: 'push', failures: [{ error: 'answered 503' }] });
  });

  it('is a command that the engine has not decided', async () => {
    const { store } = platform.deps;
    const { id: tenderId } = await put(processAt('bidding').state, moment('2026-09-18 10:00'));
    const { command } = await store.transaction((tx) =>
      receiveCommand(tx, {
        id: uuidv7(),
        tenderId,
        payload: { name: 'replyObjection', objectionId: 'o', text: '答复' },
        actor: agencyActor.personId === null ? agencyActor : { ...agencyActor, personId: uuidv7() },
        address: '203.0.113.9',
        claim: null,
      }),
    );
    expect(await of(tenderId)).toEqual([]);
    await sql(
      'update command set received_at = received_at - $2, last_error = $3, attempts = 4 where id = $1',
      [command.id, MINUTE_MS, 'engine unavailable'],
    );
    const found = await of(tenderId);
    expect(found).toMatchObject([
      { kind: 'command', key: command.id, details: { attempts: 4, lastError: 'engine unavailable' } },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/203\.0\.113\.9|答复/);
  });
});

describe('the list', () => {
  it('has every item once over its pages, longest waiting first, and counts them', async () => {
    const whole = await read('limit=200');
    const seen: Item[] = [];
    for (let cursor = ''; ;) {
      const page = await read(`limit=3${cursor}`);
      seen.push(...page.items);
      expect(page.counts).toEqual(whole.counts);
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    const keys = (items: readonly Item[]) => items.map((one) => `${one.kind} ${one.key}`);
    expect(keys(seen)).toEqual(keys(whole.items));
    expect(new Set(keys(seen)).size).toBe(seen.length);
    expect(Object.values(whole.counts).reduce((sum, n) => sum + n, 0)).toBe(whole.items.length);
    expect(Object.keys(whole.counts).toSorted()).toEqual([...QUEUE_KINDS].toSorted());
    expect(whole.items.map((one) => one.kind)).toEqual(
      expect.arrayContaining(['duty', 'step', 'opening', 'instruction', 'command', 'endpoint']),
    );
    const late = whole.items.map((one) => (one.late ? one.lateMs : 0));
    expect(late).toEqual(late.toSorted((a, b) => b - a));
  });

  it('is filtered by kind, place, rehearsal and lateness', async () => {
    expect((await read('kind=step')).items.every((one) => one.kind === 'step')).toBe(true);
    expect((await read('region=45')).items).toEqual([]);
    expect((await read('region=1302')).items.length).toBeGreaterThan(0);
    expect((await read('rehearsal=false')).items.map((one) => one.kind)).toEqual(['endpoint']);
    expect((await read('late=true')).items.every((one) => one.late)).toBe(true);
  });

  it('says everything in both languages', async () => {
    for (const item of (await read('limit=200')).items) {
      for (const text of [item.what.zh, item.what.en]) expect(text.length).toBeGreaterThan(3);
      for (const { possible, path, why } of item.actions) {
        expect([possible, path !== null, why === null]).toEqual([possible, possible, possible]);
      }
    }
  });

  it.each([
    ['kind=nonsense', 'invalid-request'],
    ['limit=0', 'invalid-request'],
    ['region=abc', 'invalid-request'],
    ['late=maybe', 'invalid-request'],
    ['withinHours=-1', 'invalid-request'],
    ['tenderId=1', 'invalid-request'],
    ['cursor=abc', 'invalid-cursor'],
    [
      `cursor=${Buffer.from('{"waitsSinceAt":"x","kind":"duty","key":"a"}').toString('base64url')}`,
      'invalid-cursor',
    ],
    ['order=asc', 'invalid-request'],
  ])('refuses %s', async (query, code) => {
    const answer = await send(platform, 'GET', `/v1/admin/queue?${query}`, { token: administrator.token });
    expect([answer.status, answer.json['code']]).toEqual([400, code]);
  });

  it('takes a place of a lost item: the list goes on after it', async () => {
    const cursor = Buffer.from(
      JSON.stringify({ waitsSinceAt: 8_000_000_000_000, kind: 'step', key: 'x' }),
    ).toString('base64url');
    expect((await read(`cursor=${cursor}`)).items).toEqual([]);
  });
});

describe('a duty id in an address', () => {
  it.each(["reply:' or 1=1", '../x', 'REPLY', 'reply::1', ''])('%j is no address', async (dutyId) => {
    const path = `/v1/admin/tenders/${uuidv7()}/duties/${encodeURIComponent(dutyId)}/reminder`;
    const answer = await send(platform, 'POST', path, { token: administrator.token, json: {} });
    expect(answer.status).toBe(404);
  });
});
