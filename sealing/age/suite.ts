import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { OWN_KEY_STANZAS } from '../../domain/seal/bid-header.ts';
import { fromBase64, toBase64, type Stanza } from '../../domain/seal/stanza.ts';
import { groupOf } from '../group.ts';
import type { Aead, BoxKey, Suite } from '../suite.ts';
import { generate, montgomeryOf, openerOf, pointOf, publicOf, recipientOf, secretOf } from './x25519.ts';

const WRAP_LABEL = 'age-encryption.org/v1/X25519';
const BOX_LABEL = utf8ToBytes('openseal-share/1 box');
/** Each wrapping key seals one thing, so that its nonce may be fixed. */
const ONE_NONCE = new Uint8Array(12);

/** ChaCha20-Poly1305 (RFC 8439) in JavaScript; sealing/node.ts has the machine's own. */
export const chachaAead: Aead = {
  keyBytes: 32,
  tagBytes: 16,
  seal: (key, nonce, plain) => chacha20poly1305(key, nonce).encrypt(plain),
  open: (key, nonce, sealed) => {
    try {
      return chacha20poly1305(key, nonce).decrypt(sealed);
    } catch {
      return null;
    }
  },
};

/** age v1 (https://age-encryption.org/v1): X25519, HKDF-SHA-256, HMAC-SHA-256, ChaCha20-Poly1305. */
export const ageSuite: Suite = {
  scheme: 'age',
  aead: chachaAead,
  group: groupOf(ed25519.Point),
  boxBytes: (shareBytes) => shareBytes + chachaAead.tagBytes,
  hash: (data) => sha256(data),
  mac: (key, data) => hmac(sha256, key, data),
  kdf,
  generate,
  recipientOf,
  pointOf,
  openerOf,
  wrap,
  unwrap,
  sealBox: (key, share) => chachaAead.seal(boxKey(key), ONE_NONCE, share),
  openBox: (key, box) => chachaAead.open(boxKey(key), ONE_NONCE, box),
};

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

function wrap(fileKey: Uint8Array, recipient: string): Stanza {
  const secret = x25519.utils.randomSecretKey();
  const share = x25519.getPublicKey(secret);
  const to = publicOf(recipient);
  const key = kdf(x25519.getSharedSecret(secret, to), concatBytes(share, to), WRAP_LABEL, 32);
  return {
    type: OWN_KEY_STANZAS.age,
    args: [toBase64(share)],
    body: chachaAead.seal(key, ONE_NONCE, fileKey),
  };
}

function unwrap({ type, args, body }: Stanza, identity: string): Uint8Array | null {
  const share = args.length === 1 ? fromBase64(args[0] ?? '') : null;
  if (type !== OWN_KEY_STANZAS.age || share?.length !== 32) return null;
  const secret = secretOf(identity);
  const salt = concatBytes(share, x25519.getPublicKey(secret));
  try {
    return chachaAead.open(kdf(x25519.getSharedSecret(secret, share), salt, WRAP_LABEL, 32), ONE_NONCE, body);
  } catch {
    // A share of small order gives no secret at all.
    return null;
  }
}
