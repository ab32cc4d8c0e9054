import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import {
  NoSuchBlobError,
  OtherBytesError,
  TooLargeError,
  type BlobStore,
} from '../../../runtime/storage/index.ts';

export const KIB = 1024;
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A source that gives bytes in pieces, as they come from a socket. */
export function source(bytes: Uint8Array, pieceBytes = 16 * KIB): Readable {
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
  return Readable.from(pieces, { objectMode: false });
}

export async function bytesOf(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** What every blob store keeps to. `leftovers` lists whatever is not a finished blob. */
export function blobStoreCases(store: () => BlobStore, leftovers: () => Promise<string[]>): void {
  it.each([
    ['nothing', 0],
    ['one byte', 1],
    ['64 KiB', 64 * KIB],
    ['several parts', 11 * KIB * KIB + 3],
  ])('gives back what it took: %s', async (_name, sizeBytes) => {
    const bytes = randomBytes(sizeBytes);
    const stored = await store().put(source(bytes), { maxBytes: sizeBytes });
    expect(stored).toEqual({ sha256: sha256Of(bytes), sizeBytes });
    expect((await bytesOf(await store().get(stored.sha256))).equals(bytes)).toBe(true);
    expect(await store().has(stored.sha256)).toBe(true);
    expect(await leftovers()).toEqual([]);
  });

  it('gives a part of what it took', async () => {
    const bytes = randomBytes(200 * KIB);
    const { sha256 } = await store().put(source(bytes), { maxBytes: bytes.length });
    for (const [from, to] of [
      [0, 0],
      [7, 150 * KIB],
      [bytes.length - 1, bytes.length - 1],
      [0, bytes.length - 1],
    ] as const)
      expect(
        (await bytesOf(await store().get(sha256, { from, to }))).equals(bytes.subarray(from, to + 1)),
      ).toBe(true);
  });

  it('takes an iterable as well', async () => {
    const bytes = randomBytes(100 * KIB);
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 7);
      yield bytes.subarray(7);
    }
    expect((await store().put(pieces(), { maxBytes: 200 * KIB })).sha256).toBe(sha256Of(bytes));
  });

  it.each([
    ['at once', 10, 1],
    ['after the first part', 6 * KIB * KIB, 5 * KIB * KIB],
  ])('keeps nothing of what is too large: %s', async (_name, sizeBytes, maxBytes) => {
    const bytes = randomBytes(sizeBytes);
    await expect(store().put(source(bytes), { maxBytes })).rejects.toBeInstanceOf(TooLargeError);
    expect(await store().has(sha256Of(bytes))).toBe(false);
    expect(await leftovers()).toEqual([]);
  });

  it.each([
    ['none', 0],
    ['some', 70 * KIB],
    ['several parts', 6 * KIB * KIB],
  ])('keeps nothing of other bytes than those expected: %s', async (_name, sizeBytes) => {
    const bytes = randomBytes(sizeBytes);
    const [sha256, announced] = [sha256Of(bytes), sha256Of(Buffer.concat([bytes, Buffer.of(0)]))];
    const put = store().put(source(bytes), { maxBytes: sizeBytes, sha256: announced });
    await expect(put).rejects.toEqual(new OtherBytesError(sha256));
    await expect(put).rejects.toMatchObject({ sha256 });
    expect([await store().has(announced), await leftovers()]).toEqual([false, []]);
    await store().put(source(bytes), { maxBytes: sizeBytes, sha256 });
    expect(await store().has(sha256)).toBe(true);
  });

  it.each([
    ['with an error', () => new Error('the sender is gone'), /the sender is gone/],
    ['without a word', () => undefined, /premature close/i],
  ])('keeps nothing of a stream that breaks off %s', async (_name, reason, expected) => {
    const bytes = randomBytes(64 * KIB);
    let sent = 0;
    const broken = new Readable({
      read() {
        if (sent === 3) this.destroy(reason());
        else this.push(bytes.subarray(sent++, sent + 16 * KIB));
      },
    });
    await expect(store().put(broken, { maxBytes: 1024 * KIB })).rejects.toThrow(expected);
    expect(await leftovers()).toEqual([]);
  });

  it('takes the same bytes from several at once', async () => {
    const bytes = randomBytes(80 * KIB);
    const put = () => store().put(source(bytes), { maxBytes: 80 * KIB });
    const stored = await Promise.all(Array.from({ length: 8 }, put));
    expect(new Set(stored.map((one) => one.sha256))).toEqual(new Set([sha256Of(bytes)]));
    expect((await bytesOf(await store().get(sha256Of(bytes)))).equals(bytes)).toBe(true);
    expect(await leftovers()).toEqual([]);
  });

  it('has the hash noted before anything is kept, and keeps nothing where that fails', async () => {
    const bytes = randomBytes(70 * KIB);
    const noted: [string, boolean][] = [];
    const note = async (sha256: string): Promise<void> => {
      noted.push([sha256, await store().has(sha256)]);
    };
    const failing = (): Promise<void> => Promise.reject(new Error('not noted'));
    const failed = store().put(source(bytes), { maxBytes: bytes.length, note: failing });
    await expect(failed).rejects.toThrow('not noted');
    expect([await store().has(sha256Of(bytes)), await leftovers()]).toEqual([false, []]);
    await store().put(source(bytes), { maxBytes: bytes.length, note });
    expect(noted).toEqual([[sha256Of(bytes), false]]);
  });

  it('removes what it is told to, whether or not it is there', async () => {
    const bytes = randomBytes(KIB);
    const { sha256 } = await store().put(source(bytes), { maxBytes: bytes.length });
    await store().remove(sha256);
    await store().remove(sha256);
    expect(await store().has(sha256)).toBe(false);
    await expect(store().remove('../../etc/passwd')).rejects.toBeInstanceOf(RangeError);
    await store().put(source(bytes), { maxBytes: bytes.length });
    expect((await bytesOf(await store().get(sha256))).equals(bytes)).toBe(true);
  });

  it('says when there is no such blob, and refuses what is no hash', async () => {
    const unknown = 'f'.repeat(64);
    await expect(store().get(unknown)).rejects.toBeInstanceOf(NoSuchBlobError);
    expect(await store().has(unknown)).toBe(false);
    for (const hostile of ['', '../../etc/passwd', 'F'.repeat(64), `${'a'.repeat(63)}/`, 'a'.repeat(65)]) {
      await expect(store().get(hostile)).rejects.toBeInstanceOf(RangeError);
      await expect(store().has(hostile)).rejects.toBeInstanceOf(RangeError);
    }
  });
}
