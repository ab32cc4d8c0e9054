import { ruleset } from './freeze.ts';
import { AWARD_ROWS } from './rows/award.ts';
import { BID_ROWS } from './rows/bids.ts';
import { COUNTING_2017 } from './rows/counting.ts';
import { DOCUMENT_ROWS } from './rows/documents.ts';
import { EVALUATION_ROWS } from './rows/evaluation.ts';
import { OBJECTION_ROWS } from './rows/objections.ts';

/** 条例 after its amendment of 2019-03-02; days counted by 民法总则. */
export const cnTendering = ruleset('cn-tendering-2019-03-02', '2019-03-02', '2020-12-31', [
  COUNTING_2017,
  DOCUMENT_ROWS,
  OBJECTION_ROWS,
  BID_ROWS,
  EVALUATION_ROWS,
  AWARD_ROWS,
]);
