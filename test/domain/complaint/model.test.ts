import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import {
  admitComplaint,
  applyComplaint,
  complaintFacts,
  decideComplaint,
  decideComplaintStep,
  excludedDates,
  REFUSAL_GROUNDS,
  replayComplaint,
  runningComplaintDuties,
  type ComplaintCommand,
  type ComplaintEvent,
  type ComplaintState,
  type ComplaintStatus,
  type ExcludedTime,
} from '../../../domain/complaint/index.ts';
import { countForward } from '../../../domain/law/counting.ts';
import { complaintRecordParts } from '../../../domain/record/complaint-part.ts';
import { RECORD_PARTS } from '../../../domain/record/parts/index.ts';
import type { Actor, TenderState } from '../../../domain/tender/index.ts';
import { buildCalendar } from '../../../domain/time/calendar.ts';
import { addDays, dateOf, daysBetween, MS_PER_DAY, type Instant } from '../../../domain/time/instant.ts';
import {
  around,
  challengedTender,
  complainant,
  filing,
  lawOf,
  objectedTender,
  otherSupervisor,
} from '../../support/complaints.ts';
import {
  administratorActor,
  agencyActor,
  bidderActors,
  exampleDocument,
  supervisorActor,
} from '../../support/drafts.ts';
import { moment } from '../../support/process.ts';

const RUNS = 300;
const BEGINNING = moment('2026-09-15 10:00');
/** As if a notice had changed this very autumn: what is derived again moves both ways. */
const LATER_CALENDAR = buildCalendar([
  {
    year: 2026,
    source: '示例通知',
    publishedDate: '2026-09-14',
    restDates: ['2026-09-16', '2026-09-21', '2026-10-12', '2026-11-02'],
    workDates: ['2026-09-19', '2026-10-04', '2026-10-05', '2026-10-06'],
  },
]);

type Move =
  | {
      readonly kind: 'command';
      readonly afterMs: number;
      readonly command: ComplaintCommand;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'step';
      readonly afterMs: number;
      readonly name: 'announceDue' | 'timeOutDuty';
      readonly dutyId: string;
    }
  /** What the process waits for next, at the instant it waits for. */
  | { readonly kind: 'onward' };

const afterMs = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 3_600_000 }),
  fc.integer({ min: 1, max: 6 * MS_PER_DAY }),
);
const text = fc.constantFrom('理由充分。', '理由充分。', '理由充分。', ' ');
const id = fc.constantFrom('excluded-1', 'excluded-2');
const content = fc.record({
  points: fc.constantFrom(
    [{ text: '事项', from: 'objection' as const }],
    [{ text: '新', from: 'new' as const }],
    [],
  ),
  request: text,
  evidence: fc.constantFrom([exampleDocument()], []),
});

const command: fc.Arbitrary<ComplaintCommand> = fc.oneof(
  fc
    .record({
      subject: fc.constantFrom(
        'documents' as const,
        'documents' as const,
        'result' as const,
        'other' as const,
      ),
      objectionId: fc.constantFrom('objection-1', 'objection-1', null),
      knownAt: fc.integer({ min: -6, max: 6 }).map((days) => BEGINNING + days * MS_PER_DAY),
    })
    .map((given) => filing(given)),
  content.map((given) => ({ name: 'correctComplaint', ...given }) as const),
  text.map((reason) => ({ name: 'withdrawComplaint', reason }) as const),
  fc
    .tuple(text, fc.integer({ min: -2, max: 20 }))
    .map(
      ([said, days]) =>
        ({ name: 'requestCorrection', text: said, dueAt: BEGINNING + days * MS_PER_DAY }) as const,
    ),
  fc.constant<ComplaintCommand>({ name: 'acceptComplaint' }),
  fc.constant<ComplaintCommand>({ name: 'acceptComplaint' }),
  fc
    .tuple(fc.constantFrom(...REFUSAL_GROUNDS), text)
    .map(([ground, reason]) => ({ name: 'refuseComplaint', ground, reason }) as const),
  fc.constant<ComplaintCommand>({ name: 'sendCopies' }),
  fc
    .tuple(id, text)
    .map(([one, said]) => ({ name: 'openExcludedTime', id: one, kind: 'testing', text: said }) as const),
  id.map((excludedTimeId) => ({ name: 'closeExcludedTime', excludedTimeId }) as const),
  text.map((said) => ({ name: 'makeStatement', text: said, documents: [] }) as const),
  fc
    .record({
      outcome: fc.constantFrom('upheld' as const, 'unfounded' as const, 'fabricated' as const),
      remedy: fc.constantFrom(null, 'go-on' as const, 'start-anew' as const, 'void-award' as const),
      reasons: text,
    })
    .map((given) => ({ name: 'decideComplaint', documents: [], ...given }) as const),
  fc.constant<ComplaintCommand>({ name: 'publishDecision' }),
  fc.constant<ComplaintCommand>({ name: 'rederiveComplaint' }),
);

const ACTORS: readonly Actor[] = [
  complainant,
  supervisorActor,
  agencyActor,
  bidderActors[1],
  otherSupervisor,
];
/** Mostly by whose it is, so that runs get on; at times by anybody. */
const actorFor = (given: ComplaintCommand): fc.Arbitrary<Actor> => {
  const own =
    given.name === 'makeStatement'
      ? agencyActor
      : given.name === 'rederiveComplaint'
        ? administratorActor
        : ['fileComplaint', 'correctComplaint', 'withdrawComplaint'].includes(given.name)
          ? complainant
          : supervisorActor;
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(own) },
    { weight: 1, arbitrary: fc.constantFrom(...ACTORS) },
  );
};

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(afterMs, command)
      .chain(([after, given]) =>
        actorFor(given).map((actor) => ({ kind: 'command', afterMs: after, command: given, actor }) as const),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        afterMs,
        fc.constantFrom('announceDue' as const, 'timeOutDuty' as const),
        fc.constantFrom('review', 'correct', 'copies', 'statement', 'decide', 'publish', 'none'),
      )
      .map(([after, name, dutyId]) => ({ kind: 'step', afterMs: after, name, dutyId }) as const),
  },
  { weight: 2, arbitrary: fc.constant<Move>({ kind: 'onward' }) },
);

const NEXT: Readonly<Record<ComplaintStatus, readonly ComplaintStatus[]>> = {
  filed: ['correcting', 'accepted', 'refused', 'withdrawn'],
  correcting: ['filed', 'refused', 'withdrawn'],
  accepted: ['decided', 'withdrawn'],
  decided: ['published'],
  refused: [],
  withdrawn: [],
  published: [],
};

/** What must hold of every state that can be reached. */
function check(before: ComplaintState | null, state: ComplaintState): void {
  if (before !== null && before.status !== state.status) expect(NEXT[before.status]).toContain(state.status);
  const ids = state.duties.map((duty) => duty.id);
  expect(new Set(ids).size).toBe(ids.length);
  const { ended, duties } = complaintFacts(state, MS_PER_DAY);
  for (const { dueAt, remindAt } of duties) if (remindAt !== null) expect(dueAt - remindAt).toBe(MS_PER_DAY);
  for (const { announcedAt, dueAt } of state.duties)
    if (announcedAt !== null) expect(announcedAt).toBeLessThan(dueAt);
  if (ended) expect(duties).toEqual([]);
  const open = state.excludedTime.filter((one) => one.closedAt === null);
  if (open.length > 0) expect(duties.map((duty) => duty.id)).not.toContain('decide');
  for (const { openedAt, closedAt } of state.excludedTime)
    if (closedAt !== null) expect(closedAt).toBeGreaterThanOrEqual(openedAt);
  expect(state.decision !== null).toBe(['decided', 'published'].includes(state.status));
  if (['accepted', 'decided', 'published'].includes(state.status)) expect(state.acceptedAt).not.toBeNull();
  if (['filed', 'correcting', 'refused'].includes(state.status)) expect(state.acceptedAt).toBeNull();
  for (const duty of state.duties)
    if (duty.timedOutAt !== null) expect(duty.timedOutAt).toBeGreaterThanOrEqual(duty.dueAt);
}

/** Drives a complaint by any moves; gives the statuses it passed through. */
function run(tender: TenderState, moves: readonly Move[]): Set<string> {
  const law = lawOf(tender);
  const surroundings = around(tender);
  let at: Instant = BEGINNING;
  let { calendar } = law;
  let state: ComplaintState | null = null;
  const events: ComplaintEvent[] = [];
  const seen = new Set<string>();
  const take = (added: readonly ComplaintEvent[]): void => {
    for (const event of added) {
      const before: ComplaintState | null = state;
      state = applyComplaint(event, before);
      check(before, state);
      const { data, secret } = complaintRecordParts(event, state);
      RECORD_PARTS[event.name].data.parse(data);
      RECORD_PARTS[event.name].secret.parse(secret);
      seen.add(state.status).add(event.name);
      // What was decided at an instant is not decided again at it.
      if (event.name === 'complaintStepTimedOut')
        expect(decideComplaintStep({ name: 'timeOutDuty', dutyId: event.dutyId }, state, at, law)).toEqual(
          [],
        );
    }
    events.push(...added);
  };
  for (const one of moves) {
    if (one.kind === 'onward') {
      const next = state === null ? undefined : runningComplaintDuties(state)[0];
      if (next === undefined) continue;
      at = Math.max(at, next.dueAt);
      take(decideComplaintStep({ name: 'timeOutDuty', dutyId: next.id }, state!, at, law));
      continue;
    }
    at += one.afterMs;
    if (one.kind === 'step') {
      if (state !== null) take(decideComplaintStep({ name: one.name, dutyId: one.dutyId }, state, at, law));
      continue;
    }
    const refusals = admitComplaint(one.command, one.actor, state, at, law, surroundings);
    for (const { code, rule, article, zh, en } of refusals) {
      expect(
        rule === null ? /^[a-z]/.test(code) && article === null : code === rule && article !== null,
      ).toBe(true);
      expect([zh.length > 0, en.length > 0]).toEqual([true, true]);
    }
    if (refusals.length > 0) continue;
    if (one.command.name === 'rederiveComplaint') calendar = LATER_CALENDAR;
    const decided = decideComplaint(one.command, one.actor, state, at, { ...law, calendar }, surroundings);
    expect(decided.length).toBeGreaterThan(0);
    expect(decided.every((event) => event.at === at)).toBe(true);
    take(decided);
  }
  expect(isDeepStrictEqual(replayComplaint(events), state)).toBe(true);
  return seen;
}

describe('any course of a complaint', () => {
  it.each([
    ['tendering', () => objectedTender()],
    ['procurement', () => challengedTender()],
  ] as const)('keeps to the law of %s, whatever is asked whenever', (regime, tenderOf) => {
    const tender = tenderOf();
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 40, size: 'max' }), (moves) => {
        const filed: Move = { kind: 'command', afterMs: 0, command: filing(), actor: complainant };
        for (const one of run(tender, [filed, ...moves])) seen.add(one);
      }),
      { numRuns: RUNS, seed: 20260915 },
    );
    // The runs went everywhere: a property that nothing reaches says nothing.
    const everywhere = [
      'refused',
      'withdrawn',
      'accepted',
      'decided',
      'published',
      'complaintStepTimedOut',
      'complaintDutyReminded',
      'complaintDeadlinesRederived',
      'excludedTimeClosed',
    ];
    if (regime === 'procurement') everywhere.push('correcting', 'complaintCorrected', 'complaintCopiesSent');
    expect(everywhere.filter((one) => !seen.has(one))).toEqual([]);
  });

  it('leaves out of a period as many days as its intervals took together, each once', () => {
    const calendar = buildCalendar();
    const span = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 6 }),
        fc.constantFrom('day' as const, 'workday' as const),
        (spans, unit) => {
          const intervals = spans.map(([from, days], index): ExcludedTime => ({
            id: `excluded-${index}`,
            kind: 'testing',
            text: '',
            openedAt: BEGINNING + from * MS_PER_DAY,
            closedAt: BEGINNING + (from + days) * MS_PER_DAY,
          }));
          const excluded = excludedDates(intervals);
          const union = new Set<string>();
          for (const [from, days] of spans)
            for (let day = from + 1; day <= from + days; day++) union.add(addDays(dateOf(BEGINNING), day));
          const period = { count: 30, unit, bound: 'max' } as const;
          const { days, lastDate } = countForward(calendar, period, dateOf(BEGINNING), excluded);
          const skipped = days.filter(({ why }) => why === 'excluded-time').map(({ date }) => date);
          expect(new Set(skipped).size).toBe(skipped.length);
          expect(skipped).toEqual([...union].filter((date) => date < lastDate).toSorted());
          expect(days.filter(({ counted }) => counted !== null)).toHaveLength(period.count);
          // In days the end moves by exactly the days left out.
          if (unit === 'day')
            expect(daysBetween(dateOf(BEGINNING), lastDate)).toBe(period.count + skipped.length);
        },
      ),
      { numRuns: RUNS, seed: 20260916 },
    );
  });
});
