import { concatBytes } from '@noble/hashes/utils.js';
import { bindingStanza, type Binding } from '../domain/seal/bid-header.ts';
import { flawOfDemand, type Scheme, type SealingDemand } from '../domain/seal/demand.ts';
import { SealingError } from './errors.ts';
import { PAYLOAD_NONCE_BYTES, payloadKey, SUITES, writeHeader } from './header.ts';
import { payloadSize, sealPayload } from './payload.ts';
import { deal, fileKeyOf, SEED_BYTES } from './shares.ts';
import { throughStream } from './stream.ts';
import type { Suite, Suites } from './suite.ts';

export interface SealOptions {
  /** The bidder's own public keys, at least one: whoever has one of the secrets opens the bid. */
  readonly recipients: readonly string[];
  /** Whose bid this is, for what. Null seals a plain file that says nothing of itself. */
  readonly binding: Binding | null;
  /** What the tender documents ask; null: age, to the own keys alone. Trustees need a binding. */
  readonly demand: SealingDemand | null;
  /** On what they are computed; in JavaScript when it is left out. */
  readonly suites?: Suites;
}

export interface Sealed {
  readonly stream: ReadableStream<Uint8Array>;
  /** The size of the whole sealed file for so many plain bytes. */
  readonly sizeOf: (plainBytes: number) => number;
}

/**
 * Seals a stream of any size to the bidder's own keys and, where the tender documents ask for it, in
 * shares to its trustees. The seed is made here and nowhere else; with the last share dealt it is
 * forgotten. Throws a SealingError `bad-request` for keys or demands that are none.
 */
export async function seal(plain: ReadableStream<Uint8Array>, options: SealOptions): Promise<Sealed> {
  const { suite, start, key } = await beginSealing(options);
  return {
    stream: plain.pipeThrough(throughStream(sealPayload(suite.aead, key), start)),
    sizeOf: (plainBytes) => start.length + payloadSize(suite.aead, plainBytes),
  };
}

/** A sealed file of which the payload is yet to be sealed. */
export interface BegunSealing {
  readonly suite: Suite;
  /** What the file begins with: all that stands before the payload. */
  readonly start: Uint8Array;
  /** The payload's key, for sealing/payload.ts. Opens this file and nothing else. */
  readonly key: Uint8Array;
}

/** All of sealing but the payload, for those who have the bytes otherwise than as a stream. Throws as `seal` does. */
export async function beginSealing(options: SealOptions): Promise<BegunSealing> {
  const suite = suiteFor(options);
  const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
  const fileKey = fileKeyOf(suite, seed);
  const header = writeHeader(suite, await stanzasOf(suite, seed, fileKey, options), fileKey);
  const nonce = crypto.getRandomValues(new Uint8Array(PAYLOAD_NONCE_BYTES));
  const key = payloadKey(suite, fileKey, nonce);
  seed.fill(0);
  fileKey.fill(0);
  return { suite, start: concatBytes(header, nonce), key };
}

function suiteFor({ demand, binding, recipients, suites = SUITES }: SealOptions): Suite {
  const flaw = demand === null ? null : flawOfDemand(demand);
  if (flaw !== null) throw new SealingError('bad-request', flaw);
  const suite = suites[demand?.scheme ?? 'age'];
  if (recipients.length === 0) {
    throw new SealingError('bad-request', {
      zh: '须加密给投标人自己的密钥。',
      en: 'A bid is sealed to a key of its bidder.',
    });
  }
  if (binding === null && (demand?.trustees.length ?? 0) > 0) {
    throw new SealingError('bad-request', {
      zh: '含密钥份额的投标文件须标明项目和投标人。',
      en: 'A bid with shares says for which tender and by which bidder it is.',
    });
  }
  const keys = [...recipients, ...(demand?.trustees ?? []).map(({ recipient }) => recipient)];
  for (const key of keys) {
    if (isRecipient(suite.scheme, key, suites)) continue;
    throw new SealingError('bad-request', {
      zh: `${key} 不是 ${suite.scheme} 方式的公钥。`,
      en: `${key} is no public key of the scheme ${suite.scheme}.`,
    });
  }
  return suite;
}

/** Whether a text is a public key of a scheme that shares can be sealed to. */
export function isRecipient(scheme: Scheme, text: string, suites = SUITES): boolean {
  try {
    suites[scheme].pointOf(text);
    return true;
  } catch {
    return false;
  }
}

async function stanzasOf(suite: Suite, seed: Uint8Array, fileKey: Uint8Array, options: SealOptions) {
  const { binding, demand, recipients } = options;
  const own = recipients.map((recipient) => suite.wrap(fileKey, recipient));
  if (binding === null) return own;
  const shares =
    demand === null || demand.trustees.length === 0 ? [] : await deal(suite, seed, binding, demand);
  return [...own, bindingStanza(binding), ...shares];
}
