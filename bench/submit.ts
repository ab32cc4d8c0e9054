import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import Koa from 'koa';
import pg from 'pg';
import { exampleUscc } from '../rehearsal/cast.ts';
import { launch } from '../rehearsal/script.ts';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pickNotice, readNotices } from '../rehearsal/notice.ts';
import { sealBid } from '../runtime/sealing.ts';
import { concurrently, interleave, round2, type BenchResult } from './harness.ts';
import { startBenchPlatform, type BenchPlatform } from './platform.ts';
import { manyBidders } from '../test/support/many-parties.ts';

const ROUNDS = 5;
const COUNT = 400;
const WIDTH = 16;
const BIDDERS = 16;
const BID_BYTES = 64 * 1024;

/** Sealed bids of 64 KiB accepted through the API (stored, fenced, receipted, recorded) beside a bare Koa that inserts the same bytes. */
export async function bench(): Promise<BenchResult> {
  const platform = await startBenchPlatform();
  const peer = await koaAndPg(platform.databaseUrl);
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
    const body = Buffer.concat([bytes, randomBytes(BID_BYTES - bytes.length)]);
    const agent = new http.Agent({ keepAlive: true, maxSockets: WIDTH });
    const rates = await interleave(
      [
        {
          name: 'api',
          count: COUNT,
          round: (count) =>
            concurrently(count, WIDTH, (index) => post(url, body, agent, tokens[index % BIDDERS]!)),
        },
        {
          name: 'koaPg',
          count: COUNT,
          round: (count) => concurrently(count, WIDTH, () => post(peer.url, body, agent, '')),
        },
      ],
      ROUNDS,
    );
    agent.destroy();
    const { api = 0, koaPg = 0 } = rates;
    return {
      name: 'submit',
      runs: ROUNDS,
      figures: { apiPerSecond: round2(api), koaPgPerSecond: round2(koaPg), bidBytes: BID_BYTES },
      ratios: { vsKoaPg: round2(api / koaPg) },
    };
  } finally {
    await peer.stop();
    await platform.stop();
  }
}

/** A launched rehearsal whose documents are out, and sixteen bidders' tokens. */
export async function openTender(platform: BenchPlatform): Promise<{ url: string; tokens: string[] }> {
  const file = path.resolve(import.meta.dirname, '../examples/notices.json');
  const notice = pickNotice(readNotices(await readFile(file, 'utf8')), 'tangshan-2026-epc');
  const { tenderId } = await launch(notice, platform);
  const tokens = (await manyBidders(platform, BIDDERS)).map(({ token }) => token);
  return { url: `${platform.baseUrl}/v1/tenders/${tenderId}/bids`, tokens };
}

/** A bare Koa that reads the body and inserts it: the least that acceptance of these bytes can cost in this stack. */
async function koaAndPg(databaseUrl: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: WIDTH });
  await pool.query('create table bench_bytes (id uuid primary key, bytes bytea not null)');
  const app = new Koa();
  app.use(async (koa) => {
    const chunks: Buffer[] = [];
    for await (const chunk of koa.req as AsyncIterable<Buffer>) chunks.push(chunk);
    await pool.query('insert into bench_bytes (id, bytes) values ($1, $2)', [
      randomUUID(),
      Buffer.concat(chunks),
    ]);
    koa.status = 201;
    koa.body = { ok: true };
  });
  const handle = app.callback();
  const server = http.createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
}

function post(url: string, body: Buffer, agent: http.Agent, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/octet-stream',
      'content-length': body.length,
      'idempotency-key': randomUUID(),
      authorization: `Bearer ${token}`,
    };
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      response.on('end', () =>
        response.statusCode === 201 ? resolve() : reject(new Error(`${response.statusCode}: ${text}`)),
      );
    });
    request.once('error', reject);
    request.end(body);
  });
}
