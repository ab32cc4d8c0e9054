import { randomBytes, scrypt, timingSafeEqual, type BinaryLike, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

const scryptAsync = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt);

/** OWASP's recommendation for scrypt: N = 2^17, r = 8, p = 1, which takes 128 MiB while it runs. */
const COST_LOG2 = 17;
const BLOCK_SIZE = 8;
const PARALLELISM = 1;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** Each derivation takes 128 MiB, so only so many run at once in a process; the others wait. */
const MAX_CONCURRENT = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, costLog2: number): Promise<Buffer> {
  if (running >= MAX_CONCURRENT) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    const options = {
      N: 2 ** costLog2,
      r: BLOCK_SIZE,
      p: PARALLELISM,
      maxmem: 2 ** costLog2 * BLOCK_SIZE * 128 * 2,
    };
    return await scryptAsync(password.normalize('NFC'), salt, KEY_BYTES, options);
  } finally {
    const next = waiting.shift();
    // The place goes on to the next in line; only when nobody waits does it become free.
    if (next === undefined) running--;
    else next();
  }
}

/**
 * Hashes a password for storage: `scrypt$17$8$1$<salt>$<key>`, base64url. The cost is part of it, so
 * that a later, higher cost does not lock anybody out.
 */
export async function hashPassword(password: string, costLog2: number = COST_LOG2): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, costLog2);
  return [
    'scrypt',
    costLog2,
    BLOCK_SIZE,
    PARALLELISM,
    salt.toString('base64url'),
    key.toString('base64url'),
  ].join('$');
}

/** A digest of a password under a salt (any text), as slow to guess as a stored hash; base64url. The same for the same two. */
export async function slowDigest(password: string, salt: string): Promise<string> {
  return (await derive(password, Buffer.from(salt), COST_LOG2)).toString('base64url');
}

/** A hash that no password has; compared against for unknown logins, so that they take as long as known ones. */
const NOBODY = [
  'scrypt',
  COST_LOG2,
  BLOCK_SIZE,
  PARALLELISM,
  randomBytes(SALT_BYTES).toString('base64url'),
].join('$');

/**
 * Compares a password with a stored hash in constant time; with null (an unknown login) it does the
 * same work and says no. Throws a RangeError when the stored hash is not one of ours.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, cost, blockSize, parallelism, salt, key] = (stored ?? `${NOBODY}$`).split('$');
  if (
    scheme !== 'scrypt' ||
    blockSize !== '8' ||
    parallelism !== '1' ||
    salt === undefined ||
    key === undefined
  ) {
    throw new RangeError('not a password hash of this platform');
  }
  const expected = stored === null ? randomBytes(KEY_BYTES) : Buffer.from(key, 'base64url');
  const derived = await derive(password, Buffer.from(salt, 'base64url'), Number(cost));
  return derived.length === expected.length && timingSafeEqual(derived, expected) && stored !== null;
}
