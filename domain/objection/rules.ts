import { bindingOf, ruleOf, type LawContext } from '../law/context.ts';
import type { TenderAttributes } from '../law/types.ts';
import type { ObjectionSubject } from '../tender/ground/parts.ts';

/** The rules an objection falls under: until when it may be made, and by which rule it is answered. */
interface ObjectionRules {
  readonly filing: string;
  readonly reply: string;
  /** The rule by which the process rests until the reply; null when it goes on. */
  readonly suspension: string | null;
}

const RULES: Readonly<Record<ObjectionSubject, ObjectionRules>> = {
  prequalification: { filing: 'ZTB-101', reply: 'ZTB-103', suspension: 'ZTB-104' },
  documents: { filing: 'ZTB-102', reply: 'ZTB-103', suspension: 'ZTB-104' },
  // 条例44 asks for an answer on the spot and a note of it, not for a pause.
  opening: { filing: 'ZTB-105', reply: 'ZTB-105', suspension: null },
  result: { filing: 'ZTB-106', reply: 'ZTB-107', suspension: 'ZTB-107' },
};

/** 质疑: one time to make it and one to answer it, whatever it is about; it suspends nothing by itself. */
const CHALLENGE: ObjectionRules = { filing: 'GP-502', reply: 'GP-504', suspension: null };

/**
 * 询问: what a supplier asks of the purchaser, by which it is answered. There is no time to ask it in, it suspends
 * nothing, and the time to challenge (GP-502) runs beside it.
 */
export const QUESTION_RULE = 'GP-501';

/** The rules for an objection to the documents, the opening or the result; a challenge (质疑) in procurement. */
export function objectionRules(ctx: LawContext, subject: ObjectionSubject): ObjectionRules {
  return ctx.ruleset.regime === 'tendering' ? RULES[subject] : CHALLENGE;
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
  const id = objectionRules(ctx, subject).suspension;
  if (id === null) return null;
  return bindingOf(ruleOf(ctx, id), attributes) === 'blocks' ? id : null;
}
