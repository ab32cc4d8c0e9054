import type { Consequence } from '../../case/consequence.ts';
import type { Words } from '../../case/words.ts';
import { liabilityIn, type LiabilityName } from '../../law/rulesets/liabilities.ts';
import type { Ruleset } from '../../law/types.ts';
import type { ComplaintDuty } from './state.ts';

const NAMES: Readonly<Record<ComplaintDuty['id'], Words>> = {
  review: { zh: '审查投诉并决定是否受理', en: 'say whether a complaint is accepted' },
  correct: { zh: '补正投诉', en: 'correct a complaint' },
  copies: { zh: '发出投诉答复通知书及投诉书副本', en: 'send the copies of a complaint' },
  statement: { zh: '对投诉作出书面说明', en: 'make a statement on a complaint' },
  decide: { zh: '作出投诉处理决定', en: 'decide a complaint' },
  publish: { zh: '公布投诉处理决定', en: 'publish the decision on a complaint' },
};

/** What a duty of a complaint is about, in both languages. */
export function complaintDutyName({ id }: Pick<ComplaintDuty, 'id'>): Words {
  return NAMES[id];
}

/** What follows by an article that is no rule of the rulesets, or by a rule in words of its own. */
type Source = { readonly liability: LiabilityName } | { readonly rule: string; readonly words: Words };

const NOT_CORRECTED: Source = {
  rule: 'GP-508',
  words: {
    zh: '投诉人未按照补正期限进行补正或者补正后仍不符合规定的，不予受理',
    en: 'A complaint that is not corrected in time, or not enough, is not accepted',
  },
};

const NONE_STATED: Consequence = {
  rule: null,
  article: null,
  zh: '法律没有直接规定逾期的后果；逾期已记入业务记录，并告知各方',
  en: 'No law states what follows by itself; that it is late is on the record, and was told to those concerned',
};

const PROCUREMENT: Readonly<Partial<Record<ComplaintDuty['id'], readonly Source[]>>> = {
  correct: [NOT_CORRECTED],
  statement: [{ liability: 'silentRespondent' }],
  review: [{ liability: 'overdueAuthority' }],
  decide: [{ liability: 'reviewOpen' }, { liability: 'overdueAuthority' }],
};

const TENDERING: typeof PROCUREMENT = {
  review: [{ liability: 'authorityAtFault' }],
  decide: [{ liability: 'authorityAtFault' }],
};

/**
 * What the law says follows when a duty of a complaint passes its due unmet, as of the time of the ruleset pinned in its tender.
 * Never empty: where no law states anything, that is said.
 */
export function complaintConsequencesOf(
  { id }: Pick<ComplaintDuty, 'id'>,
  ruleset: Ruleset,
): readonly Consequence[] {
  const sources = (ruleset.regime === 'tendering' ? TENDERING : PROCUREMENT)[id] ?? [];
  const stated = sources.flatMap((source): Consequence[] => {
    if ('liability' in source) {
      const found = liabilityIn(ruleset, source.liability);
      return found === null ? [] : [{ rule: null, article: found.article, zh: found.zh, en: found.en }];
    }
    const rule = ruleset.rules[source.rule];
    return rule === undefined ? [] : [{ rule: rule.id, article: rule.article, ...source.words }];
  });
  return stated.length > 0 ? stated : [NONE_STATED];
}
