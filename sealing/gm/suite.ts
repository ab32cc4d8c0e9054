import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { OWN_KEY_STANZAS } from '../../domain/seal/bid-header.ts';
import type { Stanza } from '../../domain/seal/stanza.ts';
import { groupOf } from '../group.ts';
import { FILE_KEY_BYTES, type Suite } from '../suite.ts';
import { gmAead } from './aead.ts';
import { sm3 } from './sm3.ts';
import { sm4Ctr } from './sm4.ts';
import * as sm2 from './sm2.ts';

const HASH_BYTES = 32;

/** SM4-CTR with HMAC-SM3 in JavaScript. */
const gmJsAead = gmAead({
  ctr: sm4Ctr,
  mac: (key, ...parts) => hmac(sm3, key, concatBytes(...parts)),
});

/** The Chinese commercial algorithms in the shape of an age file: SM2 (GB/T 32918), HKDF and HMAC over SM3 (GB/T 32905), SM4-CTR (GB/T 32907). */
export const gmSuite: Suite = {
  scheme: 'gm',
  aead: gmJsAead,
  group: groupOf(sm2.Sm2Point),
  boxBytes: (shareBytes) => shareBytes + HASH_BYTES,
  hash: (data) => sm3(data),
  mac: (key, data) => hmac(sm3, key, data),
  kdf: (secret, salt, info, bytes) =>
    hkdf(sm3, secret, salt, typeof info === 'string' ? utf8ToBytes(info) : info, bytes),
  generate: sm2.generate,
  recipientOf: sm2.recipientOf,
  pointOf: sm2.pointOf,
  openerOf: sm2.openerOf,
  wrap,
  isAnswerable: (stanza) => ciphertextOf(stanza)?.masked.length === HASH_BYTES + FILE_KEY_BYTES,
  unwrap,
  // The box is an SM2 ciphertext whose C1 is the ephemeral key; the context is bound by commitment and proof.
  sealBox: ({ shared }, share) => sm2.maskWith(shared, share),
  openBox: ({ shared }, box) => sm2.unmaskWith(shared, box),
};

function wrap(fileKey: Uint8Array, recipient: string): Stanza {
  const to = sm2.pointOf(recipient);
  const { scalar, point } = sm2.openerOf(sm2.generate().identity);
  const masked = sm2.maskWith(gmSuite.group.times(scalar, to), fileKey);
  return { type: OWN_KEY_STANZAS.gm, args: [], body: sm2.toDer(point, masked) };
}

function unwrap(stanza: Stanza, identity: string): Uint8Array | null {
  const found = ciphertextOf(stanza);
  const scalar = sm2.scalarOf(identity);
  return found === null ? null : sm2.unmaskWith(gmSuite.group.times(scalar, found.ephemeral), found.masked);
}

/** The ciphertext of a stanza for an own key; null for any other stanza, and for one that holds none. */
function ciphertextOf({ type, args, body }: Stanza): ReturnType<typeof sm2.fromDer> {
  if (type !== OWN_KEY_STANZAS.gm || args.length > 0) return null;
  try {
    return sm2.fromDer(body);
  } catch {
    // C1 is no point of the curve.
    return null;
  }
}
