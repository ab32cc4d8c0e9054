import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import { unsealBid } from '../../../activities/opening/unseal.ts';
import { parseSealedHeader } from '../../../domain/seal/index.ts';
import { NoSuchBlobError, createBlobStore, type BlobStore } from '../../../runtime/storage/index.ts';
import { exampleLetter, sealBid, tar } from '../../support/bids.ts';

const KIB = 1024;
const letter = exampleLetter();
const json = JSON.stringify(letter);
let root: string;
let blobs: BlobStore;

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'openseal-unseal-'));
  blobs = createBlobStore({ kind: 'folder', path: root });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const keep = async (bytes: Uint8Array): Promise<string> =>
  (await blobs.put(Readable.from([bytes], { objectMode: false }), { maxBytes: bytes.length })).sha256;
const sealed = async (plain: string | Uint8Array): Promise<{ sha256: string; identity: string }> => {
  const identity = await generateX25519Identity();
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  return { sha256: await keep(await encrypter.encrypt(plain)), identity };
};
const nothing = { letter: null, plaintextSha256: null, form: null };

describe('a sealed bid', () => {
  it('opens with its key, and its plain bytes are kept', async () => {
    const { bytes, identity } = await sealBid(letter);
    const unsealed = await unsealBid(blobs, await keep(bytes), identity);
    const plaintextSha256 = createHash('sha256').update(json).digest('hex');
    const form = { sizeBytes: Buffer.byteLength(json), archive: false };
    expect(unsealed).toEqual({ result: 'opened', letter, plaintextSha256, form });
    const chunks: Buffer[] = [];
    for await (const chunk of await blobs.get(plaintextSha256)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe(json);
  });

  it('opens a second time to the same', async () => {
    const { bytes, identity } = await sealBid(letter);
    const sha256 = await keep(bytes);
    expect(await unsealBid(blobs, sha256, identity)).toEqual(await unsealBid(blobs, sha256, identity));
  });

  it('opens when it is an archive with attachments of several chunks', async () => {
    const { bytes, identity } = await sealBid(letter, { attachment: randomBytes(300 * KIB) });
    expect(await unsealBid(blobs, await keep(bytes), identity)).toMatchObject({
      result: 'opened',
      letter,
      form: { archive: true },
    });
  });

  it('opens with a post-quantum key', async () => {
    const { bytes, identity } = await sealBid(letter, { identity: await generateHybridIdentity() });
    expect(await unsealBid(blobs, await keep(bytes), identity)).toMatchObject({ result: 'opened', letter });
  });

  it('opens with the key that fits out of several', async () => {
    const { bytes, identity } = await sealBid(letter);
    const keys = [await generateHybridIdentity(), await generateX25519Identity(), identity].join('\n');
    expect(await unsealBid(blobs, await keep(bytes), keys)).toMatchObject({ result: 'opened', letter });
  });

  it.each([
    ['after a byte order mark', `\ufeff${json}`],
    ['after white space', `\n ${json}`],
  ])('opens when the letter stands %s', async (_name, plain) => {
    const { sha256, identity } = await sealed(plain);
    expect(await unsealBid(blobs, sha256, identity)).toMatchObject({ result: 'opened', letter });
  });

  it.each([
    ['of another bidder', generateX25519Identity],
    ['of another kind', generateHybridIdentity],
    ['that is mistyped', () => Promise.resolve(`AGE-SECRET-KEY-1${'Q'.repeat(58)}`)],
    ['that is none', () => Promise.resolve('secret')],
  ])('stays shut with a key %s', async (_name, otherKey) => {
    const { bytes } = await sealBid(letter);
    const unsealed = await unsealBid(blobs, await keep(bytes), await otherKey());
    expect(unsealed).toEqual({ result: 'wrong-key', ...nothing });
  });

  it('is found changed when the stored bytes no longer have the hash of the receipt', async () => {
    const { bytes, identity } = await sealBid(letter);
    const sha256 = await keep(bytes);
    const other = (await sealBid(letter, { identity })).bytes;
    await writeFile(path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256), other);
    expect(await unsealBid(blobs, sha256, identity)).toEqual({ result: 'file-changed', ...nothing });
  });

  const flipped = (bytes: Uint8Array, offset: number): Uint8Array => {
    const changed = Uint8Array.from(bytes);
    changed[offset]! ^= 1;
    return changed;
  };
  it.each([
    ['in its MAC', (bytes: Uint8Array, header: number) => flipped(bytes, header - 10)],
    ['in its nonce', (bytes: Uint8Array, header: number) => flipped(bytes, header + 1)],
    ['in its first chunk', (bytes: Uint8Array, header: number) => flipped(bytes, header + 20)],
    ['in its last byte', (bytes: Uint8Array) => flipped(bytes, bytes.length - 1)],
    ['by an end cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1)],
    [
      'by whole chunks cut off',
      (bytes: Uint8Array, header: number) => bytes.subarray(0, header + 16 + 2 * (64 * KIB + 16)),
    ],
    [
      'by everything after the header cut off',
      (bytes: Uint8Array, header: number) => bytes.subarray(0, header),
    ],
    ['by bytes that follow', (bytes: Uint8Array) => Buffer.concat([bytes, randomBytes(200)])],
  ])('is corrupted, and nothing of it kept, when it is changed %s', async (_name, change) => {
    const { bytes, identity } = await sealBid(letter, { attachment: randomBytes(300 * KIB) });
    const sha256 = await keep(change(bytes, parseSealedHeader(bytes)!.header.sizeBytes));
    expect(await unsealBid(blobs, sha256, identity)).toEqual({ result: 'corrupted', ...nothing });
    expect(await readdir(path.join(root, 'incoming'))).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['something else', 'a letter'],
    ['another JSON', '{"priceFen":"1"}'],
    ['bytes that are no text', Buffer.from('{"quality":"\xff"}', 'latin1')],
    ['an archive without it', tar({ attachment: Buffer.from(json) })],
    ['a letter of more than 64 KiB', json + ' '.repeat(64 * KIB)],
    ['an archive whose letter is too large', tar({ 'bid.json': Buffer.from(json + ' '.repeat(64 * KIB)) })],
  ])('has no letter when it holds %s', async (_name, plain) => {
    const { sha256, identity } = await sealed(plain);
    const unsealed = await unsealBid(blobs, sha256, identity);
    expect(unsealed).toMatchObject({ result: 'no-bid-letter', letter: null });
    expect(await blobs.has(unsealed.plaintextSha256!)).toBe(true);
  });
});

describe('storage that fails', () => {
  it('is thrown, for it is not the fault of the bidder', async () => {
    const { bytes, identity } = await sealBid(letter, { attachment: randomBytes(300 * KIB) });
    const sha256 = await keep(bytes);
    await expect(unsealBid(blobs, 'f'.repeat(64), identity)).rejects.toBeInstanceOf(NoSuchBlobError);
    const file = path.join(root, 'no-folder');
    await writeFile(file, '');
    const full = createBlobStore({ kind: 'folder', path: file });
    const cannotKeep: BlobStore = { ...blobs, put: (source, options) => full.put(source, options) };
    await expect(unsealBid(cannotKeep, sha256, identity)).rejects.toThrow(/ENOTDIR|EEXIST/);
  });

  it.each([
    ['in the header', 10],
    ['in the payload', 200 * KIB],
  ])('is thrown when the second reading breaks off %s', async (_name, goodBytes) => {
    const { bytes, identity } = await sealBid(letter, { attachment: randomBytes(300 * KIB) });
    const sha256 = await keep(bytes);
    let readings = 0;
    const breaking: BlobStore = {
      ...blobs,
      get: async () => {
        if (++readings === 1) return blobs.get(sha256);
        return Readable.from(brokenAfter(bytes.subarray(0, goodBytes)), { objectMode: false });
      },
    };
    await expect(unsealBid(breaking, sha256, identity)).rejects.toThrow('the disk is gone');
  });

  async function* brokenAfter(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    yield bytes;
    throw new Error('the disk is gone');
  }
});

describe('a bid of 128 MiB', () => {
  it('is never whole in memory', () => {
    const script = path.join(import.meta.dirname, 'unseal-large.ts');
    const said = execFileSync(process.execPath, [script, root, '128'], { encoding: 'utf8' });
    const { result, beforeMiB, peakMiB } = JSON.parse(said) as Record<string, number>;
    expect(result).toBe('opened');
    expect(peakMiB! - beforeMiB!).toBeLessThan(64);
  });
});
