import { COUNTING_2017, INTERPRETATION_ROWS, SIGNATURE_ROWS } from './rows/counting.ts';
import { GOVERNMENT_PROCUREMENT_TABLES } from './rows/government-procurement.ts';
import { ruleset } from './ruleset.ts';

/** 政府采购质疑和投诉办法 (94号令) is in force; days are counted by 民法总则. */
export const cnGovernmentProcurement = ruleset(
  'cn-government-procurement-2018-03-01',
  '2018-03-01',
  '2020-02-29',
  [COUNTING_2017, SIGNATURE_ROWS, INTERPRETATION_ROWS, ...GOVERNMENT_PROCUREMENT_TABLES],
  'government-procurement',
);
