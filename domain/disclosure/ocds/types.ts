import type { Instant } from '../../time/instant.ts';

/** An OCDS 1.1.5 release, as JSON. */
export type Release = Record<string, unknown>;

export interface ReleaseContext {
  /** The publisher's registered OCDS prefix, e.g. `ocds-abc123`. */
  readonly ocidPrefix: string;
  /** Root of the public platform without a trailing slash. */
  readonly publicUrl: string;
  /** The id of the announcement that is published with this release; both are addressed by it. */
  readonly releaseId: string;
  /** Real instant of publication; distinct and rising within one tender, for merging goes by it. */
  readonly publishedAt: Instant;
}
