import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { createOnce, writeWhole } from './files.ts';

/**
 * Where a private key lies and signs: in the ring's own file, or wherever a command reaches it (an HSM by its
 * PKCS #11 tool, a KMS by its client). The command reads the message on standard input and writes the signature
 * on standard output: 64 bytes for Ed25519, DER or 64 bytes for ECDSA on P-256.
 */
const placeSchema = z.union([
  z.strictObject({ kind: z.literal('file'), jwk: z.record(z.string(), z.unknown()) }),
  z.strictObject({ kind: z.literal('command'), command: z.array(z.string()).min(1) }),
  // A key that is no longer used keeps only its public half.
  z.strictObject({ kind: z.literal('retired') }),
]);
export type KeyPlace = z.output<typeof placeSchema>;

const keySchema = z.strictObject({
  kid: z.string().min(1),
  publicJwk: z.record(z.string(), z.unknown()),
  place: placeSchema,
  /** Epoch ms from which it signs. */
  fromAt: z.number(),
});
const ringSchema = z.strictObject({ keys: z.array(keySchema).min(1) });
/** The file of one key, as it was before there were several. */
const singleSchema = z.strictObject({ kid: z.string(), jwk: z.record(z.string(), z.unknown()) });
type StoredKey = z.output<typeof keySchema>;

/** A key of a ring and when it signs: from `fromAt` to `untilAt`, which is its successor's start; null without one. */
export interface RingKey {
  readonly kid: string;
  readonly alg: 'EdDSA' | 'ES256';
  readonly publicKey: KeyObject;
  readonly fromAt: number;
  readonly untilAt: number | null;
}

/** Keys that follow one another, in one file that all processes read. Nothing here knows what is signed. */
export interface KeyRing {
  /** The key that signs now. */
  current(): RingKey;
  /** All keys, the oldest first: those of the past check what they signed, one of the future is announced. */
  keys(): readonly RingKey[];
  /** The signature of the current key over bytes, 64 bytes, with the key that made it. */
  sign(message: Uint8Array): Promise<{ readonly key: RingKey; readonly signature: Buffer }>;
}

/** Whether a signature of 64 bytes holds under a key. */
export function holdsUnder(key: RingKey, message: Uint8Array, signature: Uint8Array): boolean {
  const options =
    key.alg === 'EdDSA' ? key.publicKey : { key: key.publicKey, dsaEncoding: 'ieee-p1363' as const };
  return verify(key.alg === 'EdDSA' ? null : 'sha256', message, options, signature);
}

const COMMAND_WITHIN_MS = 10_000;

/**
 * Opens a ring, made with a first Ed25519 key when there is none. The file is read again whenever it changes, so that
 * a rotation needs no restart. Throws when it is broken.
 */
export async function openKeyRing(file: string, now: () => number = Date.now): Promise<KeyRing> {
  await createOnce(file, () =>
    JSON.stringify({ keys: [newFileKey(0)] } satisfies z.input<typeof ringSchema>),
  );
  let seen = '';
  let stored: readonly StoredKey[] = [];
  let shown: readonly RingKey[] = [];
  const load = (): void => {
    const { mtimeNs, ino, size } = statSync(file, { bigint: true });
    const stamp = `${mtimeNs} ${ino} ${size}`;
    if (stamp === seen) return;
    stored = parseRing(readFileSync(file, 'utf8'));
    shown = stored.map((key, index) => ringKey(key, stored[index + 1]?.fromAt ?? null));
    seen = stamp;
  };
  const position = (): number => {
    load();
    const at = now();
    // The first key serves whatever the clock says: a platform without a key could not even say so.
    return Math.max(
      0,
      stored.findLastIndex((key) => key.fromAt <= at),
    );
  };
  load();
  return {
    current: () => {
      // Finding the position may read the file anew, and with it the keys.
      const index = position();
      return shown[index]!;
    },
    keys: () => {
      load();
      return shown;
    },
    sign: async (message) => {
      const index = position();
      const key = shown[index]!;
      return { key, signature: await signAt(stored[index]!.place, key, message) };
    },
  };
}

function parseRing(text: string): readonly StoredKey[] {
  const json: unknown = JSON.parse(text);
  const single = singleSchema.safeParse(json);
  if (!single.success) return ringSchema.parse(json).keys;
  const { kid, jwk } = single.data;
  return [{ kid, publicJwk: publicHalf(jwk), place: { kind: 'file', jwk }, fromAt: 0 }];
}

function publicHalf(jwk: Record<string, unknown>): Record<string, unknown> {
  const key = createPublicKey(createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' }));
  return { ...key.export({ format: 'jwk' }) };
}

function ringKey(stored: StoredKey, untilAt: number | null): RingKey {
  const publicKey = createPublicKey({ key: stored.publicJwk as JsonWebKey, format: 'jwk' });
  return { kid: stored.kid, alg: algorithmOf(publicKey), publicKey, fromAt: stored.fromAt, untilAt };
}

function algorithmOf(key: KeyObject): RingKey['alg'] {
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
  throw new RangeError("the platform's keys are Ed25519 or ECDSA on P-256");
}

function newFileKey(fromAt: number): StoredKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const jwk = { ...privateKey.export({ format: 'jwk' }) };
  return { kid: randomUUID(), publicJwk: publicHalf(jwk), place: { kind: 'file', jwk }, fromAt };
}

async function signAt(place: KeyPlace, key: RingKey, message: Uint8Array): Promise<Buffer> {
  if (place.kind === 'retired') throw new Error(`the key ${key.kid} is retired and cannot sign`);
  if (place.kind === 'command') {
    const signature = fixedLength(await run(place.command, message), key);
    // A tool that is set up for another key must not put a wrong signature on a receipt.
    if (!holdsUnder(key, message, signature))
      throw new Error(
        `the signing command of ${key.kid} gives a signature that its public key does not check`,
      );
    return signature;
  }
  const privateKey = createPrivateKey({ key: place.jwk as JsonWebKey, format: 'jwk' });
  if (key.alg === 'EdDSA') return sign(null, message, privateKey);
  return sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
}

function fixedLength(signature: Buffer, key: RingKey): Buffer {
  if (key.alg === 'EdDSA' || signature.length === 64) return signature;
  return fromDer(signature);
}

/** ECDSA's SEQUENCE of two INTEGERs as the 64 bytes of JOSE (RFC 7518 section 3.4). */
function fromDer(signature: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 2;
  for (let index = 0; index < 2; index++) {
    const length = signature[at + 1] ?? 0;
    const number = signature.subarray(at + 2, at + 2 + length);
    const bare = number.length > 32 ? number.subarray(number.length - 32) : number;
    parts.push(Buffer.concat([Buffer.alloc(32 - bare.length), bare]));
    at += 2 + length;
  }
  return Buffer.concat(parts);
}

function run([program = '', ...args]: readonly string[], input: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(COMMAND_WITHIN_MS);
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], signal });
    const out: Buffer[] = [];
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    // A command that ends without reading closes its input: its exit code says what is wrong.
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out));
      else
        reject(
          new Error(`the signing command failed (${code}): ${Buffer.concat(said).toString().slice(0, 500)}`),
        );
    });
    child.stdin.end(input);
  });
}

/** Where the next key comes from: a new one in the file, or one that a command reaches, with its public half in PEM or JWK. */
export type NextKey =
  | { readonly kind: 'file' }
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly publicKey: KeyObject };

/**
 * Adds the key that signs from `fromAt` on, and forgets the private halves of keys whose time is over. A key in
 * another place signs a message on trial first. Gives its id. One rotation runs at a time; it is an operator's act.
 */
export async function rotateKeyRing(
  file: string,
  next: NextKey,
  fromAt: number,
  now: number,
): Promise<string> {
  const keys = parseRing(readFileSync(file, 'utf8'));
  if (keys.some((key) => key.fromAt > now))
    throw new RangeError('a key is announced already and has not begun to sign');
  if (fromAt < now) throw new RangeError('a key cannot begin to sign in the past');
  const added =
    next.kind === 'file'
      ? newFileKey(fromAt)
      : {
          kid: randomUUID(),
          publicJwk: { ...next.publicKey.export({ format: 'jwk' }) },
          place: { kind: 'command' as const, command: [...next.command] },
          fromAt,
        };
  await signAt(added.place, ringKey(added, null), Buffer.from('openseal trial'));
  const past = keys.map((key, index) =>
    (keys[index + 1]?.fromAt ?? Infinity) <= now ? { ...key, place: { kind: 'retired' as const } } : key,
  );
  await writeWhole(file, JSON.stringify(ringSchema.parse({ keys: [...past, added] })));
  return added.kid;
}
