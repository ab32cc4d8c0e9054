import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import * as asn1js from 'asn1js';
import { AlgorithmIdentifier } from 'pkijs';
import { sm2 } from 'sm-crypto-v2';
import { derFrom } from './der.ts';
import { DIGEST_OIDS, type Digest } from './signatures.ts';

export const KEY_KINDS = ['rsa', 'ecdsa', 'sm2'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** A private key that signs certificates and messages, as the development authority and the tools use it. */
export interface PkiKey {
  readonly kind: KeyKind;
  /** The digest that goes with it. */
  readonly digest: Digest;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer;
  /** Algorithm identifier of its signatures. */
  readonly algorithm: AlgorithmIdentifier;
  sign(data: Uint8Array): Buffer;
}

const OIDS: Readonly<Record<KeyKind, string>> = {
  rsa: '1.2.840.113549.1.1.11',
  ecdsa: '1.2.840.10045.4.3.2',
  sm2: '1.2.156.10197.1.501',
};
const RSA_BITS = 2048;

/** A new private key, PKCS #8 in PEM: RSA of 2048 bits, ECDSA on P-256, or SM2. */
export function generateKeyPem(kind: KeyKind): string {
  const { privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: RSA_BITS })
      : generateKeyPairSync('ec', { namedCurve: kind === 'sm2' ? 'SM2' : 'prime256v1' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Reads a private key, PKCS #8 in PEM. Throws a RangeError for a key of another kind. */
export function keyFromPem(pem: string): PkiKey {
  const secret = sm2Secret(pem);
  if (secret !== null) return sm2Key(secret);
  const node = createPrivateKey(pem);
  const kind = kindOf(node);
  const parameters = kind === 'rsa' ? { algorithmParams: new asn1js.Null() } : {};
  return {
    kind,
    digest: 'sha256',
    spki: createPublicKey(node).export({ type: 'spki', format: 'der' }),
    algorithm: new AlgorithmIdentifier({ algorithmId: OIDS[kind], ...parameters }),
    sign: (data) => sign('sha256', data, node),
  };
}

function kindOf(key: KeyObject): 'rsa' | 'ecdsa' {
  if (key.asymmetricKeyType === 'rsa') return 'rsa';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ecdsa';
  throw new RangeError('a private key is RSA, ECDSA on P-256 or SM2');
}

const SM2_CURVE = '1.2.156.10197.1.301';

/** The secret number (hex) of an SM2 key in PKCS #8, which Node does not take for a key of its own; null of another. */
function sm2Secret(pem: string): string | null {
  const [der] = derFrom(pem, ['PRIVATE KEY']);
  if (der === undefined) return null;
  const [, algorithm, wrapped] = (parse(der) as asn1js.Sequence).valueBlock.value;
  const curve = (algorithm as asn1js.Sequence | undefined)?.valueBlock.value[1];
  if (!(curve instanceof asn1js.ObjectIdentifier) || curve.valueBlock.toString() !== SM2_CURVE) return null;
  // ECPrivateKey (RFC 5915): version, then the secret number.
  const inner = parse((wrapped as asn1js.OctetString).valueBlock.valueHexView) as asn1js.Sequence;
  const secret = inner.valueBlock.value[1] as asn1js.OctetString;
  return Buffer.from(secret.valueBlock.valueHexView).toString('hex').padStart(64, '0');
}

function parse(der: Uint8Array): asn1js.BaseBlock {
  return asn1js.fromBER(Uint8Array.from(der)).result;
}

/** Signs by GM/T 0003.2 with the identifier of GM/T 0009 before the message, which Node's own SM2 leaves out. */
function sm2Key(secret: string): PkiKey {
  const point = Buffer.from(sm2.getPublicKeyFromPrivateKey(secret), 'hex');
  const algorithm = new AlgorithmIdentifier({
    algorithmId: '1.2.840.10045.2.1',
    algorithmParams: new asn1js.ObjectIdentifier({ value: SM2_CURVE }),
  });
  const bits = new asn1js.BitString({ valueHex: Uint8Array.from(point) });
  return {
    kind: 'sm2',
    digest: 'sm3',
    spki: Buffer.from(new asn1js.Sequence({ value: [algorithm.toSchema(), bits] }).toBER()),
    algorithm: new AlgorithmIdentifier({ algorithmId: OIDS.sm2 }),
    sign: (data) => Buffer.from(sm2.doSignature(data, secret, { der: true, hash: true }), 'hex'),
  };
}

/** The algorithm identifier of a digest. */
export function digestAlgorithm(digest: Digest): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithmId: DIGEST_OIDS[digest] });
}
