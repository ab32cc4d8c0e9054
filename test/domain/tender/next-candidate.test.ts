import { describe, expect, it } from '@jest/globals';
import { AWARD_GROUNDS } from '../../../domain/procedure/index.ts';
import { factsOf, openDuties, replay, type TenderDraft } from '../../../domain/tender/index.ts';
import { courseAt, text, type Course } from '../../support/course.ts';
import { agencyActor, supervisorActor } from '../../support/drafts.ts';
import { orderOf } from '../../support/onward.ts';
import { exampleCommands as example } from '../../support/process.ts';

const soon = (course: Course): string => text(course.at + 3_600_000);
const lose = (course: Course, change = {}): Course => {
  course.give(example.cancelAward(change), agencyActor, soon(course));
  return course;
};
const owed = (course: Course): string[] => openDuties(course.state).map(({ id }) => id);

describe('a winner that falls away', () => {
  it('leads back to before the notice, and the duties of its award fall away', () => {
    const course = lose(courseAt('open', 'contract'));
    const { phase, award, milestones, cancelledAwards, deadlines } = course.state;
    expect({ phase, award }).toEqual({ phase: 'award', award: null });
    expect(milestones.awardNoticeIssued).toBeUndefined();
    expect(owed(course)).toEqual([]);
    expect(deadlines.filter(({ rule }) => ['ZTB-406', 'ZTB-409'].includes(rule))).toEqual([]);
    expect(cancelledAwards).toMatchObject([
      { candidate: { bidId: 'bid-1' }, ground: 'will-not-sign', rule: 'ZTB-408', securityKept: true },
    ]);
    expect(factsOf(course.state)).toMatchObject({ phase: 'award', duties: [] });
  });

  it('is replaced by the next, whose notice sets the times anew, to the end', () => {
    const course = lose(courseAt('open', 'contract'));
    course.until('contract');
    const { award, duties } = course.state;
    expect(award?.candidate.bidId).toBe('bid-2');
    expect(duties.filter(({ metAt }) => metAt === null).map(({ id }) => id)).toEqual([
      'sign-contract',
      'written-report',
    ]);
    course.until('over');
    expect(course.state.outcome).toBe('reported');
    expect(course.events.findLast(({ name }) => name === 'securityReturned')).toMatchObject({
      whose: 'all',
      keptBidIds: ['bid-1'],
    });
    expect(replay(course.events)).toEqual(course.state);
  });

  it('owes the written report again that told of the lost award', () => {
    const course = courseAt('open', 'contract');
    course.give(example.writeReport(), agencyActor, soon(course));
    lose(course).until('contract');
    expect(owed(course)).toEqual(['written-report', 'sign-contract']);
    expect(course.state.milestones.writtenReportSubmitted).toBeUndefined();
  });

  it.each<[string, Partial<TenderDraft>, boolean]>([
    ['withdrew', {}, false],
    ['force-majeure', {}, false],
    ['unlawful', {}, false],
    ['no-performance-security', { performanceSecurityPercent: 10 }, true],
    ['will-not-sign', {}, true],
    ['added-conditions', {}, true],
    ['will-not-sign', { bidSecurityFen: null }, false],
  ])('by %s in a tender with %j keeps the security: %s', (ground, draft, kept) => {
    const course = lose(courseAt('open', 'contract', draft), { ground });
    const [lost] = course.state.cancelledAwards;
    expect(lost?.securityKept).toBe(kept);
    const forfeits = ['will-not-sign', 'added-conditions', 'no-performance-security'].includes(ground);
    expect(lost?.rule).toBe(forfeits ? 'ZTB-408' : 'ZTB-403');
  });

  it('for want of a performance security only where the documents ask for one', () => {
    const course = courseAt('open', 'contract', { performanceSecurityPercent: null });
    const refused = course.refusals(
      example.cancelAward({ ground: 'no-performance-security' }),
      agencyActor,
      soon(course),
    );
    expect(refused).toMatchObject([{ code: 'ZTB-408', article: '招标投标法实施条例第七十四条' }]);
    const others = AWARD_GROUNDS.filter((ground) => ground !== 'no-performance-security');
    expect(refused[0]?.accepted?.en).toBe(`One of ${others.join(', ')}.`);
  });

  it('in procurement keeps no security, and owes those of the others again', () => {
    const course = courseAt('procurement-open', 'contract');
    const others = { name: 'returnBidSecurity', interestFen: '0', whose: 'others' } as const;
    course.give(others, agencyActor, soon(course));
    lose(course);
    expect(course.state.cancelledAwards).toMatchObject([{ rule: 'GP-310', securityKept: false }]);
    course.until('contract');
    // The first winner is one of the others now.
    expect(owed(course)).toEqual(['return-others-security', 'sign-contract']);
    course.give(others, agencyActor, soon(course));
    expect(owed(course)).toEqual(['sign-contract']);
  });

  it.each([
    ['open', 'ZTB-403', null],
    ['procurement-inquiry', 'GP-310', 'repay'],
  ] as const)('%s may be held anew instead, by %s', (id, rule, duty) => {
    const course = lose(courseAt(id, 'contract'));
    course.give({ name: 'terminateTender', reason: '重新招标。' }, agencyActor, soon(course));
    expect(course.events.at(-1)).toMatchObject({ name: 'tenderTerminated', rule });
    expect(course.state.outcome).toBe('terminated');
    expect(owed(course)).toEqual(duty === null ? [] : [duty]);
  });

  it('may follow one upon the other, until no candidate is left and the tender ends', () => {
    const course = courseAt('open', 'contract');
    for (const bidId of ['bid-2', 'bid-3']) {
      lose(course).until('contract');
      expect(course.state.award?.candidate.bidId).toBe(bidId);
    }
    lose(course).until('over');
    expect(course.state.outcome).toBe('terminated');
    expect(course.state.cancelledAwards).toHaveLength(3);
  });
});

describe('an award that the authority declares void', () => {
  it.each([
    ['two-stage', 'ZTB-411'],
    ['procurement-consultation', 'GP-512'],
  ] as const)('%s: is lost by the order, and the next candidate may win', (id, basis) => {
    const course = courseAt(id, 'contract');
    course.give(orderOf('void-award', course.state), supervisorActor, soon(course));
    expect(course.events.slice(-2).map(({ name, rule }) => [name, rule])).toEqual([
      ['instructionIssued', basis],
      ['awardCancelled', basis],
    ]);
    expect(course.state.cancelledAwards).toMatchObject([
      { ground: 'declared-void', securityKept: false, instructionId: 'order-void-award' },
    ]);
    expect(course.until('over').state.outcome).toBe('reported');
    expect(course.state.award?.candidate.bidId).toBe('bid-2');
  });

  it('goes through while the process is suspended, which rests on', () => {
    const course = courseAt('open', 'contract');
    course.give(orderOf('suspend', course.state), supervisorActor, soon(course));
    course.give(orderOf('void-award', course.state), supervisorActor, soon(course));
    expect(course.state).toMatchObject({ phase: 'award', suspension: { rule: 'CMP-008' } });
    expect(course.refusals(example.award('bid-2'), agencyActor, soon(course))).toMatchObject([
      { code: 'CMP-008' },
    ]);
    expect(course.until('over').state.outcome).toBe('reported');
  });

  it('may be followed by a new tender, by the order’s basis', () => {
    const course = courseAt('open', 'contract');
    course.give(orderOf('void-award', course.state), supervisorActor, soon(course));
    course.give({ name: 'terminateTender', reason: '重新招标。' }, agencyActor, soon(course));
    expect(course.events.at(-1)).toMatchObject({ rule: 'ZTB-411' });
  });
});
