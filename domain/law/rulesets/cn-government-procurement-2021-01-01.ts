import { COUNTING_2021, INTERPRETATION_ROWS, SIGNATURE_ROWS } from './rows/counting.ts';
import { GOVERNMENT_PROCUREMENT_TABLES } from './rows/government-procurement.ts';
import { ruleset } from './ruleset.ts';

/** The Civil Code (民法典) takes the place of 民法总则 for the counting of days. */
export const cnGovernmentProcurement = ruleset(
  'cn-government-procurement-2021-01-01',
  '2021-01-01',
  null,
  [COUNTING_2021, SIGNATURE_ROWS, INTERPRETATION_ROWS, ...GOVERNMENT_PROCUREMENT_TABLES],
  'government-procurement',
);
