/** Why a winner loses its award between the notice and the contract; each law names its own. */
export const AWARD_GROUNDS = [
  'withdrew',
  'force-majeure',
  'unlawful',
  'no-performance-security',
  'will-not-sign',
  'added-conditions',
] as const;
export type AwardGround = (typeof AWARD_GROUNDS)[number];

/**
 * The rules of a procedure by what they are for. Null where its law has none: then nothing is asked, or
 * the step happens without a citation.
 */
export interface ProcedureRules {
  /** The notice, and what it states. */
  readonly notice: string;
  /** Whom to invite, and how many; null where anybody may come. */
  readonly invitation: string | null;
  /** That there is one supplier only. */
  readonly supplier: string | null;
  /** How long the documents are issued. */
  readonly documentsIssue: string | null;
  /** From the first issue of the documents to the bid deadline. */
  readonly bidPreparation: string;
  /** How long before the deadline what affects the bids must come. */
  readonly clarification: string | null;
  /** What does not affect them. */
  readonly reminder: string | null;
  /** Opening at the instant of the deadline. */
  readonly sameInstant: string | null;
  readonly lateBid: 'ZTB-211' | 'EB-010';
  readonly withdrawal: 'ZTB-210' | 'EB-010';
  readonly fewBidders: string | null;
  readonly opened: string;
  /** Issue and time of applications in a prequalification, and what they are told. */
  readonly applicationIssue: string | null;
  readonly applicationTime: string;
  /** From where the time of applications runs: the end of the documents' issue, or the notice. */
  readonly applicationTimeFrom: 'issue-end' | 'notice';
  readonly applicationClarification: string;
  readonly applicationObjection: string | null;
  readonly applicationResult: string;
  readonly applicationCommittee: string | null;
  readonly fewQualified: string;
  /** Members of the evaluation committee; null where the law asks them of tenders alone. */
  readonly committee: string | null;
  readonly evaluationReport: string;
  readonly ranking: string | null;
  readonly grounds: string;
  readonly allRejected: string;
  /** Fewer conforming bids than this rule asks for end the tender; null where the committee decides. */
  readonly fewConforming: string | null;
  /** Publicity of candidates before the award. */
  readonly candidatesDue: string | null;
  readonly publicity: string | null;
  /** By when the winner is named. */
  readonly awardDue: string | null;
  readonly firstRank: string;
  readonly awardNotice: string;
  /** The grounds on which a winner loses its award, each with the rule that names it. */
  readonly awardGrounds: Readonly<Partial<Record<AwardGround, string>>>;
  /** The rule among those of the grounds by which the bid security is kept; null where it is left to the documents. */
  readonly securityForfeiture: string | null;
  /** When a winner fell away: that the next candidate may win, or that the tender is held anew. */
  readonly nextCandidate: string;
  /** On what the authority can declare an award void without the tender. */
  readonly awardVoid: readonly string[];
  readonly contract: string;
  readonly contractPublication: string | null;
  /** The written report, or the filing of the contract. */
  readonly closingReport: string;
  readonly closingReportFrom: 'award' | 'contract';
  readonly securityReturn: string;
  /** The securities of bids that count as withdrawn (EB-014). */
  readonly withdrawnSecurityReturn: string;
  /** The losers' securities go back from the award notice on already. */
  readonly othersSecurityReturn: string | null;
  readonly securityCap: string;
  readonly performanceCap: string;
  readonly termination: string;
  /** Within how long of a termination everything is repaid; null: 及时, no number. */
  readonly terminationRefund: string | null;
  readonly invalidation: string;
  /** The authority's order to suspend. */
  readonly authoritySuspension: string;
  /** How long such an order lasts at most; null: no limit. */
  readonly suspensionLimit: string | null;
}

/** 招标投标法. */
export const TENDERING_RULES: ProcedureRules = {
  notice: 'PUB-002',
  invitation: null,
  supplier: null,
  documentsIssue: 'ZTB-001',
  bidPreparation: 'ZTB-004',
  clarification: 'ZTB-006',
  reminder: 'ZTB-005',
  sameInstant: 'ZTB-301',
  lateBid: 'ZTB-211',
  withdrawal: 'ZTB-210',
  fewBidders: 'ZTB-213',
  opened: 'ZTB-302',
  applicationIssue: 'ZTB-001',
  applicationTime: 'ZTB-003',
  applicationTimeFrom: 'issue-end',
  applicationClarification: 'ZTB-007',
  applicationObjection: 'ZTB-101',
  applicationResult: 'ZTB-010',
  applicationCommittee: 'ZTB-011',
  fewQualified: 'ZTB-009',
  committee: 'ZTB-303',
  evaluationReport: 'ZTB-318',
  ranking: 'ZTB-318',
  grounds: 'ZTB-313',
  allRejected: 'ZTB-316',
  fewConforming: null,
  candidatesDue: 'ZTB-401',
  publicity: 'ZTB-402',
  awardDue: null,
  firstRank: 'ZTB-403',
  awardNotice: 'ZTB-405',
  awardGrounds: {
    withdrew: 'ZTB-403',
    'force-majeure': 'ZTB-403',
    unlawful: 'ZTB-403',
    'no-performance-security': 'ZTB-408',
    'will-not-sign': 'ZTB-408',
    'added-conditions': 'ZTB-408',
  },
  securityForfeiture: 'ZTB-408',
  nextCandidate: 'ZTB-403',
  awardVoid: ['ZTB-411', 'ZTB-412'],
  contract: 'ZTB-406',
  contractPublication: null,
  closingReport: 'ZTB-409',
  closingReportFrom: 'award',
  securityReturn: 'ZTB-207',
  withdrawnSecurityReturn: 'ZTB-205',
  othersSecurityReturn: null,
  securityCap: 'ZTB-201',
  performanceCap: 'ZTB-407',
  termination: 'ZTB-018',
  terminationRefund: null,
  invalidation: 'ZTB-412',
  authoritySuspension: 'CMP-008',
  suspensionLimit: null,
};

/** 政府采购法, for goods and services by tender. */
export const PROCUREMENT_RULES: ProcedureRules = {
  notice: 'GP-104',
  invitation: null,
  supplier: null,
  documentsIssue: 'GP-102',
  bidPreparation: 'GP-101',
  clarification: 'GP-106',
  reminder: null,
  sameInstant: 'GP-207',
  lateBid: 'EB-010',
  withdrawal: 'EB-010',
  fewBidders: 'GP-207',
  opened: 'GP-207',
  applicationIssue: null,
  applicationTime: 'GP-105',
  applicationTimeFrom: 'notice',
  applicationClarification: 'GP-107',
  applicationObjection: null,
  applicationResult: 'EB-026',
  applicationCommittee: null,
  fewQualified: 'GP-210',
  committee: 'GP-204',
  evaluationReport: 'GP-301',
  ranking: null,
  grounds: 'GP-215',
  allRejected: 'GP-211',
  fewConforming: 'GP-210',
  candidatesDue: null,
  publicity: null,
  awardDue: 'GP-302',
  firstRank: 'GP-302',
  awardNotice: 'GP-303',
  awardGrounds: { 'will-not-sign': 'GP-310' },
  securityForfeiture: null,
  nextCandidate: 'GP-310',
  awardVoid: ['GP-512'],
  contract: 'GP-306',
  contractPublication: 'GP-307',
  closingReport: 'GP-308',
  closingReportFrom: 'contract',
  securityReturn: 'GP-202',
  withdrawnSecurityReturn: 'GP-202',
  othersSecurityReturn: 'GP-202',
  securityCap: 'GP-201',
  performanceCap: 'GP-309',
  termination: 'GP-111',
  terminationRefund: 'GP-111',
  invalidation: 'GP-211',
  authoritySuspension: 'GP-511',
  suspensionLimit: 'GP-511',
};
