import { Readable } from 'node:stream';
import { AGE_HEADER_MAX_BYTES, parseAgeHeader } from '../../domain/seal/age-header.ts';

/**
 * Looks at the first bytes of a stream. Gives the whole stream when it begins like an age file, null
 * when it does not: then no byte of it is stored.
 */
export async function sealedStream(source: Readable): Promise<Readable | null> {
  const chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  let head: Buffer = Buffer.alloc(0);
  while (parseAgeHeader(head) === null) {
    if (head.length > AGE_HEADER_MAX_BYTES) return null;
    const next = await chunks.next();
    if (next.done === true) return null;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    // Anything else than the version line cannot become an age file any more.
    if (!looksLikeAge(head)) return null;
  }
  return Readable.from(joined(head, chunks), { objectMode: false });
}

const VERSION_LINE = Buffer.from('age-encryption.org/v1\n', 'latin1');
const looksLikeAge = (head: Buffer): boolean => {
  const length = Math.min(head.length, VERSION_LINE.length);
  return head.subarray(0, length).equals(VERSION_LINE.subarray(0, length));
};

async function* joined(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}
