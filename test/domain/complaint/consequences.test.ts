import { describe, expect, it } from '@jest/globals';
import { complaintConsequencesOf, complaintDutyName } from '../../../domain/complaint/index.ts';
import { rulesetById, rulesets } from '../../../domain/law/context.ts';
import type { Regime } from '../../../domain/law/types.ts';

const DUTIES = ['review', 'correct', 'copies', 'statement', 'decide', 'publish'] as const;

const latest = (regime: Regime) => rulesets.findLast((one) => one.regime === regime)!;

describe('what follows when a duty of a complaint is not met', () => {
  it.each([
    ['tendering', 'review', ['招标投标法实施条例第七十九条第二款']],
    ['tendering', 'decide', ['招标投标法实施条例第七十九条第二款']],
    ['government-procurement', 'decide', ['政府采购法第五十八条', '政府采购法第八十一条']],
    ['government-procurement', 'correct', ['GP-508']],
    ['government-procurement', 'statement', ['政府采购质疑和投诉办法第二十五条']],
    ['government-procurement', 'copies', [null]],
    ['government-procurement', 'publish', [null]],
  ] as const)('in %s: %s', (regime, id, expected) => {
    expect(complaintConsequencesOf({ id }, latest(regime)).map((one) => one.rule ?? one.article)).toEqual(
      expected,
    );
  });

  it('is cited as the article was counted when the tender began', () => {
    const [before] = complaintConsequencesOf({ id: 'decide' }, rulesetById('cn-tendering-2013-05-01'));
    expect(before?.article).toBe('招标投标法实施条例第八十条第二款');
  });

  it('is said for every duty, in both languages, without numbers, by rules that exist', () => {
    for (const regime of ['tendering', 'government-procurement'] as const) {
      const { rules } = latest(regime);
      for (const id of DUTIES) {
        expect(complaintDutyName({ id }).zh.length).toBeGreaterThan(3);
        const stated = complaintConsequencesOf({ id }, latest(regime));
        expect(stated.length).toBeGreaterThan(0);
        for (const { rule, article, zh, en } of stated) {
          expect([zh, en].join()).not.toMatch(/\d/);
          if (rule !== null) expect(rules[rule]!.article).toBe(article);
        }
      }
    }
  });
});
