import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { saveState } from '../../store/index.ts';
import { exampleLetter, sealBid } from '../support/bids.ts';
import { exampleDocument } from '../support/drafts.ts';
import { actingAs, entrust, personOnly, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender, setClock } from './support/tender.ts';

let platform: TestPlatform;
let tenderee: Acting;
let agency: Acting;
let otherAgency: Acting;
let bidder: Acting;
let rival: Acting;
let tender: TenderState;

const HOUR_MS = 3_600_000;

beforeAll(async () => {
  platform = await startPlatform();
  [tenderee, agency] = [await actingAs(platform, 'tenderee'), await actingAs(platform, 'agency')];
  otherAgency = await actingAs(platform, 'agency');
  [bidder, rival] = [await actingAs(platform, 'bidder'), await actingAs(platform, 'bidder')];
  tender = await launched();
});
afterAll(() => platform.close());

const partyOf = ({ identity: { partyName: name, uscc } }: Acting) => ({ name, uscc });

/** A tender of the tenderee and its agency, an hour before its bid deadline; changed as a test needs it. */
async function launched(
  change: (state: TenderState) => TenderState = (state) => state,
): Promise<TenderState> {
  const example = await launchedTender(platform, agency.identity.partyId, {
    documents: [exampleDocument()],
    at: ({ bidDeadlineAt }) => bidDeadlineAt - HOUR_MS,
    tenderee: partyOf(tenderee),
  });
  const draft = { ...example.draft, agency: partyOf(agency) };
  const state = change({ ...example, draft, phase: 'bidding' });
  await platform.deps.store.transaction((tx) => saveState(tx, state));
  return state;
}

interface Said {
  readonly name: string;
  readonly of: { readonly field: string; readonly value: string } | null;
  readonly admitted: boolean;
  readonly untilAt: string | null;
  readonly refusals: readonly { readonly code: string }[];
}

async function actions(who: { token: string }, { id } = tender) {
  const { status, json, text } = await send(platform, 'GET', `/v1/tenders/${id}/actions`, {
    token: who.token,
  });
  const said = (json['actions'] ?? []) as Said[];
  const now = (name: string) => said.filter((one) => one.name === name);
  return { status, said, now, text: text.replace(String(json['now']), '') };
}

async function bid(who: Acting): Promise<void> {
  const { bytes } = await sealBid(exampleLetter({ tenderId: tender.id, bidderUscc: who.identity.uscc }));
  const answer = await send(platform, 'POST', `/v1/tenders/${tender.id}/bids`, {
    token: who.token,
    body: bytes as never,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  expect(answer.status).toBe(201);
}

describe('what the caller may do in a tender now', () => {
  it('gives the tenderee its commands, and none of anybody else', async () => {
    const { said, now } = await actions(tenderee);
    expect(now('issueClarification')).toMatchObject([{ admitted: true, untilAt: expect.any(String) }]);
    expect(now('signContract')).toMatchObject([
      { admitted: false, refusals: [{ code: 'wrong-phase', accepted: { zh: expect.any(String) } }] },
    ]);
    for (const others of ['fileObjection', 'submitBid', 'issueInstruction', 'remindDuty'])
      expect(said.map((one) => one.name)).not.toContain(others);
  });

  it('gives an agency its commands under a mandate alone, and says what is missing', async () => {
    const without = await actions(agency);
    expect(without.said.length).toBeGreaterThan(0);
    for (const one of without.said)
      expect([one.admitted, one.untilAt, one.refusals.length]).toEqual([false, null, 1]);
    expect(new Set(without.said.flatMap((one) => one.refusals.map(({ code }) => code)))).toEqual(
      new Set(['mandate-missing']),
    );
    await entrust(platform, partyOf(tenderee), agency);
    expect((await actions(agency)).now('issueClarification')).toMatchObject([{ admitted: true }]);
  });

  it('gives a bidder its bid until the deadline, and what it acts on', async () => {
    expect((await actions(bidder)).now('submitBid')).toMatchObject([
      { admitted: true, rule: 'ZTB-211', article: expect.any(String) },
    ]);
    const objections = (await actions(bidder)).now('fileObjection');
    expect(objections.map((one) => one.of?.value)).toEqual([
      'prequalification',
      'documents',
      'opening',
      'result',
    ]);
    const over = await launched();
    await setClock(platform, over.id, over.bidDeadlineAt);
    expect((await actions(bidder, over)).now('submitBid')).toMatchObject([
      { admitted: false, untilAt: null, refusals: [{ code: 'ZTB-211' }] },
    ]);
  });

  it('tells a bidder of its own bid, and a rival nothing of it: what it was told before, but for the time', async () => {
    const before = await actions(rival);
    expect(before.now('withdrawBid')).toMatchObject([
      { admitted: false, refusals: [{ code: 'unknown-bid' }] },
    ]);
    await bid(bidder);
    expect((await actions(bidder)).now('withdrawBid')).toMatchObject([{ admitted: true }]);
    const after = await actions(rival);
    const untimed = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.+]+\d/g, '');
    expect(untimed(after.text)).toBe(untimed(before.text));
    const own = (await actions(tenderee)).text + (await actions(otherAgency)).text;
    for (const secret of [bidder.identity.uscc, bidder.identity.partyId, bidder.identity.partyName])
      expect(own + after.text).not.toContain(secret);
  });

  it('tells who is not invited that it is not, and not who is', async () => {
    const invited = await launched((state) => ({ ...state, admitted: [partyOf(bidder)] }));
    expect((await actions(bidder, invited)).now('submitBid')).toMatchObject([{ admitted: true }]);
    const told = await actions(rival, invited);
    expect(told.now('submitBid')).toMatchObject([{ admitted: false, refusals: [{ accepted: null }] }]);
    for (const who of [rival, tenderee, otherAgency]) {
      const { text } = await actions(who, invited);
      expect(text).not.toContain(bidder.identity.uscc);
      expect(text).not.toContain(bidder.identity.partyName);
    }
  });

  it('gives nothing to who has no part in it', async () => {
    const otherTenderee = await actingAs(platform, 'tenderee');
    for (const who of [otherAgency, otherTenderee, await personOnly(platform)])
      expect(await actions(who)).toMatchObject({ status: 200, said: [] });
    expect((await send(platform, 'GET', `/v1/tenders/${tender.id}/actions`)).status).toBe(401);
  });

  it('gives an authority its orders within its scope, and the administrator the duties', async () => {
    const [inside, outside] = [
      await actingAs(platform, 'supervisor'),
      await actingAs(platform, 'supervisor'),
    ];
    await platform.deps.store
      .em()
      .getConnection()
      .execute(`update party set regions = '{99}' where id = ?`, [outside.identity.partyId]);
    const seen = await actions(inside);
    expect(seen.now('issueInstruction')).toMatchObject([{ admitted: true }]);
    expect(seen.now('closeInstruction')).toMatchObject([
      { admitted: false, refusals: [{ code: 'no-open-instruction' }] },
    ]);
    expect(await actions(outside)).toMatchObject({ status: 404, said: [] });
    const administrator = await actions(await actingAs(platform, 'administrator'));
    expect([...new Set(administrator.said.map((one) => one.name))].toSorted()).toEqual([
      'escalateDuty',
      'extendDuty',
      'rederiveDeadlines',
      'remindDuty',
    ]);
  });

  it('knows no tender that was never launched', async () => {
    expect((await actions(bidder, { ...tender, id: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11' })).status).toBe(
      404,
    );
  });
});
