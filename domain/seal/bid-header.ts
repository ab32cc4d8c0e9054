import { TRUSTEE_ID, type Scheme } from './demand.ts';
import { fromBase64, toBase64, type Header, type Stanza } from './stanza.ts';

/** The stanza that says whose bid this is, for what. The header's MAC covers it, so that nobody without the file key changes it. */
export const BINDING_STANZA = 'openseal-bind/1';
/** The stanza that holds one trustee's share, sealed. */
export const SHARE_STANZA = 'openseal-share/1';
/** The stanza by which sealing/ gives the file key to the bidder's own key. */
export const OWN_KEY_STANZAS: Readonly<Record<Scheme, string>> = { age: 'X25519', gm: 'SM2' };
/** age's stanza for a key that quantum computers do not break either. */
export const POST_QUANTUM_STANZA = 'mlkem768x25519';
/** The stanzas that a bidder's own key can be answered by at the opening: what has none of them never opens. */
export const OPENABLE_STANZAS: Readonly<Record<Scheme, readonly string[]>> = {
  age: [OWN_KEY_STANZAS.age, POST_QUANTUM_STANZA],
  gm: [OWN_KEY_STANZAS.gm],
};
/** A bid is sealed to so many own keys at most: each costs work whenever a key is tried. */
export const OWN_KEYS_MAX = 8;

/** Of a tender with one lot. */
export const ONLY_LOT = '1';

/** What a sealed bid says it is. */
export interface Binding {
  readonly tenderId: string;
  /** The lot's number; a tender is one lot, `1`. */
  readonly lot: string;
  readonly bidderUscc: string;
  /** 1 for the bidder's first submission in this tender, one more for each later one. */
  readonly version: number;
}

/** One trustee's share as a header holds it. Nothing of it tells the share to anybody but the trustee. */
export interface SealedShare {
  readonly trusteeId: string;
  /** The public key that the box is sealed to. */
  readonly recipient: string;
  /** Where the share lies on the polynomial: 1 to 255, different for each trustee. */
  readonly index: number;
  readonly threshold: number;
  readonly count: number;
  /** The box's ephemeral public key, an encoded point of the scheme's curve. */
  readonly ephemeral: Uint8Array;
  /** Hash over context and share. */
  readonly commitment: Uint8Array;
  /** Proof that whoever sealed knows the ephemeral secret, so that no box can be taken over from another bid. */
  readonly proof: Uint8Array;
  readonly box: Uint8Array;
}

const NUMBER = /^[1-9]\d{0,8}$/;
const readNumber = (text: string | undefined): number | null =>
  text !== undefined && NUMBER.test(text) ? Number(text) : null;

export function bindingStanza({ tenderId, lot, bidderUscc, version }: Binding): Stanza {
  return {
    type: BINDING_STANZA,
    args: [tenderId, lot, bidderUscc, String(version)],
    body: new Uint8Array(),
  };
}

/** What a header says whose bid it is: null when it says nothing, `malformed` when it does not say it properly, or twice. */
export function readBinding(header: Header): Binding | 'malformed' | null {
  const found = header.stanzas.filter(({ type }) => type === BINDING_STANZA);
  const [stanza] = found;
  if (stanza === undefined) return null;
  const [tenderId, lot, bidderUscc, versionText] = stanza.args;
  const version = readNumber(versionText);
  const whole =
    found.length === 1 && stanza.args.length === 4 && stanza.body.length === 0 && version !== null;
  if (!whole || tenderId === undefined || lot === undefined || bidderUscc === undefined) return 'malformed';
  return { tenderId, lot, bidderUscc, version };
}

export function shareStanza(share: SealedShare): Stanza {
  const { trusteeId, recipient, index, threshold, count, ephemeral, commitment, proof, box } = share;
  const numbers = [index, threshold, count].map(String);
  const args = [trusteeId, recipient, ...numbers, toBase64(ephemeral), toBase64(commitment), toBase64(proof)];
  return { type: SHARE_STANZA, args, body: box };
}

/** The shares of a header, in its order; `malformed` when one of them does not read. */
export function readShares(header: Header): readonly SealedShare[] | 'malformed' {
  const shares = header.stanzas.filter(({ type }) => type === SHARE_STANZA).map(readShare);
  return shares.every((share) => share !== null) ? shares : 'malformed';
}

function readShare({ args, body }: Stanza): SealedShare | null {
  if (args.length !== 8) return null;
  const [trusteeId = '', recipient = '', ...rest] = args;
  const [index, threshold, count] = rest.slice(0, 3).map(readNumber);
  const [ephemeral, commitment, proof] = rest.slice(3).map(fromBase64);
  if (!index || !threshold || !count || !ephemeral || !commitment || !proof) return null;
  if (!TRUSTEE_ID.test(trusteeId) || index > 255 || count > 255) return null;
  return { trusteeId, recipient, index, threshold, count, ephemeral, commitment, proof, box: body };
}
