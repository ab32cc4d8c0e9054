import type { Rule } from '../types.ts';

/** What a row of a table of rules states beside its id, article and sentences. */
export interface RowFacts {
  readonly scope?: Rule['scope'];
  readonly period?: Rule['period'];
  readonly periods?: Rule['periods'];
  readonly reading?: Rule['reading'];
  readonly values?: Rule['values'];
  readonly categories?: Rule['categories'];
  readonly verification?: Rule['verification'];
  readonly from?: string;
  readonly to?: string;
}

/** The acts that articles are cited from. */
export const LAW = '招标投标法';
export const REGULATION = '招标投标法实施条例';
export const ELECTRONIC = '电子招标投标办法';
export const COMMITTEE = '评标委员会和评标方法暂行规定';
export const WORKS = '工程建设项目施工招标投标办法';
export const GOODS = '工程建设项目货物招标投标办法';
export const NOTICES = '招标公告和公示信息发布管理办法';
export const OPINIONS_2022 = '发改法规规〔2022〕1117号';
export const THRESHOLDS = '必须招标的工程项目规定';
export const PROCUREMENT = '政府采购法';
export const PROCUREMENT_REGULATION = '政府采购法实施条例';
export const GP_TENDERS = '政府采购货物和服务招标投标管理办法';
export const GP_PUBLICATION = '政府采购信息发布管理办法';
export const GP_CIRCULAR_2015 = '财库〔2015〕135号';
export const GP_EXPERTS = '政府采购评审专家管理办法';
export const GP_OTHER_METHODS = '政府采购非招标采购方式管理办法';
export const COMPLAINTS = '工程建设项目招标投标活动投诉处理办法';
export const RECORDS = '招标投标违法行为记录公告暂行办法';
export const FAIR_COMPETITION = '招标投标领域公平竞争审查规则';
export const GP_COMPLAINTS = '政府采购质疑和投诉办法';
export const GP_CONSULTATION = '政府采购竞争性磋商采购方式管理暂行办法';

/** When the acts came into force in the version whose wording the rows state, for the rows that say nothing else. The longer name comes first. */
const IN_FORCE: readonly (readonly [act: string, from: string, to: string | null])[] = [
  [REGULATION, '2012-02-01', null],
  [LAW, '2000-01-01', null],
  [ELECTRONIC, '2013-05-01', null],
  [COMMITTEE, '2013-05-01', null],
  [WORKS, '2013-05-01', null],
  [GOODS, '2013-05-01', null],
  [NOTICES, '2018-01-01', null],
  [OPINIONS_2022, '2022-09-01', '2027-08-31'],
  [THRESHOLDS, '2018-06-01', null],
  [PROCUREMENT_REGULATION, '2015-03-01', null],
  [PROCUREMENT, '2003-01-01', null],
  [GP_TENDERS, '2017-10-01', null],
  [GP_PUBLICATION, '2020-03-01', null],
  [GP_CIRCULAR_2015, '2015-07-17', null],
  [GP_EXPERTS, '2017-01-01', null],
  [GP_OTHER_METHODS, '2014-02-01', null],
  [GP_CONSULTATION, '2014-12-31', null],
  [GP_COMPLAINTS, '2018-03-01', null],
  [COMPLAINTS, '2013-05-01', null],
  [RECORDS, '2009-01-01', null],
  [FAIR_COMPETITION, '2024-05-01', null],
];

/** One rule as a row: id, article as cited, the sentence in Chinese and English, and its facts. Scope is ALL and verification V2 unless said. */
export function row(id: string, article: string, zh: string, en: string, facts: RowFacts = {}): Rule {
  const act = IN_FORCE.find(([name]) => article.startsWith(name));
  const effectiveFrom = facts.from ?? act?.[1];
  if (effectiveFrom === undefined) throw new Error(`${id} does not say since when it is in force`);
  const { scope = 'ALL', verification = 'V2', period, periods, reading, values, categories } = facts;
  return {
    id,
    zh,
    en,
    article,
    ...(period === undefined ? {} : { period }),
    ...(periods === undefined ? {} : { periods }),
    ...(reading === undefined ? {} : { reading }),
    ...(values === undefined ? {} : { values }),
    ...(categories === undefined ? {} : { categories }),
    scope,
    verification,
    effectiveFrom,
    effectiveTo: facts.to ?? act?.[2] ?? null,
  };
}

/** What of a row was otherwise before. */
export interface EarlierFacts {
  readonly article: string;
  readonly from: string;
  readonly to: string;
}

/** A row as it was cited before: the same sentence, in force for another time under another article. */
export function earlier(rule: Rule, { article, from, to }: EarlierFacts): Rule {
  return { ...rule, article, effectiveFrom: from, effectiveTo: to };
}

/** A row that was cited otherwise until a day: the version before and the version since. */
export function recited(rule: Rule, before: EarlierFacts, since: string): readonly Rule[] {
  return [earlier(rule, before), { ...rule, effectiveFrom: since }];
}
