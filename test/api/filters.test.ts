import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { createDraft, createFence, putNotice, saveState } from '../../store/index.ts';
import { rows } from '../../store/store.ts';
import { launchProcess, moment } from '../support/process.ts';
import { actingAs, personOnly, send, signedIn, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';

let platform: TestPlatform;
let owner: Acting;
let supervisor: Acting;

beforeAll(async () => {
  platform = await startPlatform();
  owner = await actingAs(platform, 'agency');
  supervisor = await actingAs(platform, 'supervisor');
});
afterAll(() => platform.close());

type Given = Partial<TenderState['draft']> & Partial<Pick<TenderState, 'bidDeadlineAt' | 'outcome'>>;

/** A launched rehearsal on the example draft, but for what is given. */
async function tenderWith({ bidDeadlineAt, outcome, ...given }: Given): Promise<string> {
  const { state: example } = launchProcess();
  const id = uuidv7();
  const draft = { ...example.draft, projectCode: `T-${id}`, ...given };
  const state: TenderState = {
    ...example,
    id,
    draft,
    rehearsal: true,
    outcome: outcome ?? null,
    bidDeadlineAt: bidDeadlineAt ?? example.bidDeadlineAt,
  };
  const times = { documentsFromAt: state.documentsIssuedFromAt, bidDeadlineAt: state.bidDeadlineAt };
  await platform.deps.store.transaction(async (tx) => {
    const ownerPartyId = owner.identity.partyId;
    await createDraft(tx, { id, ownerPartyId, draft, rehearsal: true, clockStartsAt: state.launchedAt });
    await createFence(tx, { tenderId: id, rehearsal: true, shiftMs: 0, ...times });
    await saveState(tx, state);
  });
  return id;
}

async function found(
  query: Record<string, string>,
  { address = '/v1/tenders', token }: { address?: string; token?: string } = {},
): Promise<unknown[]> {
  const answer = await send(platform, 'GET', `${address}?${new URLSearchParams(query)}`, {
    ...(token === undefined ? {} : { token }),
  });
  expect(answer.status).toBe(200);
  return (answer.json['tenders'] as { tenderId: string }[]).map(({ tenderId }) => tenderId);
}

const TOLD = {
  kind: 'told',
  titleZh: '通知',
  titleEn: 'Notice',
  textZh: '请查收',
  textEn: 'Please read',
  rule: null,
  article: null,
};

describe('the list of tenders', () => {
  let water: string;
  let bridge: string;
  let given: string;

  beforeAll(async () => {
    water = await tenderWith({
      title: '滨河污水处理厂 EPC 总承包',
      industry: 'water',
      bidDeadlineAt: moment('2026-10-08 09:00'),
    });
    bridge = await tenderWith({
      title: '长江大桥100%_监理',
      industry: 'transport',
      method: 'invited',
      region: '320100',
      bidDeadlineAt: moment('2026-11-08 09:00'),
    });
    given = await tenderWith({
      title: '滨河公园',
      industry: 'housing',
      outcome: 'terminated',
      bidDeadlineAt: moment('2026-12-08 09:00'),
    });
  });

  it.each([
    ['a word of the title', { text: '滨河' }, () => [given, water]],
    ['several words, in any order and case', { text: 'epc  滨河' }, () => [water]],
    ['the tenderee', { text: '唐山三友 大桥' }, () => [bridge]],
    ['a character that patterns have a meaning for', { text: '100%_监' }, () => [bridge]],
    ['nothing of such a pattern', { text: '长_大桥' }, () => []],
    ['an industry', { industry: 'water' }, () => [water]],
    ['a method', { method: 'invited' }, () => [bridge]],
    ['an outcome', { outcome: 'terminated' }, () => [given]],
    ['deadlines from an instant on', { deadlineFrom: '2026-11-08T09:00:00+08:00' }, () => [given, bridge]],
    ['deadlines before an instant', { deadlineBefore: '2026-11-08T09:00:00+08:00' }, () => [water]],
    [
      'deadlines within a range',
      { deadlineFrom: '2026-10-08T01:00:00Z', deadlineBefore: '2026-11-09T00:00:00+08:00' },
      () => [bridge, water],
    ],
    ['all at once', { text: '滨河', industry: 'housing', outcome: 'terminated' }, () => [given]],
  ])('is narrowed by %s', async (_what, query, expected) => {
    expect(await found(query as Record<string, string>)).toEqual(expected());
    const { token } = supervisor;
    expect(
      await found(query as Record<string, string>, { address: '/v1/supervision/tenders', token }),
    ).toEqual(expected());
  });

  it('finds a tender by its project code', async () => {
    expect(await found({ text: `t-${bridge}` })).toEqual([bridge]);
  });

  it('goes on page by page, narrowed alike', async () => {
    const read: string[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ text: '滨河', limit: '1', ...(cursor === null ? {} : { cursor }) });
      const page = (await send(platform, 'GET', `/v1/tenders?${query}`)).json as {
        tenders: { tenderId: string }[];
        next: string | null;
      };
      read.push(...page.tenders.map(({ tenderId }) => tenderId));
      cursor = page.next;
    } while (cursor !== null);
    expect(read).toEqual([given, water]);
  });

  it('tells method and deadline of each', async () => {
    const { json } = await send(platform, 'GET', '/v1/tenders?method=invited');
    expect(json['tenders']).toMatchObject([
      { method: 'invited', bidDeadlineAt: '2026-11-08T09:00:00.000+08:00' },
    ]);
  });

  it.each([
    'phase=nonsense',
    'outcome=nonsense',
    'method=nonsense',
    'industry=No%20Such',
    'text=',
    'text=%00',
    'text=%E2%80%8B',
    `text=${'a'.repeat(101)}`,
    `text=${'a+'.repeat(9)}`,
    'deadlineFrom=yesterday',
    'deadlineFrom=2026-10-08',
    'deadlineBefore=99999-10-08T09:00:00Z',
    'deadlineFrom=2026-10-09T09:00:00Z&deadlineBefore=2026-10-08T09:00:00Z',
    'deadlineFrom=2026-10-09T09:00:00Z&deadlineFrom=2026-10-08T09:00:00Z',
    'cursor=1',
    'limit=0',
    'rehearsal=maybe',
    'deadline=2026-10-08T09:00:00Z',
  ])('refuses %s and says why', async (query) => {
    for (const [address, sending] of [
      ['/v1/tenders', {}],
      ['/v1/supervision/tenders', { token: supervisor.token }],
    ] as const) {
      const refused = await send(platform, 'GET', `${address}?${query}`, sending);
      expect([refused.status, refused.json['code']]).toEqual([400, 'invalid-request']);
    }
  });
});

describe('what an authority lists', () => {
  it.each([
    ['32', ['32']],
    ['3201', ['32']],
    ['13', []],
  ])('asked for %s stays within its places', async (region, seen) => {
    const authority = await actingAs(platform, 'supervisor');
    await rows(platform.deps.store.em(), `update party set regions = '{32}' where id = $1`, [
      authority.identity.partyId,
    ]);
    const { token } = authority;
    const answer = await send(platform, 'GET', `/v1/supervision/tenders?region=${region}`, { token });
    const regions = (answer.json['tenders'] as { region: string }[]).map((one) => one.region.slice(0, 2));
    expect([...new Set(regions)]).toEqual(seen);
  });
});

describe('an inbox', () => {
  let first: string;
  let second: string;
  const notices: string[] = [];
  const inbox = async (query: string, { token }: Acting = owner): Promise<[unknown, boolean][]> => {
    const answer = await send(platform, 'GET', `/v1/me/notices${query}`, { token });
    expect(answer.status).toBe(200);
    return (answer.json['notices'] as { id: string; readAt: string | null }[]).map(({ id, readAt }) => [
      notices.indexOf(id),
      readAt !== null,
    ]);
  };
  const mark = (ids: string[], { token }: Acting = owner) =>
    send(platform, 'POST', '/v1/me/notices/read', { token, json: { notices: ids } });

  beforeAll(async () => {
    first = await tenderWith({});
    second = await tenderWith({});
    for (const tenderId of [first, second, first]) {
      const id = uuidv7();
      notices.push(id);
      const { partyId } = owner.identity;
      await platform.deps.store.transaction((tx) =>
        putNotice(tx, { id, deliveryId: uuidv7(), partyId, tenderId, body: TOLD }),
      );
    }
  });

  it('is narrowed to a tender and to what its reader has not read', async () => {
    expect(await inbox('')).toEqual([
      [2, false],
      [1, false],
      [0, false],
    ]);
    expect(await inbox(`?tenderId=${first}`)).toEqual([
      [2, false],
      [0, false],
    ]);
    const marked = await mark([notices[0]!, notices[1]!, notices[0]!]);
    expect([marked.status, marked.json]).toEqual([200, { read: [notices[0], notices[1]] }]);
    expect(await inbox('?unread=true')).toEqual([[2, false]]);
    expect(await inbox('?unread=false')).toEqual([
      [1, true],
      [0, true],
    ]);
    expect(await inbox(`?unread=false&tenderId=${first}`)).toEqual([[0, true]]);
    expect(await inbox(`?unread=true&tenderId=${second}`)).toEqual([]);
    expect(await inbox(`?unread=false&limit=1&cursor=${notices[1]}`)).toEqual([[0, true]]);
  });

  it('is read by each person for themselves', async () => {
    const { personId, login } = await personOnly(platform);
    const { partyId, role, uscc, partyName } = owner.identity;
    await rows(
      platform.deps.store.em(),
      `insert into membership (person_id, party_id, role, added_at) values ($1, $2, $3, 0)`,
      [personId, partyId, role],
    );
    const colleague = await signedIn(platform, { personId, login, role, partyId, uscc, partyName });
    expect(await inbox('?unread=true', colleague)).toHaveLength(3);
    expect((await mark([notices[2]!], colleague)).status).toBe(200);
    expect(await inbox('?unread=true', owner)).toEqual([[2, false]]);
  });

  it('keeps the first instant at which something was read', async () => {
    const readAt = async () =>
      (await send(platform, 'GET', '/v1/me/notices?unread=false', { token: owner.token })).json['notices'];
    const before = await readAt();
    expect((await mark([notices[0]!])).status).toBe(200);
    expect(await readAt()).toEqual(before);
  });

  it("marks nothing of another party's, and nothing of a list that holds such", async () => {
    const rival = await actingAs(platform, 'bidder');
    for (const [ids, who] of [
      [[notices[2]!], rival],
      [[notices[2]!, uuidv7()], owner],
    ] as const) {
      const refused = await mark([...ids], who);
      expect([refused.status, refused.json['code']]).toEqual([404, 'unknown-notice']);
    }
    expect(await inbox('?unread=true')).toEqual([[2, false]]);
  });

  it.each(['tenderId=1', 'unread=maybe', 'unread=', 'read=true', 'tenderId=&unread=true'])(
    'refuses %s',
    async (query) => {
      const refused = await send(platform, 'GET', `/v1/me/notices?${query}`, { token: owner.token });
      expect([refused.status, refused.json['code']]).toEqual([400, 'invalid-request']);
    },
  );
});
