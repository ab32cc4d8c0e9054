import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { PlatformUser } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS } from '../../rehearsal/examples.ts';
import { rehearseAndReport } from '../../rehearsal/run.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

/** Enough for PostgreSQL, the engine and a tender; little enough to be filled in a moment. */
const DISK_MIB = 900;
const MIB = 1024 * 1024;

let disk: string;
let cannot: string | null = null;
let platform: TestPlatform | null = null;
beforeAll(async () => {
  disk = await mkdtemp(path.join(os.tmpdir(), 'openseal-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch (error) {
    cannot = String(error);
    return;
  }
  // PostgreSQL runs as a user of its own, which must reach its folder.
  await chmod(disk, 0o755);
  await mkdir(path.join(disk, 'data'));
  platform = await startPlatform({}, path.join(disk, 'data'));
});
afterAll(async () => {
  await platform?.stop();
  if (cannot === null) execFileSync('umount', ['--lazy', disk]);
  await rm(disk, { recursive: true, force: true });
});

const ballast = (): string => path.join(disk, 'ballast');

/** Writes until nothing is left. */
async function fill(): Promise<void> {
  const handle = await open(ballast(), 'w');
  try {
    for (let size = MIB; size >= 512; size = Math.floor(size / 8)) {
      try {
        for (;;) await handle.write(Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    await handle.close();
  }
}

/**
 * Has the database write until it cannot: nothing is kept of it. Null where it still could, or nobody was there to ask.
 * SQLSTATE 53100 is its disk that is full; a connection that is lost is a database that stopped over it.
 */
async function databaseStops(url: string): Promise<true | null> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin');
    await client.query(
      'create table ballast as select repeat(md5(n::text), 8) from generate_series(1, 100000) n',
    );
    await client.query('rollback');
    return null;
  } catch {
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Refusal {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly code: unknown;
}

/** What a write is answered with; null where nobody answers at all. */
async function answerTo(running: TestPlatform, login: string): Promise<Refusal | null> {
  const answer = await fetch(`${running.baseUrl}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: running.password }),
    signal: AbortSignal.timeout(30_000),
  }).catch(() => null);
  if (answer === null) return null;
  const { code } = (await answer.json()) as { code?: unknown };
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), code };
}

async function standings(administrator: PlatformUser): Promise<unknown[]> {
  const { space } = (await administrator.get('/v1/admin/queue')) as { space: { standing: string }[] };
  return space.map(({ standing }) => standing);
}

describe('a whole platform on a disk that is filled while a tender runs', () => {
  it('refuses writes with when to come back, ends nothing, and goes on by itself when there is space', async () => {
    if (platform === null) {
      console.warn(`No disk of its own could be mounted, so that nothing was filled: ${String(cannot)}`);
      expect(cannot).not.toBeNull();
      return;
    }
    const running = platform;
    const administrator = await new PlatformUser(running.baseUrl).signIn(
      EXAMPLE_LOGINS.administrator,
      running.password,
      undefined,
      'administrator',
    );
    expect(await standings(administrator)).toEqual(['enough']);
    const begun = await running.running();
    let said = 0;
    const summary = await rehearseAndReport(await exampleNotice('tangshan-2026-epc'), running, async () => {
      said++;
      // In the midst of the tender: the documents are out, the bids are not closed.
      if (said === 3) await leanTimes(running);
    });
    expect(said).toBeGreaterThan(3);
    expect(summary.outcome).toBe('reported');
    expect(summary.bids).toBe(3);
    const named = summary.steps.map((step) => step.event).filter((event) => event !== 'confidentialAct');
    expect(new Set(named).size).toBe(named.length);
    expect((await running.running()).pid).toBe(begun.pid);
    expect(await standings(administrator)).toEqual(['enough']);
  });
});

/** The disk is full until the database stops over it and a write is refused for that; then there is space again. */
async function leanTimes(running: TestPlatform): Promise<void> {
  const url = await running.databaseUrl();
  const refused = await until(async () => {
    await fill();
    await databaseStops(url);
    const answer = await answerTo(running, EXAMPLE_LOGINS.administrator);
    return answer?.status === 503 ? answer : null;
  }, 'a write that is refused for want of space');
  expect(refused.retryAfter).toMatch(/^\d+$/);
  await rm(ballast());
}
