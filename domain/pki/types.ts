import type { Instant } from '../time/instant.ts';

/** Bits of the key usage extension (RFC 5280 section 4.2.1.3), in their order. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

/** What a certificate says of itself, read and not yet believed. */
export interface CertificateFacts {
  /** SHA-256 (hex) of the DER bytes: what a certificate is called everywhere here. */
  readonly sha256: string;
  /** Distinguished names as RFC 4514 writes them. */
  readonly subject: string;
  readonly issuer: string;
  readonly commonName: string | null;
  readonly organization: string | null;
  /** Serial number, lower-case hex without leading zeros. */
  readonly serial: string;
  readonly notBefore: Instant;
  /** The last instant at which it is valid. */
  readonly notAfter: Instant;
  readonly key: { readonly kind: 'rsa' | 'ecdsa' | 'sm2'; readonly bits: number };
  /** Basic constraints (RFC 5280 section 4.2.1.9). */
  readonly isAuthority: boolean;
  readonly pathLength: number | null;
  /** null: the certificate has no such extension. */
  readonly keyUsage: readonly KeyUsage[] | null;
  /** Object identifiers; null: no such extension. */
  readonly extendedKeyUsage: readonly string[] | null;
  /** Critical extensions that this platform does not know: such a certificate is refused (RFC 5280 section 4.2). */
  readonly unknownCritical: readonly string[];
  /** Every well-formed unified social credit code that subject and extensions carry. */
  readonly usccs: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly crlUrls: readonly string[];
}

/** What somebody wants to do with a certificate. */
export type Purpose = 'sign' | 'sign-in' | 'respond';

/** Something that was accepted and that the reader is to know. */
export interface PkiWarning {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}
