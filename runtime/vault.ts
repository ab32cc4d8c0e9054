import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { createOnce } from './files.ts';
import type { HistoryKey } from './engine/codec.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ID_BYTES = 8;

/** Keeps small secrets (bid keys handed in, webhook secrets) encrypted at rest. */
export interface Vault {
  /** AES-256-GCM: key id, nonce, cipher text, tag. */
  seal(plain: Uint8Array): Uint8Array;
  /** Throws an Error when the bytes are not this vault's or were changed. */
  open(sealed: Uint8Array): Uint8Array;
}

/** The vault of the platform's key file `vault.key`, made at first use. */
export async function createVault(keysDir: string): Promise<Vault> {
  const { id, key } = await keyFile(path.join(keysDir, 'vault.key'));
  const keyId = Buffer.from(id, 'hex').subarray(0, ID_BYTES);
  return {
    seal: (plain) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return Buffer.concat([keyId, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed);
      if (!bytes.subarray(0, ID_BYTES).equals(keyId)) throw new Error('sealed with another key of the vault');
      const nonce = bytes.subarray(ID_BYTES, ID_BYTES + NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      const body = bytes.subarray(ID_BYTES + NONCE_BYTES, bytes.length - TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    },
  };
}

/** The key that encrypts the engine's histories, from `history.key`. */
export async function historyKey(keysDir: string): Promise<HistoryKey> {
  return keyFile(path.join(keysDir, 'history.key'));
}

async function keyFile(file: string): Promise<HistoryKey> {
  const key = Buffer.from(
    (await createOnce(file, () => `${randomBytes(32).toString('base64')}\n`)).trim(),
    'base64',
  );
  if (key.length !== 32) throw new Error(`${file} holds no 256-bit key`);
  return {
    id: createHash('sha256')
      .update(key)
      .digest('hex')
      .slice(0, ID_BYTES * 2),
    key,
  };
}
