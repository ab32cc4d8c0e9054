import { ruleset } from './freeze.ts';
import { AWARD_ROWS } from './rows/award.ts';
import { BID_ROWS } from './rows/bids.ts';
import { COUNTING_2021 } from './rows/counting.ts';
import { DOCUMENT_ROWS } from './rows/documents.ts';
import { EVALUATION_ROWS } from './rows/evaluation.ts';
import { OBJECTION_ROWS } from './rows/objections.ts';

/** 发改法规规〔2022〕1117号 adds duties of the tenderee. */
export const cnTendering = ruleset('cn-tendering-2022-09-01', '2022-09-01', null, [
  COUNTING_2021,
  DOCUMENT_ROWS,
  OBJECTION_ROWS,
  BID_ROWS,
  EVALUATION_ROWS,
  AWARD_ROWS,
]);
