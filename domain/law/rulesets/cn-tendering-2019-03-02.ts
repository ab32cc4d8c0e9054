import { AWARD_ROWS } from './rows/award.ts';
import { BID_ROWS } from './rows/bids.ts';
import { COLLUSION_ROWS } from './rows/collusion.ts';
import { COUNTING_2017, INTERPRETATION_ROWS, SIGNATURE_ROWS } from './rows/counting.ts';
import { DOCUMENT_ROWS } from './rows/documents.ts';
import { ELECTRONIC_ROWS } from './rows/electronic.ts';
import { EVALUATION_ROWS } from './rows/evaluation.ts';
import { METHOD_ROWS, THRESHOLD_ROWS } from './rows/methods.ts';
import { OBJECTION_ROWS } from './rows/objections.ts';
import { PREQUALIFICATION_ROWS } from './rows/prequalification.ts';
import { PUBLICITY_ROWS } from './rows/publicity.ts';
import { ruleset } from './ruleset.ts';

/** 条例 as amended on 2019-03-02; days are counted by 民法总则. */
export const cnTendering = ruleset('cn-tendering-2019-03-02', '2019-03-02', '2020-12-31', [
  COUNTING_2017,
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
