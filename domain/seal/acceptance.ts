import { canonical } from '../record/leaf.ts';
import { bytesToHex, utf8 } from '../record/log/bytes.ts';
import { sha256 } from '../record/log/hash.ts';
import type { SealingDemand } from './demand.ts';

/** The kind under which a trustee's acceptance is kept among signatures. */
export const TRUSTEE_ACCEPTANCE = 'trusteeAcceptance';

/** How the launch tells of one acceptance, and the record after it. */
export interface TrusteeAcceptance {
  readonly trusteeId: string;
  readonly uscc: string;
  /** SHA-256 of what was signed (`acceptanceText`). */
  readonly text: string;
}

/**
 * What a trustee signs to accept its part in one tender: canonical JSON, UTF-8, that holds the whole demand, its own key and those of
 * the others in it. Any change to any of it asks for a new signature.
 */
export const acceptanceText = (tenderId: string, demand: SealingDemand, trusteeId: string): string =>
  canonical({ format: 'openseal-trustee-acceptance/1', tenderId, trusteeId, sealing: demand });

/** SHA-256 (hex) of that text. */
export const acceptanceHash = (tenderId: string, demand: SealingDemand, trusteeId: string): string =>
  bytesToHex(sha256(utf8(acceptanceText(tenderId, demand, trusteeId))));
