import type { DocumentRef, PartyRef } from '../../case/references.ts';
import type { Regime, TenderAttributes } from '../../law/types.ts';
import type { MandateRef } from '../../party/mandate.ts';
import type { SignaturePolicy } from '../../pki/known.ts';
import type { Method, Qualification } from '../../procedure/index.ts';
import type { SealingDemand } from '../../seal/demand.ts';
import type { Instant } from '../../time/instant.ts';

export interface Contact {
  readonly name: string;
  readonly phone: string;
  readonly address: string;
  readonly email?: string;
}

/** What is launched: everything the law asks a tender notice and its documents to settle beforehand. Money in fen, as decimal strings of an integer. */
export interface TenderDraft {
  readonly title: string;
  /** Assigned by the platform when the tenderee has none. */
  readonly projectCode: string;
  readonly regime: Regime;
  readonly method: Method;
  readonly qualification: Qualification;
  /** Why bidders are invited, or there is one supplier only (PUB-013); null for an open tender. */
  readonly methodReason: string | null;
  /** Who is invited; empty unless the method invites. Secret until the opening (ZTB-015). */
  readonly invitees: readonly PartyRef[];
  /** The prequalification, or the first of two stages; null in other procedures. */
  readonly firstStage: FirstStagePlan | null;
  /** The lot this tender is, where a project is tendered in several; each lot has its own fate. */
  readonly lot: LotRef | null;
  /** The tender that failed, was terminated or invalidated, and that this one holds anew. */
  readonly prior: PriorTender | null;
  readonly attributes: TenderAttributes;
  readonly tenderee: PartyRef;
  readonly agency: PartyRef | null;
  /** Under which mandate of the tenderee's the agency acts; null or absent without one, as launches once were. */
  readonly mandate?: MandateRef | null;
  readonly contact: Contact;
  /** Objection contact, ZTB-109; the same as `contact` when the notice names only one. */
  readonly objectionContact: Contact;
  /** GB/T 2260 code of the place, six digits. */
  readonly region: string;
  readonly place: string;
  /** Industry for supervision, e.g. `housing`, `transport`, `water`, `industry`. */
  readonly industry: string;
  readonly scope: string;
  readonly fundingSource: string;
  readonly qualificationRequirements: string;
  readonly evaluationMethod: string;
  readonly estimatedPriceFen: string | null;
  readonly ceilingPriceFen: string | null;
  readonly documentPriceFen: string;
  readonly documents: readonly DocumentRef[];
  readonly consortiumAllowed: boolean;
  readonly durationDays: number | null;
  readonly bidSecurityFen: string | null;
  readonly performanceSecurityPercent: number | null;
  readonly bidValidityDays: number;
  /** Minutes from the opening within which bidders hand in their keys (EB-015: set by the tender documents). */
  readonly decryptionWindowMinutes: number;
  /** How bids are to be sealed (EB-009, EB-015); null or absent: as age files to their bidders' own keys. */
  readonly sealing?: SealingDemand | null;
  /** Whether what 电子招标投标办法第四十条 has signed is refused unsigned, or signatures are only kept. */
  readonly signatures: SignaturePolicy;
  readonly schedule: TenderSchedule;
}

/** Documents and times of a prequalification or of technical proposals. */
export interface FirstStagePlan {
  readonly documents: readonly DocumentRef[];
  readonly issuedFromAt: Instant;
  readonly issuedUntilAt: Instant;
  /** Applications or proposals are due before this instant. */
  readonly dueAt: Instant;
}

export interface LotRef {
  /** The code of the project whose lot this is; the tender's own code is the lot's. */
  readonly projectCode: string;
  readonly number: string;
  readonly name: string;
}

export interface PriorTender {
  readonly tenderId: string;
  readonly projectCode: string;
  readonly outcome: Outcome;
}

export interface TenderSchedule {
  readonly documentsIssuedFromAt: Instant;
  readonly documentsIssuedUntilAt: Instant;
  readonly bidDeadlineAt: Instant;
  /** ZTB-301: the same instant as the deadline. */
  readonly openingAt: Instant;
}

/** How a tender can end. */
export const TENDER_OUTCOMES = [
  'reported',
  'failed-fewer-than-three',
  'all-rejected',
  'terminated',
  'invalidated',
] as const;

export type Outcome = (typeof TENDER_OUTCOMES)[number];
