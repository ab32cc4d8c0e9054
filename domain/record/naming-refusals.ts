import type { CommandName } from '../tender/tender.ts';

/** Commands whose refusals say who applied, who sits on a committee, or which candidate has which rank. */
const NAMING_COMMANDS: readonly string[] = [
  'concludeFirstStage',
  'submitEvaluationReport',
  'issueAwardNotice',
] satisfies readonly CommandName[];

/** Refusals of a launch that tell who is invited, or how many. */
const NAMING_CODES: readonly string[] = ['invalid-uscc', 'ZTB-013', 'GP-108'];

/** Whether the sentences of a refusal may tell what is secret: then the record keeps them in its private part, and publishes code and rule. */
export function isNamingRefusal(command: string, code: string): boolean {
  return NAMING_COMMANDS.includes(command) || (command === 'launchTender' && NAMING_CODES.includes(code));
}
