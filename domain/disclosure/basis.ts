import { rulesetById } from '../law/context.ts';
import { shownPeriod } from '../law/sentence.ts';
import type { TenderState } from '../tender/ground/state.ts';

/**
 * What is published or told, by its purpose, with the rules that ask for it: of the list, the first that
 * stands in the tender's pinned ruleset. So the law of the tender, and its version, decide what is cited;
 * what only one of the laws has comes first. Steps that have a rule of their own cite that (`citedIn`).
 *
 * Publicity periods and other numbers are not here: they stand in domain/law/rulesets.
 */
export const BASES = {
  prequalificationNotice: ['GP-104', 'PUB-001'],
  invitedNotice: ['PUB-013', 'EB-021'],
  invitation: ['ZTB-013', 'GP-108'],
  firstStageResult: ['ZTB-010', 'EB-026', 'GP-105'],
  secondStage: ['ZTB-021'],
  applicationReceived: ['EB-026', 'EB-011'],
  mainFacts: ['EB-021'],
  correction: ['GP-106', 'EB-007'],
  clarificationNotice: ['GP-106', 'ZTB-008'],
  keysWanted: ['EB-013'],
  bidNotOpened: ['EB-014'],
  openingRecord: ['EB-016'],
  candidatePublicity: ['ZTB-401'],
  publicityNotice: ['ZTB-402'],
  awardResult: ['GP-303', 'EB-019'],
  awardNotice: ['GP-303', 'ZTB-405'],
  contract: ['GP-307', 'EB-021'],
  papers: ['EB-018'],
  procurementFailed: ['GP-211'],
  rederived: ['CNT-02'],
  downtime: ['INT-07'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Purpose = keyof typeof BASES;

/** A rule with its citation, as announcements and notices carry it; null where neither is known. */
export interface Basis {
  readonly rule: string | null;
  readonly article: string | null;
}

/** The basis of a purpose under the ruleset pinned in the tender; none where that law has no such rule. */
export function basisOf(state: Pick<TenderState, 'ruleset'>, purpose: Purpose): Basis {
  const { rules } = rulesetById(state.ruleset);
  const rule = BASES[purpose].find((id) => rules[id] !== undefined) ?? null;
  return { rule, article: rule === null ? null : (rules[rule]?.article ?? null) };
}

/** A rule that a step came with, cited as the pinned ruleset cites it; as the step has it where the ruleset does not. */
export function citedIn(state: Pick<TenderState, 'ruleset'>, { rule, article }: Basis): Basis {
  if (rule === null) return { rule, article };
  return { rule, article: rulesetById(state.ruleset).rules[rule]?.article ?? article };
}

/** The basis of the step itself, or of the purpose where the step came without a rule. */
export function basisOfStep(
  state: Pick<TenderState, 'ruleset'>,
  { rule, article }: Basis,
  otherwise: Purpose,
): Basis {
  return rule === null ? basisOf(state, otherwise) : citedIn(state, { rule, article });
}

/** A rule's period in Chinese words, e.g. `5个工作日`; null where the pinned ruleset has no such rule or period. */
export function periodText(state: Pick<TenderState, 'ruleset'>, rule: string): string | null {
  const period = rulesetById(state.ruleset).rules[rule]?.period;
  return period === undefined ? null : shownPeriod(period).zh;
}
