import type { Rule } from '../../types.ts';
import { AWARD_ROWS } from './award.ts';
import { BID_ROWS } from './bids.ts';
import { COLLUSION_ROWS } from './collusion.ts';
import { COMPLAINT_ROWS, RECORD_ROWS } from './complaints.ts';
import { COUNTING_TABLES, INTERPRETATION_ROWS, SIGNATURE_ROWS } from './counting.ts';
import { DOCUMENT_ROWS } from './documents.ts';
import { ELECTRONIC_ROWS } from './electronic.ts';
import { EVALUATION_ROWS } from './evaluation.ts';
import { METHOD_ROWS } from './methods.ts';
import { OBJECTION_ROWS } from './objections.ts';
import { PREQUALIFICATION_ROWS } from './prequalification.ts';
import { PUBLICITY_ROWS } from './publicity.ts';
import { THRESHOLD_ROWS } from './thresholds.ts';

/** What the rulesets of 招标投标法 are made of. Each row knows its time, so each ruleset takes those of its own. */
export const TENDERING_TABLES: readonly (readonly Rule[])[] = [
  ...COUNTING_TABLES,
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
  COMPLAINT_ROWS,
  RECORD_ROWS,
];
