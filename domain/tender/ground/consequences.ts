import type { Consequence } from '../../case/consequence.ts';
import type { Words } from '../../case/words.ts';
import type { LawContext } from '../../law/context.ts';
import { liabilityIn, type LiabilityName } from '../../law/rulesets/liabilities.ts';
import type { Ruleset } from '../../law/types.ts';
import type { Duty } from './parts.ts';

/** A duty by its name, whatever it is about. */
type DutyKind = Duty['id'];

/** The kind of a duty: its id without what it refers to. */
export function dutyKind(duty: Pick<Duty, 'id'>): DutyKind {
  return duty.id.split(':', 1)[0] ?? duty.id;
}

const DUTY_NAMES: Readonly<Record<DutyKind, Words>> = {
  reply: { zh: '答复异议（质疑）', en: 'reply to an objection' },
  answer: { zh: '答复询问', en: 'answer a question' },
  correct: { zh: '落实责令改正的指令', en: 'carry out an order to correct' },
  'publish-candidates': { zh: '公示中标候选人', en: 'publish the candidates' },
  'issue-award': { zh: '确定中标人', en: 'name the winner' },
  'sign-contract': { zh: '订立书面合同', en: 'sign the contract' },
  'return-security': { zh: '退还投标保证金', en: 'return the bid securities' },
  'return-withdrawn-security': {
    zh: '退还视为撤回的投标人的投标保证金',
    en: 'return the securities of bids that count as withdrawn',
  },
  'return-others-security': { zh: '退还未中标人的投标保证金', en: "return the losers' bid securities" },
  repay: { zh: '终止后退还已收取的费用和保证金', en: 'repay after a termination' },
  'written-report': { zh: '提交书面报告', en: 'submit the written report' },
  'file-contract': { zh: '报送合同副本备案', en: 'file the contract' },
};

/** What a duty is about, in both languages. */
export function dutyName(duty: Pick<Duty, 'id'>): Words {
  return DUTY_NAMES[dutyKind(duty)] ?? { zh: duty.id, en: duty.id };
}

/** Where a consequence is stated: by a rule of the ruleset in its own words, by an article that is no rule, or, by no law, by these words. */
type Source =
  { readonly rule: string } | { readonly liability: LiabilityName } | { readonly unstated: Words };

const NONE_STATED: Source = {
  unstated: {
    zh: '法律没有直接规定逾期的后果；行政监督部门可以责令改正',
    en: 'No law states what follows by itself; the authority may order it to be done',
  },
};
const UNANSWERED: readonly Source[] = [{ liability: 'unanswered' }, { rule: 'ZTB-412' }];

/** By the rule that set the duty. A rule that is not here has what its kind has. */
const BY_RULE: Readonly<Record<string, readonly Source[]>> = {
  'ZTB-103': UNANSWERED,
  'ZTB-105': UNANSWERED,
  'ZTB-107': UNANSWERED,
  'ZTB-401': [{ liability: 'awardFaults' }],
  'ZTB-406': [{ liability: 'awardFaults' }, { rule: 'ZTB-408' }],
  'ZTB-205': [{ liability: 'securityKept' }],
  'ZTB-207': [{ liability: 'securityKept' }],
  'ZTB-409': [NONE_STATED],
  'GP-302': [{ liability: 'firstRankedWins' }],
  'GP-202': [{ rule: 'GP-203' }],
  'GP-111': [{ rule: 'GP-203' }],
  'GP-306': [{ rule: 'GP-310' }],
  'GP-308': [NONE_STATED],
  'GP-501': [{ liability: 'questionUnanswered' }],
  'GP-504': [{ liability: 'challengeUnanswered' }],
};

const BY_KIND: Readonly<Record<DutyKind, readonly Source[]>> = {
  correct: [
    {
      unstated: {
        zh: '拒不改正的，由发出指令的行政监督部门依其指令所依据的规定处理；造成实质性影响且不能补救的，可以认定无效',
        en: 'The authority deals with who will not correct it by the rule its order rests on; what changed the result and cannot be cured may be declared void',
      },
    },
  ],
};

/**
 * What the law says follows when this duty passes its due unmet, each with the rule or article that says
 * so, as of the time of the ruleset. Never empty: where no law states anything, that is said.
 */
export function consequencesOf(duty: Pick<Duty, 'id' | 'rule'>, { ruleset }: LawContext): Consequence[] {
  const sources = BY_KIND[dutyKind(duty)] ?? BY_RULE[duty.rule] ?? [NONE_STATED];
  const stated = sources.flatMap((source) => statedBy(source, duty, ruleset));
  return stated.length > 0 ? stated : statedBy(NONE_STATED, duty, ruleset);
}

function statedBy(source: Source, duty: Pick<Duty, 'rule'>, ruleset: Ruleset): Consequence[] {
  if ('unstated' in source) return [{ rule: null, article: null, ...source.unstated }];
  if ('liability' in source) {
    const found = liabilityIn(ruleset, source.liability);
    if (found === null) return [];
    const { article, zh, en } = found;
    // What the rule of the duty itself says is cited as that rule too.
    const own = ruleset.rules[duty.rule]?.article.includes(article) === true;
    return [{ rule: own ? duty.rule : null, article, zh, en }];
  }
  const rule = ruleset.rules[source.rule];
  return rule === undefined ? [] : [{ rule: rule.id, article: rule.article, zh: rule.zh, en: rule.en }];
}
