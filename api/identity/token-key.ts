import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';

/** The key pair that signs and checks tokens; of its own, so that a token can never pass for a receipt. */
export interface TokenKey {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** Loads `api-tokens.jwk` from the keys folder, or makes it (Ed25519, readable by the owner only). */
export async function loadTokenKey(keysDir: string): Promise<TokenKey> {
  const path = join(keysDir, 'api-tokens.jwk');
  await mkdir(keysDir, { recursive: true, mode: 0o700 });
  const jwk = (await readKey(path)) ?? (await createKey(keysDir, path));
  const { d: _secret, ...publicJwk } = jwk;
  return {
    keyId: jwk.kid ?? 'api-tokens',
    privateKey: (await importJWK(jwk, 'EdDSA')) as CryptoKey,
    publicKey: (await importJWK(publicJwk, 'EdDSA')) as CryptoKey,
  };
}

async function readKey(path: string): Promise<JWK | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written aside and linked into place, so that of two processes that start at once both take the same, whole key. */
async function createKey(keysDir: string, path: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'EdDSA', use: 'sig' };
  const aside = join(keysDir, `.api-tokens-${randomUUID()}`);
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify(jwk));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(aside);
  }
  const stored = await readKey(path);
  if (stored === null) throw new Error(`the token key ${path} vanished while it was made`);
  return stored;
}
