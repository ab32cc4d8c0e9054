import { describe, expect, it } from '@jest/globals';
import { factsOf } from '../../../domain/tender/index.ts';
import { isoShanghai, MS_PER_DAY } from '../../../domain/time/instant.ts';
import { bidWindow } from '../../support/bid-window.ts';
import { courseAt, text, type Course, type EveryStage } from '../../support/course.ts';
import { agencyActor, bidderActors, supervisorActor } from '../../support/drafts.ts';
import { application, openedBidsOf, orderOf } from '../../support/onward.ts';
import {
  bidder,
  exampleCommands as example,
  moment,
  processAt,
  type Process,
} from '../../support/process.ts';
import type { ProcedureId } from '../../../domain/procedure/index.ts';

const MS_PER_HOUR = 3_600_000;

const suspend = (process: Process, at: string, id = 'order-suspend') =>
  process.give(orderOf('suspend', process.state, id), supervisorActor, at);
const resume = (process: Process, at: string, id = 'order-resume') =>
  process.give(orderOf('resume', process.state, id), supervisorActor, at);
const names = (process: Process, from: number) => process.events.slice(from).map(({ name }) => name);
const dueOf = (process: Process, id: string) =>
  process.state.duties.find((duty) => duty.id === id)?.dueAt ?? 0;
const after = (course: Course, hours: number) => text(course.at + hours * MS_PER_HOUR);

describe('an order to suspend', () => {
  it('rests the process on its own ground, in the facts too', () => {
    const process = processAt('bidding');
    suspend(process, '2026-09-20 10:00');
    expect(process.state.suspension).toEqual({
      sinceAt: moment('2026-09-20 10:00'),
      rule: 'CMP-008',
      orderedSinceAt: moment('2026-09-20 10:00'),
      grounds: [
        {
          id: 'order-suspend',
          kind: 'instruction',
          rule: 'CMP-008',
          article: process.state.instructions[0]?.article,
          sinceAt: moment('2026-09-20 10:00'),
          untilAt: null,
        },
      ],
    });
    expect(factsOf(process.state)).toMatchObject({ suspended: true, suspensionEndsAt: null });
  });

  it('keeps bids: the window stays open beyond the deadline and nothing is closed', () => {
    const process = processAt('bidding');
    suspend(process, '2026-09-29 10:00');
    expect(bidWindow(process.state)).toMatchObject({ heldOpen: true, closed: false });
    expect(process.step({ name: 'closeBids', bidCount: 3, bidderCount: 3 }, '2026-09-30 09:00')).toEqual([]);
    const from = process.events.length;
    resume(process, '2026-10-08 10:00');
    expect(names(process, from)).toEqual([
      'instructionIssued',
      'suspensionLifted',
      'processResumed',
      'bidDeadlineMoved',
    ]);
    // Nine days of rest, at the same hour of the day.
    expect(process.events.at(-1)).toMatchObject({
      because: 'suspension',
      rule: 'CMP-008',
      fromAt: moment('2026-09-30 09:00'),
      toAt: moment('2026-10-09 09:00'),
    });
    expect(bidWindow(process.state)).toMatchObject({ heldOpen: false, untilAt: moment('2026-10-09 09:00') });
    expect(process.step({ name: 'closeBids', bidCount: 3, bidderCount: 3 }, '2026-10-09 09:00')).toHaveLength(
      1,
    );
  });

  it('gives a deadline that was moved meanwhile its time back from where it stands', () => {
    const process = processAt('bidding');
    suspend(process, '2026-09-28 09:00');
    process.give(
      example.clarify({ affectsBids: true, newBidDeadlineAt: moment('2026-10-16 09:00') }),
      agencyActor,
      '2026-10-01 09:00',
    );
    expect(process.state.bidDeadlineAt).toBe(moment('2026-10-16 09:00'));
    // Twelve days of rest, six are left: it moves.
    resume(process, '2026-10-10 09:00');
    expect(process.state.bidDeadlineAt).toBe(moment('2026-10-28 09:00'));
  });

  it('takes applications beyond their due, and moves it', () => {
    const course = courseAt('open-prequalified', 'applications');
    const dueAt = course.state.firstStage?.dueAt ?? 0;
    suspend(course, text(dueAt - MS_PER_HOUR));
    expect(course.step({ name: 'closeApplications' }, text(dueAt))).toEqual([]);
    const { act } = application(0);
    if ('command' in act) course.give(act.command, act.actor, text(dueAt + MS_PER_HOUR));
    expect(course.state.firstStage?.applications).toHaveLength(1);
    resume(course, text(dueAt + 2 * MS_PER_HOUR));
    expect(course.events.at(-1)).toMatchObject({ name: 'applicationsDueMoved', rule: 'CMP-008' });
    expect(course.state.firstStage?.dueAt).toBe(dueAt + MS_PER_DAY);
    // What is counted backwards from them follows.
    const lead = course.state.deadlines.find(({ rule }) => rule === 'ZTB-101');
    expect(lead?.startsAt).toBe(dueAt + MS_PER_DAY);
  });

  it('keeps the keys of an opening waiting, and moves its window by the time lost', () => {
    const process = processAt('opening');
    const endsAt = process.state.decryptionEndsAt ?? 0;
    suspend(process, '2026-09-30 09:10');
    expect(process.step({ name: 'completeKeys' }, '2026-09-30 09:20')).toEqual([]);
    expect(process.step({ name: 'openBids', bids: openedBidsOf(process.state) }, '2026-09-30 10:00')).toEqual(
      [],
    );
    resume(process, '2026-10-01 09:10:30');
    expect(process.events.at(-1)).toMatchObject({ name: 'decryptionMoved', fromAt: endsAt });
    expect(process.state.decryptionEndsAt).toBe(endsAt + MS_PER_DAY + 30_000);
    const open = { name: 'openBids', bids: openedBidsOf(process.state) } as const;
    expect(process.step(open, '2026-10-01 10:00:29.999')).toEqual([]);
    expect(process.step(open, '2026-10-01 10:00:30')).toHaveLength(1);
  });

  it('holds the end of the publicity', () => {
    const process = processAt('published');
    suspend(process, '2026-10-15 10:00');
    expect(process.step({ name: 'endPublicity' }, '2026-10-16 00:00')).toEqual([]);
    resume(process, '2026-10-17 12:00');
    expect(process.events.at(-1)).toMatchObject({ name: 'publicityMoved', rule: 'CMP-008' });
    expect(process.state.publicityEndsAt).toBe(moment('2026-10-19 00:00'));
  });

  it('moves nothing when it ends at once', () => {
    const process = processAt('published');
    suspend(process, '2026-10-15 10:00');
    const from = process.events.length;
    resume(process, '2026-10-15 10:00');
    expect(names(process, from)).toEqual(['instructionIssued', 'suspensionLifted', 'processResumed']);
    expect(process.events.at(-1)).toMatchObject({ suspendedMs: 0 });
  });
});

describe('clocks under an order', () => {
  it.each<readonly [string, ProcedureId, EveryStage]>([
    ['publish-candidates', 'open', 'publicity'],
    ['issue-award', 'procurement-open', 'award'],
    ['sign-contract', 'invited', 'contract'],
    ['issue-award', 'procurement-single-source', 'award'],
  ])('%s in %s stands still, and has as many days left afterwards', (id, procedure, stage) => {
    const course = courseAt(procedure, stage);
    const dueAt = dueOf(course, id);
    suspend(course, after(course, 2));
    const resumedAt = dueAt + 30 * MS_PER_HOUR;
    expect(factsOf(course.state).duties.map((duty) => duty.id)).not.toContain(id);
    expect(course.step({ name: 'timeOutDuty', dutyId: id }, text(dueAt))).toEqual([]);
    const days = Math.ceil((resumedAt - course.at) / MS_PER_DAY);
    resume(course, text(resumedAt));
    const moved = course.events.find(({ name }) => name === 'dutiesMoved');
    expect(moved).toMatchObject({
      because: 'suspension',
      rule: 'INT-06',
      moved: [{ dutyId: id, fromAt: dueAt, toAt: dueAt + days * MS_PER_DAY }],
    });
    expect(dueOf(course, id)).toBe(dueAt + days * MS_PER_DAY);
    expect(factsOf(course.state).duties.map((duty) => duty.id)).toContain(id);
  });

  it.each<readonly [string, ProcedureId, EveryStage]>([
    ['written-report', 'open', 'contract'],
    ['return-security', 'two-stage', 'report'],
    ['file-contract', 'procurement-inquiry', 'report'],
    ['return-security', 'procurement-open', 'report'],
    ['return-others-security', 'procurement-open', 'contract'],
  ])('%s in %s runs on, and times out', (id, procedure, stage) => {
    const course = courseAt(procedure, stage);
    const dueAt = dueOf(course, id);
    suspend(course, after(course, 1));
    expect(factsOf(course.state).duties.map((duty) => duty.id)).toContain(id);
    expect(course.step({ name: 'timeOutDuty', dutyId: id }, text(dueAt - 1))).toEqual([]);
    expect(course.step({ name: 'timeOutDuty', dutyId: id }, text(dueAt))).toHaveLength(1);
    resume(course, text(dueAt + MS_PER_HOUR));
    expect(dueOf(course, id)).toBe(dueAt);
  });

  it('leaves replies and corrections owed', () => {
    const process = processAt('bidding');
    process.give(example.object(), bidder, '2026-09-17 10:00');
    const due = moment('2026-09-19 10:00');
    process.give(orderOf('correct', process.state, 'order-1', due), supervisorActor, '2026-09-17 11:00');
    suspend(process, '2026-09-17 12:00');
    expect(factsOf(process.state).duties.map((duty) => duty.id)).toEqual([
      'correct:order-1',
      'reply:objection-1',
    ]);
    expect(process.step({ name: 'timeOutDuty', dutyId: 'correct:order-1' }, '2026-09-19 10:00')).toHaveLength(
      1,
    );
  });

  it('reminds nobody of what stands still', () => {
    const process = processAt('publicity');
    suspend(process, '2026-10-11 10:00');
    const remind = { name: 'announceDue', dutyId: 'publish-candidates' } as const;
    expect(process.step(remind, '2026-10-12 10:00')).toEqual([]);
    resume(process, '2026-10-13 09:00');
    expect(process.step(remind, '2026-10-13 10:00')).toMatchObject([{ name: 'dutyReminded' }]);
  });

  it('does not bring back a duty that was late before the order', () => {
    const process = processAt('publicity');
    process.step({ name: 'timeOutDuty', dutyId: 'publish-candidates' }, '2026-10-14 00:00');
    suspend(process, '2026-10-14 10:00');
    resume(process, '2026-10-16 10:00');
    expect(process.state.duties[0]).toMatchObject({
      dueAt: moment('2026-10-14 00:00'),
      timedOutAt: moment('2026-10-14 00:00'),
    });
  });

  it('keeps the days given back when the deadlines are derived again', () => {
    const process = processAt('publicity');
    const dueAt = dueOf(process, 'publish-candidates');
    suspend(process, '2026-10-12 10:00');
    resume(process, '2026-10-15 10:00');
    process.give(
      { name: 'rederiveDeadlines' },
      { ...supervisorActor, role: 'administrator' },
      '2026-10-15 11:00',
    );
    expect(dueOf(process, 'publish-candidates')).toBe(dueAt + 3 * MS_PER_DAY);
  });
});

describe('an order and an objection', () => {
  const O = 'objection-1';
  const B = 'order-suspend';
  const acts = {
    [`+${O}`]: (process: Process, at: string) => process.give(example.object(), bidder, at),
    [`+${B}`]: (process: Process, at: string) => suspend(process, at),
    [`-${O}`]: (process: Process, at: string) => process.give(example.reply(), agencyActor, at),
    [`-${B}`]: (process: Process, at: string) => resume(process, at),
  };

  it.each([
    ['the order on top, lifted first', `+${O}`, `+${B}`, `-${B}`, `-${O}`],
    ['the order on top, lifted last', `+${O}`, `+${B}`, `-${O}`, `-${B}`],
    ['the objection on top, answered first', `+${B}`, `+${O}`, `-${O}`, `-${B}`],
    ['the objection on top, answered last', `+${B}`, `+${O}`, `-${B}`, `-${O}`],
  ] as const)(
    '%s: the process rests from the first ground to the last',
    (_case, begins, joins, leaves, ends) => {
      const process = processAt('bidding');
      const times = ['2026-09-18 09:00', '2026-09-19 09:00', '2026-09-26 09:00', '2026-09-28 10:00'] as const;
      const first = begins.slice(1);
      acts[begins]?.(process, times[0]);
      const rule = process.state.suspension?.rule;
      acts[joins]?.(process, times[1]);
      expect(process.state.suspension?.grounds).toHaveLength(2);
      const from = process.events.length;
      acts[leaves]?.(process, times[2]);
      const [left] = process.state.suspension?.grounds ?? [];
      expect(process.state.suspension).toMatchObject({ sinceAt: moment(times[0]), rule });
      expect(process.state.suspension?.orderedSinceAt ?? null).toBe(
        left?.kind === 'instruction' ? left.sinceAt : null,
      );
      expect(names(process, from)).not.toContain('processResumed');
      // What is left says why nothing goes on.
      const [refusal] = process.refusals(example.report(), agencyActor, '2026-09-27 09:00');
      expect(refusal?.code).toBe(left?.rule);
      acts[ends]?.(process, times[3]);
      expect(process.state.suspension).toBeNull();
      expect(process.events.find(({ name }) => name === 'processResumed')).toMatchObject({
        suspendedMs: moment(times[3]) - moment(times[0]),
        rule: first === O ? 'ZTB-104' : 'CMP-008',
      });
      // Ten days and an hour, of which two are left: eleven whole days, once.
      expect(isoShanghai(process.state.bidDeadlineAt)).toBe(isoShanghai(moment('2026-10-11 09:00')));
      expect(process.events.filter(({ name }) => name === 'bidDeadlineMoved')).toHaveLength(1);
    },
  );

  it('counts only the time of the order for the clocks that it stops', () => {
    const process = processAt('published');
    process.give(example.object({ subject: 'result' }), bidder, '2026-10-13 09:00');
    suspend(process, '2026-10-14 09:00');
    resume(process, '2026-10-15 08:00');
    expect(process.events.some(({ name }) => name === 'dutiesMoved')).toBe(false);
    process.give(example.reply(), agencyActor, '2026-10-15 09:00');
    expect(process.state.publicityEndsAt).toBe(moment('2026-10-18 00:00'));
  });
});

describe('an order in procurement', () => {
  it('ends by itself after thirty days', () => {
    const course = courseAt('procurement-open', 'bidding');
    suspend(course, '2026-09-21 10:00');
    const [ground] = course.state.suspension?.grounds ?? [];
    // The thirtieth day is Wednesday 21 October.
    expect(isoShanghai(ground?.untilAt ?? 0)).toBe(isoShanghai(moment('2026-10-22 00:00')));
    expect(factsOf(course.state).suspensionEndsAt).toBe(ground?.untilAt);
    expect(course.step({ name: 'endSuspension' }, '2026-10-21 23:59:59.999')).toEqual([]);
    const ended = course.step({ name: 'endSuspension' }, '2026-10-22 00:00');
    expect(ended).toMatchObject([
      { name: 'suspensionLifted', because: 'limit', rule: 'GP-511' },
      { name: 'processResumed' },
      { name: 'bidDeadlineMoved', because: 'suspension' },
    ]);
    expect(course.step({ name: 'endSuspension' }, '2026-10-22 00:00')).toEqual([]);
    expect(factsOf(course.state)).toMatchObject({ suspended: false, suspensionEndsAt: null });
  });

  it('has no end set under 招标投标法', () => {
    const process = processAt('bidding');
    suspend(process, '2026-09-21 10:00');
    expect(process.step({ name: 'endSuspension' }, '2026-12-31 00:00')).toEqual([]);
  });

  it('rests, and a challenge on top of it rests nothing', () => {
    const course = courseAt('procurement-open', 'bidding');
    suspend(course, '2026-09-17 10:00');
    course.give(example.object(), bidderActors[1], '2026-09-17 11:00');
    expect(course.state.suspension?.grounds).toHaveLength(1);
    course.give(example.reply(), agencyActor, '2026-09-17 12:00');
    expect(course.state.suspension?.grounds).toHaveLength(1);
    resume(course, '2026-09-17 13:00');
    expect(course.state.suspension).toBeNull();
  });
});

describe('the end of a tender during an order', () => {
  it.each<readonly [string, ProcedureId, EveryStage]>([
    ['a first stage', 'open-prequalified', 'applications'],
    ['bidding', 'open', 'bidding'],
    ['the opening', 'invited', 'opening'],
    ['the publicity', 'two-stage', 'published'],
    ['the award', 'procurement-open', 'award'],
  ])('is a termination in %s, which owes repayment alone', (_where, procedure, stage) => {
    const course = courseAt(procedure, stage);
    suspend(course, after(course, 1));
    course.give({ name: 'terminateTender', reason: '采购任务取消。' }, agencyActor, after(course, 1));
    expect(course.state).toMatchObject({ outcome: 'terminated', suspension: null });
    const open = factsOf(course.state).duties.map((duty) => duty.id);
    expect(open).toEqual(procedure.startsWith('procurement') ? ['repay'] : []);
    const refusals = course.refusals(
      orderOf('resume', course.state, 'again'),
      supervisorActor,
      after(course, 1),
    );
    expect(refusals.map(({ code }) => code)).toEqual(['not-suspended']);
  });

  it('is an invalidation, which lets everything else lapse', () => {
    const process = processAt('contract');
    suspend(process, '2026-10-20 10:00');
    process.give(orderOf('invalidate', process.state), supervisorActor, '2026-10-21 10:00');
    expect(process.state).toMatchObject({ outcome: 'invalidated', suspension: null });
    expect(factsOf(process.state)).toMatchObject({ duties: [], suspended: false });
  });

  it('leaves repayments owed when a tender is void', () => {
    const course = courseAt('procurement-open', 'bidding');
    course.give({ name: 'terminateTender', reason: '采购任务取消。' }, agencyActor, after(course, 1));
    course.give(orderOf('invalidate', course.state), supervisorActor, after(course, 1));
    expect(factsOf(course.state).duties.map((duty) => duty.id)).toEqual(['repay']);
    course.give(example.returnSecurity(), agencyActor, after(course, 1));
    expect(factsOf(course.state).duties).toEqual([]);
  });

  it('is its completion, for what is left after the contract does not rest', () => {
    const course = courseAt('procurement-open', 'report');
    suspend(course, after(course, 1));
    course.give(example.returnSecurity(), agencyActor, after(course, 1));
    course.give(example.writeReport(), agencyActor, after(course, 1));
    expect(course.state).toMatchObject({ outcome: 'reported', suspension: null });
    expect(factsOf(course.state)).toMatchObject({ suspended: false, suspensionEndsAt: null });
  });
});
