import { AWARD_ROWS } from './rows/award.ts';
import { BID_ROWS } from './rows/bids.ts';
import { COLLUSION_ROWS } from './rows/collusion.ts';
import { COUNTING_2021, INTERPRETATION_ROWS, SIGNATURE_ROWS } from './rows/counting.ts';
import { DOCUMENT_ROWS } from './rows/documents.ts';
import { ELECTRONIC_ROWS } from './rows/electronic.ts';
import { EVALUATION_ROWS } from './rows/evaluation.ts';
import { METHOD_ROWS, THRESHOLD_ROWS } from './rows/methods.ts';
import { OBJECTION_ROWS } from './rows/objections.ts';
import { PREQUALIFICATION_ROWS } from './rows/prequalification.ts';
import { PUBLICITY_ROWS } from './rows/publicity.ts';
import { ruleset } from './ruleset.ts';

/** 发改法规规〔2022〕1117号 adds duties of the tenderee; it holds for five years. */
export const cnTendering = ruleset('cn-tendering-2022-09-01', '2022-09-01', '2027-08-31', [
  COUNTING_2021,
  SIGNATURE_ROWS,
  INTERPRETATION_ROWS,
  DOCUMENT_ROWS,
  OBJECTION_ROWS,
  BID_ROWS,
  EVALUATION_ROWS,
  AWARD_ROWS,
  ELECTRONIC_ROWS,
  COLLUSION_ROWS,
  PUBLICITY_ROWS,
  PREQUALIFICATION_ROWS,
  METHOD_ROWS,
  THRESHOLD_ROWS,
]);
