import type { Consequence } from '../../case/consequence.ts';
import type { Words } from '../../case/words.ts';
import type { LawContext } from '../../law/context.ts';
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

/** A consequence that the ruleset states as a rule, in its own words. */
const byRule = (rule: string): readonly ['rule', string] => ['rule', rule];

/** One that an article states which is no rule of the ruleset. Amounts stand in the article, not here. */
const byArticle = (article: string | null, zh: string, en: string) => ['article', article, zh, en] as const;

type Source = ReturnType<typeof byRule> | ReturnType<typeof byArticle>;

const UNANSWERED = byArticle(
  '招标投标法实施条例第七十七条第二款',
  '不按规定答复异议而继续进行招标投标活动的，由有关行政监督部门责令改正；拒不改正或者不能改正并影响中标结果的，招标、投标、中标无效',
  'Who goes on without a lawful reply is ordered to correct it; if that is refused or cannot be done and the result is affected, tender, bid and award are void',
);

const AWARD_FAULTS = byArticle(
  '招标投标法实施条例第七十三条',
  '不按规定确定中标人、无正当理由不发出中标通知书或者不订立合同的，由有关行政监督部门责令改正，可以处罚款；造成损失的依法赔偿，责任人员依法给予处分',
  'Who does not name the winner, notify or sign as required is ordered to correct it and may be fined; damages are owed, and those responsible are disciplined',
);

const SECURITY_KEPT = byArticle(
  '招标投标法实施条例第六十六条',
  '不按规定退还投标保证金及银行同期存款利息的，由有关行政监督部门责令改正，可以处罚款；造成损失的依法赔偿',
  'Who keeps a security or its interest is ordered to return it and may be fined; damages are owed',
);

const NONE_STATED = byArticle(
  null,
  '法律没有直接规定逾期的后果；行政监督部门可以责令改正',
  'No law states what follows by itself; the authority may order it to be done',
);

const PROCUREMENT_UNANSWERED = byArticle(
  '政府采购法第五十五条',
  '未在规定时间内作出答复的，质疑供应商可以在答复期满后向同级政府采购监督管理部门投诉',
  'Who got no reply in time may complain to the authority once the time for it is over',
);

const QUESTION_UNANSWERED = byArticle(
  '政府采购法实施条例第六十八条',
  '对供应商的询问逾期未作处理的，依照政府采购法第七十一条、第七十八条的规定追究法律责任（凭记忆，未核实原文）',
  'Who leaves a question unanswered beyond its time is liable under articles 71 and 78 of the law (from memory, the text was not verified)',
);

/** By the rule that set the duty. A rule that is not here has what its kind has. */
const BY_RULE: Readonly<Record<string, readonly Source[]>> = {
  'ZTB-103': [UNANSWERED, byRule('ZTB-412')],
  'ZTB-105': [UNANSWERED, byRule('ZTB-412')],
  'ZTB-107': [UNANSWERED, byRule('ZTB-412')],
  'ZTB-401': [AWARD_FAULTS],
  'ZTB-406': [AWARD_FAULTS, byRule('ZTB-408')],
  'ZTB-205': [SECURITY_KEPT],
  'ZTB-207': [SECURITY_KEPT],
  'ZTB-409': [NONE_STATED],
  'GP-302': [
    byArticle(
      '政府采购货物和服务招标投标管理办法第六十八条',
      '逾期未确定中标人且又不能说明合法理由的，视同按评标报告推荐的顺序确定排名第一的中标候选人为中标人',
      'Who names no winner in time and gives no lawful reason is taken to have named the first ranked candidate',
    ),
  ],
  'GP-202': [byRule('GP-203')],
  'GP-111': [byRule('GP-203')],
  'GP-306': [byRule('GP-310')],
  'GP-308': [NONE_STATED],
  'GP-501': [QUESTION_UNANSWERED],
  'GP-504': [PROCUREMENT_UNANSWERED],
};

const BY_KIND: Readonly<Record<DutyKind, readonly Source[]>> = {
  correct: [
    byArticle(
      null,
      '拒不改正的，由发出指令的行政监督部门依其指令所依据的规定处理；造成实质性影响且不能补救的，可以认定无效',
      'The authority deals with who will not correct it by the rule its order rests on; what changed the result and cannot be cured may be declared void',
    ),
  ],
};

/**
 * What the law says follows when this duty passes its due unmet, each with the rule or article that says
 * so. Never empty: where no law states anything, that is said.
 */
export function consequencesOf(duty: Pick<Duty, 'id' | 'rule'>, { ruleset }: LawContext): Consequence[] {
  const sources = BY_KIND[dutyKind(duty)] ?? BY_RULE[duty.rule] ?? [NONE_STATED];
  const stated = sources.flatMap((source): Consequence[] => {
    if (source[0] === 'article') {
      const [, article, zh, en] = source;
      // What the rule of the duty itself says is cited as that rule too.
      const own = article !== null && ruleset.rules[duty.rule]?.article.includes(article) === true;
      return [{ rule: own ? duty.rule : null, article, zh, en }];
    }
    const rule = ruleset.rules[source[1]];
    return rule === undefined ? [] : [{ rule: rule.id, article: rule.article, zh: rule.zh, en: rule.en }];
  });
  if (stated.length > 0) return stated;
  const [, article, zh, en] = NONE_STATED;
  return [{ rule: null, article, zh, en }];
}
