import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { unsealBid, type BidKey } from '../../../activities/opening/unseal.ts';
import { SCHEMES } from '../../../domain/seal/index.ts';
import { createBlobStore, type BlobStore } from '../../../runtime/storage/index.ts';
import { generateKey, headerOf, makeHandIn, parseHandIn, recombine } from '../../../sealing/index.ts';
import { castOf, sealed } from '../../sealing/support.ts';
import { exampleLetter } from '../../support/bids.ts';

let folder: string;
let blobs: BlobStore;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseal-unseal-'));
  blobs = createBlobStore({ kind: 'folder', path: folder });
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(SCHEMES)('a stored bid in the scheme %s', (scheme) => {
  const cast = castOf(scheme);
  const letter = exampleLetter();
  let file: Buffer;
  let sha256: string;
  beforeAll(async () => {
    file = await sealed(cast, Buffer.from(JSON.stringify(letter)));
    ({ sha256 } = await blobs.put(Readable.from([file]), { maxBytes: 1_000_000 }));
  });
  const unsealed = async (key: BidKey) => {
    const { result, letter: read } = await unsealBid(blobs, sha256, key);
    return { result, read };
  };

  it("opens by its bidder's key, and by no other", async () => {
    expect(await unsealed(cast.own.identity)).toEqual({ result: 'opened', read: letter });
    for (const other of SCHEMES) {
      expect(await unsealed(generateKey(other).identity)).toEqual({ result: 'wrong-key', read: null });
    }
  });

  it('opens by the file key that enough hand-ins give, as they come: JSON', async () => {
    const header = headerOf(file);
    const handIns = cast.trustees.slice(1).map(({ id, keys }) => {
      const json = JSON.stringify(makeHandIn(header, keys.identity));
      return [id, parseHandIn(json)] as const;
    });
    const found = await recombine(header, cast.demand, new Map(handIns));
    if (found.result !== 'opened') throw new Error(found.result);
    expect(await unsealed({ fileKey: found.fileKey })).toEqual({ result: 'opened', read: letter });
    expect(await unsealed({ fileKey: new Uint8Array(16) })).toEqual({ result: 'wrong-key', read: null });
  });
});

it.each([
  ['no JSON', '{'],
  ['nothing', 'null'],
  ['a list', '[]'],
  ['another format', '{"format":"openseal-hand-in/2"}'],
  ['too little', '{"format":"openseal-hand-in/1","scheme":"age","version":1}'],
])('is no hand-in: %s', (_name, json) => {
  expect(parseHandIn(json)).toBeNull();
});
