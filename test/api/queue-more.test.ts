import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { REFUSAL_GROUNDS, type ComplaintState } from '../../domain/complaint/ground/state.ts';
import {
  enqueueDelivery,
  enqueueTimestamp,
  loadComplaint,
  markDelivered,
  markFailed,
  markTimestampFailed,
  saveComplaint,
  storeTimestamp,
} from '../../store/index.ts';
import {
  AUTHORITY,
  challengedTender,
  complainant,
  Complaint,
  filing,
  objectedTender,
} from '../support/complaints.ts';
import { supervisorActor } from '../support/drafts.ts';
import { putTender } from '../support/launched.ts';
import { moment } from '../support/process.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { setClock } from './support/tender.ts';

/** What the queue holds of complaints and of time-stamps. */

interface Item {
  readonly kind: string;
  readonly key: string;
  readonly late: boolean;
  readonly what: { readonly zh: string; readonly en: string };
  readonly whose: Record<string, unknown>;
  readonly rule: string | null;
  readonly article: string | null;
  readonly follows: readonly { readonly article: string | null; readonly zh: string }[];
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
  administrator = await actingAs(platform, 'administrator');
});
afterAll(() => platform.close());

async function read(query: string): Promise<Item[]> {
  const answer = await send(platform, 'GET', `/v1/admin/queue?${query}`, { token: administrator.token });
  expect([answer.status, answer.json['detail']]).toEqual([200, undefined]);
  return answer.json['items'] as Item[];
}

type Given = Parameters<Complaint['give']>;

/** A complaint in a tender whose clock stands at an instant, brought to where it stands by its own commands. */
async function complaintAt(
  regime: 'tendering' | 'government-procurement',
  at: string,
  ...commands: Given[]
): Promise<{ tenderId: string; state: ComplaintState }> {
  const tender = regime === 'tendering' ? objectedTender() : challengedTender();
  const put = await putTender(platform.deps.store, tender, { at: moment(at) });
  const complaint = new Complaint(put);
  complaint.give(filing({ id: uuidv7() }), complainant, '2026-09-17 10:00');
  for (const command of commands) complaint.give(...command);
  // Parties of the pure functions are told apart by words, those of the store by ids.
  const ids = { complainant: uuidv7(), authority: uuidv7() };
  const state: ComplaintState = {
    ...complaint.now,
    complainant: { ...complaint.now.complainant, partyId: ids.complainant },
    authority: { ...complaint.now.authority, partyId: ids.authority },
  };
  await platform.deps.store.transaction(async (tx) => {
    for (const [partyId, name] of [
      [ids.complainant, state.complainant.name],
      [ids.authority, state.authority.name],
    ])
      await tx
        .getConnection()
        .execute(
          `insert into party (id, uscc, name, address, kinds, registered_at) values (?, ?, ?, '-', '{}', 0)`,
          [partyId, `USCC-${partyId}`, name],
          'run',
          tx.getTransactionContext(),
        );
    await saveComplaint(tx, state);
  });
  return { tenderId: put.id, state };
}

const duties = async (tenderId: string, query = ''): Promise<Item[]> =>
  read(`tenderId=${tenderId}&kind=complaint-duty&${query}`);
const accept: Given = [{ name: 'acceptComplaint' }, supervisorActor, '2026-09-18 10:00'];

describe('a duty of a complaint', () => {
  it("is the authority's own: whose, how late, what follows, and that it cannot be told to itself", async () => {
    // Received on Thursday the 17th: Friday, Sunday the 20th (a working day then) and Monday are three working days.
    const { tenderId, state } = await complaintAt('tendering', '2026-09-20 12:00');
    expect(await duties(tenderId)).toEqual([]);
    await setClock(platform, tenderId, moment('2026-09-21 12:00'));
    expect(await duties(tenderId)).toMatchObject([{ late: false }]);
    expect(await duties(tenderId, 'late=true')).toEqual([]);
    await setClock(platform, tenderId, moment('2026-09-23 00:00'));
    const [item, ...more] = await duties(tenderId, 'late=true');
    expect(more).toEqual([]);
    expect(item).toMatchObject({
      kind: 'complaint-duty',
      key: `${state.id}/review`,
      late: true,
      rule: 'CMP-004',
      what: { zh: '审查投诉并决定是否受理', en: 'say whether a complaint is accepted' },
      whose: { role: 'supervisor', name: AUTHORITY.name },
      follows: [{ article: '招标投标法实施条例第七十九条第二款' }],
      details: { complaintId: state.id, dutyId: 'review', dueAt: '2026-09-22T00:00:00.000+08:00' },
    });
    expect(item!.article).toContain('第六十一条');
    const actions = new Map(item!.actions.map((one) => [one.action, one]));
    expect([...actions.keys()].toSorted()).toEqual(['escalate', 'extend', 'reassign', 'remind']);
    for (const { possible, why } of actions.values()) {
      expect(possible).toBe(false);
      for (const text of Object.values(why!)) expect(text.length).toBeGreaterThan(10);
    }
    expect(actions.get('escalate')!.why!.zh).toContain('不能把它上报给它自己');
  });

  it('does not tell who complains', async () => {
    const { tenderId, state } = await complaintAt('government-procurement', '2026-09-30 00:00');
    const { name, uscc, partyId } = state.complainant;
    const text = JSON.stringify(await duties(tenderId));
    expect(text).toContain(state.id);
    for (const secret of [name, uscc, partyId]) expect(text).not.toContain(secret);
  });

  it("is the respondent's statement beside the decision in procurement, each with its own articles", async () => {
    const { tenderId } = await complaintAt('government-procurement', '2026-10-30 00:00', accept, [
      { name: 'sendCopies' },
      supervisorActor,
      '2026-09-19 10:00',
    ]);
    const found = new Map((await duties(tenderId)).map((one) => [one.details['dutyId'], one]));
    expect([...found.keys()].toSorted()).toEqual(['statement']);
    expect(found.get('statement')).toMatchObject({
      rule: 'GP-509',
      whose: { role: 'tenderee', tenderee: expect.any(Object) as unknown },
      follows: [{ article: '政府采购质疑和投诉办法第二十五条' }],
    });
    const late = await duties(tenderId, 'withinHours=2000');
    expect(late.map((one) => one.details['dutyId']).toSorted()).toEqual(['decide', 'statement']);
    expect(late.find((one) => one.details['dutyId'] === 'decide')!.follows.map((one) => one.article)).toEqual(
      ['政府采购法第五十八条', '政府采购法第八十一条'],
    );
  });

  it('rests while time is excluded, and runs again when that is closed', async () => {
    const excluded = {
      name: 'openExcludedTime',
      id: 'excluded-1',
      kind: 'inspection',
      text: '检测设备。',
    } as const;
    const open: Given = [excluded, supervisorActor, '2026-09-21 10:00'];
    const resting = await complaintAt('tendering', '2026-12-01 00:00', accept, open);
    expect(await duties(resting.tenderId)).toEqual([]);
    const close: Given = [
      { name: 'closeExcludedTime', excludedTimeId: 'excluded-1' },
      supervisorActor,
      '2026-09-22 10:00',
    ];
    const running = await complaintAt('tendering', '2026-12-01 00:00', accept, open, close);
    expect(await duties(running.tenderId)).toMatchObject([
      { rule: 'CMP-005', details: { dutyId: 'decide' }, what: { zh: '作出投诉处理决定' } },
    ]);
  });

  it('is gone when it is met, and with its complaint', async () => {
    const met = await complaintAt('tendering', '2026-09-24 00:00', accept);
    expect(await duties(met.tenderId)).toEqual([]);
    const refused = await complaintAt('tendering', '2026-09-24 00:00', [
      { name: 'refuseComplaint', ground: REFUSAL_GROUNDS[1], reason: '无线索。' },
      supervisorActor,
      '2026-09-18 10:00',
    ]);
    expect(await duties(refused.tenderId)).toEqual([]);
  });

  it('is only the publication once a complaint was decided, whatever was late before', async () => {
    const { tenderId, state } = await complaintAt('government-procurement', '2026-11-30 00:00', accept, [
      { name: 'decideComplaint', outcome: 'unfounded', remedy: null, reasons: '不成立。', documents: [] },
      supervisorActor,
      '2026-10-20 10:00',
    ]);
    expect(await loadComplaint(platform.deps.store.em(), state.id, false)).toMatchObject({
      status: 'decided',
    });
    expect(await duties(tenderId)).toMatchObject([
      { rule: 'GP-314', details: { dutyId: 'publish' }, follows: [{ article: null }] },
    ]);
  });

  it('is seen by administrators alone', async () => {
    for (const role of ['supervisor', 'tenderee', 'bidder'] as const) {
      const { token } = await actingAs(platform, role);
      const answer = await send(platform, 'GET', '/v1/admin/queue?kind=complaint-duty', { token });
      expect([role, answer.status]).toEqual([role, 403]);
    }
  });
});

describe('a publication of a complaint that fails', () => {
  it('says that it is one, and can be tried again', async () => {
    const { store } = platform.deps;
    const { tenderId } = await complaintAt('tendering', '2026-09-18 12:00');
    const id = uuidv7();
    const payload = {
      announcement: { kind: 'complaint-decision', title: '投诉处理决定公告' },
      release: null,
    };
    await store.transaction((tx) =>
      enqueueDelivery(tx, { id, lane: `tender:${tenderId}`, kind: 'publish', tenderId, payload }),
    );
    await markFailed(store.em(), id, 'no route');
    expect(await read(`tenderId=${tenderId}&kind=delivery`)).toMatchObject([
      {
        key: id,
        what: { zh: '发布投诉处理决定公告', en: 'publish the decision on a complaint' },
        details: { lastError: 'no route' },
        actions: [{ action: 'retry', possible: true, path: `/v1/admin/deliveries/${id}/retry` }],
      },
    ]);
    await markDelivered(store.em(), id);
  });
});

describe('time-stamps that are awaited', () => {
  it('are one item: how many, since when, the last error, and a way to try again now', async () => {
    const { store } = platform.deps;
    const subjects = [uuidv7(), uuidv7(), '7'].map((id, at) => ({
      kind: at === 2 ? ('checkpoint' as const) : ('receipt' as const),
      id,
      digest: Buffer.alloc(32, at),
    }));
    await store.transaction(async (tx) => {
      for (const one of subjects) await enqueueTimestamp(tx, one);
    });
    // Fresh ones are the lane's to fetch.
    expect(await read('kind=timestamps')).toEqual([]);
    await markTimestampFailed(store.em(), subjects[0]!, 'not reached');
    await markTimestampFailed(store.em(), subjects[1]!, 'answered 503');
    const [item, ...more] = await read('kind=timestamps');
    expect(more).toEqual([]);
    expect(item).toMatchObject({
      key: 'timestamps',
      late: true,
      tender: null,
      what: { zh: '取得时间戳' },
      whose: { role: 'administrator' },
      details: { pending: 3, attempts: 1, lastError: 'answered 503', list: '/v1/admin/timestamps' },
      actions: [{ action: 'retry', possible: true, path: '/v1/admin/timestamps/retry' }],
    });
    for (const { id } of subjects.slice(0, 2)) expect(JSON.stringify(item)).not.toContain(id);
    for (const one of subjects)
      await storeTimestamp(store.em(), one, { token: Buffer.from('x'), authority: 'TSA', genTimeAt: 1 });
    expect(await read('kind=timestamps')).toEqual([]);
  });
});
