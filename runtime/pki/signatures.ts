import { constants, createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import * as asn1js from 'asn1js';
import { RSASSAPSSParams, type AlgorithmIdentifier } from 'pkijs';
import { sm2 } from 'sm-crypto-v2';
import { assertDer } from './der.ts';

/** Digests that are accepted, by object identifier. */
export const DIGESTS: Readonly<Record<string, Digest>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.156.10197.1.401': 'sm3',
  '1.2.156.10197.1.401.1': 'sm3',
};
export type Digest = 'sha256' | 'sha384' | 'sha512' | 'sm3';
export const DIGEST_OIDS: Readonly<Record<Digest, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  sm3: '1.2.156.10197.1.401',
};

type KeyKind = 'rsa' | 'ecdsa' | 'sm2';
interface Scheme {
  readonly kind: KeyKind;
  /** null: whatever digest the signature names beside it (CMS). */
  readonly digest: Digest | null;
  /** Whether parameters are NULL (or left out), or never there. */
  readonly parameters: 'null' | 'none' | 'pss';
}

const RSA_PSS = '1.2.840.113549.1.1.10';
/** Signature algorithms by object identifier (RFC 4055, 5758, 8017; GM/T 0006 for SM2). */
export const SCHEMES: Readonly<Record<string, Scheme>> = {
  '1.2.840.113549.1.1.1': { kind: 'rsa', digest: null, parameters: 'null' },
  [RSA_PSS]: { kind: 'rsa', digest: null, parameters: 'pss' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', digest: 'sha256', parameters: 'null' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', digest: 'sha384', parameters: 'null' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', digest: 'sha512', parameters: 'null' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', digest: 'sha256', parameters: 'none' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', digest: 'sha384', parameters: 'none' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', digest: 'sha512', parameters: 'none' },
  '1.2.156.10197.1.501': { kind: 'sm2', digest: 'sm3', parameters: 'null' },
  // GM/T 0010 names the bare algorithm in a SignerInfo.
  '1.2.156.10197.1.301.1': { kind: 'sm2', digest: 'sm3', parameters: 'null' },
};

/** A public key as verification needs it. */
export interface PublicKey {
  readonly kind: KeyKind;
  readonly bits: number;
  /** Node's key; null for SM2, which Node does not verify. */
  readonly node: KeyObject | null;
  /** The uncompressed point (hex) of an SM2 key, else null. */
  readonly sm2Point: string | null;
}

const SM2_CURVE = '1.2.156.10197.1.301';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const EC_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 };

/** A longer modulus or public exponent makes each check of a signature slow without making it safer. */
const RSA_MAX_BITS = 8192;
const RSA_MAX_EXPONENT = 2n ** 32n;

/** Reads a SubjectPublicKeyInfo. Null for a key of another kind, on another curve, or without measure. */
export function publicKeyFrom(spki: Uint8Array, algorithm: AlgorithmIdentifier): PublicKey | null {
  const { algorithmId, algorithmParams } = algorithm;
  if (algorithmId === EC_PUBLIC_KEY && oidOf(algorithmParams) === SM2_CURVE) return sm2Key(spki);
  try {
    const node = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    const { modulusLength = 0, publicExponent = 0n, namedCurve } = node.asymmetricKeyDetails ?? {};
    if (node.asymmetricKeyType === 'rsa') {
      const measured = modulusLength <= RSA_MAX_BITS && publicExponent <= RSA_MAX_EXPONENT;
      return measured ? { kind: 'rsa', bits: modulusLength, node, sm2Point: null } : null;
    }
    const bits = node.asymmetricKeyType === 'ec' ? EC_BITS[namedCurve ?? ''] : undefined;
    return bits === undefined ? null : { kind: 'ecdsa', bits, node, sm2Point: null };
  } catch {
    return null;
  }
}

function oidOf(value: unknown): string | null {
  return value instanceof asn1js.ObjectIdentifier ? value.valueBlock.toString() : null;
}

function sm2Key(spki: Uint8Array): PublicKey | null {
  // The point, 65 bytes from 04, ends the structure.
  const point = Buffer.from(spki.subarray(-65)).toString('hex');
  const holds = point.startsWith('04') && sm2.verifyPublicKey(point);
  return holds ? { kind: 'sm2', bits: 256, node: null, sm2Point: point } : null;
}

/** The digest that an algorithm uses with the one named beside it; null when the two do not fit, or are not accepted. */
export function schemeOf(
  algorithm: AlgorithmIdentifier,
  beside: Digest | null,
): (Scheme & { digest: Digest }) | null {
  const scheme = SCHEMES[algorithm.algorithmId];
  if (scheme === undefined || !parametersFit(algorithm, scheme)) return null;
  const pss = scheme.parameters === 'pss' ? pssOf(algorithm) : null;
  if (scheme.parameters === 'pss' && pss === null) return null;
  const digest = scheme.digest ?? pss?.digest ?? beside;
  if (digest === null || (beside !== null && digest !== beside)) return null;
  if (scheme.kind !== 'sm2' && digest === 'sm3') return null;
  return { ...scheme, digest };
}

function parametersFit(algorithm: AlgorithmIdentifier, scheme: Scheme): boolean {
  const given: unknown = algorithm.algorithmParams;
  if (scheme.parameters === 'pss') return given instanceof asn1js.Sequence;
  const absent =
    given === undefined || given === null || (given as asn1js.BaseBlock).constructor === asn1js.Any;
  return absent || (scheme.parameters === 'null' && given instanceof asn1js.Null);
}

const MGF1 = '1.2.840.113549.1.1.8';

/**
 * RSASSA-PSS parameters (RFC 4055): one digest for both uses, and nothing but what that digest and the salt's
 * length make of them, byte for byte (digest identifiers with NULL parameters, or both without any).
 */
function pssOf(algorithm: AlgorithmIdentifier): { digest: Digest; saltLength: number } | null {
  const given = algorithm.algorithmParams as asn1js.Sequence;
  const { hashAlgorithm, saltLength } = new RSASSAPSSParams({ schema: given });
  const digest = DIGESTS[hashAlgorithm.algorithmId];
  if (digest === undefined || digest === 'sm3') return null;
  const bytes = Buffer.from(given.toBER());
  const forms = [[new asn1js.Null()], []].map((parameters) => pssParameters(digest, parameters, saltLength));
  return forms.some((form) => form.equals(bytes)) ? { digest, saltLength } : null;
}

function pssParameters(digest: Digest, parameters: asn1js.Null[], saltLength: number): Buffer {
  const identifier = (id: string, ...more: asn1js.BaseBlock[]) =>
    new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: id }), ...more] });
  const hash = identifier(DIGEST_OIDS[digest], ...parameters);
  const parts = [hash, identifier(MGF1, hash), new asn1js.Integer({ value: saltLength })];
  const value = parts.map(
    (part, tagNumber) => new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [part] }),
  );
  return Buffer.from(new asn1js.Sequence({ value }).toBER());
}

/** The bytes of a signature in a BIT STRING: whole ones, else the same signature had several encodings. */
export function signatureBytes(bits: asn1js.BitString): Uint8Array {
  return bits.valueBlock.unusedBits === 0 ? bits.valueBlock.valueHexView : new Uint8Array();
}

/** Whether a signature over `data` holds. `beside` is the digest that a CMS names, null elsewhere. */
export function signatureHolds(
  algorithm: AlgorithmIdentifier,
  beside: Digest | null,
  key: PublicKey,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const scheme = schemeOf(algorithm, beside);
  if (scheme === null || scheme.kind !== key.kind) return false;
  if (key.sm2Point !== null) return sm2Holds(data, signature, key.sm2Point);
  if (key.node === null) return false;
  const pss = scheme.parameters === 'pss' ? pssOf(algorithm) : null;
  const padding =
    pss === null
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.saltLength };
  const options = key.kind === 'rsa' ? { key: key.node, ...padding } : { key: key.node };
  try {
    return verify(scheme.digest, data, options, signature);
  } catch {
    return false;
  }
}

/** GM/T 0003.2 with the default identifier of GM/T 0009, as GB/T 35276 asks of certificates and messages. */
function sm2Holds(data: Uint8Array, signature: Uint8Array, point: string): boolean {
  try {
    const numbers = sm2Numbers(signature);
    return numbers !== null && sm2.doVerifySignature(data, numbers, point, { hash: true });
  } catch {
    return false;
  }
}

/** The library's ENUMERATED is an INTEGER too; here it is not. */
function isInteger(block: asn1js.BaseBlock): block is asn1js.Integer {
  return block instanceof asn1js.Integer && !(block instanceof asn1js.Enumerated);
}

/** The order of the SM2 curve (GB/T 32918.5). */
const SM2_ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** The numbers r and s (64 hex digits each) out of their DER, which is read strictly: the library would take other encodings, too. */
function sm2Numbers(signature: Uint8Array): string | null {
  assertDer(signature);
  const { result } = asn1js.fromBER(Uint8Array.from(signature));
  const parts = result instanceof asn1js.Sequence ? result.valueBlock.value : [];
  const numbers = parts.map((part) =>
    isInteger(part) ? BigInt(`0x${Buffer.from(part.valueBlock.valueHexView).toString('hex')}`) : 0n,
  );
  // The first bit of a negative INTEGER is set; both numbers of a signature are positive.
  const positive = parts.every((part) => isInteger(part) && (part.valueBlock.valueHexView[0] ?? 0x80) < 0x80);
  const holds = numbers.length === 2 && positive && numbers.every((one) => one > 0n && one < SM2_ORDER);
  return holds ? numbers.map((one) => one.toString(16).padStart(64, '0')).join('') : null;
}

/** The digest of bytes, or of what a stream brings. */
export async function digestOf(
  digest: Digest,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<Buffer> {
  const hash = createHash(digest);
  if (content instanceof Uint8Array) return hash.update(content).digest();
  for await (const chunk of content) hash.update(chunk);
  return hash.digest();
}
