import type { Scheme } from '../../domain/seal/index.ts';
import { SUITES } from '../header.ts';
import { CHUNK_BYTES, sealPart } from '../payload.ts';

/** Large enough that few messages pass, small enough that all workers have something to do to the end. */
const PART_BYTES = 64 * CHUNK_BYTES;
/** More do not pay: the browser itself is busy with what they give. */
const MOST_WORKERS = 4;

/** A part of a file that somebody is to seal by itself. */
export interface PartToSeal {
  readonly scheme: Scheme;
  readonly key: Uint8Array;
  readonly plain: Blob;
  /** The number of its first chunk. */
  readonly first: number;
  /** Whether it ends with the file's last chunk. */
  readonly withLast: boolean;
}

/** Seals one part. */
export type PartSealer = (part: PartToSeal) => Promise<Blob>;

/** What a worker says when it may be given parts. */
export const READY = 'ready';

/** Seals a part where this is called. The browser keeps what comes out, on disk when it is large; the page only refers to it. */
export const sealHere: PartSealer = async ({ scheme, key, plain, first, withLast }) => {
  const bytes = new Uint8Array(await plain.arrayBuffer());
  return new Blob([sealPart(SUITES[scheme].aead, key, bytes, first, withLast) as Uint8Array<ArrayBuffer>]);
};

/**
 * Workers that run a script which answers each PartToSeal by a Blob. They are started when the page is loaded, so that it
 * requests nothing later. A browser that starts none seals in the page itself.
 */
export async function startSealers(script: string): Promise<PartSealer[]> {
  const count = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency));
  const started = await Promise.allSettled(Array.from({ length: count }, () => startSealer(script)));
  const sealers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return sealers.length > 0 ? sealers : [sealHere];
}

async function startSealer(script: string): Promise<PartSealer> {
  const worker = new Worker(script, { type: 'module' });
  const answer = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message || 'a worker failed'));
    });
  if ((await answer()) !== READY) throw new Error('the worker is another');
  return async (part) => {
    const sealed = answer();
    worker.postMessage(part);
    const found = await sealed;
    if (found instanceof Blob) return found;
    throw new Error(String(found));
  };
}

/** Seals a file part by part, each sealer one at a time, whoever is free. `progress` is told how many bytes are done. */
export async function sealParts(
  sealers: readonly PartSealer[],
  file: Blob,
  how: Pick<PartToSeal, 'scheme' | 'key'>,
  progress: (doneBytes: number) => void,
): Promise<Blob[]> {
  const count = Math.max(1, Math.ceil(file.size / PART_BYTES));
  const sealed: Blob[] = [];
  let next = 0;
  let doneBytes = 0;
  const run = async (sealer: PartSealer): Promise<void> => {
    while (next < count) {
      const at = next++;
      const plain = file.slice(at * PART_BYTES, (at + 1) * PART_BYTES);
      const first = (at * PART_BYTES) / CHUNK_BYTES;
      sealed[at] = await sealer({ ...how, plain, first, withLast: at === count - 1 });
      doneBytes += plain.size;
      progress(doneBytes);
    }
  };
  await Promise.all(sealers.map(run));
  return sealed;
}
