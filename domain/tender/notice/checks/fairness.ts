import { warningOf } from '../../../law/breach.ts';
import { hasRule, type LawContext } from '../../../law/context.ts';
import type { Breach } from '../../../law/types.ts';
import type { TenderDraft } from '../../ground/draft.ts';

/** Words of a notice that often stand for a condition which the law forbids. */
interface Sign {
  readonly rule: 'ZTB-020' | 'PUB-014';
  readonly words: RegExp;
  readonly zh: string;
  readonly en: string;
}

const SIGNS: readonly Sign[] = [
  {
    rule: 'ZTB-020',
    words:
      /(?:本[省市县区]|本地|当地|属地)[^，。；]*?(?:注册|登记|设立|纳税|企业|业绩|奖项|分支机构|分公司|子公司)/,
    zh: '以注册地、所在地或者特定行政区域的业绩、奖项作为条件',
    en: 'makes the place of registration, or performance or awards of one region, a condition',
  },
  {
    rule: 'ZTB-020',
    words: /(?:限定|指定|必须(?:采用|使用|选用))[^，。；]*?(?:品牌|专利|商标|原产地|供应商|生产厂家)/,
    zh: '限定或者指定品牌、专利、商标、原产地或者供应商',
    en: 'names a brand, patent, trade mark, origin or supplier',
  },
  {
    rule: 'ZTB-020',
    words:
      /(?:国有|民营|内资|外资|集体)(?:企业|独资|控股)?[^，。；]*?(?:优先|方可|才能|除外|不得参加|不得投标)/,
    zh: '按所有制形式限制或者优待投标人',
    en: 'treats bidders by the form of their ownership',
  },
  {
    rule: 'PUB-014',
    words: /(?:提供|提交|携带|出示|核验|查验)[^，。；]*?原件/,
    zh: '要求提供证照、证明的原件',
    en: 'asks for originals',
  },
  {
    rule: 'PUB-014',
    words: /法定代表人[^，。；]*?(?:亲自|到场|到达|出席|参加开标)/,
    zh: '要求法定代表人等特定人员到场',
    en: 'asks for the legal representative or others in person',
  },
  {
    rule: 'PUB-014',
    words: /保证金[^。；]*?(?:只能|仅限|仅接受|必须|应当以)[^，。；]*?(?:现金|电汇|转账|银行保函|支票)/,
    zh: '限定投标保证金的形式',
    en: 'takes securities in one form only',
  },
  {
    rule: 'PUB-014',
    words: /(?:指定|限定)[^，。；]*?(?:保函|担保|保险|银行|金融机构)/,
    zh: '指定保函、担保或者保险的出具机构',
    en: 'chooses who gives guarantees or insurance',
  },
];

const TEXTS = [
  ['qualificationRequirements', (draft: TenderDraft) => draft.qualificationRequirements],
  ['scope', (draft: TenderDraft) => draft.scope],
  ['evaluationMethod', (draft: TenderDraft) => draft.evaluationMethod],
] as const;

/**
 * Points at words of the notice that may keep bidders out unreasonably (ZTB-020), or ask what the rules of
 * fair competition forbid (PUB-014, which binds public bodies that tender themselves). Words are no finding:
 * what they mean is for people, so this only warns.
 */
export function checkFairness(ctx: LawContext, draft: TenderDraft): Breach[] {
  return TEXTS.flatMap(([field, textOf]) =>
    SIGNS.filter(({ rule }) => hasRule(ctx, rule)).flatMap(({ rule, words, zh, en }) => {
      const [found] = words.exec(textOf(draft)) ?? [];
      if (found === undefined) return [];
      return [
        warningOf(ctx, rule, {
          field,
          zh: `“${found}”可能属于${zh}。`,
          en: `The words “${found}” may be a condition that ${en}.`,
          accepted: {
            zh: '删去，或者核对其与项目的具体特点和实际需要相适应。',
            en: 'Leave them out, or make sure that the project itself calls for them.',
          },
        }),
      ];
    }),
  );
}
