import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { actorOf } from '../../api/deps.ts';
import type { TenderState } from '../../domain/tender/index.ts';
import { saveComplaint, saveState, storeBidKey, updateFence } from '../../store/index.ts';
import { exampleLetter, sealBid } from '../support/bids.ts';
import { Complaint, filing, objectedTender } from '../support/complaints.ts';
import { putTender } from '../support/launched.ts';
import { bidder as objector, exampleCommands as example, moment, processAt } from '../support/process.ts';
import { actingAs, entrust, personOnly, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { setClock } from './support/tender.ts';

interface Work {
  readonly kind: string;
  readonly key: string;
  readonly of: { readonly case: string; readonly id: string } | null;
  readonly dueAt: string | null;
  readonly late: boolean;
  readonly lateMs: number;
  readonly what: { readonly zh: string };
  readonly whose: { readonly role: string };
  readonly rule: string | null;
  readonly article: string | null;
  readonly follows: readonly { readonly article: string | null }[];
  readonly link: string | null;
  readonly actions: string | null;
}

let platform: TestPlatform;
let tenderee: Acting;
let agency: Acting;
beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_REMIND_BEFORE_HOURS: '24' });
  [tenderee, agency] = [await actingAs(platform, 'tenderee'), await actingAs(platform, 'agency')];
});
afterAll(() => platform.close());

async function workOf(who: Acting, query = ''): Promise<{ work: Work[]; next: string | null }> {
  const answer = await send(platform, 'GET', `/v1/me/work?${query}`, { token: who.token });
  expect([answer.status, answer.json['detail']]).toEqual([200, undefined]);
  return answer.json as never;
}

const partyOf = ({ identity: { uscc, partyName: name } }: Acting) => ({ uscc, name });

/** A state as a tender of a tenderee and its agency, its clock at an instant. */
async function put(state: TenderState, at: string, of = { tenderee, agency }): Promise<TenderState> {
  const draft = { ...state.draft, tenderee: partyOf(of.tenderee), agency: partyOf(of.agency) };
  return putTender(platform.deps.store, { ...state, draft }, { at: moment(at) });
}

/** With an objection of 14 September at 10:00, whose reply is due by the end of the 17th. */
function objected(): TenderState {
  const process = processAt('documents');
  process.give(example.object(), objector, '2026-09-14 10:00');
  return process.state;
}

describe('the work of a tenderee', () => {
  it('is what is owed in its tenders, with its due, its rule, what follows, and where one acts', async () => {
    const { id } = await put(objected(), '2026-09-15 12:00');
    const { work } = await workOf(tenderee);
    expect(work).toHaveLength(1);
    expect(work[0]).toMatchObject({
      kind: 'duty',
      key: `${id}/reply:objection-1`,
      of: { case: 'tender', id },
      dueAt: '2026-09-18T00:00:00.000+08:00',
      late: false,
      lateMs: 0,
      what: { zh: '答复异议（质疑）' },
      whose: { role: 'tenderee' },
      rule: 'ZTB-103',
      link: `/v1/tenders/${id}`,
      actions: `/v1/tenders/${id}/actions`,
    });
    expect(work[0]!.follows[0]!.article).toBe('招标投标法实施条例第七十七条第二款');
    for (const address of [work[0]!.link, work[0]!.actions])
      expect((await send(platform, 'GET', address!, { token: tenderee.token })).status).toBe(200);
  });

  it('is late from its due on, by the clock of its tender', async () => {
    const [owner, helper] = [await actingAs(platform, 'tenderee'), await actingAs(platform, 'agency')];
    const { id } = await put(objected(), '2026-09-17 23:50', { tenderee: owner, agency: helper });
    expect((await workOf(owner, 'late=true')).work).toEqual([]);
    expect((await workOf(owner, 'withinHours=0.1')).work).toEqual([]);
    expect((await workOf(owner, 'withinHours=0.5')).work).toHaveLength(1);
    await setClock(platform, id, moment('2026-09-18 01:00'));
    const [late] = (await workOf(owner, 'late=true')).work;
    expect(late).toMatchObject({ late: true });
    expect(late!.lateMs).toBeGreaterThanOrEqual(3_600_000);
    expect(late!.lateMs).toBeLessThan(3_700_000);
  });

  it('comes a page at a time, soonest due first, each item once', async () => {
    const [owner, helper] = [await actingAs(platform, 'tenderee'), await actingAs(platform, 'agency')];
    for (const at of [
      '2026-09-15 12:00',
      '2026-09-16 12:00',
      '2026-09-14 12:00',
      '2026-09-15 12:00',
      '2026-09-17 12:00',
    ])
      await put(objected(), at, { tenderee: owner, agency: helper });
    const all = (await workOf(owner)).work.map(({ key }) => key);
    expect(all).toHaveLength(5);
    const paged: string[] = [];
    for (let query = 'limit=2'; ;) {
      const { work, next } = await workOf(owner, query);
      paged.push(...work.map(({ key }) => key));
      if (next === null) break;
      query = `limit=2&cursor=${next}`;
    }
    expect(paged).toEqual(all);
    const refused = await send(platform, 'GET', '/v1/me/work?cursor=bm9uZQ', { token: owner.token });
    expect([refused.status, refused.json['code']]).toEqual([400, 'invalid-cursor']);
  });
});

describe('the work of an agency', () => {
  it('is that of the tenderees whose mandate it holds now, for those projects', async () => {
    const [owner, helper] = [await actingAs(platform, 'tenderee'), await actingAs(platform, 'agency')];
    await put(objected(), '2026-09-15 12:00', { tenderee: owner, agency: helper });
    expect((await workOf(helper)).work).toEqual([]);
    await entrust(platform, partyOf(owner), helper);
    expect((await workOf(helper)).work).toHaveLength(1);
    expect((await workOf(agency)).work).toEqual([]);
    await platform.deps.store.plainTransaction((tx) =>
      tx.query(
        `update mandate set revoked_at = 1, revoked_by = $2, revoked_because = 'x' where agency_uscc = $1`,
        [helper.identity.uscc, owner.identity.personId],
      ),
    );
    expect((await workOf(helper)).work).toEqual([]);
    expect((await workOf(owner)).work).toHaveLength(1);
  });

  it('is nothing of a party of the same code in another role', async () => {
    const bidder = await actingAs(platform, 'bidder');
    const state = objected();
    const draft = { ...state.draft, tenderee: partyOf(bidder), agency: null };
    await putTender(platform.deps.store, { ...state, draft }, { at: moment('2026-09-15 12:00') });
    expect((await workOf(bidder)).work).toEqual([]);
  });
});

describe('the work of a bidder', () => {
  it('is the key of its bid while bids are opened, until one that fits was handed in', async () => {
    const [bidder, other] = [await actingAs(platform, 'bidder'), await actingAs(platform, 'bidder')];
    const state = await put(processAt('bidding').state, '2026-09-22 12:00');
    const bidId = await submitBid(bidder, state);
    expect((await workOf(bidder)).work).toEqual([]);
    await openHall(state);
    const { work } = await workOf(bidder);
    expect(work).toMatchObject([
      {
        kind: 'key',
        of: { case: 'tender', id: state.id },
        rule: 'EB-013',
        whose: { role: 'bidder' },
        late: false,
      },
    ]);
    expect(work[0]!.dueAt).toBe('2026-09-30T10:00:00.000+08:00');
    expect(work[0]!.follows[0]!.article).toContain('第三十一条');
    // A second bid of it, so that the list goes on after a key.
    const again = await put(processAt('bidding').state, '2026-09-22 12:00');
    await submitBid(bidder, again);
    await openHall(again);
    const paged: string[] = [];
    for (let query = 'limit=1'; ;) {
      const page = await workOf(bidder, query);
      paged.push(...page.work.map(({ key }) => key));
      if (page.next === null || paged.length > 9) break;
      query = `limit=1&cursor=${page.next}`;
    }
    expect(paged.toSorted()).toEqual([`${again.id}/openBids`, `${state.id}/openBids`].toSorted());
    // Who bids in it nobody else learns from this list.
    for (const who of [other, tenderee, agency])
      expect((await workOf(who)).work.filter(({ of }) => of?.id === state.id)).toEqual([]);
    const key = { bidId, sealed: Buffer.from('sealed'), at: state.bidDeadlineAt };
    await platform.deps.store.transaction((tx) => storeBidKey(tx, { ...key, checked: false }));
    expect((await workOf(bidder)).work).toHaveLength(2);
    await platform.deps.store.transaction((tx) => storeBidKey(tx, { ...key, checked: true }));
    expect((await workOf(bidder)).work.map(({ of }) => of?.id)).toEqual([again.id]);
  });

  /** Gives the id of the bid. */
  async function submitBid(bidder: Acting, { id }: TenderState): Promise<string> {
    const { bytes } = await sealBid(exampleLetter({ tenderId: id, bidderUscc: bidder.identity.uscc }));
    const submitted = await send(platform, 'POST', `/v1/tenders/${id}/bids`, {
      token: bidder.token,
      body: bytes as never,
      headers: { 'Content-Type': 'application/octet-stream' },
    });
    expect(submitted.status).toBe(201);
    return String((submitted.json['receipt'] as { bidId: string }).bidId);
  }

  /** The bids are closed, and may be opened for an hour. */
  async function openHall(state: TenderState): Promise<void> {
    const { bidDeadlineAt } = state;
    const milestones = { ...state.milestones, bidsClosed: bidDeadlineAt };
    const decryptionEndsAt = moment('2026-09-30 10:00');
    await platform.deps.store.transaction(async (tx) => {
      const version = state.version + 1;
      await saveState(tx, {
        ...state,
        version,
        phase: 'opening',
        decryptionEndsAt,
        closedBidCount: 1,
        milestones,
      });
      await updateFence(tx, state.id, { closedAt: bidDeadlineAt });
    });
    await setClock(platform, state.id, bidDeadlineAt + 60_000);
  }
});

describe('the work of a complaint', () => {
  it('is its authority’s, its complainant’s and its respondent’s, each to them alone', async () => {
    const [owner, helper] = [await actingAs(platform, 'tenderee'), await actingAs(platform, 'agency')];
    const [complainant, authority, other] = [
      await actingAs(platform, 'bidder'),
      await actingAs(platform, 'supervisor'),
      await actingAs(platform, 'supervisor'),
    ];
    const example = objectedTender();
    const objections = example.objections.map((one) => ({ ...one, partyId: complainant.identity.partyId }));
    const tender = await put({ ...example, objections }, '2026-09-15 10:00', {
      tenderee: owner,
      agency: helper,
    });
    const complaint = new Complaint(tender);
    const { partyId, uscc, partyName: name } = authority.identity;
    const id = uuidv7();
    complaint.give(
      filing({ id, authorities: [{ partyId, uscc, name }] }),
      actorOf(complainant.identity),
      '2026-09-15 10:00',
    );
    await platform.deps.store.transaction((tx) => saveComplaint(tx, complaint.now));
    const { work } = await workOf(authority);
    expect(work).toMatchObject([
      {
        kind: 'complaint-duty',
        of: { case: 'complaint', id },
        whose: { role: 'supervisor', name },
        rule: 'CMP-004',
      },
    ]);
    for (const address of [work[0]!.link, work[0]!.actions])
      expect([address, (await send(platform, 'GET', address!, { token: authority.token })).status]).toEqual([
        address,
        200,
      ]);
    for (const who of [complainant, owner, helper, other])
      expect((await workOf(who)).work.filter(({ of }) => of?.id === id)).toEqual([]);
    expect(JSON.stringify(work)).not.toContain(complainant.identity.uscc);
  });
});

describe('the work of an administrator', () => {
  it('is the queue, in its order', async () => {
    const administrator = await actingAs(platform, 'administrator');
    const { id } = await put(objected(), '2026-09-19 12:00');
    const queue = await send(platform, 'GET', '/v1/admin/queue', { token: administrator.token });
    const items = queue.json['items'] as { kind: string; key: string; waitsSinceAt: string }[];
    const { work } = await workOf(administrator);
    expect(work.map(({ kind, key }) => [kind, key])).toEqual(items.map(({ kind, key }) => [kind, key]));
    expect(work.find(({ of, kind }) => of?.id === id && kind === 'duty')).toMatchObject({
      late: true,
      link: null,
    });
  });
});

describe('the list of work', () => {
  it('is of a party: whoever acts for none, or is not signed in, has none', async () => {
    const nobody = await personOnly(platform);
    const refused = await send(platform, 'GET', '/v1/me/work', { token: nobody.token });
    expect(refused.status).toBe(403);
    expect((await send(platform, 'GET', '/v1/me/work')).status).toBe(401);
  });
});
