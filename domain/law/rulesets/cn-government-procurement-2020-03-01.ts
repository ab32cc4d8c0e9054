import { COUNTING_2017, INTERPRETATION_ROWS, SIGNATURE_ROWS } from './rows/counting.ts';
import { GOVERNMENT_PROCUREMENT_TABLES } from './rows/government-procurement.ts';
import { ruleset } from './ruleset.ts';

/** 政府采购信息发布管理办法 (101号令) is in force. */
export const cnGovernmentProcurement = ruleset(
  'cn-government-procurement-2020-03-01',
  '2020-03-01',
  '2020-12-31',
  [COUNTING_2017, SIGNATURE_ROWS, INTERPRETATION_ROWS, ...GOVERNMENT_PROCUREMENT_TABLES],
  'government-procurement',
);
