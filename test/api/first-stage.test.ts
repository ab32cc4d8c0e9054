import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { DocumentRef } from '../../domain/case/references.ts';
import type { FirstStagePlan } from '../../domain/tender/ground/draft.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { addMembership, createParty, createPerson, loadState, takersOf } from '../../store/index.ts';
import { EXAMPLE_PARTIES, exampleCommittee } from '../support/drafts.ts';
import { putTender } from '../support/launched.ts';
import { launchProcess, moment } from '../support/process.ts';
import { decideAtOnce } from './support/deciding.ts';
import { entrust, send, signedIn, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord, settledHead } from './support/record.ts';
import { setClock } from './support/tender.ts';

let platform: TestPlatform;
let agency: Acting;
let bidders: Acting[];
let stranger: Acting;

beforeAll(async () => {
  platform = await startPlatform();
  decideAtOnce(platform);
  agency = await member(EXAMPLE_PARTIES.agency, 'agency');
  await entrust(platform, EXAMPLE_PARTIES.tenderee, agency);
  bidders = [];
  for (const party of [EXAMPLE_PARTIES.bidder1, EXAMPLE_PARTIES.bidder2, EXAMPLE_PARTIES.bidder3])
    bidders.push(await member(party, 'bidder'));
  stranger = await member(EXAMPLE_PARTIES.stranger, 'bidder');
});
afterAll(() => platform.close());

async function member(party: { name: string; uscc: string }, role: 'agency' | 'bidder'): Promise<Acting> {
  const login = `member-${party.uscc.toLowerCase()}`;
  const { store } = platform.deps;
  const { name, uscc } = party;
  const identity = await store.transaction(async (tx) => {
    const given = { id: uuidv7(), login, passwordHash: '-', realName: '张三', phone: '13800000000' };
    const person = await createPerson(tx, given);
    const found = await createParty(tx, { id: uuidv7(), uscc, name, address: '唐山', kinds: [role] });
    await addMembership(tx, { personId: person!.id, partyId: found!.id, role });
    return { personId: person!.id, login, role, partyId: found!.id, uscc, partyName: name };
  });
  return signedIn(platform, identity);
}

async function document(by: Acting, name: string): Promise<DocumentRef> {
  const answer = await send(platform, 'POST', `/v1/documents?name=${encodeURIComponent(name)}`, {
    token: by.token,
    body: randomBytes(500),
    headers: { 'Content-Type': 'application/pdf' },
  });
  expect(answer.status).toBe(201);
  return answer.json as unknown as DocumentRef;
}

const post = (by: Acting, path: string, json: object) =>
  send(platform, 'POST', path, { token: by.token, json });
const get = (by: Acting, path: string) => send(platform, 'GET', path, { token: by.token });

/** A sealed bid, and the header that names its bytes. */
async function submit(by: Acting, tenderId: string) {
  const letter = {
    format: 'openseal-bid/1' as const,
    tenderId,
    bidderUscc: by.identity.uscc,
    priceFen: '1',
    durationDays: 1,
    quality: '合格',
    projectManager: null,
    certificate: null,
  };
  const { bytes } = await sealBid(letter);
  return send(platform, 'POST', `/v1/tenders/${tenderId}/bids`, {
    token: by.token,
    body: bytes as Uint8Array<ArrayBuffer>,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
}

describe('a tender with prequalification', () => {
  let tender: TenderState;
  let stage: FirstStagePlan;
  let tenderDocument: DocumentRef;
  const path = (rest: string) => `/v1/tenders/${tender.id}${rest}`;
  const take = (by: Acting, one: DocumentRef) => get(by, path(`/documents/${one.sha256}`));

  beforeAll(async () => {
    stage = {
      documents: [await document(agency, '资格预审文件.pdf')],
      issuedFromAt: moment('2026-09-10 09:00'),
      issuedUntilAt: moment('2026-09-16 17:00'),
      dueAt: moment('2026-09-23 09:00'),
    };
    tenderDocument = await document(agency, '招标文件.pdf');
    const process = launchProcess({
      qualification: 'before',
      firstStage: stage,
      documents: [tenderDocument],
      schedule: {
        documentsIssuedFromAt: moment('2026-10-09 09:00'),
        documentsIssuedUntilAt: moment('2026-10-15 17:00'),
        bidDeadlineAt: moment('2026-10-30 09:00'),
        openingAt: moment('2026-10-30 09:00'),
      },
    });
    process.step({ name: 'openFirstStage' }, '2026-09-10 09:00');
    tender = await putTender(platform.deps.store, process.state, { at: moment('2026-09-10 08:00') });
  });

  it('issues its documents in their time: from the beginning, to newcomers until the end', async () => {
    const early = await take(bidders[0]!, stage.documents[0]!);
    expect([early.status, early.json['code']]).toEqual([409, 'window-not-open']);
    await setClock(platform, tender.id, moment('2026-09-11 09:00'));
    for (const one of bidders) expect((await take(one, stage.documents[0]!)).status).toBe(200);
    await setClock(platform, tender.id, moment('2026-09-16 17:00'));
    const late = await take(stranger, stage.documents[0]!);
    expect([late.status, late.json['code']]).toEqual([409, 'window-over']);
    expect((await take(bidders[0]!, stage.documents[0]!)).status).toBe(200);
    expect((await takersOf(platform.deps.store.em(), tender.id)).length).toBe(3);
    const hidden = await take(bidders[0]!, tenderDocument);
    expect([hidden.status, hidden.json['code']]).toEqual([409, 'window-not-open']);
    expect((await take(agency, tenderDocument)).status).toBe(200);
  });

  it('takes applications in secret: neither who nor how many shows anywhere', async () => {
    await setClock(platform, tender.id, moment('2026-09-20 10:00'));
    const from = await settledHead(platform, 'rehearsals');
    const before = await send(platform, 'GET', path(''));
    for (const [index, one] of bidders.entries()) {
      const mine = await document(one, `申请-${index}.pdf`);
      const answer = await post(one, path('/applications'), { documents: [mine.sha256] });
      expect([answer.status, answer.json['applicationId']]).toEqual([200, expect.any(String)]);
    }
    // A later one takes the place of the earlier.
    const better = await document(bidders[0]!, '申请-改.pdf');
    await post(bidders[0]!, path('/applications'), { documents: [better.sha256] });
    const entries = await openedRecord(platform, from, 'rehearsals');
    for (const { opened, ...open } of entries) {
      expect([open.event, open.role, open.party, open.documents]).toEqual([
        'confidentialAct',
        'confidential',
        null,
        [],
      ]);
      expect(opened['event']).toBe('applicationSubmitted');
    }
    const shown = await send(platform, 'GET', path(''));
    // Not even a number that counts steps gives them away.
    expect({ ...shown.json, now: null }).toEqual({ ...before.json, now: null });
    expect(shown.headers.get('ETag')).toBe(before.headers.get('ETag'));
    expect(shown.json).toMatchObject({
      version: null,
      procedure: { id: 'open-prequalified' },
      qualification: 'before',
      firstStage: { dueAt: '2026-09-23T09:00:00.000+08:00', concludedAt: null },
    });
    for (const secret of [
      ...bidders.map((one) => one.identity.uscc),
      '"applications"',
      '"admitted"',
      '"invitees"',
    ])
      expect(shown.text).not.toContain(secret);
    const own = await get(bidders[0]!, path('/applications/mine'));
    expect(own.json).toMatchObject({ application: { documents: [better] }, result: null });
    expect((await get(stranger, path('/applications/mine'))).json).toMatchObject({ application: null });
  });

  it.each([
    ['no document', { documents: [] }, 400, 'invalid-request'],
    ['what is no hash', { documents: ['x'] }, 400, 'invalid-request'],
    ['a document it never stored', { documents: ['a'.repeat(64)] }, 422, 'unknown-document'],
    ['another field', { documents: ['a'.repeat(64)], price: '1' }, 400, 'invalid-request'],
  ])('refuses an application with %s', async (_name, json, status, code) => {
    const answer = await post(stranger, path('/applications'), json);
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
  });

  it('shows the applications to its own side after their time alone', async () => {
    const mine = (await loadState(platform.deps.store.em(), tender.id, false))!.firstStage!.applications;
    const one = mine.find((each) => each.party.uscc === bidders[1]!.identity.uscc)!.documents[0]!;
    const early = await get(agency, path('/applications'));
    expect([early.status, early.json['code'], early.json['rule']]).toEqual([409, 'not-closed', 'ZTB-015']);
    expect((await take(agency, one)).json['code']).toBe('unknown-document');
    expect((await take(bidders[1]!, one)).status).toBe(200);
    expect((await take(bidders[2]!, one)).json['code']).toBe('unknown-document');
    await closeApplications();
    const { applications } = (await get(agency, path('/applications'))).json as { applications: object[] };
    expect(applications).toHaveLength(3);
    const taken = await fetch(`${platform.baseUrl}${path(`/documents/${one.sha256}`)}`, {
      headers: { Authorization: `Bearer ${agency.token}` },
    });
    const bytes = new Uint8Array(await taken.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(one.sha256);
    // Reading what was handed in makes nobody a taker of the documents.
    expect((await takersOf(platform.deps.store.em(), tender.id)).length).toBe(3);
  });

  async function closeApplications(): Promise<void> {
    const { store } = platform.deps;
    const { decideStep, apply } = await import('../../domain/tender/index.ts');
    const { saveState } = await import('../../store/index.ts');
    const state = (await loadState(store.em(), tender.id, false))!;
    const at = moment('2026-09-23 09:00');
    const law = await platform.deps.lawOf(state.ruleset);
    const events = decideStep({ name: 'closeApplications' }, state, at, law);
    expect(events.map((event) => event.name)).toEqual(['applicationsClosed']);
    await store.transaction((tx) =>
      saveState(
        tx,
        events.reduce((before, event) => apply(event, before), state),
      ),
    );
    await setClock(platform, tender.id, moment('2026-09-24 10:00'));
  }

  it('ends with who is admitted; the rest cannot take the documents, nor bid', async () => {
    const schedule = {
      documentsIssuedFromAt: '2026-10-09T09:00:00+08:00',
      documentsIssuedUntilAt: '2026-10-15T17:00:00+08:00',
      bidDeadlineAt: '2026-10-30T09:00:00+08:00',
      openingAt: '2026-10-30T09:00:00+08:00',
    };
    const [first, second, third] = bidders.map((one) => one.identity.uscc);
    const conclusion = {
      admitted: [first, second, third],
      rejected: [],
      committee: exampleCommittee(),
      documents: [],
      schedule,
    };
    const short = await post(agency, path('/first-stage-conclusion'), {
      ...conclusion,
      admitted: [first, second],
    });
    expect([short.status, short.json['code']]).toEqual([409, 'applicants-mismatch']);
    const from = await settledHead(platform, 'rehearsals');
    const answer = await post(agency, path('/first-stage-conclusion'), conclusion);
    expect([answer.status, answer.json['status']]).toEqual([200, 'accepted']);
    const entry = (await openedRecord(platform, from, 'rehearsals')).find(
      (one) => one.event === 'firstStageConcluded',
    )!;
    const { opened, ...open } = entry;
    expect(JSON.stringify(open)).not.toContain(first);
    expect(JSON.stringify(opened)).toContain(first);
    expect((await send(platform, 'GET', path(''))).text).not.toContain(first);
    expect((await get(bidders[0]!, path('/applications/mine'))).json).toMatchObject({ result: 'admitted' });

    await setClock(platform, tender.id, moment('2026-10-09 10:00'));
    expect((await take(bidders[0]!, tenderDocument)).status).toBe(200);
    const refused = await take(stranger, tenderDocument);
    expect([refused.status, refused.json['code']]).toEqual([422, 'ZTB-211']);
    expect((await submit(bidders[0]!, tender.id)).status).toBe(201);
    const bid = await submit(stranger, tender.id);
    expect([bid.status, bid.json['rule']]).toEqual([422, 'ZTB-211']);
    expect(bid.json['detail']).toContain('资格预审');
  });
});

describe('an invited tender', () => {
  it('gives its documents to the invited alone, takes their bids alone, and never says who they are', async () => {
    const one = await document(agency, '招标文件（邀请）.pdf');
    const invitees = [EXAMPLE_PARTIES.bidder1, EXAMPLE_PARTIES.bidder2, EXAMPLE_PARTIES.bidder3].map(
      ({ name, uscc }) => ({ name, uscc }),
    );
    const process = launchProcess({
      method: 'invited',
      methodReason: '只有少量潜在投标人可供选择。',
      invitees,
      documents: [one],
    });
    process.step({ name: 'openDocuments' }, '2026-09-10 09:00');
    const at = moment('2026-09-11 09:00');
    const { id } = await putTender(platform.deps.store, process.state, { at });
    const take = (by: Acting) => get(by, `/v1/tenders/${id}/documents/${one.sha256}`);
    for (const invited of bidders) expect((await take(invited)).status).toBe(200);
    const refused = await take(stranger);
    expect([refused.status, refused.json['rule']]).toEqual([422, 'ZTB-013']);
    expect((await submit(bidders[0]!, id)).status).toBe(201);
    // A second one, by the same invited party, replaces the first; by another it is refused.
    expect((await submit(bidders[0]!, id)).json['version']).toBe(2);
    expect((await submit(stranger, id)).json['rule']).toBe('ZTB-013');
    const shown = await send(platform, 'GET', `/v1/tenders/${id}`);
    expect(shown.json).toMatchObject({ method: 'invited', methodReason: '只有少量潜在投标人可供选择。' });
    for (const { uscc, name } of invitees)
      for (const secret of [uscc, name]) expect(shown.text).not.toContain(secret);
  });
});

describe('a termination', () => {
  it('ends the tender; what the law asks is said, and no bid comes in any more', async () => {
    const process = launchProcess();
    process.step({ name: 'openDocuments' }, '2026-09-10 09:00');
    const at = moment('2026-09-11 09:00');
    const { id } = await putTender(platform.deps.store, process.state, { at });
    const empty = await post(agency, `/v1/tenders/${id}/termination`, { reason: '  ' });
    expect([empty.status, empty.json['code']]).toEqual([400, 'invalid-request']);
    expect((await submit(bidders[0]!, id)).status).toBe(201);
    expect((await post(agency, `/v1/tenders/${id}/termination`, { reason: '规划调整' })).status).toBe(200);
    expect((await send(platform, 'GET', `/v1/tenders/${id}`)).json['outcome']).toBe('terminated');
    const bid = await submit(bidders[1]!, id);
    expect([bid.status, bid.json['code']]).toEqual([409, 'tender-over']);
    const withdrawal = await post(bidders[0]!, `/v1/tenders/${id}/bids/mine/withdrawal`, {});
    expect(withdrawal.json['code']).toBe('tender-over');
    expect((await post(agency, `/v1/tenders/${id}/termination`, { reason: '再次' })).json['code']).toBe(
      'tender-over',
    );
  });
});
