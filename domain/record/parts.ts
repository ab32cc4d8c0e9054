import type { DocumentRef } from '../case/references.ts';
import { isoShanghai, type Instant } from '../time/instant.ts';

/** An event's facts for the record: what everybody may read, and what is only committed to. */
export interface RecordParts {
  readonly data: Readonly<Record<string, unknown>>;
  readonly secret: Readonly<Record<string, unknown>>;
  /** SHA-256 of the documents the event concerns. */
  readonly documents: readonly string[];
}

/** The parts of an entry: its public facts, its secret ones, and the hashes of its documents. */
export const parts = (data: object, secret: object = {}, documents: readonly string[] = []): RecordParts => ({
  data: data as RecordParts['data'],
  secret: secret as RecordParts['secret'],
  documents,
});

/** The SHA-256 of each document. */
export const hashesOf = (documents: readonly DocumentRef[]): string[] =>
  documents.map(({ sha256 }) => sha256);

/** An instant as people read it, where there is one. */
export const shownOrNull = (at: Instant | null): string | null => (at === null ? null : isoShanghai(at));

/** A time that moved, as people read it. */
export function moved(fromAt: Instant, toAt: Instant): { fromAt: string; toAt: string } {
  return { fromAt: isoShanghai(fromAt), toAt: isoShanghai(toAt) };
}

/** A span in which the platform could not be reached, as people read it. */
export const shownOutage = (outage: {
  readonly fromAt: Instant;
  readonly untilAt: Instant;
}): { fromAt: string; untilAt: string } => ({
  fromAt: isoShanghai(outage.fromAt),
  untilAt: isoShanghai(outage.untilAt),
});
