import type { Rule } from '../../types.ts';
import { COUNTING_TABLES, INTERPRETATION_ROWS, SIGNATURE_ROWS } from './counting.ts';
import { ELECTRONIC_ROWS } from './electronic.ts';
import { GP_AWARD_ROWS } from './gp-award.ts';
import { GP_CHALLENGE_ROWS, GP_COMPLAINT_ROWS } from './gp-complaints.ts';
import { GP_DOCUMENT_ROWS } from './gp-documents.ts';
import { GP_EVALUATION_ROWS } from './gp-evaluation.ts';
import { GP_COLLUSION_ROWS, GP_COUNTING_ROWS, GP_METHOD_ROWS } from './gp-methods.ts';

/** What every ruleset of government procurement is made of; tendering online follows 电子招标投标办法 here too. */
export const GOVERNMENT_PROCUREMENT_TABLES: readonly (readonly Rule[])[] = [
  ...COUNTING_TABLES,
  SIGNATURE_ROWS,
  INTERPRETATION_ROWS,
  GP_DOCUMENT_ROWS,
  GP_EVALUATION_ROWS,
  GP_AWARD_ROWS,
  GP_METHOD_ROWS,
  GP_CHALLENGE_ROWS,
  GP_COMPLAINT_ROWS,
  GP_COLLUSION_ROWS,
  GP_COUNTING_ROWS,
  // What 1117号 asks is asked of projects that must be tendered under 招标投标法 only.
  ELECTRONIC_ROWS.filter((rule) => rule.id !== 'EB-025'),
];
