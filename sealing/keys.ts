import { SCHEMES, type Scheme } from '../domain/seal/demand.ts';
import { isPostQuantum } from './age/x25519.ts';
import { SealingError } from './errors.ts';
import { SUITES } from './header.ts';
import type { KeyPair, Suites } from './suite.ts';

/** A new key pair. Its secret never leaves the machine that calls this. */
export const generateKey = (scheme: Scheme, suites = SUITES): KeyPair => suites[scheme].generate();

/** The lines of a key file that are to be keys: neither empty nor a comment (`#`), as age-keygen writes it. */
export const keyLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/**
 * The secret keys of a key file: one a line, `#` begins a comment, as age-keygen writes them. Each comes
 * with its scheme and public key. Rejects with a SealingError `bad-request` for a line that is no key.
 */
export async function readKeys(
  text: string,
  suites = SUITES,
): Promise<(KeyPair & { readonly scheme: Scheme })[]> {
  const keys = await Promise.all(keyLines(text).map((line) => readKey(line, suites)));
  if (keys.length > 0) return keys;
  throw new SealingError('bad-request', { zh: '密钥文件中没有密钥。', en: 'The key file holds no key.' });
}

async function readKey(identity: string, suites: Suites): Promise<KeyPair & { readonly scheme: Scheme }> {
  const readers: Readonly<Record<Scheme, () => KeyPair | Promise<KeyPair>>> = {
    age: () =>
      isPostQuantum(identity)
        ? import('./age/post-quantum.ts').then(({ postQuantumPair }) => postQuantumPair(identity))
        : { identity, recipient: suites.age.recipientOf(identity) },
    gm: () => ({ identity, recipient: suites.gm.recipientOf(identity) }),
  };
  for (const scheme of SCHEMES) {
    try {
      return { scheme, ...(await readers[scheme]()) };
    } catch (error) {
      // Of another scheme, or of none.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new SealingError('bad-request', {
    zh: '密钥文件中有一行不是密钥。',
    en: 'A line of the key file is no secret key.',
  });
}
