import { describe, expect, it } from '@jest/globals';
import type { ProcedureId } from '../../../domain/procedure/index.ts';
import { factsOf } from '../../../domain/tender/index.ts';
import { dateOf, endOfDate, MS_PER_DAY } from '../../../domain/time/instant.ts';
import { courseAt, text, type Course, type EveryStage } from '../../support/course.ts';
import { agencyActor, bidderActors } from '../../support/drafts.ts';
import { reportFor } from '../../support/onward.ts';
import { bidder, exampleCommands as example, moment } from '../../support/process.ts';

const codes = (course: Course, command: Parameters<Course['refusals']>[0], at: number, actor = agencyActor) =>
  course.refusals(command, actor, text(at)).map(({ code }) => code);

describe('how long before a due one may still amend', () => {
  it.each<readonly [string, ProcedureId, EveryStage, number]>([
    ['ZTB-006', 'open', 'bidding', 15],
    ['ZTB-006', 'invited', 'documents', 15],
    ['ZTB-007', 'open-prequalified', 'applications', 3],
    ['ZTB-007', 'two-stage', 'applications', 3],
    ['GP-106', 'procurement-open', 'documents', 15],
    ['GP-107', 'procurement-open-prequalified', 'applications', 3],
    ['GP-705', 'procurement-consultation', 'documents', 5],
  ])('%s in %s at %s: %i dates, better as many times 24 hours', (rule, id, stage, days) => {
    const course = courseAt(id, stage);
    const early = stage === 'applications';
    const dueAt = early ? (course.state.firstStage?.dueAt ?? 0) : course.state.bidDeadlineAt;
    const affects = example.clarify({ affectsBids: true });
    const lastAt = dueAt - days * MS_PER_DAY;
    expect(codes(course, affects, lastAt - MS_PER_DAY)).toEqual([]);
    expect(codes(course, affects, lastAt)).toEqual([]);
    // Late by the hour alone is a reading, which does not refuse; the next date is late (INT-02).
    const nextDateAt = endOfDate(dateOf(lastAt));
    expect(codes(course, affects, nextDateAt - 1)).toEqual([]);
    expect(codes(course, affects, nextDateAt)).toEqual([rule]);
    // What does not affect them may still come, and so may what moves the due far enough.
    expect(codes(course, example.clarify(), lastAt + 1)).toEqual([]);
    const moved = example.clarify({ affectsBids: true, newBidDeadlineAt: dueAt + MS_PER_DAY });
    expect(codes(course, moved, lastAt + MS_PER_DAY)).toEqual([]);
    expect(codes(course, moved, nextDateAt + MS_PER_DAY)).toEqual([rule]);
  });

  it.each<ProcedureId>(['procurement-negotiation', 'procurement-inquiry', 'procurement-single-source'])(
    'is for %s to say: the law gives it no time',
    (id) => {
      const course = courseAt(id, 'bidding');
      expect(codes(course, example.clarify({ affectsBids: true }), course.state.bidDeadlineAt - 1)).toEqual(
        [],
      );
    },
  );
});

describe('until when one may object', () => {
  it.each<readonly [string, ProcedureId, EveryStage, object, string]>([
    // Two dates before the applications are due on the 21st: the whole of the 19th.
    ['ZTB-101', 'open-prequalified', 'applications', { subject: 'prequalification' }, '2026-09-20 00:00'],
    ['ZTB-102', 'open', 'bidding', { subject: 'documents' }, '2026-09-21 00:00'],
    // The notice of the 9th stands until the 16th; the seventh working day after that, Sunday the 20th
    // among them, is the 24th.
    ['GP-502', 'procurement-open', 'bidding', { subject: 'documents' }, '2026-09-25 00:00'],
  ])('%s in %s', (rule, id, stage, change, end) => {
    const course = courseAt(id, stage);
    const endAt = moment(end);
    const command = example.object(change);
    expect(codes(course, command, endAt - MS_PER_DAY, bidder)).toEqual([]);
    expect(codes(course, command, endAt - 1, bidder)).toEqual([]);
    expect(codes(course, command, endAt, bidder)).toEqual([rule]);
    expect(codes(course, command, endAt + MS_PER_DAY, bidder)).toEqual([rule]);
  });

  it('to the result in procurement: from the award on, for seven working days', () => {
    const course = courseAt('procurement-open', 'evaluation');
    const object = example.object({ subject: 'result' });
    course.give(reportFor(course.state), agencyActor, '2026-10-12 10:00');
    expect(codes(course, object, moment('2026-10-12 11:00'), bidder)).toEqual(['GP-503']);
    course.give(example.award(), agencyActor, '2026-10-13 10:00');
    // Published by Wednesday the 14th; then seven working days, the last one Friday the 23rd.
    expect(codes(course, object, moment('2026-10-23 23:59:59.999'), bidderActors[1])).toEqual([]);
    expect(codes(course, object, moment('2026-10-24 00:00'), bidderActors[1])).toEqual(['GP-502']);
  });
});

describe('a challenge after a procurement is complete', () => {
  it('is taken in its time, and its reply is owed', () => {
    const course = courseAt('procurement-inquiry', 'over');
    const object = example.object({ subject: 'result' });
    course.give(object, bidder, text(course.at + 3_600_000));
    expect(factsOf(course.state)).toMatchObject({
      outcome: 'reported',
      suspended: false,
      duties: [{ id: 'reply:objection-1' }],
    });
    course.give(example.reply(), agencyActor, text(course.at + 3_600_000));
    expect(factsOf(course.state).duties).toEqual([]);
    const late = example.object({ id: 'objection-2', subject: 'result' });
    expect(codes(course, late, course.at + 30 * MS_PER_DAY, bidder)).toEqual(['GP-502']);
  });

  it('is too late under 招标投标法', () => {
    const course = courseAt('open', 'over');
    expect(codes(course, example.object(), course.at + 1000, bidder)).toEqual(['tender-over']);
  });
});
