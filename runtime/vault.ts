import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import path from 'node:path';
import { openKeyFile, type KeyFile } from './key-file.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ID_BYTES = 8;
/** What the key of digests is for: none is ever used as another. */
const DIGEST_KEY = 'openseal digest/1';
const DIGEST_KEY_BYTES = 32;

/** Keeps small secrets (bid keys handed in, webhook secrets) encrypted at rest. */
export interface Vault {
  /** The id (8 bytes) that stands before everything that is sealed now. */
  readonly keyId: Uint8Array;
  /** AES-256-GCM: key id, nonce, cipher text, tag. */
  seal(plain: Uint8Array): Uint8Array;
  /** Throws an Error when the bytes are not this vault's or were changed. */
  open(sealed: Uint8Array): Uint8Array;
  /**
   * HMAC-SHA-256 (base64url) of a text under a key that is derived from the one that seals now: the same text has the same
   * digest, and nobody without the vault can guess at it.
   */
  digest(text: string): string;
}

export const vaultFile = (keysDir: string): string => path.join(keysDir, 'vault.key');
export const historyFile = (keysDir: string): string => path.join(keysDir, 'history.key');

/** The vault of the platform's key file `vault.key`, made at first use. Its first key seals, all of its keys open. */
export async function createVault(keysDir: string): Promise<Vault> {
  const keys = await openKeyFile(vaultFile(keysDir));
  const { key } = keys.current;
  const keyId = Buffer.from(keys.current.id, 'hex');
  const digestKey = Buffer.from(hkdfSync('sha256', key, '', DIGEST_KEY, DIGEST_KEY_BYTES));
  return {
    keyId,
    seal: (plain) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return Buffer.concat([keyId, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed);
      const by = keys.byId(bytes.subarray(0, ID_BYTES).toString('hex'));
      if (by === null) throw new Error('sealed with another key of the vault');
      const nonce = bytes.subarray(ID_BYTES, ID_BYTES + NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', by.key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      const body = bytes.subarray(ID_BYTES + NONCE_BYTES, bytes.length - TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    },
    digest: (text) => createHmac('sha256', digestKey).update(text, 'utf8').digest('base64url'),
  };
}

/** The keys that encrypt the engine's histories, from `history.key`. */
export function historyKeys(keysDir: string): Promise<KeyFile> {
  return openKeyFile(historyFile(keysDir));
}
