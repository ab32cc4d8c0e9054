/**
 * The rules that ask for what is published here, with the article each is cited by.
 *
 * Publicity periods and other numbers are not here: they stand in domain/law/rulesets.
 */
const ARTICLES = {
  'PUB-002': '招标投标法第十六条第二款',
  'ZTB-006': '招标投标法实施条例第二十一条',
  'ZTB-008': '招标投标法第二十三条、招标投标法实施条例第二十一条',
  'ZTB-103': '招标投标法实施条例第二十二条',
  'ZTB-104': '招标投标法实施条例第二十二条',
  'ZTB-105': '招标投标法实施条例第四十四条第三款',
  'ZTB-107': '招标投标法实施条例第五十四条第二款',
  'ZTB-205': '招标投标法实施条例第三十五条第一款',
  'ZTB-207': '招标投标法实施条例第五十七条第二款',
  'ZTB-213': '招标投标法第二十八条第一款、招标投标法实施条例第四十四条第二款',
  'ZTB-316': '招标投标法第四十二条',
  'ZTB-401': '招标投标法实施条例第五十四条第一款',
  'ZTB-402': '招标投标法实施条例第五十四条第一款',
  'ZTB-405': '招标投标法第四十五条',
  'EB-007': '电子招标投标办法第二十二条',
  'EB-013': '电子招标投标办法第三十条',
  'EB-014': '电子招标投标办法第三十一条第一款',
  'EB-016': '电子招标投标办法第三十二条',
  'EB-019': '电子招标投标办法第三十五条',
  'EB-021': '电子招标投标办法第四十一条',
  'CNT-02': '民法典第二百零三条第一款',
} as const;

export type BasisRule = keyof typeof ARTICLES;

export interface Basis {
  readonly rule: BasisRule;
  readonly article: string;
}

/** A rule with its citation, as announcements and notices carry it. */
export function basisOf(rule: BasisRule): Basis {
  return { rule, article: ARTICLES[rule] };
}

/** Every citation used, for the comparison with the rulesets. */
export const BASES: readonly Basis[] = (Object.keys(ARTICLES) as BasisRule[]).map(basisOf);
