/** A party as a case names it. */
export interface PartyRef {
  readonly name: string;
  /** Unified social credit code, GB 32100. */
  readonly uscc: string;
}

/** A document as a case names it: by the SHA-256 (hex) of its bytes. */
export interface DocumentRef {
  readonly sha256: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}
