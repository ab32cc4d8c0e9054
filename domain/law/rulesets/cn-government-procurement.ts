import type { Ruleset } from '../types.ts';
import { enacted } from './ruleset.ts';
import { GOVERNMENT_PROCUREMENT_TABLES } from './rows/government-procurement.ts';

/** The days on which a ruleset of 政府采购法 came into force, with what changed on each. */
const FIRST_DAYS = [
  // 政府采购法实施条例. 财政部令第18号 for tenders was not found, so what only it said is wanting.
  '2015-03-01',
  // 财库〔2015〕135号 on what is published.
  '2015-07-17',
  // 政府采购评审专家管理办法 (财库〔2016〕198号).
  '2017-01-01',
  // 政府采购货物和服务招标投标管理办法 (财政部令第87号); 民法总则 counts the days.
  '2017-10-01',
  // 政府采购质疑和投诉办法 (财政部令第94号).
  '2018-03-01',
  // 政府采购信息发布管理办法 (财政部令第101号).
  '2020-03-01',
  // 民法典 in the place of 民法总则.
  '2021-01-01',
];

/** Every ruleset of 政府采购法, the earliest first. */
export const cnGovernmentProcurement: readonly Ruleset[] = enacted(
  'government-procurement',
  'cn-government-procurement',
  FIRST_DAYS,
  GOVERNMENT_PROCUREMENT_TABLES,
);
