import { bindingOf, ruleOf, type LawContext } from '../law/context.ts';
import type { TenderAttributes } from '../law/types.ts';
import type { ObjectionSubject } from '../tender/state.ts';

/** The rules an objection falls under: until when it may be made, and by which rule it is answered. */
interface ObjectionRules {
  readonly filing: string;
  readonly reply: string;
  /** The rule by which the process rests until the reply; null when it goes on. */
  readonly suspension: string | null;
}

const RULES: Readonly<Record<ObjectionSubject, ObjectionRules>> = {
  documents: { filing: 'ZTB-102', reply: 'ZTB-103', suspension: 'ZTB-104' },
  // 条例44 asks for an answer on the spot and a note of it, not for a pause.
  opening: { filing: 'ZTB-105', reply: 'ZTB-105', suspension: null },
  result: { filing: 'ZTB-106', reply: 'ZTB-107', suspension: 'ZTB-107' },
};

/** The rules for an objection to the documents, the opening or the result. */
export function objectionRules(subject: ObjectionSubject): ObjectionRules {
  return RULES[subject];
}

/**
 * The rule by which an objection suspends this tender, or null when it does not. A rule that only
 * warns for the tender's attributes (a result objection where tendering is voluntary) suspends nothing.
 */
export function suspendingRule(
  ctx: LawContext,
  subject: ObjectionSubject,
  attributes: TenderAttributes,
): string | null {
  const id = RULES[subject].suspension;
  if (id === null) return null;
  return bindingOf(ruleOf(ctx, id), attributes) === 'blocks' ? id : null;
}
