import { refusedBy } from '../law/citation.ts';
import type { Refusal } from '../refusal.ts';

const SECRET_OF = {
  bidders: {
    zh: '投标截止前，任何人不得获知投标人的名称和数量',
    en: 'before the deadline nobody learns who bids, or how many',
  },
  applicants: {
    zh: '提交截止前，任何人不得获知申请人的名称和数量',
    en: 'before their time is over nobody learns who applies, or how many',
  },
} as const;

/**
 * The refusal of whoever asks too early who bids or applies, by the ruleset of the case: 招标投标法 binds the tenderee
 * (ZTB-015); in procurement it is the platform that is bound (EB-006).
 */
export function refuseNamesBeforeClosing(ruleset: string, whose: keyof typeof SECRET_OF): Refusal {
  return {
    code: 'not-closed',
    ...SECRET_OF[whose],
    ...refusedBy(ruleset, 'ZTB-015', 'EB-006'),
    accepted: null,
  };
}
