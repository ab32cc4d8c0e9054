import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import path from 'node:path';
import { createOnce } from './files.ts';

/** The platform's signature, behind one seam: a key file here, an HSM or KMS elsewhere. */
export interface Signer {
  readonly keyId: string;
  /** A compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037). */
  sign(payload: object): Promise<string>;
  /** The payload of a JWS of ours. Throws an Error when the signature does not hold. */
  verify(jws: string): Promise<unknown>;
  /** The public keys as a JWK Set (RFC 7517). */
  jwks(): { keys: object[] };
}

interface StoredKey {
  readonly kid: string;
  readonly jwk: Record<string, unknown>;
}

/** The signer of the platform's key file `platform-signing.json`, made at first use. */
export async function createSigner(keysDir: string): Promise<Signer> {
  const stored = JSON.parse(
    await createOnce(path.join(keysDir, 'platform-signing.json'), newKey),
  ) as StoredKey;
  const privateKey = createPrivateKey({ key: stored.jwk as never, format: 'jwk' });
  const publicKey = createPublicKey(privateKey);
  const header = encode({ alg: 'EdDSA', kid: stored.kid });
  return {
    keyId: stored.kid,
    sign: (payload) => {
      const input = `${header}.${encode(payload)}`;
      return Promise.resolve(`${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`);
    },
    verify: (jws) => Promise.resolve().then(() => checked(jws, header, publicKey)),
    jwks: () => ({
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: stored.kid, use: 'sig', alg: 'EdDSA' }],
    }),
  };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return JSON.stringify({ kid: randomUUID(), jwk: privateKey.export({ format: 'jwk' }) });
}

const BASE64URL = /^[A-Za-z0-9_-]+$/;
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWS of ours has exactly our header: neither another algorithm nor another key is ever looked at. */
function checked(jws: string, ourHeader: string, publicKey: KeyObject): unknown {
  const [header, payload = '', signature = '', ...more] = jws.split('.');
  const holds =
    header === ourHeader &&
    more.length === 0 &&
    BASE64URL.test(payload) &&
    BASE64URL.test(signature) &&
    verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'));
  if (!holds) throw new Error('the signature does not hold');
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
}

export { createLogSigner, type LogSigner } from './log-signing.ts';
