import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import path from 'node:path';
import {
  ED25519,
  formatVerifierKey,
  utf8,
  verifierKey,
  type NoteSignature,
  type SignatureType,
  type VerifierKey,
} from '../domain/record/log/index.ts';
import type { LogName } from '../domain/record/log-name.ts';
import { createOnce, readIfThere, writeWhole } from './files.ts';

/** The signature of the record's log over its checkpoints: a key file here, an HSM or KMS elsewhere. */
export interface LogSigner {
  /** The log's identity: first line of each checkpoint, name of each key. It never changes. */
  readonly origin: string;
  /** The keys that sign now, as verifier keys (C2SP signed-note). */
  readonly vkeys: readonly string[];
  /** One Ed25519 note signature of each key over a note's text. */
  sign(text: string): Promise<readonly NoteSignature[]>;
}

interface StoredKeys {
  readonly origin: string;
  readonly keys: readonly { readonly jwk: Record<string, unknown> }[];
}

/** The key file of each log: a key signs one log alone. */
const FILES: Readonly<Record<LogName, string>> = {
  record: 'record-signing.json',
  rehearsals: 'rehearsals-signing.json',
};
const fileOf = (keysDir: string, log: LogName): string => path.join(keysDir, FILES[log]);

/**
 * The signer of a log by its key file, made at first use: the record's for the log `origin`, the rehearsals' for
 * `<origin>/rehearsals`. A file that is there keeps the origin it was made with. While a rotation is under way it holds two keys, and both sign.
 */
export async function createLogSigner(
  keysDir: string,
  origin: string,
  log: LogName = 'record',
): Promise<LogSigner> {
  const name = log === 'record' ? origin : `${origin}/${log}`;
  const make = (): string => JSON.stringify({ origin: name, keys: [newKey()] });
  return signerOf(JSON.parse(await createOnce(fileOf(keysDir, log), make)) as StoredKeys);
}

function signerOf({ origin, keys }: StoredKeys): LogSigner {
  const signing = keys.map(({ jwk }) => ed25519Key(jwk, origin, ED25519));
  return {
    origin,
    vkeys: signing.map(({ key }) => formatVerifierKey(key)),
    sign: (text) =>
      Promise.resolve(
        signing.map(({ key: { name, keyId }, privateKey }) => ({
          name,
          keyId,
          signature: sign(null, utf8(text), privateKey),
        })),
      ),
  };
}

/** A private Ed25519 key as JWK. */
export function newKey(): { jwk: Record<string, unknown> } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { jwk: privateKey.export({ format: 'jwk' }) as Record<string, unknown> };
}

/** A private key of a JWK, and the verifier key that belongs to it. */
export function ed25519Key(
  jwk: Record<string, unknown>,
  name: string,
  type: SignatureType,
): { key: VerifierKey; privateKey: KeyObject } {
  const privateKey = createPrivateKey({ key: jwk as never, format: 'jwk' });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { key: verifierKey(name, type, Buffer.from(x, 'base64url')), privateKey };
}

async function changeKeys(
  keysDir: string,
  log: LogName,
  change: (keys: StoredKeys['keys']) => StoredKeys['keys'],
): Promise<LogSigner> {
  const text = await readIfThere(fileOf(keysDir, log));
  if (text === null)
    throw new Error(`there is no ${fileOf(keysDir, log)}: the sequencer makes it at its first start`);
  const stored = JSON.parse(text) as StoredKeys;
  const changed = { ...stored, keys: change(stored.keys) };
  await writeWhole(fileOf(keysDir, log), JSON.stringify(changed));
  return signerOf(changed);
}

/** First half of a rotation: a new key signs beside the old one. Throws an Error when two sign already. */
export const addLogKey = (keysDir: string, log: LogName = 'record'): Promise<LogSigner> =>
  changeKeys(keysDir, log, (keys) => {
    if (keys.length > 1) throw new Error('two keys sign already: retire the old one first');
    return [...keys, newKey()];
  });

/** Second half: the old key signs no longer; its private half is gone. Throws an Error when only one signs. */
export const retireLogKey = (keysDir: string, log: LogName = 'record'): Promise<LogSigner> =>
  changeKeys(keysDir, log, (keys) => {
    if (keys.length < 2) throw new Error('one key signs: add a new one first');
    return keys.slice(1);
  });
