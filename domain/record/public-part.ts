import { disclosureOf, type TenderEvent } from '../tender/tender.ts';
import type { RecordParts } from './parts.ts';

/**
 * Divides an event into its public and its secret part, as its chapter declares; who may read the secret one, and from
 * when on, says the table of domain/visibility. Secret until later or for good: who is invited or
 * has applied, who was admitted and why not (招标投标法 22), who objected, the committee's names before the
 * award (招标投标法 37), what the evaluation found before its publicity (招标投标法 44), the words of an order
 * and of the report on it. What was read out at the opening is public (EB-016).
 */
export function recordParts(event: TenderEvent): RecordParts {
  return disclosureOf(event).record(event);
}
