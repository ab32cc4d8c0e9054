/**
 * The rules whose maximum is another person's right, or bounds one: until when one may complain (CMP-001, GP-507) or
 * challenge (GP-502), and how long a notice stands, from whose end such a right runs (GP-104, GP-304, GP-706). The
 * articles say so: 可以……提出, and the terms of notices in 87号令 16, 69 and 135号. All other maxima are duties of whoever
 * must act.
 *
 * A right is counted as a minimum is (INT-04): what may be a rest day does not run against it.
 */
const RIGHTS: ReadonlySet<string> = new Set(['CMP-001', 'GP-104', 'GP-304', 'GP-502', 'GP-507', 'GP-706']);

/** Whether the maximum of a rule is a right of others, not a duty of one's own. */
export function isRight(ruleId: string): boolean {
  return RIGHTS.has(ruleId);
}
