import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ChildLog } from './child-log.ts';
import type { ChildCommand } from './postgres.ts';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;
/** A child that ran so long counts as healthy: its next restart waits the shortest again. */
const HEALTHY_MS = 30_000;
const GRACE_MS = 15_000;
/** After children changed and that could not be written down, as on a full disk. */
const NOTE_AGAIN_MS = 2_000;

interface Child {
  readonly name: string;
  readonly command: ChildCommand;
  readonly log: ChildLog;
  process: ChildProcess | null;
  waitMs: number;
}

export interface SupervisorOptions {
  readonly logDir: string;
  readonly say: (line: string) => void;
  /** Told of the running children's process ids whenever they change. */
  readonly onChange: (children: Readonly<Record<string, number>>) => Promise<void>;
}

/**
 * Runs child processes and starts them again when they die, after 0.2 s, 0.4 s ... up to 10 s. Their
 * output goes to `<logs>/<name>.log`, as far as the disk takes it: a full one ends nothing here. `stop` ends them in the reverse order of their start.
 */
export class Supervisor {
  private readonly options: SupervisorOptions;
  private readonly children: Child[] = [];
  private stopping = false;

  constructor(options: SupervisorOptions) {
    this.options = options;
    mkdirSync(options.logDir, { recursive: true });
  }

  /** Starts a child and keeps it running. */
  async run(name: string, command: ChildCommand): Promise<void> {
    const log = new ChildLog(path.join(this.options.logDir, `${name}.log`), this.options.say);
    const child: Child = { name, command, log, process: null, waitMs: FIRST_WAIT_MS };
    this.children.push(child);
    this.start(child);
    await this.noteChange();
  }

  /** Ends all children, the last started first; kills what does not end within its grace. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const child of this.children.toReversed()) {
      const running = child.process;
      if (running === null || running.exitCode !== null || running.signalCode !== null) continue;
      const gone = new Promise((resolve) => running.once('exit', resolve));
      running.kill(child.command.stopSignal ?? 'SIGTERM');
      const timer = setTimeout(() => running.kill('SIGKILL'), GRACE_MS);
      await gone;
      clearTimeout(timer);
    }
  }

  private start(child: Child): void {
    const { command, args, uid, gid, env } = child.command;
    const { log } = child;
    const startedAt = Date.now();
    const running = spawn(command, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C reaches the supervisor alone, which ends the children in order.
      detached: true,
      env: { ...process.env, ...env },
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    child.process = running;
    log.keep(running.stdout);
    log.keep(running.stderr);
    running.once('error', (error) => this.options.say(`${child.name} cannot be started: ${error.message}`));
    running.once('close', (code, signal) => {
      if (this.stopping) log.end();
      else this.restart(child, Date.now() - startedAt, signal ?? `code ${code}`);
    });
  }

  private restart(child: Child, ranMs: number, cause: string): void {
    child.waitMs = ranMs > HEALTHY_MS ? FIRST_WAIT_MS : Math.min(child.waitMs * 2, LONGEST_WAIT_MS);
    this.options.say(`${child.name} ended (${cause}); starting it again`);
    setTimeout(() => {
      if (this.stopping) return;
      this.start(child);
      this.noteUntilDone();
    }, child.waitMs);
  }

  /** Children are started again whether that can be written down or not; it is tried until it can. */
  private noteUntilDone(): void {
    this.noteChange().catch(() => {
      setTimeout(() => {
        if (!this.stopping) this.noteUntilDone();
      }, NOTE_AGAIN_MS).unref();
    });
  }

  private async noteChange(): Promise<void> {
    const running = this.children.flatMap(({ name, process }) =>
      process?.pid === undefined ? [] : [[name, process.pid]],
    );
    await this.options.onChange(Object.fromEntries(running) as Record<string, number>);
  }
}
