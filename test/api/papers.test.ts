import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { cookieName } from '../../api/identity/cookies.ts';
import type { DocumentRef, EventName } from '../../domain/tender/index.ts';
import { ocidOf } from '../../domain/disclosure/index.ts';
import { listNotices, loadState, saveComplaint, storeRelease, takersOf } from '../../store/index.ts';
import { EARLIER_PAPERS_SQL } from '../../store/migrations/earlier-papers.sql.ts';
import { Complaint, complainant, filing, objectedTender } from '../support/complaints.ts';
import { EXAMPLE_PARTIES } from '../support/drafts.ts';
import { putTender } from '../support/launched.ts';
import {
  CALLERS,
  memberOf,
  openReaders,
  PAPERS,
  readDocument,
  tenderAfter,
  wholeTender,
  type Caller,
  type PaperName,
  type Readers,
} from './support/papers.ts';
import { send, testUscc } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord } from './support/record.ts';

const OFFICE: Caller[] = ['tenderee', 'agency', 'authority'];
const OWN: Caller[] = ['tenderee', 'agency'];
const COMERS: Caller[] = [...OFFICE, 'stranger', 'lost', 'winner', 'rival'];

/** Restated by hand: who reads what once an event has happened; a paper that is not named is read by nobody. */
const EXPECTED: readonly (readonly [EventName, Partial<Record<PaperName, Caller[]>>])[] = [
  ['instructionReported', { documents: COMERS, clarification: COMERS, correction: OFFICE }],
  ['bidsClosed', { documents: COMERS, clarification: COMERS, correction: OFFICE }],
  [
    'bidsOpened',
    {
      documents: COMERS,
      clarification: COMERS,
      correction: OFFICE,
      opened1: [...OFFICE, 'lost'],
      opened2: [...OFFICE, 'winner'],
      opened3: [...OFFICE, 'rival'],
    },
  ],
  [
    'evaluationReported',
    {
      documents: COMERS,
      clarification: COMERS,
      correction: OFFICE,
      opened1: [...OFFICE, 'lost'],
      opened2: [...OFFICE, 'winner'],
      opened3: [...OFFICE, 'rival'],
      evaluation: OWN,
    },
  ],
  [
    'tenderCompleted',
    {
      documents: COMERS,
      clarification: COMERS,
      correction: OFFICE,
      opened1: [...OFFICE, 'lost'],
      opened2: [...OFFICE, 'winner'],
      opened3: [...OFFICE, 'rival'],
      evaluation: OFFICE,
      notice1: [...OFFICE, 'lost'],
      evidence: [...OFFICE, 'lost'],
      notice2: [...OFFICE, 'winner'],
      contract: [...OFFICE, 'winner'],
      written: OFFICE,
    },
  ],
];

let platform: TestPlatform;
let readers: Readers;

beforeAll(async () => {
  platform = await startPlatform();
  readers = await openReaders(platform);
});
afterAll(() => platform.close());

const after = (event: EventName, life: 'open' | 'procurement' = 'open') =>
  tenderAfter(platform, readers, event, life);
const read = (tenderId: string, paper: string, token?: string) =>
  readDocument(
    platform,
    tenderId,
    readers.kept.get(paper) ?? paper,
    token === undefined ? {} : { Authorization: `Bearer ${token}` },
  );

/** Who reads a paper, to its last byte; everybody else is told no more than that there is nothing for them. */
async function whoReads(tenderId: string, paper: PaperName): Promise<Caller[]> {
  const found: Caller[] = [];
  for (const caller of CALLERS) {
    const answer = await read(tenderId, PAPERS[paper], readers.tokens[caller]);
    if (answer.status === 200) {
      expect(answer.sha256).toBe(readers.kept.get(PAPERS[paper]));
      found.push(caller);
    } else expect([caller, paper, [401, 403, 404].includes(answer.status)]).toEqual([caller, paper, true]);
  }
  return found;
}

describe.each(EXPECTED)('after %s', (event, expected) => {
  it('each paper is read by those whom the law lets read it, and by nobody else', async () => {
    const { id } = await after(event);
    for (const paper of Object.keys(PAPERS) as PaperName[]) {
      const found = await whoReads(id, paper);
      expect([paper, found.toSorted()]).toEqual([paper, (expected[paper] ?? []).toSorted()]);
    }
  });
});

describe('who may not read', () => {
  it('is told so without learning whether there is such a paper', async () => {
    const { id } = await after('tenderCompleted');
    for (const caller of CALLERS.filter((one) => !OFFICE.includes(one))) {
      const token = readers.tokens[caller];
      const hidden = await read(id, PAPERS.written, token);
      const absent = await read(id, 'f'.repeat(64), token);
      expect([caller, hidden.status, hidden.code]).toEqual([caller, absent.status, absent.code]);
    }
    const told = async (caller: Caller) => {
      const { status, code } = await read(id, PAPERS.written, readers.tokens[caller]);
      return [status, code];
    };
    expect(await told('anonymous')).toEqual([401, 'sign-in-required']);
    expect(await told('rival')).toEqual([404, 'unknown-document']);
    expect(await told('elsewhere')).toEqual([404, 'unknown-tender']);
    expect(await told('administrator')).toEqual([403, 'wrong-role']);
  });

  it('is an agency of the tender without a mandate that holds', async () => {
    const state = await after('tenderCompleted');
    const loose = await memberOf(platform, { name: '无委托代理', uscc: testUscc(802) }, 'agency');
    const { uscc, partyName: name } = loose.identity;
    const draft = { ...state.draft, agency: { name, uscc } };
    const own = await putTender(platform.deps.store, { ...state, draft }, { at: state.bidDeadlineAt });
    for (const paper of Object.values(PAPERS)) {
      expect((await read(own.id, paper, loose.token)).status).toBe(403);
      expect((await read(state.id, paper, readers.agency.token)).status).toBe(200);
    }
    const listed = await send(platform, 'GET', `/v1/tenders/${own.id}/papers`, { token: loose.token });
    expect(listed.json).toEqual({ papers: [] });
  });

  it('is everybody, of a sealed bid itself', async () => {
    const { id, openedBids } = await after('bidsOpened');
    for (const caller of CALLERS) {
      const { status } = await read(id, openedBids![0]!.sha256, readers.tokens[caller]);
      expect([caller, status === 200]).toEqual([caller, false]);
    }
  });
});

describe('the list of papers', () => {
  const list = (id: string, token?: string) =>
    send(platform, 'GET', `/v1/tenders/${id}/papers`, token === undefined ? {} : { token });
  const own: Partial<Record<Caller, string[]>> = { lost: ['bid-1'], winner: ['bid-2'], rival: ['bid-3'] };

  it('names to each reader what the route then gives them, and of opened bids which they are', async () => {
    const { id, openedBids } = await after('tenderCompleted');
    const everyBid = openedBids!.map(({ bidId }) => bidId);
    for (const caller of CALLERS.filter((one) => !['anonymous', 'person', 'administrator'].includes(one))) {
      const token = readers.tokens[caller];
      const { papers } = (await list(id, token)).json as {
        papers: { sha256: string; of: string; bidId: string | null }[];
      };
      for (const { sha256 } of papers) expect((await read(id, sha256, token)).status).toBe(200);
      const opened = papers.filter(({ of }) => of === 'bidsOpened').map(({ bidId }) => bidId);
      expect([caller, opened]).toEqual([caller, OFFICE.includes(caller) ? everyBid : (own[caller] ?? [])]);
      const reading = OFFICE.includes(caller) || caller in own;
      expect([caller, papers.length > 0]).toEqual([caller, reading]);
    }
    expect((await list(id)).status).toBe(401);
    expect((await list(uuidv7(), readers.agency.token)).json['code']).toBe('unknown-tender');
  });
});

describe('an authority that a complaint went to', () => {
  it('reads the evaluation report while there is no result yet', async () => {
    const { id } = await after('evaluationReported');
    const status = async (caller: Caller): Promise<number> =>
      (await read(id, PAPERS.evaluation, readers.tokens[caller])).status;
    expect([await status('authority'), await status('elsewhere')]).toEqual([404, 404]);
    const { partyId, partyName: name, uscc } = readers.authority.identity;
    const complaint = new Complaint({ ...objectedTender(), id });
    complaint.give(filing({ authorities: [{ partyId, name, uscc }] }), complainant, '2026-09-15 10:00');
    const filed = {
      ...complaint.state!,
      id: uuidv7(),
      complainant: { ...complaint.state!.complainant, partyId: readers.stranger.identity.partyId },
    };
    await platform.deps.store.transaction((tx) => saveComplaint(tx, filed));
    expect([await status('authority'), await status('elsewhere')]).toEqual([200, 404]);
  });
});

describe('in procurement', () => {
  it('everybody reads documents, clarifications and contract with the result, and nothing else (GP-303, GP-307)', async () => {
    const before = await after('evaluationReported', 'procurement');
    for (const paper of Object.values(PAPERS)) expect((await read(before.id, paper)).status).toBe(401);
    const { id } = await after('tenderCompleted', 'procurement');
    const published: PaperName[] = ['documents', 'clarification', 'contract'];
    for (const paper of Object.keys(PAPERS) as PaperName[]) {
      const found = await whoReads(id, paper);
      if (published.includes(paper)) expect([paper, found]).toEqual([paper, [...CALLERS]]);
      else expect([paper, found.includes('anonymous'), found.length > 0]).toEqual([paper, false, true]);
    }
    // Nobody comes for what everybody reads.
    expect(await takersOf(platform.deps.store.em(), id)).toEqual([]);
  });

  it('a sign-in that does not hold keeps nobody from it, and is told where more is asked for', async () => {
    const { id } = await after('tenderCompleted', 'procurement');
    const { token } = readers.agency;
    const forged = `${token.split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`;
    expect((await read(id, PAPERS.documents, forged)).status).toBe(200);
    expect(await read(id, PAPERS.written, forged)).toMatchObject({ status: 401, code: 'invalid-token' });
    // A link on another page: its cookie signs nothing, and takes nothing away.
    const Cookie = `${cookieName('session', platform.deps.config)}=${token}`;
    const followed = (paper: PaperName) =>
      readDocument(platform, id, readers.kept.get(PAPERS[paper])!, {
        Cookie,
        'Sec-Fetch-Site': 'cross-site',
      });
    expect((await followed('documents')).status).toBe(200);
    expect(await followed('written')).toMatchObject({ status: 403, code: 'cross-site-request' });
  });
});

describe.each(['open', 'procurement'] as const)('a whole tender (%s)', (life) => {
  it('has no address in its OCDS and pages that does not answer to everybody', async () => {
    const { http, ocidPrefix } = platform.deps.config;
    const id = await wholeTender(platform, readers, life);
    const record = await send(platform, 'GET', `/ocds/records/${ocidOf(ocidPrefix, id, false)}.json`);
    const listed = await send(platform, 'GET', `/v1/announcements?tenderId=${id}&limit=100`);
    const pages = (listed.json['announcements'] as { id: string }[]).map((one) => `/announcements/${one.id}`);
    const html = await Promise.all(
      pages.map(
        async (path) => (await send(platform, 'GET', path, { headers: { Accept: 'text/html' } })).text,
      ),
    );
    const found = [record.text, ...html].flatMap((text) => [
      ...text.matchAll(
        /https?:\/\/platform\.test\/v1\/tenders\/[^"<>]*\/documents\/[^"<>]*|\/announcements\/[\w-]+/g,
      ),
    ]);
    const addresses = new Set(found.map(([address]) => address.replace(http.publicUrl, '')));
    expect(pages.every((path) => addresses.has(path))).toBe(true);
    for (const address of addresses)
      expect([address, (await send(platform, 'GET', address)).status]).toEqual([address, 200]);
    const hashes = [...addresses].flatMap((address) => /documents\/(.*)/.exec(address)?.[1] ?? []);
    const published = ['documents', 'clarification', 'contract'] as const;
    const expected = life === 'open' ? [] : published.map((paper) => readers.kept.get(PAPERS[paper]));
    expect(hashes.toSorted()).toEqual(expected.toSorted());
  });

  it('has its written report hashed in the record, and told to the authority and its own side alone', async () => {
    const id = await wholeTender(platform, readers, life);
    const sha256 = readers.kept.get(PAPERS.written)!;
    const { tenderee, agency } = EXAMPLE_PARTIES;
    const told = [...readers.partyIds.values(), readers.authority.identity.partyId];
    const inboxes = await Promise.all(
      told.map(async (partyId) => {
        const asked = { tenderId: id, unread: null };
        const page = { after: null, limit: 200 };
        const reader = { partyId, personId: readers.agency.identity.personId };
        const notices = await listNotices(platform.deps.store.em(), reader, asked, page);
        const of = notices.filter(({ body }) => JSON.stringify(body).includes(sha256));
        return of.length > 0 ? [partyId] : [];
      }),
    );
    const own = [tenderee.id, agency.id].map((one) => readers.partyIds.get(one)!);
    expect(inboxes.flat().toSorted()).toEqual([...own, readers.authority.identity.partyId].toSorted());
    const entries = await openedRecord(platform);
    const entry = entries.find((one) => one.tenderId === id && one.event === 'writtenReportSubmitted');
    expect(entry?.documents).toEqual([sha256]);
  });
});

describe('what versions before left behind', () => {
  const sql = (text: string, given: unknown[] = []) =>
    platform.deps.store.em().getConnection().execute(text, given);

  it('papers that stood in commands alone are read as any others once the store is migrated', async () => {
    const { id } = await after('tenderCompleted');
    const state = (await loadState(platform.deps.store.em(), id, false))!;
    const [lost] = state.cancelledAwards;
    const [report] = state.writtenReports;
    const accepted: [string, number, readonly DocumentRef[]][] = [
      ['issueAwardNotice', lost!.noticeAt, lost!.noticeDocuments],
      ['cancelAward', lost!.cancelledAt, lost!.documents],
      ['submitWrittenReport', report!.submittedAt, report!.documents],
    ];
    for (const [name, at, documents] of accepted)
      await sql(
        `insert into command (id, tender_id, name, payload, actor, address, payload_hash, received_at, at, status)
         values (?, ?, ?, ?, '{}', '-', '-', ?, ?, 'accepted')`,
        [uuidv7(), id, name, JSON.stringify({ name, documents }), at, at],
      );
    const { writtenReports: _1, ...rest } = state;
    const { documents: _2, noticeDocuments: _3, ...bare } = lost!;
    await sql(`update tender set state = ? where id = ?`, [
      JSON.stringify({ ...rest, cancelledAwards: [bare] }),
      id,
    ]);
    const papers: PaperName[] = ['notice1', 'evidence', 'written'];
    for (const paper of papers) expect([paper, await whoReads(id, paper)]).toEqual([paper, []]);
    // Not the index, which stands by now.
    for (const statement of EARLIER_PAPERS_SQL.filter((text) => text.startsWith('update')))
      await sql(statement);
    const { notice1, evidence, written } = Object.fromEntries(EXPECTED)['tenderCompleted']!;
    for (const [paper, expected] of Object.entries({ notice1, evidence, written }))
      expect([paper, new Set(await whoReads(id, paper as PaperName))]).toEqual([paper, new Set(expected)]);
    const migrated = (await loadState(platform.deps.store.em(), id, false))!;
    expect(migrated).toEqual(state);
  });

  it('an address that was published says why nothing is given there; of what was never published nothing is said', async () => {
    const { id } = await after('bidsOpened');
    const sha256 = readers.kept.get(PAPERS.documents)!;
    const url = `http://platform.test/v1/tenders/${id}/documents/${sha256}`;
    expect(await read(id, PAPERS.documents)).toMatchObject({ status: 401, code: 'sign-in-required' });
    await platform.deps.store.transaction((tx) =>
      storeRelease(tx, {
        id: uuidv7(),
        tenderId: id,
        ocid: `ocds-abc123-${id}`,
        publishedAt: Date.now(),
        release: { tender: { documents: [{ id: sha256, url }] } },
      }),
    );
    expect(await read(id, PAPERS.documents)).toMatchObject({ status: 403, code: 'document-not-public' });
    // Those who may read it do, and a token that does not hold is told of as before.
    expect((await read(id, PAPERS.documents, readers.tokens.stranger)).status).toBe(200);
    expect(await read(id, PAPERS.documents, 'a.b.c')).toMatchObject({ status: 401, code: 'invalid-token' });
    expect((await read(id, PAPERS.opened1)).status).toBe(401);
    expect((await read(id, 'f'.repeat(64))).status).toBe(401);
    // The address of another tender is not this one's.
    const { id: other } = await after('bidsOpened');
    expect((await read(other, PAPERS.documents)).status).toBe(401);
  });
});
