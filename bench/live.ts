import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import { isoShanghai, parseInstant } from '../domain/time/instant.ts';
import { castOf, enter } from '../rehearsal/cast.ts';
import { draftOf } from '../rehearsal/draft.ts';
import { noticeSchema } from '../rehearsal/notice.ts';
import type { PlatformUser } from '../rehearsal/client.ts';
import { concurrently, percentile, round2, type BenchResult } from './harness.ts';
import { startBenchPlatform, type BenchPlatform } from './platform.ts';

const COUNT = Number(process.env['OPENSEAL_BENCH_TENDERS'] ?? 5_000);
const AT_ONE_INSTANT = Math.min(500, COUNT);
const CONCURRENT = 16;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long before the common instant the clocks are set, for each tender. */
const SET_MS = 400;
/** Long enough to start them all before they fire. */
const BARE_LEAD_MS = 40_000;
const MEBIBYTE = 1024 * 1024;
const DATABASES = ['openseal', 'temporal', 'temporal_visibility'];

const notice = noticeSchema.parse({
  id: 'bench',
  title: '压力测试项目',
  regime: 'tendering',
  method: 'open',
  qualification: 'after',
  mandatory: true,
  category: 'engineering',
  tenderee: '压力测试招标单位',
  documentsIssuedFrom: '2026-09-10T09:00:00+08:00',
  documentsIssuedUntil: '2026-09-16T17:00:00+08:00',
  bidDeadline: '2026-09-30T09:00:00+08:00',
});

/**
 * Live tenders beside bare workflows of four timers on the same engine: starts a second, memory and
 * database bytes for each, and how late the engine is when 500 deadlines fall on one instant. A tender
 * holds a timer for each wait that can fall due (its phase, its next duty, an order's limit).
 */
export async function bench(): Promise<BenchResult> {
  const platform = await startBenchPlatform();
  const database = new pg.Client({ connectionString: platform.databaseUrl });
  await database.connect();
  const bare = await bareTimers(platform);
  try {
    const size = (): Promise<Size> => sizeOf(platform, database);
    const empty = await size();
    const bareStarts = await rate(COUNT, () => bare.start(Date.now() + 30 * DAY_MS));
    const withBare = await size();
    const owner = await enter(platform, castOf(notice).tenderee);
    const tenders: string[] = [];
    const launch = await launcher(owner);
    const tenderStarts = await rate(COUNT, async () => void tenders.push(await launch()));
    const withTenders = await size();
    const tenderLate = await tendersLate(owner, tenders.slice(0, AT_ONE_INSTANT), database);
    const bareLate = await bare.late();
    const [bareBytes, tenderBytes] = [grown(empty, withBare), grown(withBare, withTenders)];
    return {
      name: 'live',
      runs: 1,
      figures: {
        tenders: COUNT,
        tenderStartsPerSecond: round2(tenderStarts),
        bareStartsPerSecond: round2(bareStarts),
        tenderDatabaseKiB: round2(tenderBytes.databaseBytes / 1024 / COUNT),
        bareDatabaseKiB: round2(bareBytes.databaseBytes / 1024 / COUNT),
        tenderMemoryKiB: round2(tenderBytes.memoryBytes / 1024 / COUNT),
        bareMemoryKiB: round2(bareBytes.memoryBytes / 1024 / COUNT),
        residentMiB: round2(withTenders.memoryBytes / MEBIBYTE),
        deadlinesAtOnce: AT_ONE_INSTANT,
        tenderLateMs50: percentile(tenderLate, 50),
        tenderLateMs99: percentile(tenderLate, 99),
        bareLateMs50: percentile(bareLate, 50),
        bareLateMs99: percentile(bareLate, 99),
      },
      ratios: {
        startsVsBare: round2(tenderStarts / bareStarts),
        lateVsBare: round2(percentile(tenderLate, 99) / Math.max(1, percentile(bareLate, 99))),
      },
    };
  } finally {
    await bare.stop();
    await database.end();
    await platform.stop();
  }
}

/** Does something so many times, sixteen at once; gives how many a second. */
async function rate(count: number, work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await concurrently(count, CONCURRENT, async (index) => {
    await work();
    if (index % 500 === 499) process.stderr.write(`${index + 1} of ${count}\n`);
  });
  return (count * 1000) / (performance.now() - began);
}

/** Launches rehearsals whose documents are issued a month from now: live, and waiting. */
async function launcher(owner: PlatformUser): Promise<() => Promise<string>> {
  const stored = await owner.postBytes(
    `/v1/documents?name=${encodeURIComponent('招标文件.txt')}`,
    new TextEncoder().encode('招标文件'),
    'text/plain; charset=utf-8',
  );
  const draft = draftOf(notice, { ...castOf(notice), agency: null }, String(stored['sha256']), {
    firstDocument: null,
    invitees: [],
    priorTenderId: null,
  });
  const startsAt = isoShanghai(parseInstant(notice.documentsIssuedFrom) - 30 * DAY_MS);
  return async () => {
    const created = await owner.post('/v1/tenders', { draft, rehearsal: { startsAt } });
    const tenderId = String(created['tenderId']);
    await owner.post(`/v1/tenders/${tenderId}/launch`);
    return tenderId;
  };
}

/** Sets the clocks of tenders so that their bid deadlines fall on one real instant; gives how late each was closed (ms). */
async function tendersLate(
  owner: PlatformUser,
  tenders: readonly string[],
  database: pg.Client,
): Promise<number[]> {
  const waiting = [...tenders];
  const commonAt = Date.now() + tenders.length * SET_MS;
  await rate(tenders.length, async () => {
    const to = parseInstant(notice.bidDeadline) - (commonAt - Date.now());
    await owner.post(`/v1/tenders/${waiting.pop()!}/clock`, { to: isoShanghai(to) });
  });
  if (Date.now() > commonAt) throw new Error('the clocks could not be set before the common instant');
  const endsAt = commonAt + 120_000;
  for (;;) {
    const { rows } = await database.query<{ at: string; shift: string }>(
      `select e.canonical::jsonb->>'recordedAt' as at, f.shift_ms as shift
       from rehearsals.record_entry e join tender_fence f on f.tender_id = e.tender_id
       where e.event = 'bidsClosed' and e.tender_id = any($1::uuid[])`,
      [tenders],
    );
    // By its own clock each deadline fell at the common instant and the way of the request that set the clock.
    if (rows.length === tenders.length) {
      const deadlineAt = parseInstant(notice.bidDeadline);
      return rows.map(({ at, shift }) => Math.max(0, parseInstant(at) - (deadlineAt - Number(shift))));
    }
    if (Date.now() > endsAt) throw new Error(`${rows.length} of ${tenders.length} were closed`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

interface Size {
  readonly databaseBytes: number;
  readonly memoryBytes: number;
}

const grown = (before: Size, after: Size): Size => ({
  databaseBytes: after.databaseBytes - before.databaseBytes,
  memoryBytes: after.memoryBytes - before.memoryBytes,
});

/** What the databases hold, and the resident memory of engine, worker and API. */
async function sizeOf(platform: BenchPlatform, database: pg.Client): Promise<Size> {
  const { rows } = await database.query<{ bytes: string }>(
    'select sum(pg_database_size(datname)) as bytes from pg_database where datname = any($1)',
    [DATABASES],
  );
  const resident = await Promise.all(
    ['temporal', 'worker', 'api'].map(async (name) => {
      const status = await readFile(`/proc/${await platform.pidOf(name)}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    }),
  );
  return {
    databaseBytes: Number(rows[0]?.bytes),
    memoryBytes: resident.reduce((sum, bytes) => sum + bytes, 0),
  };
}

/** A worker of this process with workflows of four timers each. */
async function bareTimers({ temporalAddress }: BenchPlatform): Promise<{
  start: (firstAt: number) => Promise<void>;
  late: () => Promise<number[]>;
  stop: () => Promise<void>;
}> {
  // The bench prints one JSON object on stdout; what the engine's core says would go there too.
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
  });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const lateMs: number[] = [];
  const worker = await Worker.create({
    connection,
    namespace: 'openseal',
    taskQueue: 'bench-timers',
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: path.resolve(import.meta.dirname, 'timers.workflow.ts'),
      logger: new DefaultLogger('ERROR'),
    }),
    activities: {
      noteDue: (dueAt: number) => {
        lateMs.push(Math.max(0, Date.now() - dueAt));
        return Promise.resolve();
      },
    },
    maxConcurrentActivityTaskExecutions: 16,
  });
  const running = worker.run();
  const clientConnection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection: clientConnection, namespace: 'openseal' });
  let started = 0;
  const start = async (firstAt: number): Promise<void> => {
    const others = [40, 50, 60].map((days) => Date.now() + days * DAY_MS);
    await client.workflow.start('timers', {
      taskQueue: 'bench-timers',
      workflowId: `bench-timers-${++started}`,
      args: [firstAt, others],
    });
  };
  return {
    start,
    late: async () => {
      const firstAt = Date.now() + BARE_LEAD_MS;
      await rate(AT_ONE_INSTANT, () => start(firstAt));
      const endsAt = firstAt + 120_000;
      while (lateMs.length < AT_ONE_INSTANT) {
        if (Date.now() > endsAt) throw new Error(`${lateMs.length} of ${AT_ONE_INSTANT} timers fired`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return lateMs;
    },
    stop: async () => {
      worker.shutdown();
      await running;
      await clientConnection.close();
      await connection.close();
    },
  };
}
