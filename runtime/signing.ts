import path from 'node:path';
import { holdsUnder, openKeyRing, type RingKey } from './key-ring.ts';

/** The platform's signature, behind one seam: keys of a ring, in its file or wherever a command reaches them (key-ring.ts). */
export interface Signer {
  /** The id of the key that signs now. */
  readonly keyId: string;
  /** A compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037), or ES256 where the key is of that kind. */
  sign(payload: object): Promise<string>;
  /** The payload of a JWS of ours, by whichever of our keys. Throws an Error when the signature does not hold. */
  verify(jws: string): Promise<unknown>;
  /** The public keys as a JWK Set (RFC 7517), those of the past included; `nbf` and `exp` (epoch seconds) say when each signs. */
  jwks(): { keys: PlatformKey[] };
}

/** The public half of a key: Ed25519 (RFC 8037) or ECDSA on P-256 (RFC 7518). */
interface PublicJwk {
  readonly kty: 'OKP' | 'EC';
  readonly crv: 'Ed25519' | 'P-256';
  readonly x: string;
  /** Of P-256 alone. */
  readonly y?: string;
}

/** A key as the platform's key set shows it (RFC 7517); seconds since 1970 from when and until when it signs, where that is bounded. */
export interface PlatformKey extends PublicJwk {
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: RingKey['alg'];
  readonly nbf?: number;
  readonly exp?: number;
}

/** The file of the platform's ring in the folder of keys. */
export function signingFile(keysDir: string): string {
  return path.join(keysDir, 'platform-signing.json');
}

/** The signer of the platform's ring, made at first use. */
export async function createSigner(keysDir: string): Promise<Signer> {
  const ring = await openKeyRing(signingFile(keysDir));
  return {
    get keyId() {
      return ring.current().kid;
    },
    sign: async (payload) => {
      // The header names the key, and a rotation may come between the two: then it is done again.
      for (;;) {
        const header = headerOf(ring.current());
        const input = `${header}.${encode(payload)}`;
        const { key, signature } = await ring.sign(Buffer.from(input));
        if (headerOf(key) === header) return `${input}.${signature.toString('base64url')}`;
      }
    },
    verify: (jws) => Promise.resolve().then(() => checked(jws, ring.keys())),
    jwks: () => ({ keys: ring.keys().map(publicJwk) }),
  };
}

function publicJwk({ kid, alg, publicKey, fromAt, untilAt }: RingKey): PlatformKey {
  return {
    ...(publicKey.export({ format: 'jwk' }) as PublicJwk),
    kid,
    use: 'sig',
    alg,
    ...(fromAt === 0 ? {} : { nbf: Math.ceil(fromAt / 1_000) }),
    ...(untilAt === null ? {} : { exp: Math.ceil(untilAt / 1_000) }),
  };
}

const BASE64URL = /^[A-Za-z0-9_-]+$/;
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const headerOf = ({ alg, kid }: RingKey): string => encode({ alg, kid });

/** A JWS of ours has exactly the header of one of our keys: no other algorithm or key is ever looked at. */
function checked(jws: string, keys: readonly RingKey[]): unknown {
  const [header, payload = '', signature = '', ...more] = jws.split('.');
  const key = keys.find((one) => headerOf(one) === header);
  const bytes = Buffer.from(signature, 'base64url');
  const holds =
    key !== undefined &&
    more.length === 0 &&
    BASE64URL.test(payload) &&
    // The last character has bits that decoding drops: only one of its forms is ours.
    bytes.toString('base64url') === signature &&
    holdsUnder(key, Buffer.from(`${header}.${payload}`), bytes);
  if (!holds) throw new Error('the signature does not hold');
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
}

export { createLogSigner, type LogSigner } from './log-signing.ts';
