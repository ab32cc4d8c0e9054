import type { Ruleset } from '../types.ts';
import { enacted } from './ruleset.ts';
import { TENDERING_TABLES } from './rows/tendering.ts';

/** The days on which a ruleset of 招标投标法 came into force, with what changed on each. */
const FIRST_DAYS = [
  // 招标投标法实施条例 (国务院令第613号); complaints follow 七部委令第11号 of 2004.
  '2012-02-01',
  // 电子招标投标办法; 第11号令, 第12号令, 第30号令 and 第27号令 as amended by 九部委令第23号.
  '2013-05-01',
  // 条例 amended: one article of its last chapter is gone, and those after it move up by one.
  '2017-03-01',
  // 民法总则 counts the days.
  '2017-10-01',
  // 招标公告和公示信息发布管理办法 (第10号令).
  '2018-01-01',
  // 必须招标的工程项目规定 (第16号令) in the place of 原国家计委第3号令.
  '2018-06-01',
  // 条例 as amended by 国务院令第709号, the wording in force today.
  '2019-03-02',
  // 民法典 in the place of 民法总则.
  '2021-01-01',
  // 发改法规规〔2022〕1117号 adds duties of the tenderee; it holds for five years.
  '2022-09-01',
  // 招标投标领域公平竞争审查规则.
  '2024-05-01',
  // 评标专家和评标专家库管理办法 (第26号令). No text of it was found, so no row states it.
  '2025-01-01',
  // 1117号 has lapsed by its own terms; everything else stands.
  '2027-09-01',
];

/** Every ruleset of 招标投标法, the earliest first. */
export const cnTendering: readonly Ruleset[] = enacted(
  'tendering',
  'cn-tendering',
  FIRST_DAYS,
  TENDERING_TABLES,
);
