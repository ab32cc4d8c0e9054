import { SCHEMES, type Scheme } from '../domain/seal/demand.ts';
import { SealingError } from './errors.ts';
import { SUITES } from './header.ts';
import type { KeyPair, Suites } from './suite.ts';

/** A new key pair. Its secret never leaves the machine that calls this. */
export const generateKey = (scheme: Scheme, suites = SUITES): KeyPair => suites[scheme].generate();

/**
 * The secret keys of a key file: one a line, `#` begins a comment, as age-keygen writes them. Each comes
 * with its scheme and public key. Throws a SealingError `bad-request` for a line that is no key.
 */
export function readKeys(text: string, suites = SUITES): (KeyPair & { readonly scheme: Scheme })[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => readKey(line, suites));
  if (keys.length > 0) return keys;
  throw new SealingError('bad-request', { zh: '密钥文件中没有密钥。', en: 'The key file holds no key.' });
}

function readKey(identity: string, suites: Suites): KeyPair & { readonly scheme: Scheme } {
  for (const scheme of SCHEMES) {
    try {
      return { scheme, identity, recipient: suites[scheme].recipientOf(identity) };
    } catch {
      // Of another scheme, or of none.
    }
  }
  throw new SealingError('bad-request', {
    zh: '密钥文件中有一行不是密钥。',
    en: 'A line of the key file is no secret key.',
  });
}
