import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
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

/** The SQLSTATE with which the database refuses to write a few MiB; null where it writes them. Nothing is kept of it. */
async function refusalByDatabase(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin');
    await client.query(
      'create table ballast as select repeat(md5(n::text), 8) from generate_series(1, 40000) n',
    );
    await client.query('rollback');
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? 'stopped';
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Refusal {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly code: unknown;
}

/** What storing a document is answered with. */
async function answerToDocument(running: TestPlatform, { token }: { token: string }): Promise<Refusal> {
  const answer = await fetch(`${running.baseUrl}/v1/documents?name=a.pdf`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/pdf',
      'idempotency-key': randomUUID(),
    },
    body: randomBytes(MIB),
  });
  const { code } = (await answer.json()) as { code?: unknown };
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), code };
}

/** A sign-in of an example bidder for its party. */
async function bidderSession(running: TestPlatform): Promise<{ token: string }> {
  const user = await new PlatformUser(running.baseUrl).signIn('bidder-1', running.password);
  const { memberships } = (await user.get('/v1/me')) as { memberships: { uscc: string }[] };
  const session = await user.post('/v1/sessions/switch', { uscc: memberships[0]!.uscc, role: 'bidder' });
  return { token: String(session['token']) };
}

async function standings(administrator: PlatformUser): Promise<unknown[]> {
  const { space } = (await administrator.get('/v1/admin/queue')) as { space: { standing: string }[] };
  return space.map(({ standing }) => standing);
}

describe('a whole platform on a disk that is filled while a tender runs', () => {
  it('refuses writes with when to come back, ends nothing, and goes on by itself when there is space', async () => {
    if (platform === null) {
      // In CI we are root and may mount: there it must be shown.
      if (process.getuid?.() === 0 && process.env['OPENSEAL_CI_RUN'] !== undefined)
        throw new Error(String(cannot));
      process.stderr.write(
        `NOT TESTED: a platform on a full disk needs a disk of its own: ${String(cannot)}\n`,
      );
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
      if (said === 3) await leanTimes(running, administrator);
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

/** The disk is full until a document and the database were refused for it; then there is space again. */
async function leanTimes(running: TestPlatform, administrator: PlatformUser): Promise<void> {
  const [url, session] = [await running.databaseUrl(), await bidderSession(running)];
  await fill();
  const refused = await answerToDocument(running, session);
  expect([refused.status, refused.code]).toEqual([503, 'space-kept-for-bids']);
  expect(refused.retryAfter).toMatch(/^\d+$/);
  expect(await standings(administrator)).toEqual(['full']);
  // What ends beside, as log files of the database do, gives space back: it is taken at once.
  await until(async () => {
    await fill();
    return refusalByDatabase(url);
  }, 'a database without space');
  await rm(ballast());
}
