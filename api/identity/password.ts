import { randomBytes, scrypt, timingSafeEqual, type BinaryLike, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { HashQueue, type HashFor } from './hash-queue.ts';

const scryptAsync = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt);

/** OWASP's recommendation for scrypt: N = 2^17, r = 8, p = 1, which takes 128 MiB while it runs. */
const COST_LOG2 = 17;
const BLOCK_SIZE = 8;
const PARALLELISM = 1;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** Each derivation takes 128 MiB, so only so many run at once in a process; others wait, within bounds. */
const queue = new HashQueue({ concurrency: 2, waiting: 64, waitingOfOne: 32 });

function derive(password: string, salt: Buffer, costLog2: number, who: HashFor | null): Promise<Buffer> {
  const options = {
    N: 2 ** costLog2,
    r: BLOCK_SIZE,
    p: PARALLELISM,
    maxmem: 2 ** costLog2 * BLOCK_SIZE * 128 * 2,
  };
  return queue.run(who, () => scryptAsync(password.normalize('NFC'), salt, KEY_BYTES, options));
}

/**
 * Hashes a password for storage: `scrypt$17$8$1$<salt>$<key>`, base64url. The cost is part of it, so
 * that a later, higher cost does not lock anybody out. Throws the problem 429 when too many wait; for the
 * platform itself (`who` null) it always waits its turn.
 */
export async function hashPassword(
  password: string,
  costLog2: number = COST_LOG2,
  who: HashFor | null = null,
): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, costLog2, who);
  return [
    'scrypt',
    costLog2,
    BLOCK_SIZE,
    PARALLELISM,
    salt.toString('base64url'),
    key.toString('base64url'),
  ].join('$');
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
 * same work and says no. Throws a RangeError when the stored hash is not one of ours, and the problem 429 when too
 * many wait.
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
  who: HashFor | null = null,
): Promise<boolean> {
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
  const derived = await derive(password, Buffer.from(salt, 'base64url'), Number(cost), who);
  return derived.length === expected.length && timingSafeEqual(derived, expected) && stored !== null;
}
