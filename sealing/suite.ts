import type { Scheme } from '../domain/seal/demand.ts';
import type { Stanza } from '../domain/seal/stanza.ts';
import type { Group } from './group.ts';

export const FILE_KEY_BYTES = 16;

/**
 * Authenticated encryption of one chunk. The nonce has 12 bytes and is never used twice with a key.
 * `open` gives null when the chunk was not sealed with this key and nonce. `into` is where the result goes and
 * has just its size; left out, the result goes to new bytes. Either way they are returned.
 */
export interface Aead {
  readonly keyBytes: number;
  readonly tagBytes: number;
  seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, into?: Uint8Array): Uint8Array;
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, into?: Uint8Array): Uint8Array | null;
}

/** A key pair of a bidder or trustee. */
export interface KeyPair {
  /** The secret, as its owner keeps it in a file. */
  readonly identity: string;
  /** The public half, as it is handed around. */
  readonly recipient: string;
}

/** What a trustee's secret key is in the group: the scalar and its point, which is the recipient's. */
export interface Opener {
  readonly scalar: bigint;
  readonly point: Uint8Array;
}

/** A trustee's box: what the shared secret, both public points and the share make of each other. */
export interface BoxKey {
  /** ephemeral secret · recipient = recipient's secret · ephemeral. */
  readonly shared: Uint8Array;
  readonly ephemeral: Uint8Array;
  readonly recipient: Uint8Array;
  readonly context: Uint8Array;
}

/** The algorithms of each scheme. */
export type Suites = Readonly<Record<Scheme, Suite>>;

/** The algorithms of one scheme. Everything else in sealing/ is the same for all. */
export interface Suite {
  readonly scheme: Scheme;
  readonly aead: Aead;
  readonly group: Group;
  /** Bytes of a sealed box that holds `shareBytes`. */
  readonly boxBytes: (shareBytes: number) => number;
  /** 32 bytes. */
  hash(data: Uint8Array): Uint8Array;
  /** HMAC over the scheme's hash; 32 bytes. */
  mac(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** HKDF (RFC 5869) over the scheme's hash. */
  kdf(secret: Uint8Array, salt: Uint8Array | undefined, info: string | Uint8Array, bytes: number): Uint8Array;
  generate(): KeyPair;
  recipientOf(identity: string): string;
  /** The point of a public key. Throws a RangeError for text that is no public key of this scheme. */
  pointOf(recipient: string): Uint8Array;
  openerOf(identity: string): Opener;
  /** The stanza that gives the file key to a public key. */
  wrap(fileKey: Uint8Array, recipient: string): Stanza;
  /** Whether some key may answer to a stanza for an own key: its form, and that its point gives a secret. */
  isAnswerable(stanza: Stanza): boolean;
  /** The file key, or null when the stanza is not for this identity. */
  unwrap(stanza: Stanza, identity: string): Uint8Array | null;
  sealBox(key: BoxKey, share: Uint8Array): Uint8Array;
  /** What the box holds, or null when it does not open with this key. */
  openBox(key: BoxKey, box: Uint8Array): Uint8Array | null;
}
