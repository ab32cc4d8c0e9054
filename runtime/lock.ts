import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { readIfThere, writeWhole } from './files.ts';

/** What a running start says of itself in `<data>/running.json`. */
export interface Running {
  readonly pid: number;
  readonly url: string;
  /** Whether everything is up and can be used. */
  readonly ready: boolean;
  readonly children: Readonly<Record<string, number>>;
}

/** Another start runs on the same data folder. */
export class AlreadyRunningError extends Error {
  readonly running: Running;
  constructor(running: Running) {
    super(
      `openseal already runs on this data folder (process ${running.pid}, ${running.url}); stop it first, or choose another folder with OPENSEAL_DATA`,
    );
    this.name = 'AlreadyRunningError';
    this.running = running;
  }
}

const fileOf = (dataDir: string): string => path.join(dataDir, 'running.json');

/** The start that runs on a data folder, or null. */
export async function runningOn(dataDir: string): Promise<Running | null> {
  const running = await readLock(dataDir);
  return running !== null && isOurs(running.pid, 'bin/start.ts') ? running : null;
}

/**
 * Takes a data folder for this process. Throws AlreadyRunningError while another start holds it. What
 * a killed start left behind (its children still running) is ended first.
 */
export async function takeDataFolder(
  dataDir: string,
  url: string,
  say: (line: string) => void,
): Promise<DataFolder> {
  const running = await runningOn(dataDir);
  if (running !== null) throw new AlreadyRunningError(running);
  const left = await readLock(dataDir);
  if (left !== null) {
    for (const [name, pid] of Object.entries(left.children).toReversed()) {
      if (!isOurs(pid, dataDir) && !isOurs(pid, 'bin/')) continue;
      say(`ending ${name} (process ${pid}), left behind by a start that was killed`);
      process.kill(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
      await ended(pid);
    }
    rmSync(fileOf(dataDir), { force: true });
  }
  await mkdir(dataDir, { recursive: true });
  // Of two starts at the same moment one creates the file; the other finds it.
  await (await open(fileOf(dataDir), 'wx', 0o644)).close();
  const folder = new DataFolder(dataDir, url);
  await folder.note({});
  return folder;
}

/** A data folder taken by this process. */
export class DataFolder {
  private readonly dir: string;
  private readonly url: string;
  private children: Readonly<Record<string, number>> = {};
  private ready = false;

  constructor(dir: string, url: string) {
    this.dir = dir;
    this.url = url;
  }

  /** Writes down the children that run, so that they can be found after a kill. */
  async note(children: Readonly<Record<string, number>>): Promise<void> {
    this.children = children;
    await this.write();
  }

  /** Says that everything is up. */
  async noteReady(): Promise<void> {
    this.ready = true;
    await this.write();
  }

  private async write(): Promise<void> {
    const { url, ready, children } = this;
    const running: Running = { pid: process.pid, url, ready, children };
    await writeWhole(fileOf(this.dir), JSON.stringify(running), 0o644);
  }

  release(): void {
    rmSync(fileOf(this.dir), { force: true });
  }
}

async function readLock(dataDir: string): Promise<Running | null> {
  const text = await readIfThere(fileOf(dataDir));
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text) as Running;
  } catch {
    // A start that was killed while it took the folder leaves half a line: it holds nothing.
    return null;
  }
}

/** Whether a process lives and its command line bears the mark: process ids are used again. */
function isOurs(pid: number, mark: string): boolean {
  try {
    // Linux tells it in files; slim images have no ps.
    const line = existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
    return line.includes(mark);
  } catch {
    // There is no such process.
    return false;
  }
}

async function ended(pid: number): Promise<void> {
  const endsAt = Date.now() + 15_000;
  for (;;) {
    try {
      process.kill(pid, Date.now() > endsAt ? 'SIGKILL' : 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
