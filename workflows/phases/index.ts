import type { TenderProcess } from '../tender-process.ts';
import { award } from './award.ts';
import { bidding } from './bidding.ts';
import { contract } from './contract.ts';
import { documents } from './documents.ts';
import { evaluation } from './evaluation.ts';
import { notice } from './notice.ts';
import { opening } from './opening.ts';
import { publicity } from './publicity.ts';
import { report } from './report.ts';

/** A phase is one chapter of the law: it returns when the chapter is over, or the tender has ended. */
export type Phase = (tender: TenderProcess) => Promise<void>;

/** 公开招标、资格后审: an open tender whose bidders are qualified after the opening. */
export const openTender: readonly Phase[] = [
  notice,
  documents,
  bidding,
  opening,
  evaluation,
  publicity,
  award,
  contract,
  report,
];
