import { z } from 'zod';

export const MEBIBYTE = 1024 * 1024;
/** A whole number above nothing in the environment, with what holds where it is not said. */
export const count = (fallback: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().positive().default(fallback);

/** The part of the configuration that says what callers may send. */
export const bodyLimitsSchema = {
  OPENSEAL_DOCUMENT_MAX_BYTES: count(1024 * MEBIBYTE),
  OPENSEAL_BID_MAX_BYTES: count(1024 * MEBIBYTE),
  OPENSEAL_UPLOAD_BYTES_PER_PARTY: count(16 * 1024 * MEBIBYTE),
  OPENSEAL_DOCUMENT_BYTES_PER_PARTY: count(64 * 1024 * MEBIBYTE),
  OPENSEAL_BODY_IDLE_SECONDS: count(30),
  OPENSEAL_BODY_BYTES_PER_MINUTE: count(65_536),
  OPENSEAL_BODIES_AT_ONCE: count(32),
};
type Read = { readonly [Name in keyof typeof bodyLimitsSchema]: number };

/** How much a caller may send. */
export interface SizeLimits {
  readonly documentMaxBytes: number;
  readonly bidMaxBytes: number;
  /** Of all resumable uploads that a party keeps. */
  readonly uploadBytes: number;
  /** Of all documents that a party stored. */
  readonly documentBytes: number;
}

/** Without a byte for so long, or with fewer in a minute, the body of a request is given up. */
export interface BodyPace {
  readonly idleSeconds: number;
  readonly bytesPerMinute: number;
  /** Of one party, in one process. */
  readonly atOnce: number;
}

/** What callers may send, as the environment says. */
export function bodyLimitsOf(read: Read): { readonly limits: SizeLimits; readonly bodies: BodyPace } {
  return {
    limits: {
      documentMaxBytes: read.OPENSEAL_DOCUMENT_MAX_BYTES,
      bidMaxBytes: read.OPENSEAL_BID_MAX_BYTES,
      uploadBytes: read.OPENSEAL_UPLOAD_BYTES_PER_PARTY,
      documentBytes: read.OPENSEAL_DOCUMENT_BYTES_PER_PARTY,
    },
    bodies: {
      idleSeconds: read.OPENSEAL_BODY_IDLE_SECONDS,
      bytesPerMinute: read.OPENSEAL_BODY_BYTES_PER_MINUTE,
      atOnce: read.OPENSEAL_BODIES_AT_ONCE,
    },
  };
}
