/** One entry of the append-only record, as it is published in the feed. Canonical form: RFC 8785 (JCS). */
export interface RecordEntry {
  /** Position in the record, from 0, without gaps. */
  readonly index: number;
  readonly id: string;
  readonly tenderId: string | null;
  /** What happened: a TenderEvent's name, or `commandRefused`, `partyRegistered`, ...; `actsSealed` for a batch of what was done in secret (domain/record/sealed); in entries of earlier versions `confidentialAct` for one such act. */
  readonly event: string;
  /** Statutory instant, ISO 8601 in Asia/Shanghai (a rehearsal's own clock). */
  readonly at: string;
  /** The server's real instant, ISO 8601 in Asia/Shanghai. */
  readonly recordedAt: string;
  readonly rehearsal: boolean;
  readonly role: string;
  /** USCC of the acting party where the law lets it be known, else null. */
  readonly party: string | null;
  readonly rule: string | null;
  readonly article: string | null;
  readonly documents: readonly string[];
  /** Public facts of the event. */
  readonly data: Readonly<Record<string, unknown>>;
  /** SHA-256 (hex) over salt and canonical private part (person, party, network address, secret facts). */
  readonly commitment: string;
  /**
   * Only where the entry is too large for an entry bundle: in the log `data` and `documents` are then empty,
   * and this is the SHA-256 (hex) and size of the canonical form of `{data, documents}`.
   */
  readonly detached?: { readonly sha256: string; readonly sizeBytes: number };
  /** RFC 6962 leaf hash (hex) over the canonical form of the entry as it stands in the log, without this member. */
  readonly leafHash: string;
}
