import { procedureById, type Phase as PhaseName, type ProcedureId } from '../../domain/procedure/index.ts';
import type { TenderProcess } from '../tender-process.ts';
import { award } from './award.ts';
import { bidding } from './bidding.ts';
import { contract } from './contract.ts';
import { documents } from './documents.ts';
import { evaluation } from './evaluation.ts';
import { firstStage } from './first-stage.ts';
import { notice } from './notice.ts';
import { opening } from './opening.ts';
import { publicity } from './publicity.ts';
import { report } from './report.ts';

/** A phase is one chapter of the law: it returns when the chapter is over, or the tender has ended. */
export type Phase = (tender: TenderProcess) => Promise<void>;

const CHAPTERS: Readonly<Record<PhaseName, Phase>> = {
  notice,
  prequalification: firstStage,
  proposals: firstStage,
  documents,
  bidding,
  opening,
  evaluation,
  publicity,
  award,
  contract,
  report,
};

/** The phases of a procedure, in its order (domain/procedure). */
export function phasesOf(procedure: ProcedureId): readonly Phase[] {
  return procedureById(procedure).phases.map((name) => CHAPTERS[name]);
}
