import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Suite } from './suite.ts';

/** Two scalars, the challenge and the answer, 32 bytes each, big-endian. */
export const PROOF_BYTES = 64;
const SCALAR_BYTES = 32;

/**
 * Proof of knowing e with E = e·G (Schnorr, made non-interactive over a context): whoever sealed a box
 * knows its ephemeral secret. `nonce` is a scalar that nobody else can guess and that differs for each context.
 */
export function proveKnowledge(
  suite: Suite,
  { e, point }: { readonly e: bigint; readonly point: Uint8Array },
  nonce: bigint,
  context: Uint8Array,
): Uint8Array {
  const { group } = suite;
  const c = challenge(suite, 'openseal knowledge', [context, point, group.timesBase(nonce)]);
  return encodeProof(c, (nonce + c * e) % group.order);
}

export function knowledgeHolds(
  suite: Suite,
  point: Uint8Array,
  context: Uint8Array,
  proof: Uint8Array,
): boolean {
  return holds(() => {
    const [c, s] = decodeProof(suite, proof);
    const commitment = suite.group.difference(s, c, point);
    return commitment !== null && c === challenge(suite, 'openseal knowledge', [context, point, commitment]);
  });
}

/**
 * Proof that X = x·G and Z = x·E have the same x (Chaum and Pedersen): a trustee shows that Z is what its
 * key makes of the box's ephemeral key, without showing the key.
 */
export function proveSameSecret(
  suite: Suite,
  secret: { readonly x: bigint; readonly point: Uint8Array },
  ephemeral: Uint8Array,
  context: Uint8Array,
): { readonly shared: Uint8Array; readonly proof: Uint8Array } {
  const { group } = suite;
  const shared = group.times(secret.x, ephemeral);
  const nonce = randomScalar(suite);
  const commitments = [group.timesBase(nonce), group.times(nonce, ephemeral)];
  const c = challenge(suite, 'openseal same secret', [
    context,
    secret.point,
    ephemeral,
    shared,
    ...commitments,
  ]);
  return { shared, proof: encodeProof(c, (nonce + c * secret.x) % group.order) };
}

export function sameSecretHolds(
  suite: Suite,
  points: {
    readonly recipient: Uint8Array;
    readonly ephemeral: Uint8Array;
    readonly shared: Uint8Array;
  },
  context: Uint8Array,
  proof: Uint8Array,
): boolean {
  const { recipient, ephemeral, shared } = points;
  return holds(() => {
    const [c, s] = decodeProof(suite, proof);
    const one = suite.group.difference(s, c, recipient);
    const other = suite.group.difference(s, c, shared, ephemeral);
    if (one === null || other === null) return false;
    return (
      c === challenge(suite, 'openseal same secret', [context, recipient, ephemeral, shared, one, other])
    );
  });
}

/** A scalar between 1 and the order, from bytes that are as good as random; 48 of them leave no bias. */
export function scalarOf(suite: Suite, bytes: Uint8Array): bigint {
  const { order } = suite.group;
  return (bigEndian(bytes) % (order - 1n)) + 1n;
}

const randomScalar = (suite: Suite): bigint => scalarOf(suite, crypto.getRandomValues(new Uint8Array(48)));

function challenge(suite: Suite, label: string, parts: readonly Uint8Array[]): bigint {
  return scalarOf(suite, suite.kdf(joined(parts), undefined, `${label} ${suite.scheme}`, 48));
}

/** Parts, each after its length in four bytes: no two lists of parts give the same bytes. */
export function joined(parts: readonly (Uint8Array | string)[]): Uint8Array {
  return concatBytes(
    ...parts.flatMap((part) => {
      const bytes = typeof part === 'string' ? utf8ToBytes(part) : part;
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, bytes.length);
      return [length, bytes];
    }),
  );
}

function encodeProof(c: bigint, s: bigint): Uint8Array {
  return concatBytes(scalarBytes(c), scalarBytes(s));
}

function decodeProof(suite: Suite, proof: Uint8Array): [bigint, bigint] {
  if (proof.length !== PROOF_BYTES) throw new RangeError('a proof has 64 bytes');
  const scalars = [proof.subarray(0, SCALAR_BYTES), proof.subarray(SCALAR_BYTES)].map(bigEndian);
  const [c = 0n, s = 0n] = scalars;
  // One text for one proof: scalars are reduced.
  if (c >= suite.group.order || s >= suite.group.order) throw new RangeError('no scalar');
  return [c, s];
}

function scalarBytes(scalar: bigint): Uint8Array {
  return Uint8Array.from({ length: SCALAR_BYTES }, (_, at) =>
    Number((scalar >> BigInt(8 * (SCALAR_BYTES - 1 - at))) & 0xffn),
  );
}

const bigEndian = (bytes: Uint8Array): bigint =>
  bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

/** A proof over bytes that are no points does not hold. */
function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
