import type { CaseDuty } from '../../case/duty.ts';
import type { DocumentRef, PartyRef } from '../../case/references.ts';
import type { Breach, Deadline, Regime, TenderAttributes } from '../../law/types.ts';
import type { ObjectionSubject } from '../../tender/ground/parts.ts';
import type { Instant } from '../../time/instant.ts';

/** What a complaint is about: what one may object to first, or anything else that broke the law. */
export type ComplaintSubject = ObjectionSubject | 'other';

/** A party as complaints name it: by its id on the platform too. */
export interface ComplaintParty extends PartyRef {
  readonly partyId: string;
}

/** What ties the complainant to the tender: as the record shows it, or as it states itself with evidence. */
export type Standing = 'bidder' | 'applicant' | 'invitee' | 'document-holder' | 'stated-interest';

/** One matter complained of, and where it comes from: what was objected to, or the reply to it (GP-514). */
export interface ComplaintPoint {
  readonly text: string;
  readonly from: 'objection' | 'reply' | 'new';
}

/** What the complainant hands in, and may correct once. */
export interface ComplaintContent {
  readonly points: readonly ComplaintPoint[];
  /** What is asked of the authority: it must be clear (CMP-001). */
  readonly request: string;
  readonly evidence: readonly DocumentRef[];
}

/** Why a complaint is not accepted (CMP-011, GP-508). */
export const REFUSAL_GROUNDS = [
  'no-interest',
  'not-specific',
  'unsigned',
  'out-of-time',
  'decided-before',
  'no-objection',
  'in-court',
  'not-competent',
  'not-corrected',
] as const;

export type RefusalGround = (typeof REFUSAL_GROUNDS)[number];

/** What takes time that the law does not count (CMP-005, GP-510). Correcting a complaint does in procurement. */
export const EXCLUDED_KINDS = ['inspection', 'testing', 'appraisal', 'expert-review'] as const;

export type ExcludedKind = (typeof EXCLUDED_KINDS)[number] | 'correction';

/** Time that does not count into the time of the decision; it runs while `closedAt` is null. */
export interface ExcludedTime {
  readonly id: string;
  readonly kind: ExcludedKind;
  readonly text: string;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
}

/** Upheld; without basis; or made up, forged or unlawfully got (CMP-007). */
export const DECISION_OUTCOMES = ['upheld', 'unfounded', 'fabricated'] as const;

export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** What follows from a complaint that is upheld, by how far the tender has come (GP-512). */
export const REMEDIES = ['go-on', 'start-anew', 'void-award', 'revoke-contract', 'damages'] as const;

export type Remedy = (typeof REMEDIES)[number];

export interface ComplaintDecision {
  readonly outcome: DecisionOutcome;
  /** null where the complaint is not upheld. */
  readonly remedy: Remedy | null;
  /** What was found, and why. */
  readonly reasons: string;
  readonly documents: readonly DocumentRef[];
  readonly decidedAt: Instant;
}

/** Whose duty it is: the authority's own clocks are shown as those of the parties. */
export type ComplaintDutyOwner = 'supervisor' | 'complainant' | 'respondent';

/** A duty with a due instant, as in a tender. */
export type ComplaintDuty = CaseDuty<
  'review' | 'correct' | 'copies' | 'statement' | 'decide' | 'publish',
  ComplaintDutyOwner
>;

export type ComplaintStatus =
  'filed' | 'correcting' | 'accepted' | 'refused' | 'withdrawn' | 'decided' | 'published';

/** The tender as a complaint needs to know it, as it stood when the complaint was filed. */
export interface ComplaintTender {
  readonly id: string;
  readonly title: string;
  readonly projectCode: string;
  readonly tenderee: PartyRef;
  readonly agency: PartyRef | null;
  readonly region: string;
  readonly industry: string;
  readonly attributes: TenderAttributes;
}

/** The whole state of one complaint (投诉), as apply(event, state) builds it. JSON all the way down. */
export interface ComplaintState {
  readonly id: string;
  /** Number of events applied. */
  readonly version: number;
  readonly rehearsal: boolean;
  readonly regime: Regime;
  readonly ruleset: string;
  readonly tender: ComplaintTender;
  readonly complainant: ComplaintParty;
  readonly standing: Standing;
  /** The interest as the complainant states it; null where the record shows one. */
  readonly interest: string | null;
  /** Who decides: the first authority to receive it (CMP-006). */
  readonly authority: ComplaintParty;
  /** The other authorities it went to. */
  readonly told: readonly ComplaintParty[];
  readonly subject: ComplaintSubject;
  readonly objectionId: string | null;
  /** When the complainant knew, as it says; `knownAt` is what counts by the record. */
  readonly claimedAt: Instant;
  readonly knownAt: Instant;
  readonly content: ComplaintContent;
  readonly status: ComplaintStatus;
  readonly filedAt: Instant;
  /** When it was received in good form: a corrected one at its correction. */
  readonly receivedAt: Instant;
  readonly acceptedAt: Instant | null;
  readonly correction: {
    readonly text: string;
    readonly requestedAt: Instant;
    readonly dueAt: Instant;
    readonly correctedAt: Instant | null;
  } | null;
  readonly refusal: {
    readonly ground: RefusalGround;
    readonly reason: string;
    readonly refusedAt: Instant;
  } | null;
  readonly copiesSentAt: Instant | null;
  readonly statement: {
    readonly text: string;
    readonly documents: readonly DocumentRef[];
    readonly madeAt: Instant;
  } | null;
  readonly excludedTime: readonly ExcludedTime[];
  readonly decision: ComplaintDecision | null;
  /** Earlier complaints of the same party without basis within the time of GP-513: a clue, no finding. */
  readonly repeatedlyUnfounded: number | null;
  readonly publishedAt: Instant | null;
  readonly withdrawnAt: Instant | null;
  readonly deadlines: readonly Deadline[];
  readonly duties: readonly ComplaintDuty[];
  readonly warnings: readonly Breach[];
}
