import { Worker } from 'node:worker_threads';

/** Why work was not done: too much waits already, it took longer than it may, or the thread that did it died. */
export type WorkFault = 'busy' | 'too-long' | 'failed';

/** Work that was given up; nothing is known of its result. */
export class WorkError extends Error {
  readonly fault: WorkFault;

  constructor(fault: WorkFault, message: string) {
    super(message);
    this.name = 'WorkError';
    this.fault = fault;
  }
}

export interface PoolOptions {
  /** The module that a thread runs: it calls `answerJobs` (runtime/work/thread.ts). */
  readonly entry: URL;
  /** Threads at most; each is started when it is first needed. */
  readonly threads: number;
  /** Jobs that may wait for a thread; one more is refused at once. */
  readonly waitingMax: number;
  /** How long one job may take on its thread, ms; then the thread is ended and the job with it. */
  readonly deadlineMs: number;
  /** Memory of one thread, MiB: a job that needs more ends its thread, not the process. */
  readonly memoryMib: number;
}

/** Threads that do what would keep the event loop from everybody else. */
export interface Pool {
  /** The result of a job, which both travel as structured clones. Throws a WorkError, or an Error with what the job threw. */
  run(job: unknown): Promise<unknown>;
  /** Ends the threads; what is under way is given up. */
  close(): Promise<void>;
}

interface Job {
  readonly input: unknown;
  readonly done: (result: unknown) => void;
  readonly failed: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | null;
  timer: NodeJS.Timeout | null;
}

/** What a thread says: that it has started, or what became of its job. */
export type Said =
  | { readonly started: true }
  | { readonly result: unknown }
  | { readonly thrown: { readonly message: string } };

/** A thread that does not start within this time is given up; machines that start many processes are slow. */
const START_MS = 60_000;

/** Builds the pool; it starts nothing yet. */
export function createPool(options: PoolOptions): Pool {
  return new ThreadPool(options);
}

class ThreadPool implements Pool {
  private readonly options: PoolOptions;
  private readonly threads = new Set<Thread>();
  private readonly idle: Thread[] = [];
  private readonly waiting: Job[] = [];
  private closed = false;

  constructor(options: PoolOptions) {
    this.options = options;
  }

  run(input: unknown): Promise<unknown> {
    if (this.closed) return Promise.reject(new WorkError('failed', 'the threads were ended'));
    if (this.waiting.length >= this.options.waitingMax)
      return Promise.reject(new WorkError('busy', `${this.waiting.length} jobs wait already`));
    return new Promise((done, failed) => {
      this.waiting.push({ input, done, failed });
      this.handOut();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.failed(new WorkError('failed', 'the threads were ended'));
    await Promise.all([...this.threads].map((one) => one.worker.terminate()));
  }

  private handOut(): void {
    while (this.waiting.length > 0 && this.idle.length > 0)
      this.give(this.idle.pop()!, this.waiting.shift()!);
    const starting = [...this.threads].filter((one) => one.job === null).length;
    if (this.waiting.length > starting && this.threads.size < this.options.threads) this.start();
  }

  private give(thread: Thread, job: Job): void {
    thread.job = job;
    const { deadlineMs } = this.options;
    thread.timer = setTimeout(
      () => this.giveUp(thread, 'too-long', `not done in ${deadlineMs} ms`),
      deadlineMs,
    );
    thread.worker.postMessage(job.input);
  }

  private start(): void {
    const worker = new Worker(this.options.entry, {
      resourceLimits: { maxOldGenerationSizeMb: this.options.memoryMib },
      // No arguments or environment of the process are of use there, and its secrets are not to be there.
      argv: [],
      env: {},
    });
    const thread: Thread = { worker, job: null, timer: null };
    this.threads.add(thread);
    thread.timer = setTimeout(() => this.giveUp(thread, 'failed', 'the thread did not start'), START_MS);
    worker.on('message', (said: Said) => this.heard(thread, said));
    worker.on('error', (error) => this.giveUp(thread, 'failed', String(error)));
    worker.on('exit', () => this.giveUp(thread, 'failed', 'the thread ended'));
    // Whatever else keeps the process alive decides when it ends; listening had taken hold of it.
    worker.unref();
  }

  private heard(thread: Thread, said: Said): void {
    if (thread.timer !== null) clearTimeout(thread.timer);
    thread.timer = null;
    const { job } = thread;
    thread.job = null;
    if (!this.threads.has(thread)) return;
    this.idle.push(thread);
    if (job !== null && 'result' in said) job.done(said.result);
    if (job !== null && 'thrown' in said) job.failed(new Error(said.thrown.message));
    this.handOut();
  }

  /** Ends a thread and fails its job, or, when it never started, one that waits: else those would wait for ever. */
  private giveUp(thread: Thread, fault: WorkFault, message: string): void {
    if (!this.threads.delete(thread)) return;
    if (thread.timer !== null) clearTimeout(thread.timer);
    const at = this.idle.indexOf(thread);
    if (at >= 0) this.idle.splice(at, 1);
    const job = thread.job ?? (at < 0 ? this.waiting.shift() : undefined);
    job?.failed(new WorkError(fault, message));
    void thread.worker.terminate();
    if (!this.closed) this.handOut();
  }
}
