import { hasRule, type LawContext } from '../../law/context.ts';

/** The rules of a complaint by what they are for; null where the law of the regime has none. */
export interface ComplaintRules {
  /** How long one may complain. */
  readonly filing: string;
  /** That there is a request and proof. */
  readonly content: string;
  /** Objection or challenge first, in the same matter. */
  readonly objectionFirst: string;
  /** That nothing goes beyond what was challenged. */
  readonly scope: string | null;
  /** That the time of the objection's reply is not counted. */
  readonly waiting: string | null;
  /** By when the authority says whether it takes the complaint. */
  readonly review: string | null;
  /** That it may be corrected, once. */
  readonly correction: string | null;
  readonly refusal: string | null;
  /** By when the copies go out, and how long the respondent then has. */
  readonly copies: string | null;
  readonly statement: string | null;
  readonly decision: string;
  readonly decisionFrom: 'acceptance' | 'receipt';
  readonly fabricated: string | null;
  /** What may follow from a complaint that is upheld. */
  readonly remedies: string | null;
  /** By when the decision is published; null: no time is set, the process waits for it. */
  readonly publication: string | null;
  /** Complaints without basis, again and again. */
  readonly repeated: string | null;
  readonly withdrawal: string | null;
  readonly firstAuthority: string | null;
}

/** 招标投标法实施条例第六十条至第六十二条. */
const TENDERING: ComplaintRules = {
  filing: 'CMP-001',
  content: 'CMP-001',
  objectionFirst: 'CMP-002',
  scope: null,
  waiting: 'CMP-003',
  review: 'CMP-004',
  correction: null,
  refusal: 'CMP-004',
  copies: null,
  statement: null,
  decision: 'CMP-005',
  decisionFrom: 'acceptance',
  fabricated: 'CMP-007',
  remedies: null,
  publication: null,
  repeated: null,
  withdrawal: 'CMP-012',
  firstAuthority: 'CMP-006',
};

/** 政府采购质疑和投诉办法. */
const PROCUREMENT: ComplaintRules = {
  filing: 'GP-507',
  content: 'GP-508',
  objectionFirst: 'GP-507',
  scope: 'GP-514',
  waiting: null,
  review: 'GP-508',
  correction: 'GP-508',
  refusal: 'GP-508',
  copies: 'GP-508',
  statement: 'GP-509',
  decision: 'GP-510',
  decisionFrom: 'receipt',
  fabricated: null,
  remedies: 'GP-512',
  publication: 'GP-314',
  repeated: 'GP-513',
  withdrawal: null,
  firstAuthority: null,
};

/**
 * The rules of a complaint under the law of its tender, as far as its ruleset has them: what came with a later
 * instrument (94号令 of 2018) sets no time and asks nothing before.
 */
export function complaintRules(ctx: LawContext): ComplaintRules {
  const all = ctx.ruleset.regime === 'tendering' ? TENDERING : PROCUREMENT;
  const inForce = (id: string | null): string | null => (id !== null && hasRule(ctx, id) ? id : null);
  return {
    ...all,
    content: inForce(all.content) ?? all.filing,
    scope: inForce(all.scope),
    waiting: inForce(all.waiting),
    review: inForce(all.review),
    correction: inForce(all.correction),
    refusal: inForce(all.refusal),
    copies: inForce(all.copies),
    statement: inForce(all.statement),
    fabricated: inForce(all.fabricated),
    remedies: inForce(all.remedies),
    publication: inForce(all.publication),
    repeated: inForce(all.repeated),
    withdrawal: inForce(all.withdrawal),
    firstAuthority: inForce(all.firstAuthority),
  };
}
