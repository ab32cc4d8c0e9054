import { readFile } from 'node:fs/promises';
import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { exampleUscc } from '../rehearsal/cast.ts';
import { sealBid } from '../runtime/sealing.ts';
import { round2, type BenchResult } from './harness.ts';
import { startBenchPlatform } from './platform.ts';
import { openTender } from './submit.ts';

const UPLOADS = 8;
const MEBIBYTE = 1024 * 1024;
const BID_BYTES = 64 * MEBIBYTE;
const SAMPLE_EVERY_MS = 50;

/** Resident memory of the API while eight bids of 64 MiB arrive at once, beside the bytes that arrive. */
export async function bench(): Promise<BenchResult> {
  const platform = await startBenchPlatform();
  try {
    const { url, tokens } = await openTender(platform);
    const { bytes } = await sealBid({
      format: 'openseal-bid/1',
      tenderId: randomUUID(),
      bidderUscc: exampleUscc('x'),
      priceFen: '1',
      durationDays: null,
      quality: '合格',
      projectManager: null,
      certificate: null,
    });
    const pid = await platform.pidOf('api');
    await send(url, tokens[0]!, bytes, MEBIBYTE);
    const before = await residentBytes(pid);
    let peak = before;
    const sampling = setInterval(
      () => void residentBytes(pid).then((now) => (peak = Math.max(peak, now))),
      SAMPLE_EVERY_MS,
    );
    await Promise.all(tokens.slice(0, UPLOADS).map((token) => send(url, token, bytes, BID_BYTES)));
    clearInterval(sampling);
    return {
      name: 'memory',
      runs: 1,
      figures: {
        beforeMiB: round2(before / MEBIBYTE),
        peakMiB: round2(peak / MEBIBYTE),
        grownMiB: round2((peak - before) / MEBIBYTE),
        uploadedMiB: (UPLOADS * BID_BYTES) / MEBIBYTE,
      },
      ratios: { grownVsUploaded: round2((peak - before) / (UPLOADS * BID_BYTES)) },
    };
  } finally {
    await platform.stop();
  }
}

async function send(url: string, token: string, head: Uint8Array, sizeBytes: number): Promise<void> {
  function* body(): Generator<Uint8Array> {
    yield head;
    const chunk = randomBytes(64 * 1024);
    for (let sent = head.length; sent < sizeBytes; sent += chunk.length) yield chunk;
  }
  const response = await fetch(url, {
    method: 'POST',
    duplex: 'half',
    headers: {
      'content-type': 'application/octet-stream',
      'idempotency-key': randomUUID(),
      authorization: `Bearer ${token}`,
    },
    body: Readable.toWeb(Readable.from(body())) as ReadableStream,
  } as RequestInit);
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  await response.body?.cancel();
}

/** Resident set of a process, from /proc (Linux). */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
