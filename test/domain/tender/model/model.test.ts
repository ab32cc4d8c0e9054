import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PROCEDURES, type ProcedureId } from '../../../../domain/procedure/index.ts';
import type { CommandName, EventName, Outcome } from '../../../../domain/tender/index.ts';
import { MS_PER_DAY, type Instant } from '../../../../domain/time/instant.ts';
import { EXAMPLE_LAUNCH_AT } from '../../../support/drafts.ts';
import { EVERY_STAGE } from '../../../support/course.ts';
import { moment } from '../../../support/process.ts';
import type { World } from './clock.ts';
import { moves, world, type Move } from './moves.ts';
import { Reached, Run } from './run.ts';

const RUNS = 200;
/** One launch in the year, and one whose periods run into a year without a holiday notice. */
const LAUNCHES = [EXAMPLE_LAUNCH_AT, moment('2026-12-01 10:00')] as const;
const CALM: World = { bidders: 3, unreadable: 0, outages: 0 };
const reached = new Reached();
const ids = PROCEDURES.map(({ id }) => id);

function launch(id: ProcedureId, outside: World = CALM, launchAt: Instant = EXAMPLE_LAUNCH_AT): Run {
  return new Run(id, launchAt, outside, reached);
}

const ONWARD: Move = { kind: 'onward', afterMs: 60_000 };
const command = (name: CommandName, n = 0, afterMs = 60_000): Move => ({
  kind: 'command',
  name,
  n,
  actor: null,
  afterMs,
});
const wait = (days: number): Move => ({ kind: 'wait', afterMs: days * MS_PER_DAY });

/** Takes what comes next until a stage, or the end of the tender. */
function until(run: Run, stage: keyof typeof EVERY_STAGE): Run {
  for (let moves = 0; !EVERY_STAGE[stage](run.state) && run.state.outcome === null; moves++) {
    if (moves > 60) throw new Error(`${run.state.procedure} does not reach ${stage}`);
    run.take(ONWARD);
  }
  return run;
}

function takeAll(run: Run, all: readonly Move[]): Run {
  for (const one of all) run.take(one);
  return run;
}

/** A run for each end that a tender of a procedure can come to. */
const ENDS: Readonly<Record<Outcome, (id: ProcedureId) => Run>> = {
  reported: (id) => until(launch(id), 'over'),
  'failed-fewer-than-three': (id) => until(launch(id, { ...CALM, bidders: 0 }), 'over'),
  // Variant 3 of a report rejects whatever could be read.
  'all-rejected': (id) => takeAll(until(launch(id), 'evaluation'), [command('submitEvaluationReport', 3)]),
  terminated: (id) => takeAll(until(launch(id), 'bidding'), [command('terminateTender')]),
  invalidated: (id) => takeAll(until(launch(id), 'over'), [command('issueInstruction', 5)]),
};

/** Every event there is: a new one must be reached by a run, or this does not compile. */
const EVENTS: Readonly<Record<EventName, true>> = {
  noticePublished: true,
  firstStageOpened: true,
  applicationSubmitted: true,
  applicationsClosed: true,
  applicationsDueMoved: true,
  firstStageConcluded: true,
  documentsOpened: true,
  documentsClosed: true,
  clarificationIssued: true,
  bidDeadlineMoved: true,
  objectionFiled: true,
  processSuspended: true,
  suspensionLifted: true,
  objectionReplied: true,
  questionAsked: true,
  questionAnswered: true,
  processResumed: true,
  decryptionMoved: true,
  dutiesMoved: true,
  instructionIssued: true,
  instructionAcknowledged: true,
  instructionReported: true,
  instructionClosed: true,
  bidsClosed: true,
  keysCompleted: true,
  bidsOpened: true,
  bidderSignedIn: true,
  openingConfirmed: true,
  evaluationReported: true,
  candidatesPublished: true,
  publicityMoved: true,
  publicityEnded: true,
  awardNoticeIssued: true,
  awardCancelled: true,
  contractSigned: true,
  securityReturned: true,
  writtenReportSubmitted: true,
  deadlinesRederived: true,
  stepTimedOut: true,
  dutyReminded: true,
  stepEscalated: true,
  tenderFailed: true,
  tenderTerminated: true,
  tenderInvalidated: true,
  tenderCompleted: true,
};

/** Runs through the rarer events: objections, orders and their ends, extensions, outages, holidays. */
const RARE: readonly (() => Run)[] = [
  // Moved by an amendment and by an order that lasts beyond the due of the applications.
  () =>
    takeAll(until(launch('open-prequalified'), 'applications'), [
      command('issueClarification', 2),
      command('issueInstruction', 0),
      wait(40),
      command('issueInstruction', 2),
    ]),
  // An order in the opening, then corrections that are noted, reported and closed.
  () =>
    takeAll(until(launch('open'), 'opening'), [
      command('issueInstruction', 0, 1000),
      wait(2),
      command('issueInstruction', 2),
      { kind: 'step', n: 5, afterMs: 1000 },
      command('issueInstruction', 9),
      command('acknowledgeInstruction', 3),
      command('reportInstruction', 3),
      command('closeInstruction', 3),
    ]),
  // A bidder is present at the opening, and confirms its record.
  () => {
    const run = takeAll(until(launch('open'), 'opening'), [command('signInAtOpening', 0, 1000)]);
    return takeAll(until(run, 'evaluation'), [command('confirmOpening', 0, 1000)]);
  },
  // An objection to the opening is given more time, is late, and is escalated.
  () =>
    takeAll(until(launch('invited'), 'opening'), [
      command('fileObjection', 2, 1000),
      command('extendDuty', 3, 1000),
      wait(5),
      command('escalateDuty', 1),
      command('remindDuty', 1),
    ]),
  // An objection to the result that outlasts the publicity; an order that stops the tenderee's clocks.
  () =>
    takeAll(until(launch('two-stage'), 'published'), [
      command('fileObjection', 1),
      wait(9),
      command('replyObjection', 0),
    ]),
  () =>
    takeAll(until(launch('procurement-inquiry'), 'award'), [
      command('issueInstruction', 0),
      wait(31),
      { kind: 'notice', afterMs: 1000 },
    ]),
  () => takeAll(until(launch('open', { ...CALM, outages: 1 }), 'bidding'), [wait(30)]),
  // One winner after the other falls away: at last the tender is held anew.
  () => {
    const run = until(launch('open'), 'contract');
    for (const ground of [4, 1, 0]) {
      run.take(command('cancelAward', ground));
      run.take(ONWARD);
    }
    expect([run.state.outcome, run.state.cancelledAwards.length]).toEqual(['terminated', 3]);
    return run;
  },
  // An award that the authority declares void, after its report; the next winner signs.
  () => {
    const run = takeAll(until(launch('invited'), 'contract'), [
      command('submitWrittenReport'),
      command('issueInstruction', 12),
    ]);
    expect(run.state.cancelledAwards.map(({ ground }) => ground)).toEqual(['declared-void']);
    return until(run, 'over');
  },
  () =>
    until(
      takeAll(until(launch('procurement-open'), 'contract'), [
        command('returnBidSecurity', 1),
        command('cancelAward', 4),
      ]),
      'over',
    ),
];

describe('a tender of any procedure under random commands, steps and times', () => {
  it.each(ids)('%s never breaks what must hold, and never sticks', (id) => {
    fc.assert(
      fc.property(fc.constantFrom(...LAUNCHES), world, moves, (launchAt, outside, all) => {
        const run = takeAll(launch(id, outside, launchAt), all);
        run.finish();
        run.end();
      }),
      { numRuns: RUNS },
    );
  });

  describe.each(ids)('%s', (id) => {
    it.each(Object.keys(ENDS) as Outcome[])('comes to its end: %s', (outcome) => {
      const run = ENDS[outcome](id);
      run.end();
      expect(run.state.outcome).toBe(outcome);
    });
  });

  it('reaches every phase of every procedure, and every event', () => {
    for (const rare of RARE) rare().end();
    for (const { id, phases } of PROCEDURES)
      for (const phase of phases) expect([...reached.phases]).toContain(`${id}: ${phase}`);
    expect(Object.keys(EVENTS).filter((name) => !reached.events.has(name))).toEqual([]);
  });
});
