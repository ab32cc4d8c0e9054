import { describe, expect, it } from '@jest/globals';
import { procedureById, PROCEDURE_IDS, type ProcedureId } from '../../../../domain/procedure/index.ts';
import type { TenderDraft } from '../../../../domain/tender/index.ts';
import { EXAMPLE_LAUNCH_AT, EXAMPLE_PARTIES } from '../../../support/drafts.ts';
import { draftFor } from '../../../support/every-procedure.ts';
import { moment } from '../../../support/process.ts';
import { refusalsOf, stage } from './launch-acts.ts';
import { expectSaid } from './row.ts';

interface LaunchRow {
  readonly code: string;
  readonly article: RegExp | null;
  readonly accepted: RegExp | null;
  readonly why: string;
  readonly procedures: readonly ProcedureId[];
  readonly change: (lawful: TenderDraft) => Partial<TenderDraft>;
}

const party = ({ name, uscc }: { name: string; uscc: string }) => ({ name, uscc });
const { bidder1, bidder2, bidder3, tenderee, agency } = EXAMPLE_PARTIES;
const staged: readonly ProcedureId[] = ['open-prequalified', 'two-stage', 'procurement-open-prequalified'];
const unstaged = PROCEDURE_IDS.filter((id) => !staged.includes(id));
const open = PROCEDURE_IDS.filter((id) => ['open', 'two-stage'].includes(procedureById(id).method));
const inProcurement = PROCEDURE_IDS.filter((id) => id.startsWith('procurement-'));

const rows: readonly LaunchRow[] = [
  {
    code: 'ZTB-013',
    article: /招标投标法第十七条/,
    accepted: /Invite 3 or more/,
    why: 'two invited',
    procedures: ['invited'],
    change: () => ({ invitees: [bidder1, bidder2].map(party) }),
  },
  {
    code: 'GP-108',
    article: /政府采购法第三十四条/,
    accepted: /Invite 3 or more/,
    why: 'two invited',
    procedures: ['procurement-invited'],
    change: () => ({ invitees: [bidder1, bidder2].map(party) }),
  },
  ...[[], [bidder1, bidder2]].map((invitees): LaunchRow => ({
    code: 'GP-707',
    article: /政府采购法实施条例第三十八条/,
    accepted: /1 supplier/,
    why: `${invitees.length} suppliers of a single source`,
    procedures: ['procurement-single-source'],
    change: () => ({ invitees: invitees.map(party) }),
  })),
  {
    code: 'PUB-013',
    article: /./,
    accepted: /State the reason/,
    why: 'invited for no reason',
    procedures: ['invited'],
    change: () => ({ methodReason: ' ' }),
  },
  {
    code: 'invitees-unknown',
    article: null,
    accepted: /Name no invitees/,
    why: 'invitees of an open tender',
    procedures: open,
    change: () => ({ invitees: [bidder1, bidder2, bidder3].map(party) }),
  },
  {
    code: 'duplicate-invitee',
    article: null,
    accepted: /once/,
    why: 'one party invited twice',
    procedures: ['invited', 'procurement-invited', 'procurement-inquiry'],
    change: () => ({ invitees: [bidder1, bidder2, bidder1].map(party) }),
  },
  ...[tenderee, agency].map((own): LaunchRow => ({
    code: 'own-tender',
    article: null,
    accepted: /Invite others/,
    why: `${own.name} invited to its own tender`,
    procedures: ['invited', 'procurement-invited', 'procurement-negotiation'],
    change: () => ({ invitees: [bidder1, bidder2, own].map(party) }),
  })),
  {
    code: 'invalid-uscc',
    article: null,
    accepted: /18 characters/,
    why: 'an invitee with a code that is none',
    procedures: ['invited', 'procurement-single-source'],
    change: () => ({ invitees: [{ name: '某公司', uscc: '91130230MA0EXA0151' }] }),
  },
  {
    code: 'first-stage-missing',
    article: null,
    accepted: /Give the first stage/,
    why: 'no first stage',
    procedures: staged,
    change: () => ({ firstStage: null }),
  },
  {
    code: 'first-stage-unknown',
    article: null,
    accepted: /Leave the first stage out/,
    why: 'a first stage where there is none',
    procedures: unstaged,
    change: () => ({ firstStage: draftFor('open-prequalified').firstStage }),
  },
  {
    code: 'schedule-order',
    article: null,
    accepted: null,
    why: 'first documents whose issue ends before it begins',
    procedures: staged,
    change: stage(({ issuedFromAt }) => ({ issuedUntilAt: issuedFromAt })),
  },
  {
    code: 'schedule-order',
    article: null,
    accepted: null,
    why: 'applications due while their documents are issued',
    procedures: staged,
    change: stage(({ issuedUntilAt }) => ({ dueAt: issuedUntilAt - 1 })),
  },
  {
    code: 'schedule-order',
    article: null,
    accepted: null,
    why: 'applications due after the tender documents are out',
    procedures: staged,
    change: (lawful) => stage(() => ({ dueAt: lawful.schedule.documentsIssuedFromAt + 1 }))(lawful),
  },
  {
    code: 'date-past',
    article: null,
    accepted: /An instant after/,
    why: 'first documents issued at the instant of the launch',
    procedures: staged,
    change: stage(() => ({ issuedFromAt: EXAMPLE_LAUNCH_AT })),
  },
  {
    code: 'beyond-calendar',
    article: null,
    accepted: /between 2004-01-01 and/,
    why: 'applications due in another century',
    procedures: staged,
    change: stage(() => ({ dueAt: moment('2126-09-30 09:00') })),
  },
  {
    code: 'ZTB-021',
    article: /条例第三十条/,
    accepted: /Due no later/,
    why: 'proposals due after the second stage begins',
    procedures: ['two-stage'],
    change: (lawful) => stage(() => ({ dueAt: lawful.schedule.documentsIssuedFromAt + 1 }))(lawful),
  },
  {
    code: 'prior-succeeded',
    article: null,
    accepted: /failed, was terminated or declared void/,
    why: 'a completed tender held anew',
    procedures: PROCEDURE_IDS,
    change: () => ({ prior: { tenderId: 'tender-0', projectCode: 'OS-0', outcome: 'reported' } }),
  },
  {
    code: 'GP-110',
    article: /./,
    accepted: /State the budget/,
    why: 'no budget',
    procedures: inProcurement,
    change: () => ({ estimatedPriceFen: null }),
  },
  {
    code: 'GP-201',
    article: /./,
    accepted: /At most/,
    why: 'a bid security above two percent',
    procedures: inProcurement,
    change: () => ({ bidSecurityFen: '37000001' }),
  },
  {
    code: 'unknown-procedure',
    article: null,
    accepted: /invited tender/,
    why: 'a negotiation under 招标投标法',
    procedures: ['open'],
    change: () => ({ method: 'negotiation' }),
  },
  {
    code: 'unknown-procedure',
    article: null,
    accepted: /two-stage tender/,
    why: 'an invited tender with prequalification',
    procedures: ['invited'],
    change: () => ({ qualification: 'before' }),
  },
  {
    code: 'unknown-procedure',
    article: null,
    accepted: /competitive negotiation/,
    why: 'two stages in procurement',
    procedures: ['procurement-open'],
    change: () => ({ method: 'two-stage' }),
  },
  {
    code: 'wrong-ruleset',
    article: null,
    accepted: /cn-/,
    why: 'the other law',
    procedures: PROCEDURE_IDS,
    change: ({ regime }) => ({
      regime: regime === 'tendering' ? 'government-procurement' : 'tendering',
    }),
  },
];

describe('launching each procedure', () => {
  it.each(PROCEDURE_IDS)('%s is admitted as the law has it', (id) => {
    expect(refusalsOf(id, () => ({}))).toEqual([]);
  });

  it.each(rows.flatMap((row) => row.procedures.map((id) => [row.code, id, row.why, row] as const)))(
    'refuses with %s, %s: %s',
    (_code, id, _why, row) => {
      expectSaid(refusalsOf(id, row.change), row);
    },
  );

  it.each(['failed-fewer-than-three', 'all-rejected', 'terminated', 'invalidated'] as const)(
    'lets a tender that ended %s be held anew',
    (outcome) => {
      const prior = { tenderId: 'tender-0', projectCode: 'OS-0', outcome };
      expect(refusalsOf('open', () => ({ prior }))).toEqual([]);
    },
  );
});
