import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { addMembership, createParty, createPerson, loadState } from '../../store/index.ts';
import { EXAMPLE_PARTIES, exampleDocument } from '../support/drafts.ts';
import { putTender } from '../support/launched.ts';
import { bidder, exampleCommands, moment, processAt } from '../support/process.ts';
import { decideAtOnce } from './support/deciding.ts';
import { actingAs, entrust, send, signedIn, testUscc, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord, settledHead } from './support/record.ts';
import { setClock } from './support/tender.ts';

const REGION = '130209';

let platform: TestPlatform;
let authority: Acting;
let elsewhere: Acting;
let agency: Acting;
let tender: TenderState;

beforeAll(async () => {
  platform = await startPlatform();
  decideAtOnce(platform);
  authority = await supervisorOf('曹妃甸区发展和改革局', ['1302'], null);
  elsewhere = await supervisorOf('广西壮族自治区发展和改革委员会', ['45'], null);
  agency = await memberOf(EXAMPLE_PARTIES.agency, 'agency');
  await entrust(platform, EXAMPLE_PARTIES.tenderee, agency);
  tender = await putTender(platform.deps.store, processAt('bidding').state, {
    at: moment('2026-09-18 10:00'),
  });
});
afterAll(() => platform.close());

let next = 700;
async function memberOf(
  party: { name: string; uscc: string },
  role: 'agency' | 'supervisor',
  scope: { regions?: string[] | null; industries?: string[] | null } = {},
): Promise<Acting> {
  const login = `member-${next++}`;
  const { store } = platform.deps;
  const identity = await store.transaction(async (tx) => {
    const person = await createPerson(tx, {
      id: uuidv7(),
      login,
      passwordHash: '-',
      realName: '赵六',
      phone: '13800000000',
    });
    const { name, uscc } = party;
    const given = await createParty(tx, {
      id: uuidv7(),
      uscc,
      name,
      address: '唐山',
      kinds: [role],
      ...scope,
    });
    await addMembership(tx, { personId: person!.id, partyId: given!.id, role });
    return { personId: person!.id, login, role, partyId: given!.id, uscc, partyName: name };
  });
  return signedIn(platform, identity);
}
const supervisorOf = (name: string, regions: string[] | null, industries: string[] | null) =>
  memberOf({ name, uscc: testUscc(next++) }, 'supervisor', { regions, industries });

const post = (by: Acting, path: string, json: object = {}) =>
  send(platform, 'POST', path, { token: by.token, json });
const get = (by: Acting, path: string) => send(platform, 'GET', path, { token: by.token });
const order = (json: object, by = authority, id = tender.id) =>
  post(by, `/v1/supervision/tenders/${id}/instructions`, { text: '依法处理。', dueAt: null, ...json });
const own = (rest: string) => `/v1/tenders/${tender.id}${rest}`;

describe('the scope of an authority', () => {
  it('hides every tender outside it, whatever is asked of it', async () => {
    expect((await get(elsewhere, '/v1/supervision/tenders')).json['tenders']).toEqual([]);
    for (const answer of [
      await get(elsewhere, `/v1/supervision/tenders/${tender.id}`),
      await get(elsewhere, `/v1/supervision/tenders/${tender.id}/record`),
      await order({ kind: 'suspend', basis: 'CMP-008' }, elsewhere),
      await post(elsewhere, `/v1/supervision/tenders/${tender.id}/instructions/${randomUUID()}/closure`),
      await get(elsewhere, own(`/documents/${tender.draft.documents[0]!.sha256}`)),
    ])
      expect([answer.status, answer.json['code']]).toEqual([404, 'unknown-tender']);
    expect((await loadState(platform.deps.store.em(), tender.id, false))?.instructions).toEqual([]);
  });

  it('is of industries too', async () => {
    const housing = await supervisorOf('某市住房和城乡建设局', ['13'], ['housing']);
    expect((await get(housing, '/v1/supervision/tenders')).json['tenders']).toEqual([]);
    const industry = await supervisorOf('某市工业和信息化局', ['13'], ['industry']);
    expect((await get(industry, '/v1/supervision/tenders')).json['tenders']).toMatchObject([
      { tenderId: tender.id, region: REGION, suspended: false, lateDuties: 0, openInstructions: 0 },
    ]);
  });
});

describe('an instruction', () => {
  it.each([
    [
      'a document outside the catalogue',
      { kind: 'correct', basis: 'LOC-001' },
      409,
      'basis-outside-catalogue',
    ],
    ['a rule that is no basis for it', { kind: 'suspend', basis: 'ZTB-004' }, 409, 'basis-unfit'],
    ['what is not a rule id', { kind: 'suspend', basis: '某市红头文件〔2020〕1号' }, 400, 'invalid-request'],
    [
      'a due that is past',
      { kind: 'correct', basis: 'ZTB-006', dueAt: '2026-09-17T10:00:00+08:00' },
      409,
      'date-past',
    ],
    ['an order of no kind', { kind: 'punish', basis: 'CMP-008' }, 400, 'invalid-request'],
  ])('is refused on %s', async (_name, json, status, code) => {
    const answer = await order(json);
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
  });

  it('is followed from its issue to its closure', async () => {
    const dueAt = '2026-09-20T17:00:00.000+08:00';
    const from = await settledHead(platform, 'rehearsals');
    const issued = await order({ kind: 'correct', basis: 'ZTB-006', text: '顺延投标截止时间。', dueAt });
    expect([issued.status, issued.json['status']]).toEqual([200, 'accepted']);
    const id = String(issued.json['instructionId']);

    const standing = async () =>
      ((await get(authority, '/v1/supervision/instructions')).json['instructions'] as object[])[0];
    expect(await standing()).toMatchObject({
      tenderId: tender.id,
      instructionId: id,
      standing: 'delivered',
      overdue: false,
      deliveredAt: expect.stringContaining('2026-09-18'),
    });
    expect((await get(elsewhere, '/v1/supervision/instructions')).json['instructions']).toEqual([]);

    // The public sees that there is an order, on which basis, and what became of it; never its text.
    const shown = await send(platform, 'GET', own(''));
    expect(shown.json['instructions']).toMatchObject([
      { instructionId: id, kind: 'correct', basis: 'ZTB-006', dueAt, acknowledgedAt: null },
    ]);
    expect(shown.text).not.toContain('顺延投标截止时间');
    const entry = (await openedRecord(platform, from, 'rehearsals')).find(
      (one) => one.event === 'instructionIssued',
    )!;
    const { opened, ...open } = entry;
    expect(JSON.stringify(open)).not.toContain('顺延投标截止时间');
    expect(opened).toMatchObject({
      person: authority.identity.personId,
      party: authority.identity.uscc,
      text: '顺延投标截止时间。',
    });

    expect((await get(agency, own('/instructions'))).json['instructions']).toMatchObject([
      { instructionId: id, text: '顺延投标截止时间。' },
    ]);
    expect((await post(agency, own(`/instructions/${id}/acknowledgement`))).status).toBe(200);
    expect(await standing()).toMatchObject({ standing: 'acknowledged', overdue: false });

    await setClock(platform, tender.id, moment('2026-09-21 10:00'));
    expect(await standing()).toMatchObject({ standing: 'acknowledged', overdue: true });
    const inspected = await get(authority, `/v1/supervision/tenders/${tender.id}`);
    expect(inspected.json['duties']).toMatchObject([
      { id: `correct:${id}`, owner: 'tenderee', standing: 'late', zh: '落实责令改正的指令', done: [] },
    ]);
    expect((inspected.json['duties'] as { lateMs: number }[])[0]!.lateMs).toBeGreaterThanOrEqual(
      17 * 3_600_000,
    );
    expect(inspected.json['now']).toContain('2026-09-21');
    expect((await get(authority, '/v1/supervision/tenders')).json['tenders']).toMatchObject([
      { lateDuties: 1, openInstructions: 1 },
    ]);

    const report = await post(agency, own(`/instructions/${id}/report`), { text: '已顺延。', documents: [] });
    expect(report.status).toBe(200);
    expect(await standing()).toMatchObject({
      standing: 'reported',
      overdue: false,
      report: { text: '已顺延。' },
    });
    const closure = `/v1/supervision/tenders/${tender.id}/instructions/${id}/closure`;
    // Another authority, of the same name even.
    const other = await supervisorOf(authority.identity.partyName, ['13'], null);
    const refused = await post(other, closure);
    expect([refused.status, refused.json['code']]).toEqual([403, 'not-your-instruction']);
    expect((await post(authority, closure)).status).toBe(200);
    expect(await standing()).toMatchObject({ standing: 'closed' });
    expect((await post(authority, closure)).json['code']).toBe('already-done');
  });

  it('that suspends is seen by everybody with its ground', async () => {
    const state = processAt('bidding').state;
    const sinceAt = moment('2026-09-17 10:00');
    const ground = {
      id: uuidv7(),
      kind: 'instruction',
      rule: 'CMP-008',
      article: '招标投标法实施条例第六十二条第一款',
      sinceAt,
      untilAt: null,
    } as const;
    const suspension = { sinceAt, rule: 'CMP-008', grounds: [ground], orderedSinceAt: sinceAt };
    const { id } = await putTender(
      platform.deps.store,
      { ...state, suspension },
      { at: moment('2026-09-18 10:00') },
    );
    const shown = await send(platform, 'GET', `/v1/tenders/${id}`);
    expect(shown.json['suspension']).toEqual({
      sinceAt: '2026-09-17T10:00:00.000+08:00',
      orderedSinceAt: '2026-09-17T10:00:00.000+08:00',
      rule: 'CMP-008',
      grounds: [
        {
          kind: 'instruction',
          rule: 'CMP-008',
          article: ground.article,
          sinceAt: '2026-09-17T10:00:00.000+08:00',
          untilAt: null,
        },
      ],
    });
    const { tenders } = (await get(authority, '/v1/supervision/tenders')).json as {
      tenders: { tenderId: string; suspended: boolean }[];
    };
    expect(tenders.find((one) => one.tenderId === id)?.suspended).toBe(true);
    expect(tenders.find((one) => one.tenderId === tender.id)?.suspended).toBe(false);
  });

  it('is issued once however often it is sent', async () => {
    const key = randomUUID();
    const json = { kind: 'correct', basis: 'ZTB-006', text: '再次改正。', dueAt: null };
    const path = `/v1/supervision/tenders/${tender.id}/instructions`;
    const [first, again] = [
      await send(platform, 'POST', path, { token: authority.token, json, key }),
      await send(platform, 'POST', path, { token: authority.token, json, key }),
    ];
    expect(again.json['instructionId']).toBe(first.json['instructionId']);
  });

  it('is paged, newest first', async () => {
    const whole = (await get(authority, '/v1/supervision/instructions')).json['instructions'] as object[];
    const seen: object[] = [];
    for (let cursor = ''; ;) {
      const page = (await get(authority, `/v1/supervision/instructions?limit=1${cursor}`)).json;
      seen.push(...(page['instructions'] as object[]));
      if (page['next'] === null) break;
      cursor = `&cursor=${String(page['next'])}`;
    }
    expect(seen).toEqual(whole);
    expect(whole.length).toBeGreaterThan(1);
  });
});

describe('documents handed in', () => {
  it('of a report reach the two sides and nobody else', async () => {
    const { sha256 } = exampleDocument('落实情况.pdf', 'e');
    const state = processAt('bidding').state;
    const instruction = {
      id: uuidv7(),
      kind: 'correct',
      basis: 'ZTB-006',
      article: '条例',
      authority: '发改局',
      text: '改正',
      issuedAt: 0,
      dueAt: null,
      acknowledgedAt: null,
      report: { text: '已改', documents: [exampleDocument('落实情况.pdf', 'e')], reportedAt: 1 },
      closedAt: null,
    } as const;
    const at = moment('2026-09-18 10:00');
    const { id } = await putTender(platform.deps.store, { ...state, instructions: [instruction] }, { at });
    const anyBidder = await actingAs(platform, 'bidder');
    const take = (by: Acting) => get(by, `/v1/tenders/${id}/documents/${sha256}`);
    expect((await take(anyBidder)).json['code']).toBe('unknown-document');
    // The bytes were never stored: who may have them gets as far as the store.
    for (const one of [agency, authority])
      expect((await take(one)).json['code']).not.toBe('unknown-document');
  });
});

describe('what an authority publishes', () => {
  const profile = {
    duties: '负责曹妃甸区招标投标活动的行政监督。',
    procedures: [{ name: '责令暂停', text: '必要时责令暂停。', timeLimit: '即时', rules: ['ZTB-103'] }],
    contacts: [{ name: '监督科', phone: '0315-5550199', address: '曹妃甸区' }],
  };
  const put = (json: object, by = authority) =>
    send(platform, 'PUT', '/v1/supervision/profile', { token: by.token, json });

  it('is read by everybody, each procedure with its article', async () => {
    expect((await put(profile)).status).toBe(200);
    const { identity } = authority;
    const read = await send(platform, 'GET', `/v1/authorities/${identity.partyId}`);
    expect(read.json).toMatchObject({
      name: identity.partyName,
      regions: ['1302'],
      duties: profile.duties,
      contacts: profile.contacts,
      procedures: [{ name: '责令暂停', rules: [{ id: 'ZTB-103', article: expect.stringContaining('条') }] }],
    });
    const changed = { ...profile, duties: '职责有调整。' };
    await put(changed);
    expect((await send(platform, 'GET', `/v1/authorities/${identity.partyId}`)).json['duties']).toBe(
      '职责有调整。',
    );
    expect(
      (await openedRecord(platform)).filter((one) => one.event === 'authorityProfilePublished'),
    ).toHaveLength(2);
  });

  it('names those competent for a place', async () => {
    const found = async (query: string) =>
      (
        (await send(platform, 'GET', `/v1/authorities?${query}`)).json['authorities'] as { name: string }[]
      ).map((one) => one.name);
    expect(await found(`region=${REGION}`)).toContain('曹妃甸区发展和改革局');
    expect(await found(`region=${REGION}`)).not.toContain('广西壮族自治区发展和改革委员会');
    expect(await found(`region=${REGION}&industry=housing`)).not.toContain('某市工业和信息化局');
    expect(await found('region=450100')).toEqual(['广西壮族自治区发展和改革委员会']);
  });

  it.each([
    [
      'a rule outside the catalogue',
      { procedures: [{ ...profile.procedures[0], rules: ['LOC-001'] }] },
      422,
      'basis-outside-catalogue',
    ],
    ['no contact', { contacts: [] }, 400, 'invalid-request'],
    ['hostile text', { duties: 'a\u202eb' }, 400, 'invalid-request'],
    ['another field', { budget: '1' }, 400, 'invalid-request'],
  ])('is refused with %s', async (_name, changes, status, code) => {
    const answer = await put({ ...profile, ...changes });
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
  });

  it('is nothing of who is no authority', async () => {
    expect((await send(platform, 'GET', `/v1/authorities/${agency.identity.partyId}`)).status).toBe(404);
  });
});

describe('the stream of an authority', () => {
  async function read(by: Acting, from: number, until: (text: string) => boolean): Promise<string> {
    const stop = new AbortController();
    const response = await fetch(`${platform.baseUrl}/v1/supervision/stream?log=rehearsals&from=${from}`, {
      headers: { Authorization: `Bearer ${by.token}` },
      signal: stop.signal,
    });
    expect([response.status, response.headers.get('Content-Type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (until(text)) break;
    }
    stop.abort();
    return text;
  }

  it('carries the entries of its own tenders alone', async () => {
    const from = await settledHead(platform, 'rehearsals');
    const state = processAt('bidding', { region: '450100' }).state;
    const far = await putTender(platform.deps.store, state, { at: moment('2026-09-18 10:00') });
    await order({ kind: 'correct', basis: 'ZTB-006', text: '外省' }, elsewhere, far.id);
    const mine = String(
      (await order({ kind: 'correct', basis: 'ZTB-006', text: '本省' })).json['instructionId'],
    );
    const text = await read(authority, from, (said) => said.includes(mine));
    expect(text).toContain('event: instructionIssued');
    expect(text).not.toContain(far.id);
    expect(await read(elsewhere, from, (said) => said.includes(far.id))).not.toContain(tender.id);
  });

  it('ends with the sign-in it was begun with, before the next entry', async () => {
    const from = await settledHead(platform, 'rehearsals');
    const reader = await signedIn(platform, authority.identity);
    const first = await order({ kind: 'correct', basis: 'ZTB-006', text: '之前' });
    const after: Promise<unknown>[] = [];
    // The stream is read until the platform ends it.
    const text = await read(reader, from, (said) => {
      if (after.length === 0 && said.includes(String(first.json['instructionId'])))
        after.push(
          send(platform, 'DELETE', '/v1/sessions/current', { token: reader.token, key: null }).then(() =>
            order({ kind: 'correct', basis: 'ZTB-006', text: '之后' }),
          ),
        );
      return false;
    });
    expect(after).toHaveLength(1);
    await Promise.all(after);
    expect(text.match(/event: instructionIssued/g)).toHaveLength(1);
  });

  it('is for authorities alone', async () => {
    expect((await send(platform, 'GET', '/v1/supervision/stream')).status).toBe(401);
    expect((await get(agency, '/v1/supervision/stream')).json['code']).toBe('wrong-role');
  });
});

describe('what is secret until the opening', () => {
  it('stays so in what an authority sees of an objection', async () => {
    const process = processAt('bidding');
    process.give(exampleCommands.object(), bidder, '2026-09-18 10:00');
    const put = await putTender(platform.deps.store, process.state, { at: moment('2026-09-18 11:00') });
    for (const text of [
      (await get(authority, `/v1/supervision/tenders/${put.id}`)).text,
      (await send(platform, 'GET', `/v1/tenders/${put.id}`)).text,
    ]) {
      expect(text).toContain('ZTB-104');
      expect(text).not.toContain(EXAMPLE_PARTIES.bidder1.id);
      expect(text).not.toContain(EXAMPLE_PARTIES.bidder1.uscc);
    }
  });
});
