import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { actorOf } from '../../api/deps.ts';
import type { DocumentRef } from '../../domain/case/references.ts';
import type { ComplaintParty, ComplaintState } from '../../domain/complaint/index.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import {
  createDraft,
  createFence,
  databaseNow,
  loadComplaint,
  saveComplaint,
  saveState,
} from '../../store/index.ts';
import { Complaint, filing, objectedTender } from '../support/complaints.ts';
import { moment } from '../support/process.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord } from './support/record.ts';

let platform: TestPlatform;
let complainant: Acting;
let otherBidder: Acting;
let tenderee: Acting;
let otherTenderee: Acting;
let authority: Acting;
let told: Acting;
let observer: Acting;
let outsider: Acting;
let tender: TenderState;
let evidence: DocumentRef;
let received: ComplaintState;
let accepted: ComplaintState;
let published: ComplaintState;

beforeAll(async () => {
  platform = await startPlatform();
  [complainant, otherBidder] = [await actingAs(platform, 'bidder'), await actingAs(platform, 'bidder')];
  [tenderee, otherTenderee] = [await actingAs(platform, 'tenderee'), await actingAs(platform, 'tenderee')];
  authority = await actingAs(platform, 'supervisor');
  told = await actingAs(platform, 'supervisor');
  observer = await actingAs(platform, 'supervisor');
  outsider = await actingAs(platform, 'supervisor');
  await platform.deps.store
    .em()
    .getConnection()
    .execute(`update party set regions = '{99}' where id = ?`, [outsider.identity.partyId]);
  evidence = await store(complainant, '证据.pdf');
  tender = await launched();
  received = await complaint();
  accepted = await complaint('accepted');
  published = await complaint('published');
});
afterAll(() => platform.close());

const partyOf = ({ identity }: Acting): ComplaintParty => ({
  partyId: identity.partyId,
  name: identity.partyName,
  uscc: identity.uscc,
});

async function store(who: Acting, name: string): Promise<DocumentRef> {
  const answer = await send(platform, 'POST', `/v1/documents?name=${encodeURIComponent(name)}`, {
    token: who.token,
    body: randomBytes(100),
    headers: { 'Content-Type': 'application/pdf' },
  });
  expect(answer.status).toBe(201);
  return answer.json as unknown as DocumentRef;
}

/** A rehearsal of the tenderee in which the complainant objected and was answered; it stands on 15 September. */
async function launched(): Promise<TenderState> {
  const example = objectedTender();
  const { partyName: name, uscc } = tenderee.identity;
  const state: TenderState = {
    ...example,
    id: uuidv7(),
    rehearsal: true,
    draft: { ...example.draft, tenderee: { name, uscc }, agency: null },
    objections: example.objections.map((one) => ({ ...one, partyId: complainant.identity.partyId })),
  };
  const { documentsIssuedFromAt: documentsFromAt, bidDeadlineAt, launchedAt: clockStartsAt } = state;
  await platform.deps.store.transaction(async (tx) => {
    const shiftMs = moment('2026-09-15 10:00') - (await databaseNow(tx));
    const { id, draft } = state;
    await createDraft(tx, {
      id,
      ownerPartyId: tenderee.identity.partyId,
      draft,
      rehearsal: true,
      clockStartsAt,
    });
    await createFence(tx, { tenderId: id, rehearsal: true, shiftMs, documentsFromAt, bidDeadlineAt });
    await saveState(tx, state);
  });
  return state;
}

/** A complaint brought to where it stands by its own commands. */
async function complaint(until: 'filed' | 'accepted' | 'published' = 'filed'): Promise<ComplaintState> {
  const given = new Complaint(tender);
  const by = actorOf(authority.identity);
  const name = complainant.identity.partyName;
  const authorities = [partyOf(authority), partyOf(told)];
  const points = [{ text: `要求排斥${name}。`, from: 'objection' as const }];
  given.give(
    filing({ id: uuidv7(), authorities, points, evidence: [evidence] }),
    actorOf(complainant.identity),
    '2026-09-15 10:00',
  );
  if (until !== 'filed') given.give({ name: 'acceptComplaint' }, by, '2026-09-16 10:00');
  if (until === 'published') {
    const reasons = `经查，${name}的投诉成立。`;
    given.give(
      { name: 'decideComplaint', outcome: 'upheld', remedy: 'start-anew', reasons, documents: [] },
      by,
      '2026-09-17 10:00',
    );
    given.give({ name: 'publishDecision' }, by, '2026-09-18 10:00');
  }
  await platform.deps.store.transaction((tx) => saveComplaint(tx, given.now));
  return given.now;
}

const read = async (who: Acting, address: string) => {
  const { status, json } = await send(platform, 'GET', address, { token: who.token });
  return { status, json, text: JSON.stringify(json) };
};
const asParty = (who: Acting, { id }: ComplaintState) => read(who, `/v1/complaints/${id}`);
const asAuthority = (who: Acting, { id }: ComplaintState) => read(who, `/v1/supervision/complaints/${id}`);
const names = (text: string) =>
  text.includes(complainant.identity.partyName) || text.includes(complainant.identity.uscc);

describe('what may be done with a complaint now', () => {
  const actions = async (who: Acting, { id }: ComplaintState) => {
    const { status, json } = await read(who, `/v1/complaints/${id}/actions`);
    const said = (json['actions'] ?? []) as {
      name: string;
      admitted: boolean;
      refusals: { code: string }[];
    }[];
    return {
      status,
      said,
      admitted: [...new Set(said.filter((one) => one.admitted).map((one) => one.name))],
    };
  };

  it('is told to who may do it, with what stands in the way', async () => {
    expect((await actions(complainant, received)).admitted).toEqual(['withdrawComplaint']);
    expect((await actions(authority, received)).admitted.toSorted()).toEqual([
      'acceptComplaint',
      'refuseComplaint',
    ]);
    const { said } = await actions(authority, received);
    expect(said.find((one) => one.name === 'requestCorrection')).toMatchObject({
      admitted: false,
      refusals: [{ code: 'no-correction', accepted: { zh: expect.any(String) } }],
    });
    expect((await actions(tenderee, accepted)).admitted).toEqual(['makeStatement']);
    expect((await actions(authority, accepted)).admitted.toSorted()).toEqual([
      'decideComplaint',
      'openExcludedTime',
    ]);
    for (const who of [complainant, authority, tenderee])
      expect((await actions(who, published)).admitted).toEqual([]);
  });

  it('is nothing for who only looks on, and not found by who may know nothing of it', async () => {
    for (const who of [told, observer])
      expect(await actions(who, accepted)).toMatchObject({ status: 200, said: [] });
    for (const who of [outsider, otherBidder, otherTenderee])
      expect(await actions(who, accepted)).toMatchObject({ status: 404, said: [] });
    expect(await actions(tenderee, received)).toMatchObject({ status: 404, said: [] });
  });
});

describe('who may know of a complaint', () => {
  it('the complainant and its authorities in full', async () => {
    for (const one of [received, accepted, published]) {
      expect(await asParty(complainant, one)).toMatchObject({
        status: 200,
        json: { standing: 'document-holder' },
      });
      for (const who of [authority, told]) {
        const seen = await asAuthority(who, one);
        expect(seen).toMatchObject({ status: 200, json: { told: [told.identity.partyName] } });
        expect(names(seen.text)).toBe(true);
      }
    }
  });

  it('another authority of the place: that there is one and how its clocks run, not who or what', async () => {
    const seen = await asAuthority(observer, accepted);
    expect(seen).toMatchObject({
      status: 200,
      json: { status: 'accepted', duties: [{ id: 'review' }, { id: 'decide' }] },
    });
    expect([names(seen.text), seen.json['points'], seen.json['deadlines']]).toEqual([
      false,
      undefined,
      undefined,
    ]);
  });

  it('an authority of another place: nothing', async () => {
    expect(await asAuthority(outsider, accepted)).toMatchObject({
      status: 404,
      json: { code: 'unknown-complaint' },
    });
    expect((await read(outsider, '/v1/supervision/complaints')).json['complaints']).toEqual([]);
  });

  it('the tenderee complained of: once it is accepted, without the complainant', async () => {
    expect((await asParty(tenderee, received)).status).toBe(404);
    for (const one of [accepted, published]) {
      const seen = await asParty(tenderee, one);
      expect(seen).toMatchObject({ status: 200, json: { complainant: null, evidence: [] } });
      expect(seen.text).toContain('要求排斥投诉人');
      expect(names(seen.text)).toBe(false);
    }
  });

  it('other parties: nothing', async () => {
    for (const who of [otherBidder, otherTenderee])
      for (const one of [received, accepted, published]) expect((await asParty(who, one)).status).toBe(404);
  });

  it('everybody: published decisions alone, without the complainant', async () => {
    const { json, text } = await send(platform, 'GET', `/v1/complaint-decisions?tenderId=${tender.id}`);
    expect(json['complaints']).toMatchObject([
      { complaintId: published.id, decision: { outcome: 'upheld' } },
    ]);
    expect([names(text), text.includes('投诉人的投诉成立')]).toEqual([false, true]);
  });

  it('in a list to everybody who may read it alone, and to nobody else', async () => {
    const ids = async (who: Acting, address: string) =>
      ((await read(who, address)).json['complaints'] as { complaintId: string }[]).map(
        (one) => one.complaintId,
      );
    const all = [published.id, accepted.id, received.id];
    expect(await ids(complainant, '/v1/complaints')).toEqual(all);
    expect(await ids(tenderee, '/v1/complaints')).toEqual([published.id, accepted.id]);
    expect(await ids(otherBidder, '/v1/complaints')).toEqual([]);
    expect(await ids(authority, `/v1/supervision/complaints?tenderId=${tender.id}`)).toEqual(all);
  });

  it('its evidence by who may see it', async () => {
    const get = async (who: Acting, { id }: ComplaintState) =>
      (await send(platform, 'GET', `/v1/complaints/${id}/documents/${evidence.sha256}`, { token: who.token }))
        .status;
    expect([await get(complainant, accepted), await get(authority, accepted)]).toEqual([200, 200]);
    for (const who of [tenderee, otherBidder, observer, outsider]) expect(await get(who, accepted)).toBe(404);
  });
});

describe('who may act on a complaint', () => {
  const post = (who: Acting, address: string, json?: unknown) =>
    send(platform, 'POST', address, { token: who.token, ...(json === undefined ? {} : { json }) });
  const byAuthority = (id: string, rest: string) => `/v1/supervision/complaints/${id}/${rest}`;

  it.each([
    ['acceptance', undefined],
    ['refusal', { ground: 'not-specific', reason: '无线索。' }],
    ['correction-request', { text: '补正。', dueAt: '2026-09-20T10:00:00+08:00' }],
  ])(
    '%s: the authority that deals with it, not one that was told, watches, or is elsewhere',
    async (rest, json) => {
      for (const who of [told, observer])
        expect(await post(who, byAuthority(received.id, rest), json)).toMatchObject({
          status: 403,
          json: { code: 'not-your-complaint' },
        });
      expect((await post(outsider, byAuthority(received.id, rest), json)).status).toBe(404);
    },
  );

  it('instructions for its sake: the same, and once it is accepted', async () => {
    const order = { kind: 'suspend', basis: 'CMP-008', text: '暂停。' };
    expect(await post(told, byAuthority(accepted.id, 'instructions'), order)).toMatchObject({ status: 403 });
    expect(await post(outsider, byAuthority(accepted.id, 'instructions'), order)).toMatchObject({
      status: 404,
    });
    expect(await post(authority, byAuthority(received.id, 'instructions'), order)).toMatchObject({
      status: 409,
      json: { code: 'wrong-status' },
    });
    // The engine is down here: what is admitted is kept, and will be decided.
    expect(await post(authority, byAuthority(accepted.id, 'instructions'), order)).toMatchObject({
      status: 202,
    });
  });

  it('keeps what is admitted while the engine is down, and refuses at once what is not', async () => {
    const kept = await post(authority, byAuthority(received.id, 'acceptance'));
    expect(kept).toMatchObject({ status: 202, json: { status: 'received' } });
    expect((await loadComplaint(platform.deps.store.em(), received.id, false))?.status).toBe('filed');
    const early = await post(authority, byAuthority(accepted.id, 'publication'));
    expect(early).toMatchObject({ status: 409, json: { code: 'wrong-status' } });
    expect(
      await post(otherBidder, `/v1/complaints/${received.id}/withdrawal`, { reason: '撤回' }),
    ).toMatchObject({
      status: 404,
    });
  });

  it('enters a refused filing in the record without telling who tried', async () => {
    const filingOf = (more: object) => ({
      subject: 'documents',
      objectionId: randomUUID(),
      knownAt: '2026-09-11T09:00:00+08:00',
      interest: '本单位拟参加投标。',
      authorities: [authority.identity.uscc],
      points: [{ text: '事项', from: 'objection' }],
      request: '请求',
      evidence: [evidence.sha256],
      ...more,
    });
    const address = `/v1/tenders/${tender.id}/complaints`;
    expect(await post(complainant, address, filingOf({}))).toMatchObject({
      status: 422,
      json: { code: 'CMP-002' },
    });
    expect(
      await post(complainant, address, filingOf({ authorities: [outsider.identity.uscc] })),
    ).toMatchObject({
      status: 422,
      json: { code: 'authority-not-competent' },
    });
    const entries = (await openedRecord(platform, 0, 'rehearsals')).filter(
      (one) => one.opened['event'] === 'grievanceRefused',
    );
    const refused = entries.find(
      ({ opened }) => (opened['data'] as { command?: string }).command === 'fileComplaint',
    );
    expect(refused).toMatchObject({ event: 'confidentialAct', role: 'confidential', data: {} });
  });
});
