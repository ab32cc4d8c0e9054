import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { OWN_KEY_STANZAS, POST_QUANTUM_STANZA } from '../../domain/seal/bid-header.ts';
import { fromBase64, toBase64, type Stanza } from '../../domain/seal/stanza.ts';
import { FILE_KEY_BYTES, type Aead, type BoxKey, type Suite } from '../suite.ts';
import { ageKeys, jsX25519, montgomeryOf, publicOf, secretOf, type Edwards, type X25519 } from './x25519.ts';

const WRAP_LABEL = 'age-encryption.org/v1/X25519';
const BOX_LABEL = utf8ToBytes('openseal-share/1 box');
/** Each wrapping key seals one thing, so that its nonce may be fixed. */
const ONE_NONCE = new Uint8Array(12);

/** ChaCha20-Poly1305 (RFC 8439) in JavaScript; sealing/node.ts has the machine's own. */
const chachaAead: Aead = {
  keyBytes: 32,
  tagBytes: 16,
  seal: (key, nonce, plain, into) => chacha20poly1305(key, nonce).encrypt(plain, into),
  open: (key, nonce, sealed, into) => {
    try {
      return chacha20poly1305(key, nonce).decrypt(sealed, into);
    } catch {
      return null;
    }
  },
};

/** age v1 (https://age-encryption.org/v1): X25519, HKDF-SHA-256, HMAC-SHA-256, ChaCha20-Poly1305. */
export function ageSuiteOn(x25519: X25519, aead: Aead, isOfPrimeOrder: (point: Edwards) => boolean): Suite {
  return {
    ...ageKeys(x25519, isOfPrimeOrder),
    scheme: 'age',
    aead,
    boxBytes: (shareBytes) => shareBytes + aead.tagBytes,
    hash: (data) => sha256(data),
    mac: (key, data) => hmac(sha256, key, data),
    kdf,
    wrap: (fileKey, recipient) => wrap(x25519, fileKey, recipient),
    isAnswerable: (stanza) => isAnswerable(x25519, stanza),
    unwrap: (stanza, identity) => unwrap(x25519, stanza, identity),
    sealBox: (key, share) => aead.seal(boxKey(key), ONE_NONCE, share),
    openBox: (key, box) => aead.open(boxKey(key), ONE_NONCE, box),
  };
}

/** The same in JavaScript. */
export const ageSuite = ageSuiteOn(jsX25519, chachaAead, (point) => point.isTorsionFree());

function kdf(
  secret: Uint8Array,
  salt: Uint8Array | undefined,
  info: string | Uint8Array,
  bytes: number,
): Uint8Array {
  return hkdf(sha256, secret, salt, typeof info === 'string' ? utf8ToBytes(info) : info, bytes);
}

function boxKey({ shared, ephemeral, recipient, context }: BoxKey): Uint8Array {
  const salt = concatBytes(ephemeral, recipient);
  return kdf(montgomeryOf(shared), salt, concatBytes(BOX_LABEL, sha256(context)), chachaAead.keyBytes);
}

function wrap(x25519: X25519, fileKey: Uint8Array, recipient: string): Stanza {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const share = x25519.publicOf(secret);
  const to = publicOf(recipient);
  const key = kdf(x25519.shared(secret, to), concatBytes(share, to), WRAP_LABEL, 32);
  return {
    type: OWN_KEY_STANZAS.age,
    args: [toBase64(share)],
    body: chachaAead.seal(key, ONE_NONCE, fileKey),
  };
}

/** Bytes of what ML-KEM-768 encapsulates; the X25519 share of the stanza for a post-quantum key stands after them. */
const ML_KEM_BYTES = 1088;
/** Any secret does: a point that gives none with one gives none with any. */
const ANY_SECRET = new Uint8Array(32).fill(1);

/** https://github.com/C2SP/C2SP/blob/main/age.md: one argument of fixed size, a wrapped file key, a share not of small order. */
function isAnswerable(x25519: X25519, { type, args, body }: Stanza): boolean {
  const before = type === POST_QUANTUM_STANZA ? ML_KEM_BYTES : 0;
  const share = args.length === 1 ? fromBase64(args[0] ?? '') : null;
  if (share?.length !== before + 32 || body.length !== FILE_KEY_BYTES + chachaAead.tagBytes) return false;
  try {
    x25519.shared(ANY_SECRET, share.subarray(before));
    return true;
  } catch {
    return false;
  }
}

function unwrap(x25519: X25519, { type, args, body }: Stanza, identity: string): Uint8Array | null {
  const share = args.length === 1 ? fromBase64(args[0] ?? '') : null;
  if (type !== OWN_KEY_STANZAS.age || share?.length !== 32) return null;
  const secret = secretOf(identity);
  const salt = concatBytes(share, x25519.publicOf(secret));
  try {
    return chachaAead.open(kdf(x25519.shared(secret, share), salt, WRAP_LABEL, 32), ONE_NONCE, body);
  } catch {
    // A share of small order gives no secret at all.
    return null;
  }
}
