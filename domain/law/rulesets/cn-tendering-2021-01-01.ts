import { ruleset } from './freeze.ts';
import { AWARD_ROWS } from './rows/award.ts';
import { BID_ROWS } from './rows/bids.ts';
import { COUNTING_2021 } from './rows/counting.ts';
import { DOCUMENT_ROWS } from './rows/documents.ts';
import { EVALUATION_ROWS } from './rows/evaluation.ts';
import { OBJECTION_ROWS } from './rows/objections.ts';

/** The Civil Code (民法典) replaces 民法总则 for the counting of days. */
export const cnTendering = ruleset('cn-tendering-2021-01-01', '2021-01-01', '2022-08-31', [
  COUNTING_2021,
  DOCUMENT_ROWS,
  OBJECTION_ROWS,
  BID_ROWS,
  EVALUATION_ROWS,
  AWARD_ROWS,
]);
