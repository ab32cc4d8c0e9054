import type { Ruleset, Rule } from '../types.ts';
import { PLATFORM_REASONS } from './platform.ts';
import { PROCUREMENT_REASONS } from './procurement.ts';
import { TENDERING_REASONS } from './tendering.ts';
import type { CatalogueEntry, Reasons } from './types.ts';

export type { CatalogueEntry, Unenforced } from './types.ts';

/** A chapter of the law as the platform took stock of it: prefix, digits, and the numbers from and to. */
type Chapter = readonly [prefix: string, digits: number, from: number, to: number];

const CHAPTERS: readonly Chapter[] = [
  ['ZTB', 3, 1, 26],
  ['ZTB', 3, 101, 109],
  ['ZTB', 3, 201, 215],
  ['ZTB', 3, 301, 322],
  ['ZTB', 3, 401, 414],
  ['EB', 3, 1, 26],
  ['COL', 3, 1, 15],
  ['PUB', 3, 1, 15],
  ['CMP', 3, 1, 12],
  ['THR', 2, 1, 11],
  ['GP', 3, 101, 111],
  ['GP', 3, 201, 219],
  ['GP', 3, 301, 316],
  ['GP', 3, 501, 514],
  ['GP', 3, 601, 602],
  ['CNT', 2, 1, 9],
];

/** The ids of every rule that was looked at, in the order of the chapters. */
export const CATALOGUE_IDS: readonly string[] = CHAPTERS.flatMap(chapter);

/** Rules beside them: other ways of procurement, and readings of this platform. */
const OTHER_IDS: readonly string[] = [...chapter(['GP', 3, 701, 708]), ...chapter(['INT', 2, 1, 7])];

/** Rules that no ruleset has, for there is nothing to compute or no text: what they say, as far as it is known. */
const UNENCODED: Readonly<Record<string, Pick<CatalogueEntry, 'zh' | 'article' | 'verification'>>> = {
  'ZTB-309': {
    zh: '评标专家的抽取时间距评标开始不得过早（具体时限没有找到）',
    article: '评标专家和评标专家库管理办法（条文未知）',
    verification: null,
  },
  'PUB-015': {
    zh: '提前发布招标计划、全流程电子化、远程异地评标、规范异议投诉和信用监管',
    article: '国办发〔2024〕21号',
    verification: 'M',
  },
  'THR-10': {
    zh: '明确必须招标的范围：未列明的服务不属于必须招标；总承包中任一部分达到标准的必须招标',
    article: '发改办法规〔2020〕770号',
    verification: 'M',
  },
};

const REASONS: Reasons = { ...TENDERING_REASONS, ...PLATFORM_REASONS, ...PROCUREMENT_REASONS };

/**
 * The whole law as the platform took stock of it: what each rule says, where, how surely it was read, and, where
 * no code refuses or warns by it, why not. Sentences and articles are those of the rulesets, the latest first.
 */
export function catalogueOf(rulesets: readonly Ruleset[]): readonly CatalogueEntry[] {
  const latest = new Map<string, Rule>();
  for (const { rules } of rulesets) for (const rule of Object.values(rules)) latest.set(rule.id, rule);
  return [...CATALOGUE_IDS, ...OTHER_IDS].map((id) => {
    const stated = latest.get(id) ?? UNENCODED[id];
    if (stated === undefined) throw new RangeError(`${id} is in no ruleset and not told otherwise`);
    const { zh, article, verification } = stated;
    return { id, zh, article, verification, unenforced: REASONS[id] ?? null };
  });
}

/** Rules that only warn though they were read: the facts at hand do not decide them, or they ask of people what no platform sees. */
export const ONLY_WARNED: ReadonlySet<string> = new Set([
  'ZTB-002',
  'ZTB-005',
  'ZTB-014',
  'ZTB-020',
  'ZTB-319',
  'ZTB-321',
  'ZTB-404',
  'PUB-014',
  'GP-216',
]);

function chapter([prefix, digits, from, to]: Chapter): string[] {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return numbers.map((number) => `${prefix}-${String(number).padStart(digits, '0')}`);
}

/** Ids for which a reason is given, for the comparison with the list. */
export const REASONED_IDS: readonly string[] = Object.keys(REASONS);
