import { describe, expect, it } from '@jest/globals';
import { rulesets, type LawContext } from '../../../domain/law/context.ts';
import { PROCEDURES } from '../../../domain/procedure/index.ts';
import { consequencesOf, dutyName } from '../../../domain/tender/index.ts';
import { buildCalendar } from '../../../domain/time/calendar.ts';

const calendar = buildCalendar();
const lawUnder = (regime: 'tendering' | 'government-procurement'): LawContext => ({
  ruleset: rulesets.findLast((one) => one.regime === regime)!,
  calendar,
});
const tendering = lawUnder('tendering');
const procurement = lawUnder('government-procurement');

describe('what the law says follows', () => {
  it.each([
    ['reply:1', 'ZTB-103', tendering, ['招标投标法实施条例第七十七条第二款', 'ZTB-412']],
    ['reply:1', 'ZTB-107', tendering, ['招标投标法实施条例第七十七条第二款', 'ZTB-412']],
    ['publish-candidates', 'ZTB-401', tendering, ['招标投标法实施条例第七十三条']],
    ['sign-contract', 'ZTB-406', tendering, ['招标投标法实施条例第七十三条', 'ZTB-408']],
    ['return-security', 'ZTB-207', tendering, ['招标投标法实施条例第六十六条']],
    ['written-report', 'ZTB-409', tendering, [null]],
    ['issue-award', 'GP-302', procurement, ['GP-302']],
    ['return-others-security', 'GP-202', procurement, ['GP-203']],
    ['repay', 'GP-111', procurement, ['GP-203']],
    ['sign-contract', 'GP-306', procurement, ['GP-310']],
    ['correct:1', 'ZTB-006', tendering, [null]],
  ] as const)('%s under %s', (id, rule, law, expected) => {
    expect(consequencesOf({ id, rule }, law).map((one) => one.rule ?? one.article)).toEqual(expected);
  });

  it('takes the first ranked for the winner where procurement names none in time (逾期视同确定第一名)', () => {
    const [first] = consequencesOf({ id: 'issue-award', rule: 'GP-302' }, procurement);
    expect(first?.zh).toContain('视同按评标报告推荐的顺序确定排名第一的中标候选人为中标人');
    expect(first?.article).toContain('政府采购货物和服务招标投标管理办法第六十八条');
  });

  it('says so where no law states anything, of an unknown duty too', () => {
    for (const duty of [
      { id: 'written-report', rule: 'ZTB-409' },
      { id: 'something-new', rule: 'ZTB-004' },
    ]) {
      const [only, ...more] = consequencesOf(duty, tendering);
      expect([only?.article, more]).toEqual([null, []]);
      expect(only?.zh).toContain('法律没有直接规定');
    }
  });

  it('is stated for every rule of a procedure that sets a duty, in both languages, without numbers of its own', () => {
    for (const { regime, rules } of PROCEDURES) {
      const setting = [
        ['publish-candidates', rules.candidatesDue],
        ['issue-award', rules.awardDue],
        ['sign-contract', rules.contract],
        ['written-report', rules.closingReport],
        ['return-security', rules.securityReturn],
        ['return-others-security', rules.othersSecurityReturn],
        ['repay', rules.terminationRefund],
      ] as const;
      for (const [id, rule] of setting) {
        if (rule === null) continue;
        const law = lawUnder(regime);
        for (const { rule: by, zh, en } of consequencesOf({ id, rule }, law)) {
          expect([id, zh.length > 10, en.length > 10]).toEqual([id, true, true]);
          if (by === null) expect([zh, en].join()).not.toMatch(/\d/);
        }
        expect(dutyName({ id }).zh).not.toBe(id);
      }
    }
  });
});
