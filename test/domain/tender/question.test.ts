import { describe, expect, it } from '@jest/globals';
import { announcementOf, noticesOf } from '../../../domain/disclosure/index.ts';
import { recordParts } from '../../../domain/record/public-part.ts';
import { archiveOf, LEFT_OUT } from '../../../domain/replay/archive.ts';
import {
  admit,
  adviseOn,
  apply,
  consequencesOf,
  decide,
  dutyName,
  factsOf,
  replay,
  type TenderState,
} from '../../../domain/tender/index.ts';
import { checkObjection } from '../../../domain/tender/objection/time-to-object.ts';
import { buildCalendar } from '../../../domain/time/calendar.ts';
import { isoShanghai, MS_PER_DAY } from '../../../domain/time/instant.ts';
import { courseAt, courseOf, type Course } from '../../support/course.ts';
import { administratorActor, agencyActor, bidderActors, tendereeActor } from '../../support/drafts.ts';
import { exampleCommands as example, lawAt, moment } from '../../support/process.ts';

const [asker] = bidderActors;
const ASKED = '2026-09-18 10:00';
const ask = { name: 'askQuestion', id: 'question-1', text: '是否需要现场演示？' } as const;
const answer = { name: 'answerQuestion', questionId: 'question-1', text: '不需要。' } as const;
const ctx = lawAt(moment('2026-09-09 15:00'), 'government-procurement');

/** An open procurement in which a supplier asked on Friday the 18th; the Sunday after it is worked. */
function asked(): Course {
  const course = courseAt('procurement-open', 'documents');
  course.give(ask, asker, ASKED);
  return course;
}
const dutyOf = (state: TenderState) => state.duties.find(({ id }) => id === 'answer:question-1')!;

describe('a question in procurement (GP-501)', () => {
  it('is answered within three working days, counted from the day after it was received', () => {
    const { state } = asked();
    expect(state.questions).toEqual([
      { id: 'question-1', partyId: asker.partyId, text: ask.text, askedAt: moment(ASKED), answer: null },
    ]);
    expect(dutyOf(state)).toMatchObject({
      rule: 'GP-501',
      article: '政府采购法实施条例第五十二条第一款',
      owner: 'tenderee',
      dueAt: moment('2026-09-23 00:00'),
    });
    expect(dutyName(dutyOf(state))).toEqual({ zh: '答复询问', en: 'answer a question' });
    expect(consequencesOf(dutyOf(state), ctx)).toMatchObject([{ article: '政府采购法实施条例第六十八条' }]);
  });

  it.each([
    ['2026-09-21 23:59', false],
    ['2026-09-22 23:59', false],
    ['2026-09-23 00:00', true],
  ])('times out unanswered at %s: %s', (at, late) => {
    const course = asked();
    const events = course.step({ name: 'timeOutDuty', dutyId: 'answer:question-1' }, at);
    expect(events.map(({ name }) => name)).toEqual(late ? ['stepTimedOut'] : []);
  });

  it('is reminded of before its due, and may be answered late, which stays to be seen', () => {
    const course = asked();
    const watched = factsOf(course.state, MS_PER_DAY).duties.find(({ id }) => id === 'answer:question-1');
    expect(isoShanghai(watched?.remindAt ?? 0)).toBe('2026-09-22T00:00:00.000+08:00');
    course.step({ name: 'timeOutDuty', dutyId: 'answer:question-1' }, '2026-09-23 00:00');
    course.give(answer, tendereeActor, '2026-09-24 09:00');
    expect(dutyOf(course.state)).toMatchObject({
      timedOutAt: moment('2026-09-23 00:00'),
      metAt: moment('2026-09-24 09:00'),
    });
    expect(course.state.questions).toMatchObject([
      { answer: { text: answer.text, answeredAt: moment('2026-09-24 09:00') } },
    ]);
    expect(replay(course.events)).toEqual(course.state);
  });

  it('rests nothing, moves nothing, and leaves the time to challenge as it is', () => {
    const before = courseAt('procurement-open', 'documents').state;
    const { state } = asked();
    const without = { ...state, version: before.version, questions: [], duties: before.duties };
    expect({ ...without, deadlines: before.deadlines }).toEqual(before);
    const at = moment('2026-09-19 10:00');
    expect(checkObjection(ctx, state, 'documents', at)).toEqual(checkObjection(ctx, before, 'documents', at));
  });

  it('is asked by any supplier from the notice on, of every procedure of procurement', () => {
    for (const id of ['procurement-open', 'procurement-invited', 'procurement-inquiry'] as const) {
      const course = courseOf(id);
      expect(course.refusals(ask, asker, '2026-09-09 16:00')).toEqual([]);
      course.until('contract');
      expect(
        course.refusals(
          ask,
          asker,
          isoShanghai(course.at + 1000)
            .slice(0, 19)
            .replace('T', ' '),
        ),
      ).toEqual([]);
    }
  });

  it('that was asked before the end is still to be answered after it', () => {
    const course = courseAt('procurement-open', 'report');
    const at = (afterMs: number): string =>
      isoShanghai(course.at + afterMs)
        .slice(0, 19)
        .replace('T', ' ');
    course.give(ask, asker, at(1000));
    course.until('over');
    expect(dutyOf(course.state).metAt).toBeNull();
    expect(factsOf(course.state).duties.map(({ id }) => id)).toContain('answer:question-1');
    course.give(answer, agencyActor, at(1000));
    expect(dutyOf(course.state).metAt).not.toBeNull();
  });

  it('moves with its duty when a holiday notice is out', () => {
    const course = courseOf('procurement-open', {}, moment('2026-12-18 15:00'));
    course.give(ask, asker, '2026-12-30 10:00');
    const { state } = course;
    const notice = {
      year: 2027,
      source: '示例通知',
      publishedDate: '2026-12-30',
      restDates: ['2027-01-01', '2027-01-04'],
      workDates: [],
    };
    const law = { ...ctx, calendar: buildCalendar([notice]) };
    const rederive = { name: 'rederiveDeadlines' } as const;
    const at = moment('2026-12-30 12:00');
    expect(admit(rederive, administratorActor, state, at, law)).toEqual([]);
    const events = decide(rederive, administratorActor, state, state.id, at, law);
    const after = events.reduce((one, event) => apply(event, one), state);
    // The 31st, then the 5th and the 6th.
    expect(isoShanghai(dutyOf(after).dueAt)).toBe('2027-01-07T00:00:00.000+08:00');
    expect(dutyOf(after).dueAt).toBeGreaterThan(dutyOf(state).dueAt);
  });
});

describe('what others learn of a question', () => {
  it('is that there is one, and whether it is answered in time: question, asker and answer are between the two', () => {
    const course = asked();
    course.give(answer, agencyActor, '2026-09-21 09:00');
    const [question, reply] = course.events.slice(-2);
    const site = { publicUrl: 'https://tender.example.cn', platformName: '示例交易平台' };
    for (const event of [question!, reply!]) expect(announcementOf(event, course.state, site)).toBeNull();
    expect(recordParts(question!)).toEqual({
      data: { questionId: 'question-1', answerDueAt: '2026-09-23T00:00:00.000+08:00' },
      secret: { partyId: asker.partyId, text: ask.text },
      documents: [],
    });
    expect(recordParts(reply!)).toMatchObject({
      data: { questionId: 'question-1' },
      secret: { text: answer.text },
    });
    const told = [question!, reply!].flatMap((event) => noticesOf(event, course.state));
    expect(told.map(({ to, kind }) => [to, kind])).toEqual([
      [{ partyId: asker.partyId }, 'question-received'],
      ['tenderee', 'question-to-answer'],
      [{ partyId: asker.partyId }, 'question-answer'],
    ]);
    // The purchaser is not told who asks.
    const theirs = JSON.stringify(told.filter(({ to }) => to === 'tenderee'));
    expect(theirs).toContain(ask.text);
    expect(theirs).not.toContain(asker.partyName);
  });
});

describe('the archive', () => {
  it('keeps neither who asked nor the words', () => {
    const course = asked();
    const commands = [{ at: moment(ASKED), actor: asker, payload: ask, refusals: null }];
    const { moves } = archiveOf({ state: course.state, commands, closing: null });
    const move = moves.find((one) => one.kind === 'command');
    expect(move).toMatchObject({
      actor: { partyId: LEFT_OUT },
      command: { name: 'askQuestion', text: LEFT_OUT },
    });
    expect(JSON.stringify(move)).not.toContain(asker.uscc);
  });
});

describe('what is said around a question', () => {
  it('is that an answer keeps secrets and treats all alike', () => {
    const { state } = asked();
    expect(adviseOn(ctx, state, answer, moment('2026-09-21 09:00'))).toMatchObject([
      { rule: 'GP-501', severity: 'warns' },
    ]);
  });

  it('is that the contract waits for the answer where it may change the result (GP-505); it is not refused', () => {
    const course = courseAt('procurement-open', 'contract');
    const sign = example.sign({ amountFen: course.state.award!.candidate.priceFen });
    const at = course.at + 3_600_000;
    expect(adviseOn(ctx, course.state, sign, at).map(({ rule }) => rule)).not.toContain('GP-505');
    course.give(
      ask,
      asker,
      isoShanghai(at - 1000)
        .slice(0, 19)
        .replace('T', ' '),
    );
    expect(adviseOn(ctx, course.state, sign, at)).toContainEqual(
      expect.objectContaining({ rule: 'GP-505', severity: 'warns', field: null }),
    );
    expect(admit(sign, agencyActor, course.state, at, ctx)).toEqual([]);
  });
});
