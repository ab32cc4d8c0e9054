import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PROCEDURE_IDS, type ProcedureId } from '../../domain/procedure/index.ts';
import { exampleSupervisor } from '../../rehearsal/examples.ts';
import { rehearseAndReport } from '../../rehearsal/run.ts';
import type { End } from '../../rehearsal/scene.ts';
import type { Summary } from '../../rehearsal/summary.ts';
import { isNamed, openStore, type Store } from '../../store/index.ts';
import { rows } from '../../store/store.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { noticeOf } from '../support/procedures.ts';
import { until } from '../support/until.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_SIGN_INS_PER_MINUTE: '100000' });
});
afterAll(async () => platform.stop());

const rehearse = (id: ProcedureId, end: End, priorTenderId?: string): Promise<Summary> =>
  rehearseAndReport(noticeOf(id), platform, () => undefined, {
    end,
    ...(priorTenderId === undefined ? {} : { priorTenderId }),
    supervisor: () => exampleSupervisor(platform.baseUrl, platform.password),
  });

/** The steps that a procedure shows in the record, less what is secret and what every tender may have. */
const steps = (summary: Summary): string[] =>
  summary.steps
    .map((step) => step.event)
    .filter((event) => !/^(confidentialAct|clarification|objection|question|process|dut|step)/.test(event));

const BIDDING = ['documentsOpened', 'documentsClosed', 'bidsClosed'];
const STAGE = ['firstStageOpened', 'applicationsClosed', 'firstStageConcluded'];
const OPENING = ['keysCompleted', 'bidsOpened', 'evaluationReported'];
const PUBLICITY = ['candidatesPublished', 'publicityEnded'];
const CLOSING = ['contractSigned', 'securityReturned', 'writtenReportSubmitted', 'tenderCompleted'];

/** Where a winner will not sign the next candidate wins, and everything else is as it was. */
const REPLACED = ['awardNoticeIssued', 'awardCancelled'];

function wholeCourse(id: ProcedureId, replaced = false): string[] {
  const staged = id.includes('prequalified') || id === 'two-stage';
  const procurement = id.startsWith('procurement');
  return [
    'noticePublished',
    ...(staged ? STAGE : []),
    ...BIDDING,
    ...OPENING,
    ...(procurement ? [] : PUBLICITY),
    ...(replaced ? REPLACED : []),
    'awardNoticeIssued',
    ...(procurement ? ['securityReturned'] : []),
    ...CLOSING,
  ];
}

/** What became of the rehearsals of one procedure, which are played side by side. */
interface Courses {
  readonly awarded: Summary;
  readonly tooFew: Summary;
  readonly again: Summary;
  readonly terminated: Summary;
  readonly invalidated: Summary;
}

async function courses(id: ProcedureId): Promise<Courses> {
  const failing = rehearse(id, 'too-few');
  const again = failing.then((failed) => rehearse(id, 'all-rejected', String(failed.tenderId)));
  const [awarded, tooFew, anew, terminated, invalidated] = await Promise.all([
    rehearse(id, 'awarded'),
    failing,
    again,
    rehearse(id, 'terminated'),
    rehearse(id, 'invalidated'),
  ]);
  return { awarded, tooFew, again: anew, terminated, invalidated };
}

interface OcdsRelease {
  readonly tag: readonly string[];
}

/** The addresses of all documents in the OCDS of a tender that is over: those of each release, and of the compiled one. */
async function addressesIn({ tenderId }: Summary): Promise<string[]> {
  const record = await until(async () => {
    const { records } = await getJson(`/ocds/records/ocds-openseal-rehearsal-${tenderId}.json`);
    const found = (records as { releases: OcdsRelease[] }[] | undefined)?.[0];
    const signed = found?.releases.findIndex(({ tag }) => tag.includes('contract')) ?? -1;
    // The end of the tender is released after its contract.
    return found !== undefined && signed >= 0 && signed < found.releases.length - 1 ? found : null;
  }, 'the last release');
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (name === 'documents')
        for (const { url } of member as { url?: string }[]) if (url !== undefined) found.add(url);
      visit(member);
    }
  };
  visit(record);
  return [...found];
}

describe.each(PROCEDURE_IDS)('the procedure %s', (id) => {
  let played: Courses;
  beforeAll(async () => {
    played = await courses(id);
  });

  it('goes its whole course', () => {
    expect(played.awarded.refused).toBeUndefined();
    expect(played.awarded.outcome).toBe('reported');
    expect(steps(played.awarded)).toEqual(wholeCourse(id));
    // Where there is time for it a supplier asks, and is answered in time (GP-501).
    const asking = played.awarded.steps
      .map((step) => step.event)
      .filter((event) => event.startsWith('question'));
    const long = id.startsWith('procurement') && noticeOf(id).bidDeadline >= '2026-09-30';
    expect(asking).toEqual(long ? ['questionAsked', 'questionAnswered'] : []);
  });

  it('fails for want of bidders, and is held anew with a link to what failed', async () => {
    const { tooFew, again } = played;
    expect(tooFew).toMatchObject({ outcome: 'failed-fewer-than-three' });
    expect(again).toMatchObject({ outcome: 'all-rejected' });
    const shown: unknown = await (await fetch(`${platform.baseUrl}/v1/tenders/${again.tenderId}`)).json();
    expect(shown).toMatchObject({
      prior: { tenderId: tooFew.tenderId, outcome: 'failed-fewer-than-three' },
    });
  });

  it('is given up by the tenderee, and what was paid goes back', () => {
    expect(played.terminated).toMatchObject({ outcome: 'terminated' });
    expect(steps(played.terminated)).toContain('tenderTerminated');
    expect(steps(played.terminated)).toContain('securityReturned');
  });

  it('publishes addresses of what everybody fetches without signing in, and of nothing else', async () => {
    const addresses = await addressesIn(played.awarded);
    const documents = addresses.filter((address) => address.includes('/documents/'));
    // The documents come with the result of a procurement (GP-303), and with no other.
    expect(documents.length > 0).toBe(id.startsWith('procurement'));
    for (const address of addresses) {
      const answer = await fetch(address);
      await answer.body?.cancel();
      expect([address, answer.status]).toEqual([address, 200]);
    }
  });

  it('is declared void by the authority', () => {
    expect(played.invalidated).toMatchObject({ outcome: 'invalidated' });
    expect(steps(played.invalidated).slice(-2)).toEqual(['instructionIssued', 'tenderInvalidated']);
  });
});

describe('a single source with time to ask', () => {
  it('goes its whole course: its one supplier asks', async () => {
    const notice = { ...noticeOf('procurement-single-source'), bidDeadline: '2026-10-12T09:00:00+08:00' };
    const played = await rehearseAndReport(notice, platform, () => undefined);
    expect(played).toMatchObject({ outcome: 'reported', bids: 1 });
    expect(played.steps.map(({ event }) => event)).toContain('questionAnswered');
  });
});

/** What the next winner goes through is the same in all procedures; one of each law, and one that invites. */
const REPLACING = ['open', 'invited', 'procurement-consultation'] as const;

describe.each(REPLACING)('the procedure %s whose winner will not sign', (id) => {
  let played: Summary;
  beforeAll(async () => {
    played = await rehearse(id, 'next-candidate');
  }, 300_000);

  it('goes on with the next candidate, to its end', async () => {
    expect(played.refused).toBeUndefined();
    expect(played.outcome).toBe('reported');
    expect(steps(played)).toEqual(wholeCourse(id, true));
    const procurement = id.startsWith('procurement');
    expect(await shownOf(played)).toMatchObject({
      award: { candidate: { rank: 2 } },
      cancelledAwards: [{ rank: 1, rule: procurement ? 'GP-310' : 'ZTB-408', securityKept: !procurement }],
    });
  });

  it('publishes the change of the result, and both awards', async () => {
    // They go out in their order, the contract's after all of these.
    const kinds = await until(async () => {
      const found = await getJson(`/v1/announcements?tenderId=${played.tenderId}`);
      const listed = (found['announcements'] as { kind: string }[]).map(({ kind }) => kind);
      return listed.includes('contract') ? listed : null;
    }, 'the announcement of the contract');
    expect(kinds.filter((kind) => kind.startsWith('award'))).toEqual([
      'award-result',
      'award-cancelled',
      'award-result',
    ]);
  });
});

describe('the files that all these tenders kept', () => {
  it('are each named where the collector looks, wherever else their hashes stand', async () => {
    const store = await openStore({ databaseUrl: await platform.databaseUrl() });
    try {
      const kept = await storedHashes(path.join(platform.dataDir, 'storage'));
      const mentioned = (await hashesIn(store)).filter((sha256) => kept.has(sha256));
      // Documents, bids and opened bids of every tender.
      expect(mentioned.length).toBeGreaterThan(100);
      const unnamed: string[] = [];
      for (const sha256 of mentioned) if (!(await isNamed(store.em(), sha256))) unnamed.push(sha256);
      expect(unnamed).toEqual([]);
      // What nothing mentions was noted before it was kept; the empty bytes are how a storage is tried out.
      const notes = await rows(store.em(), 'select sha256 from unnamed_bytes');
      const found = new Set([...mentioned, ...notes.map(({ sha256 }) => String(sha256)), EMPTY]);
      expect([...kept].filter((sha256) => !found.has(sha256))).toEqual([]);
    } finally {
      await store.close();
    }
  });
});

const EMPTY = createHash('sha256').digest('hex');

/** The hashes of all files in a folder of stored bytes. */
async function storedHashes(folder: string): Promise<Set<string>> {
  const files = await readdir(folder, { recursive: true });
  return new Set(files.map((file) => path.basename(file)).filter((name) => /^[0-9a-f]{64}$/.test(name)));
}

/** Whatever looks like a SHA-256 in any text or JSON of the database but for the notes of bytes without a name. */
async function hashesIn(store: Store): Promise<string[]> {
  const columns = await rows(
    store.em(),
    `select format('select regexp_matches(%I::text, ''[0-9a-f]{64}'', ''g'') as found from %I.%I', c.column_name, c.table_schema, c.table_name) as asked
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb') and c.table_name <> 'unnamed_bytes'
       and c.table_schema in ('public', 'rehearsals')`,
  );
  const found = new Set<string>();
  for (const { asked } of columns)
    for (const line of await rows(store.em(), String(asked))) found.add((line['found'] as string[])[0]!);
  return [...found];
}

const getJson = async (path: string): Promise<Record<string, unknown>> =>
  (await (await fetch(platform.baseUrl + path)).json()) as Record<string, unknown>;
const shownOf = ({ tenderId }: Summary): Promise<Record<string, unknown>> =>
  getJson(`/v1/tenders/${tenderId}`);
