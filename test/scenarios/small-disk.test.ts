import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
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

/** Fills the disk again and again, as whatever had it filled goes on writing, until something is so. */
async function filledUntil<T>(look: () => Promise<T | null>, what: string): Promise<T> {
  return until(async () => {
    await fill();
    return look();
  }, what);
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
    let lean: Promise<void> | null = null;
    const summary = await rehearseAndReport(await exampleNotice('tangshan-2026-epc'), running, () => {
      said++;
      // In the midst of the tender: the documents are out, the bids are not closed.
      if (said === 3) lean = leanTimes(running);
    });
    expect(lean).not.toBeNull();
    await lean;
    expect(summary.outcome).toBe('reported');
    expect(summary.bids).toBe(3);
    const named = summary.steps.map((step) => step.event).filter((event) => event !== 'confidentialAct');
    expect(new Set(named).size).toBe(named.length);
    expect((await running.running()).pid).toBe(begun.pid);
    expect(await standings(administrator)).toEqual(['enough']);
  });
});

/** The disk is full until a write was refused for it; then there is space again. */
async function leanTimes(running: TestPlatform): Promise<void> {
  const refused = await filledUntil(async () => {
    const answer = await answerTo(running, EXAMPLE_LOGINS.administrator);
    return answer?.status === 503 ? answer : null;
  }, 'a write that is refused for want of space');
  expect(refused.retryAfter).toMatch(/^\d+$/);
  await rm(ballast());
}
