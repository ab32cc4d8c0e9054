import { describe, expect, it } from '@jest/globals';
import type { ProcedureId } from '../../../../domain/procedure/index.ts';
import type { FirstStagePlan, TenderDraft } from '../../../../domain/tender/index.ts';
import { MS_PER_DAY } from '../../../../domain/time/instant.ts';
import { exampleDraft } from '../../../support/drafts.ts';
import { moment } from '../../../support/process.ts';
import { refusalsOf, stage } from './launch-acts.ts';

/** A period of the launch, on both sides of its end; the notice goes out on Wednesday 9 September 2026 at 15:00. */
interface Period {
  readonly rule: string;
  readonly procedures: readonly ProcedureId[];
  /** The last instant that is too early, the first that is not, and a day after that. */
  readonly instants: readonly [early: string, on: string, after: string];
  readonly set: (at: number, draft: TenderDraft) => Partial<TenderDraft>;
}

/** The documents go out on Thursday 10 September at nine; nothing else of the schedule is short. */
const from = moment('2026-09-10 09:00');
const deadline = (bidDeadlineAt: number): Partial<TenderDraft> => ({
  schedule: {
    documentsIssuedFromAt: from,
    documentsIssuedUntilAt: Math.min(bidDeadlineAt, moment('2026-09-18 00:00')),
    bidDeadlineAt,
    openingAt: bidDeadlineAt,
  },
});
const issue = (documentsIssuedUntilAt: number): Partial<TenderDraft> => ({
  schedule: {
    ...exampleDraft().schedule,
    documentsIssuedFromAt: from,
    documentsIssuedUntilAt,
    bidDeadlineAt: moment('2026-10-20 09:00'),
    openingAt: moment('2026-10-20 09:00'),
  },
});
/** Issue from the 10th until the 16th at 17:00, or another instant; the tender documents follow in October. */
const later = {
  schedule: {
    documentsIssuedFromAt: moment('2026-10-12 09:00'),
    documentsIssuedUntilAt: moment('2026-10-22 09:00'),
    bidDeadlineAt: moment('2026-11-10 09:00'),
    openingAt: moment('2026-11-10 09:00'),
  },
};
const plan = (draft: TenderDraft, change: Partial<FirstStagePlan>): Partial<TenderDraft> => ({
  ...later,
  ...stage(() => ({
    issuedFromAt: from,
    issuedUntilAt: moment('2026-09-16 17:00'),
    dueAt: moment('2026-09-30 09:00'),
    ...change,
  }))(draft),
});

const periods: readonly Period[] = [
  // Twenty days, the day of the deadline among them.
  {
    rule: 'ZTB-004',
    procedures: ['open', 'invited'],
    instants: ['2026-09-29 23:59:59.999', '2026-09-30 00:00', '2026-10-01 00:00'],
    set: deadline,
  },
  {
    rule: 'GP-101',
    procedures: ['procurement-open', 'procurement-invited'],
    instants: ['2026-09-29 23:59:59.999', '2026-09-30 00:00', '2026-10-01 00:00'],
    set: deadline,
  },
  // Three working days over a weekend: the 11th, 14th and 15th.
  {
    rule: 'GP-701',
    procedures: ['procurement-negotiation'],
    instants: ['2026-09-14 23:59:59.999', '2026-09-15 00:00', '2026-09-16 00:00'],
    set: deadline,
  },
  {
    rule: 'GP-702',
    procedures: ['procurement-inquiry'],
    instants: ['2026-09-14 23:59:59.999', '2026-09-15 00:00', '2026-09-16 00:00'],
    set: deadline,
  },
  // Ten days end on Sunday the 20th, a working day by the notice of the year.
  {
    rule: 'GP-703',
    procedures: ['procurement-consultation'],
    instants: ['2026-09-19 23:59:59.999', '2026-09-20 00:00', '2026-09-21 00:00'],
    set: deadline,
  },
  // Where no closing day counts, an end on the last day is short before the hour of the start, and may warn after it.
  // Five working days: the 11th and 14th to 17th.
  {
    rule: 'GP-707',
    procedures: ['procurement-single-source'],
    instants: ['2026-09-17 08:59:59.999', '2026-09-17 09:00', '2026-09-18 00:00'],
    set: deadline,
  },
  // Five days: the 11th to the 15th.
  {
    rule: 'ZTB-001',
    procedures: ['open', 'invited'],
    instants: ['2026-09-15 08:59:59.999', '2026-09-15 09:00', '2026-09-16 00:00'],
    set: issue,
  },
  {
    rule: 'GP-102',
    procedures: ['procurement-open', 'procurement-invited'],
    instants: ['2026-09-17 08:59:59.999', '2026-09-17 09:00', '2026-09-18 00:00'],
    set: issue,
  },
  {
    rule: 'GP-704',
    procedures: ['procurement-consultation'],
    instants: ['2026-09-17 08:59:59.999', '2026-09-17 09:00', '2026-09-18 00:00'],
    set: issue,
  },
  {
    rule: 'ZTB-001',
    procedures: ['open-prequalified'],
    instants: ['2026-09-15 08:59:59.999', '2026-09-15 09:00', '2026-09-16 00:00'],
    set: (at, draft) => plan(draft, { issuedUntilAt: at }),
  },
  // Five days from the end of the issue at 17:00 on the 16th, its last instant: the 17th to the 21st.
  {
    rule: 'ZTB-003',
    procedures: ['open-prequalified'],
    instants: ['2026-09-21 16:59:59.998', '2026-09-21 16:59:59.999', '2026-09-22 00:00'],
    set: (at, draft) => plan(draft, { dueAt: at }),
  },
  // Five working days from the notice on the 9th: the 10th, 11th and 14th to 16th.
  {
    rule: 'GP-105',
    procedures: ['procurement-open-prequalified'],
    instants: ['2026-09-16 14:59:59.999', '2026-09-16 15:00', '2026-09-17 00:00'],
    set: (at, draft) => plan(draft, { issuedUntilAt: moment('2026-09-15 17:00'), dueAt: at }),
  },
];

describe('periods of a launch: the day before, on the day, the day after', () => {
  it.each(periods.flatMap((one) => one.procedures.map((id) => [one.rule, id, one] as const)))(
    '%s in %s',
    (rule, id, { instants, set }) => {
      const found = instants.map((at) =>
        refusalsOf(id, (draft) => set(moment(at), draft)).map(({ code }) => code),
      );
      expect(found).toEqual([[rule], [], []]);
    },
  );

  it('measures no length of proposals, which the law gives no time', () => {
    const short = stage(({ issuedFromAt }) => ({
      issuedUntilAt: issuedFromAt + 1,
      dueAt: issuedFromAt + MS_PER_DAY,
    }));
    expect(refusalsOf('two-stage', short)).toEqual([]);
  });
});
