import { createPublicKey, verify, type KeyObject } from 'node:crypto';

const PUBLIC_KEY_BYTES = 32;
/** Keys seen lately, so that many signatures of one key do not each read it anew. */
const known = new Map<string, KeyObject>();
const MAX_KNOWN = 100;

function keyOf(publicKey: Uint8Array): KeyObject | null {
  if (publicKey.length !== PUBLIC_KEY_BYTES) return null;
  const x = Buffer.from(publicKey).toString('base64url');
  const there = known.get(x);
  if (there !== undefined) return there;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(x, key);
  return key;
}

/** Whether an Ed25519 signature (RFC 8032) of a message holds under a raw public key of 32 bytes. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = keyOf(publicKey);
  return key !== null && verify(null, message, key, signature);
}
