import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Supervisor } from '../../runtime/children.ts';
import { spaceAt } from '../../runtime/space.ts';
import { untilTrue } from '../support/until.ts';

const DISK_BYTES = 2 * 1024 * 1024;
const BOUNDS = { lowBelowBytes: DISK_BYTES, reserveBytes: 0 };
/** Says a long line again and again, and lives until it is stopped. */
const TALKER = `setInterval(() => console.log('x'.repeat(64 * 1024)), 10)`;

let disk: string;
let cannot: string | null = null;
beforeAll(async () => {
  disk = await mkdtemp(path.join(os.tmpdir(), 'openseal-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch (error) {
    cannot = String(error);
  }
});
afterAll(async () => {
  // Lazily: a log that was just ended may still be closing its file.
  if (cannot === null) execFileSync('umount', ['--lazy', disk]);
  await rm(disk, { recursive: true, force: true });
});

describe('a full disk', () => {
  it('ends neither the supervision nor a child, is told of, and logs go on when there is space again', async () => {
    if (cannot !== null) {
      // In CI we are root and may mount: there it must be shown.
      if (process.getuid?.() === 0 && process.env['OPENSEAL_CI_RUN'] !== undefined) throw new Error(cannot);
      process.stderr.write(`NOT TESTED: a full disk needs a small file system of its own: ${cannot}\n`);
      return;
    }
    const said: string[] = [];
    const noted: Readonly<Record<string, number>>[] = [];
    const supervisor = new Supervisor({
      logDir: path.join(disk, 'logs'),
      say: (line) => said.push(line),
      onChange: async (children) => {
        await writeFile(path.join(disk, 'running'), JSON.stringify(children));
        noted.push(children);
      },
    });
    const ballast = path.join(disk, 'ballast');
    await supervisor.run('talker', { command: process.execPath, args: ['-e', TALKER] });
    try {
      const pid = noted.at(-1)!['talker']!;
      expect(worst(await spaceAt({ data: disk }, BOUNDS))).not.toBe('full');
      await fill(ballast);
      await untilTrue(() => Promise.resolve(said.some((line) => /cannot be written.*ENOSPC/.test(line))));
      expect(worst(await spaceAt({ data: disk }, BOUNDS))).toBe('full');
      // The child lives on, and one that is killed is started again though that cannot be written down.
      process.kill(pid, 'SIGKILL');
      await untilTrue(() => Promise.resolve(said.some((line) => line.includes('talker ended (SIGKILL)'))));
      await rm(ballast);
      await writeFile(path.join(disk, 'logs', 'talker.log'), '');
      await untilTrue(() => Promise.resolve((noted.at(-1)?.['talker'] ?? pid) !== pid));
      await untilTrue(() => Promise.resolve(said.some((line) => line.includes('is written again'))));
      const log = await readFile(path.join(disk, 'logs', 'talker.log'), 'utf8');
      expect(log).toMatch(/bytes of output are missing here/);
    } finally {
      await supervisor.stop();
    }
  });
});

const worst = (spaces: Awaited<ReturnType<typeof spaceAt>>) => spaces[0]?.standing;

/** Writes until the disk takes no more. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (;;) await handle.write(Buffer.alloc(16 * 1024));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await handle.close();
  }
}
