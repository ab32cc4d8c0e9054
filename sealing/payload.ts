import { SealingError } from './errors.ts';
import type { Aead } from './suite.ts';

/** Plain bytes a chunk (age's STREAM). */
export const CHUNK_BYTES = 64 * 1024;
const NONCE_BYTES = 12;

/** Where so many bytes of output go. */
export type Room = (sizeBytes: number) => Uint8Array;

const newRoom: Room = (sizeBytes) => new Uint8Array(sizeBytes);

/**
 * Two rooms for all output in turns, so that one output is used while the next is made, and the one before it no longer:
 * fresh memory costs about as much as to seal into it.
 */
export function twoRooms(): Room {
  let [next, other] = [new Uint8Array(), new Uint8Array()];
  return (sizeBytes) => {
    const room = next.length < sizeBytes ? new Uint8Array(sizeBytes) : next;
    [next, other] = [other, room];
    return room.subarray(0, sizeBytes);
  };
}

/** A payload on its way, which comes in pieces of any size. */
export interface PayloadWork {
  /** What comes of the chunks that are known to be whole and not the last; null when there are none. Keeps nothing of `piece`. */
  push(piece: Uint8Array): Uint8Array | null;
  /** What comes of the last chunk. */
  end(): Uint8Array;
}

/** The size of the sealed payload, without header and nonce. */
export function payloadSize(aead: Aead, plainBytes: number): number {
  return plainBytes + Math.max(1, Math.ceil(plainBytes / CHUNK_BYTES)) * aead.tagBytes;
}

/**
 * Seals chunk by chunk: each chunk's nonce is its number and whether it is the last, so that none can be left
 * out, moved, or taken for the end. Holds one chunk in memory.
 */
export function sealPayload(aead: Aead, key: Uint8Array, room: Room = newRoom): PayloadWork {
  return chunked({
    fromBytes: CHUNK_BYTES,
    toBytes: CHUNK_BYTES + aead.tagBytes,
    room,
    work: (chunk, number, last, into) => void aead.seal(key, nonceOf(number, last), chunk, into),
  });
}

/**
 * Seals a part of a payload by itself: chunks know of each other only their numbers. The part begins with
 * chunk `first`; all of its chunks are full but for the payload's last.
 */
export function sealPart(
  aead: Aead,
  key: Uint8Array,
  plain: Uint8Array,
  first: number,
  withLast: boolean,
): Uint8Array {
  const sealed = new Uint8Array(payloadSize(aead, plain.length));
  const count = Math.max(1, Math.ceil(plain.length / CHUNK_BYTES));
  for (let at = 0; at < count; at++) {
    const chunk = plain.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES);
    const from = at * (CHUNK_BYTES + aead.tagBytes);
    const into = sealed.subarray(from, from + chunk.length + aead.tagBytes);
    aead.seal(key, nonceOf(first + at, withLast && at === count - 1), chunk, into);
  }
  return sealed;
}

/**
 * Opens what `sealPayload` sealed. A chunk is given out only when it is proven. Throws a SealingError
 * `corrupted` at the first that is not, and at the end when the last is missing. What came before such an
 * error must not be used: write it where it can be thrown away.
 */
export function openPayload(aead: Aead, key: Uint8Array, room: Room = newRoom): PayloadWork {
  return chunked({
    fromBytes: CHUNK_BYTES + aead.tagBytes,
    toBytes: CHUNK_BYTES,
    room,
    work: (chunk, number, last, into) => {
      const plain = aead.open(key, nonceOf(number, last), chunk, into);
      // Only an empty file ends with an empty chunk: otherwise one file would have two sealed forms.
      if (plain === null || (plain.length === 0 && number > 0)) throw new SealingError('corrupted');
    },
  });
}

interface Chunking {
  readonly fromBytes: number;
  readonly toBytes: number;
  readonly room: Room;
  readonly work: (chunk: Uint8Array, number: number, last: boolean, into: Uint8Array) => void;
}

/**
 * Cuts what comes into chunks and gives each to `work`; there is always a last one, maybe empty. What a
 * piece gives goes out as one: large pieces make few turns and few writes.
 */
function chunked({ fromBytes, toBytes, room, work }: Chunking): PayloadWork {
  // Only what does not stand whole in one piece is copied, always to the same place.
  const held = new Uint8Array(fromBytes);
  let heldBytes = 0;
  let number = 0;
  return {
    push(piece) {
      // A full chunk waits for a next byte: it may be the last.
      const count = Math.ceil((heldBytes + piece.length) / fromBytes) - 1;
      const made = count > 0 ? room(count * toBytes) : null;
      let rest = piece;
      for (let at = 0; made !== null && at < count; at++) {
        const taken = rest.subarray(0, fromBytes - heldBytes);
        if (heldBytes > 0) held.set(taken, heldBytes);
        work(heldBytes > 0 ? held : taken, number++, false, made.subarray(at * toBytes, (at + 1) * toBytes));
        heldBytes = 0;
        rest = rest.subarray(taken.length);
      }
      held.set(rest, heldBytes);
      heldBytes += rest.length;
      return made;
    },
    end() {
      // Less than a tag is no sealed chunk: `work` says so.
      const made = room(Math.max(0, heldBytes + toBytes - fromBytes));
      work(held.subarray(0, heldBytes), number, true, made);
      return made;
    },
  };
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
