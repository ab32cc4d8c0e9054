import type { Instant } from '../../time/instant.ts';
import { isoShanghai, parseInstant } from '../../time/instant.ts';
import { plainData } from '../format/text.ts';
import { mergeReleases } from './merge.ts';
import type { Release } from './types.ts';

const OCDS_VERSION = '1.1';

/** What a package says of itself. */
export interface PackageContext {
  /** Where this package is read. */
  readonly uri: string;
  readonly publishedAt: Instant;
  readonly publisher: { readonly name: string; readonly uri?: string };
  /** Address of the licence under which the data is published. */
  readonly license: string;
  /** Address of the page that says what is published when. */
  readonly publicationPolicy: string;
}

/** An OCDS release package of one release or more. */
export function releasePackage(releases: readonly Release[], ctx: PackageContext): Record<string, unknown> {
  return { ...packageFacts(ctx), releases: sortedByDate(releases) };
}

/**
 * An OCDS record package of one process: all its releases, oldest first, and the release compiled
 * from them. Throws a RangeError without releases, or when one belongs to another process.
 */
export function recordPackage(
  ocid: string,
  releases: readonly Release[],
  ctx: PackageContext,
): Record<string, unknown> {
  const stranger = releases.find((release) => release['ocid'] !== ocid);
  if (stranger !== undefined) throw new RangeError(`release ${String(stranger['id'])} is not of ${ocid}`);
  const sorted = sortedByDate(releases);
  const last = sorted.at(-1);
  if (last === undefined) throw new RangeError(`no releases of ${ocid}`);
  const compiledRelease = {
    ...mergeReleases(sorted),
    id: `${ocid}-${String(last['date'])}`,
    date: last['date'],
    tag: ['compiled'],
  };
  return { ...packageFacts(ctx), records: [{ ocid, releases: sorted, compiledRelease }] };
}

function packageFacts(ctx: PackageContext): Record<string, unknown> {
  return plainData({
    uri: ctx.uri,
    version: OCDS_VERSION,
    publishedDate: isoShanghai(ctx.publishedAt),
    publisher: ctx.publisher,
    license: ctx.license,
    publicationPolicy: ctx.publicationPolicy,
  });
}

/** Oldest first; releases of the same instant keep the order in which they were given. */
function sortedByDate(releases: readonly Release[]): Release[] {
  return [...releases].sort((a, b) => parseInstant(String(a['date'])) - parseInstant(String(b['date'])));
}
