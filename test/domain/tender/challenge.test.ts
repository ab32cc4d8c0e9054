import { describe, expect, it } from '@jest/globals';
import type { ProcedureId } from '../../../domain/procedure/index.ts';
import { adviseOnChallenge } from '../../../domain/tender/objection/time-to-object.ts';
import { MS_PER_DAY } from '../../../domain/time/instant.ts';
import { courseAt, courseOf, type Course } from '../../support/course.ts';
import { agencyActor, bidderActors } from '../../support/drafts.ts';
import { exampleCommands as example, lawAt, moment } from '../../support/process.ts';

const [supplier] = bidderActors;
const ctx = lawAt(moment('2026-09-09 15:00'), 'government-procurement');
const codes = (course: Course, subject: string, at: string) =>
  course.refusals(example.object({ subject }), supplier, at).map(({ code }) => code);

/** An open procurement of 9 September: its notice stands until the 16th, its documents are challenged until the 24th. */
function amended(at: string): Course {
  const course = courseAt('procurement-open', 'bidding');
  const later = course.state.bidDeadlineAt + 20 * MS_PER_DAY;
  course.give(
    example.clarify({ kind: 'amendment', affectsBids: true, newBidDeadlineAt: later }),
    agencyActor,
    at,
  );
  return course;
}

describe('a challenge in procurement (GP-502, GP-503)', () => {
  it.each([
    ['2026-10-11 10:00', []],
    ['2026-10-12 23:59:59.999', []],
    ['2026-10-13 00:00', ['GP-502']],
    ['2026-10-14 10:00', ['GP-502']],
  ])('to what an amendment of 24 September changed, at %s', (at, expected) => {
    // Seven working days: 28 to 30 September, 8 to 10 October by the notice of the year, and Monday the 12th.
    expect(seven(amended('2026-09-24 10:00'), at)).toEqual(expected);
  });

  const seven = (course: Course, at: string) => codes(course, 'documents', at);

  it('is told that only the change can be challenged once the documents themselves cannot', () => {
    const { state } = amended('2026-09-24 10:00');
    const advice = (at: string) => adviseOnChallenge(ctx, state, 'documents', moment(at));
    expect(advice('2026-09-24 11:00')).toEqual([]);
    expect(advice('2026-10-08 10:00')).toMatchObject([{ rule: 'GP-503', severity: 'warns' }]);
    expect(advice('2026-12-01 10:00')).toEqual([]);
  });

  it.each<ProcedureId>(['procurement-open', 'procurement-negotiation', 'procurement-inquiry'])(
    'to the failure or termination of %s: seven working days from its notice, although the tender is over',
    (id) => {
      const terminated = courseAt(id, 'documents');
      terminated.give({ name: 'terminateTender', reason: '采购任务取消。' }, agencyActor, '2026-09-14 10:00');
      const at = (when: string) => codes(terminated, 'result', when);
      expect(terminated.state.outcome).toBe('terminated');
      expect([at('2026-09-22 10:00'), at('2026-09-22 23:59:59.999'), at('2026-09-23 00:00')]).toEqual([
        [],
        [],
        ['GP-502'],
      ]);
    },
  );

  it('to a tender that failed for want of bidders', () => {
    const course = courseOf('procurement-open').until('bidding');
    course.step({ name: 'closeBids', bidCount: 2, bidderCount: 2 }, '2026-09-30 09:00');
    expect(course.state.outcome).toBe('failed-fewer-than-three');
    course.give(example.object({ subject: 'result' }), supplier, '2026-10-15 10:00');
    expect(course.state.objections).toHaveLength(1);
    expect(codes(course, 'result', '2026-10-16 00:00')).toEqual(['GP-502', 'duplicate-objection']);
  });

  it('is none of a tender of 招标投标法 that is over', () => {
    const course = courseOf('open').until('bidding');
    course.step({ name: 'closeBids', bidCount: 2, bidderCount: 2 }, '2026-09-30 09:00');
    expect(codes(course, 'result', '2026-10-08 10:00')).toEqual(['tender-over']);
  });
});
