import type { Instant } from '../time/instant.ts';
import type { SignedKind } from './kinds.ts';

/**
 * What a tender's documents ask of signatures (电子招标投标办法第四十条). required: what the article has signed is
 * refused without one that holds. recorded: signatures are verified and kept where they are handed in.
 */
export const SIGNATURE_POLICIES = ['recorded', 'required'] as const;
export type SignaturePolicy = (typeof SIGNATURE_POLICIES)[number];

/** What is known of a signature that was kept, at the receipt of a command whose documents it may concern. */
export interface KnownSignature {
  readonly documentSha256: string;
  /** `embedded`: it stands inside the PDF and concerns whatever the PDF is. `trusteeAcceptance`: domain/seal/acceptance.ts. */
  readonly kind: SignedKind | 'embedded' | 'trusteeAcceptance';
  /** For whom and as what the signer acted; the certificate was bound to them at the signature's receipt. */
  readonly uscc: string;
  readonly role: string;
  /** From when the authority is known to have revoked the certificate since; null: it is not known to have. */
  readonly revokedAt: Instant | null;
}
