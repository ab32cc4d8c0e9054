import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { Decrypter } from 'age-encryption';
import { isoShanghai, parseInstant } from '../domain/time/instant.ts';
import { pickNotice, readNotices } from '../rehearsal/notice.ts';
import { HOUR_MS, of, type Scene } from '../rehearsal/scene.ts';
import { launch } from '../rehearsal/script.ts';
import { sealBid } from '../runtime/sealing.ts';
import { concurrently, median, round2, type BenchResult } from './harness.ts';
import { startBenchPlatform, type BenchPlatform } from './platform.ts';
import { manyBidders } from '../test/support/many-parties.ts';

const BIDS = Number(process.env['OPENSEAL_BENCH_BIDS'] ?? '1000');
const ATTACHMENT_BYTES = 64 * 1024;
const WIDTH = 16;
const PUBLISHED_WITHIN_MS = 600_000;

interface SealedBid {
  readonly token: string;
  readonly bytes: Uint8Array;
  readonly identity: string;
}

/**
 * Opening so many sealed bids of 64 KiB at one deadline: from the closing and from the last key on until the
 * opening record is published with all names and prices. Beside it the same files decrypted one after another by
 * the age library alone, from file to file: the least that opening them can cost.
 */
export async function bench(): Promise<BenchResult> {
  const platform = await startBenchPlatform();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openseal-bench-'));
  try {
    const scene = await openTender(platform);
    const bids = await sealedBids(platform, scene);
    const deadlineAt = parseInstant(scene.notice.bidDeadline);
    await scene.owner.post(of(scene, '/clock'), { to: isoShanghai(deadlineAt - HOUR_MS) });
    const agent = new http.Agent({ keepAlive: true, maxSockets: WIDTH });
    const url = platform.baseUrl + of(scene, '/bids');
    await concurrently(bids.length, WIDTH, (index) => {
      const { token, bytes } = bids[index]!;
      return post(agent, url, token, Buffer.from(bytes), 'application/octet-stream');
    });
    const peerBefore = await peer(folder, bids);
    process.stderr.write(`${bids.length} bids are in; the deadline comes\n`);

    const began = performance.now();
    await scene.owner.post(of(scene, '/clock'), { to: isoShanghai(deadlineAt) });
    const closed = performance.now();
    await concurrently(bids.length, WIDTH, (index) => {
      const { token, identity } = bids[index]!;
      return post(
        agent,
        `${url}/mine/key`,
        token,
        Buffer.from(JSON.stringify({ identity })),
        'application/json',
      );
    });
    const keyed = performance.now();
    const opened = await published(platform, scene);
    const ended = performance.now();
    agent.destroy();
    if (opened !== bids.length) throw new Error(`${opened} of ${bids.length} bids were opened`);

    const peerSeconds = median([peerBefore, await peer(folder, bids)]);
    const openingSeconds = (ended - keyed) / 1000;
    return {
      name: 'opening',
      runs: 1,
      figures: {
        bids: bids.length,
        bidBytes: bids[0]?.bytes.length ?? 0,
        closingSeconds: round2((closed - began) / 1000),
        keysSeconds: round2((keyed - closed) / 1000),
        lastKeyToPublishedSeconds: round2(openingSeconds),
        deadlineToPublishedSeconds: round2((ended - began) / 1000),
        ageAloneSeconds: round2(peerSeconds),
      },
      ratios: { vsAgeAlone: round2(openingSeconds / peerSeconds) },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await platform.stop();
  }
}

async function openTender(platform: BenchPlatform): Promise<Scene> {
  const file = path.resolve(import.meta.dirname, '../examples/notices.json');
  const notices = readNotices(await readFile(file, 'utf8'));
  return launch(pickNotice(notices, 'tangshan-2026-epc'), platform);
}

/** One person acts for as many bidders as there are bids: each seals its own, to its own key. */
async function sealedBids(platform: BenchPlatform, { tenderId }: Scene): Promise<SealedBid[]> {
  const bids: SealedBid[] = [];
  for (const [index, { uscc, token }] of (await manyBidders(platform, BIDS)).entries()) {
    const letter = {
      format: 'openseal-bid/1',
      tenderId,
      bidderUscc: uscc,
      priceFen: String(4_700_000_000 + index),
      durationDays: 30,
      quality: '合格',
      projectManager: null,
      certificate: null,
    } as const;
    const { bytes, identity } = await sealBid(letter, { attachment: randomBytes(ATTACHMENT_BYTES) });
    bids.push({ token, bytes, identity });
  }
  return bids;
}

/** Seconds in which the age library alone decrypts the files, each read from and written to the same disk. */
async function peer(folder: string, bids: readonly SealedBid[]): Promise<number> {
  for (const [index, { bytes }] of bids.entries()) await writeFile(path.join(folder, `${index}.age`), bytes);
  const began = performance.now();
  for (const [index, { identity }] of bids.entries()) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const plain = await decrypter.decrypt(await readFile(path.join(folder, `${index}.age`)));
    await writeFile(path.join(folder, `${index}.tar`), plain);
  }
  return (performance.now() - began) / 1000;
}

/** Waits until the opening record is published and announced; gives how many bids stand in it as opened. */
async function published(platform: BenchPlatform, { tenderId }: Scene): Promise<number> {
  const endsAt = Date.now() + PUBLISHED_WITHIN_MS;
  for (;;) {
    const list = await fetch(
      `${platform.baseUrl}/v1/announcements?tenderId=${tenderId}&kind=opening-record&limit=1`,
    );
    const { announcements } = (await list.json()) as { announcements: unknown[] };
    if (announcements.length > 0) break;
    if (Date.now() > endsAt) throw new Error('the opening record is not published');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const answer = await fetch(`${platform.baseUrl}/v1/tenders/${tenderId}/opening-record`);
  const { bids } = (await answer.json()) as { bids: { result: string }[] };
  return bids.filter(({ result }) => result === 'opened').length;
}

function post(agent: http.Agent, url: string, token: string, body: Buffer, mediaType: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': mediaType,
      'content-length': body.length,
      'idempotency-key': randomUUID(),
      authorization: `Bearer ${token}`,
    };
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode < 300) resolve();
        else reject(new Error(`${statusCode}: ${text}`));
      });
    });
    request.once('error', reject);
    request.end(body);
  });
}
