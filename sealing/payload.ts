import { concatBytes } from '@noble/hashes/utils.js';
import { SealingError } from './errors.ts';
import type { Aead } from './suite.ts';

/** Plain bytes a chunk (age's STREAM). */
export const CHUNK_BYTES = 64 * 1024;
const NONCE_BYTES = 12;

/** The size of the sealed payload, without header and nonce. */
export function payloadSize(aead: Aead, plainBytes: number): number {
  return plainBytes + Math.max(1, Math.ceil(plainBytes / CHUNK_BYTES)) * aead.tagBytes;
}

/**
 * Seals a stream chunk by chunk: each chunk's nonce is its number and whether it is the last, so that
 * none can be left out, moved, or taken for the end. Holds one chunk in memory. `before` is given out first.
 */
export function sealPayload(
  aead: Aead,
  key: Uint8Array,
  before: Uint8Array,
): TransformStream<Uint8Array, Uint8Array> {
  return chunked(CHUNK_BYTES, (chunk, nonce) => aead.seal(key, nonce, chunk), before);
}

/**
 * Opens what `sealPayload` sealed. A chunk is given out only when it is proven; the stream fails with a
 * SealingError `corrupted` at the first that is not, and at its end when the last is missing. What came
 * before such an error must not be used: write it where it can be thrown away.
 */
export function openPayload(aead: Aead, key: Uint8Array): TransformStream<Uint8Array, Uint8Array> {
  return chunked(CHUNK_BYTES + aead.tagBytes, (chunk, nonce, number) => {
    const plain = aead.open(key, nonce, chunk);
    // Only an empty file ends with an empty chunk: otherwise one file would have two sealed forms.
    if (plain === null || (plain.length === 0 && number > 0)) throw new SealingError('corrupted');
    return plain;
  });
}

type Work = (chunk: Uint8Array, nonce: Uint8Array, number: number) => Uint8Array;

/**
 * Cuts a stream into chunks of a size and gives each to `work`; there is always a last one, maybe empty.
 * What a piece of the stream gives goes out as one piece: large pieces make few turns of the event loop.
 */
function chunked(
  sizeBytes: number,
  work: Work,
  before?: Uint8Array,
): TransformStream<Uint8Array, Uint8Array> {
  // Only what does not stand whole in one piece is copied, always to the same place.
  const held = new Uint8Array(sizeBytes);
  let heldBytes = 0;
  let number = 0;
  const next = (chunk: Uint8Array, last: boolean): Uint8Array => {
    const done = work(chunk, nonceOf(number, last), number);
    number += 1;
    return done;
  };
  return new TransformStream({
    start(controller) {
      if (before !== undefined) controller.enqueue(before);
    },
    transform(piece, controller) {
      const made: Uint8Array[] = [];
      let rest = piece;
      while (rest.length > 0) {
        // A full chunk waits for a next byte: it may be the last.
        if (heldBytes === sizeBytes) {
          made.push(next(held, false));
          heldBytes = 0;
        }
        const whole = heldBytes === 0 && rest.length > sizeBytes;
        const taken = rest.subarray(0, sizeBytes - heldBytes);
        if (whole) {
          made.push(next(taken, false));
        } else {
          held.set(taken, heldBytes);
          heldBytes += taken.length;
        }
        rest = rest.subarray(taken.length);
      }
      const [first] = made;
      if (first !== undefined) controller.enqueue(made.length === 1 ? first : concatBytes(...made));
    },
    flush(controller) {
      const last = next(held.subarray(0, heldBytes), true);
      if (last.length > 0) controller.enqueue(last);
    },
  });
}

/** Eleven bytes of chunk number, and 1 for the last chunk. */
function nonceOf(number: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES);
  const view = new DataView(nonce.buffer);
  view.setUint32(3, Math.floor(number / 2 ** 32));
  view.setUint32(7, number >>> 0);
  nonce[11] = last ? 1 : 0;
  return nonce;
}
