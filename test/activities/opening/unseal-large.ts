/** Seals a large bid into the blob store of a folder and opens it again, both as streams; prints the memory it took. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { unsealBid } from '../../../activities/opening/unseal.ts';
import { createBlobStore } from '../../../runtime/storage/index.ts';
import { exampleLetter, tar } from '../../support/bids.ts';

const MEBIBYTE = 1024 * 1024;
const [folder = '', sizeMiB = '128'] = process.argv.slice(2);
const blobs = createBlobStore({ kind: 'folder', path: folder });

async function* archive(): AsyncGenerator<Uint8Array> {
  yield tar({ 'bid.json': Buffer.from(JSON.stringify(exampleLetter())) });
  for await (const chunk of createReadStream('/dev/zero', { end: Number(sizeMiB) * MEBIBYTE - 1 }))
    yield chunk as Uint8Array;
}

const identity = await generateX25519Identity();
const encrypter = new Encrypter();
encrypter.addRecipient(await identityToRecipient(identity));
const plain = Readable.toWeb(Readable.from(archive(), { objectMode: false }));
const file = await encrypter.encrypt(plain as unknown as ReadableStream<Uint8Array>);
const { sha256 } = await blobs.put(Readable.fromWeb(file as unknown as NodeReadableStream<Uint8Array>), {
  maxBytes: Number.MAX_SAFE_INTEGER,
});

const beforeMiB = process.resourceUsage().maxRSS / 1024;
const began = performance.now();
const { result } = await unsealBid(blobs, sha256, identity);
const [seconds, peakMiB] = [(performance.now() - began) / 1000, process.resourceUsage().maxRSS / 1024];
process.stdout.write(JSON.stringify({ result, beforeMiB, peakMiB, seconds }));
