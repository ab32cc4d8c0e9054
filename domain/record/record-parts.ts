import type { TenderEvent } from '../tender/tender.ts';
import type { DocumentRef } from '../tender/ground/draft.ts';
import { isoShanghai, type Instant } from '../time/instant.ts';
import type { PublicPart, SecretPart } from './parts/index.ts';

/** An event's facts for the record: what everybody may read, and what is only committed to. */
export interface RecordParts {
  readonly data: Readonly<Record<string, unknown>>;
  readonly secret: Readonly<Record<string, unknown>>;
  /** SHA-256 of the documents the event concerns. */
  readonly documents: readonly string[];
}

type Name = TenderEvent['name'];

/** What is committed to may be left out where it may be nothing. */
type Rest<Of extends Name> =
  Record<never, never> extends SecretPart<Of>
    ? [secret?: SecretPart<Of>, documents?: readonly string[]]
    : [secret: SecretPart<Of>, documents?: readonly string[]];

/** The parts of an event of this name, held to the table of domain/record/parts. */
export function parts<Of extends Name>(data: PublicPart<Of>, ...rest: Rest<Of>): RecordParts {
  const [secret = {} as SecretPart<Of>, documents = []] = rest;
  return { data, secret, documents };
}

export const hashesOf = (documents: readonly DocumentRef[]): string[] =>
  documents.map(({ sha256 }) => sha256);
export const shownOrNull = (at: Instant | null): string | null => (at === null ? null : isoShanghai(at));

export type Event<Name extends TenderEvent['name']> = Extract<TenderEvent, { readonly name: Name }>;

export function moved(fromAt: Instant, toAt: Instant): { fromAt: string; toAt: string } {
  return { fromAt: isoShanghai(fromAt), toAt: isoShanghai(toAt) };
}
