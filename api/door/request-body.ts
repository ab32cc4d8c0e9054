import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { problem, type ProblemError } from '../problem.ts';
import { Pace, USUAL_PACE, type PaceLimits } from './pace.ts';
import { Spool } from './spool.ts';

const BUFFERED_BYTES = 65_536;
const TICK_MS = 1_000;
/** A body whose reader keeps it waiting for so long is taken in all the same, where that was asked for. */
const READ_WITHIN_MS = 1_000;

/** How a body is taken in although nobody reads it yet. */
export interface Reception {
  /** Where it is kept meanwhile. */
  readonly folder: string;
  readonly maxBytes: number;
  /** Told when the last byte is here, whoever has read how much of it. */
  readonly arrived: () => void;
}

/** Whether a request comes with a body, by its head. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The caller went away before the whole request had arrived. */
export class CutOffError extends Error {
  constructor() {
    super('the request broke off before its end');
    this.name = 'CutOffError';
  }
}

/**
 * The body of a request, apart from its connection: who reads it may fail, break off or destroy it, and the
 * connection stays whole, so that the answer reaches a caller that still sends. All bodies are read through here.
 * It fails with a CutOffError when the caller goes away, and with the problem 408 `body-too-slow`.
 *
 * It tells of the request what a library wants to know that takes a request for a stream (tus).
 */
export class RequestBody extends Readable {
  private readonly request: IncomingMessage;
  private readonly response: ServerResponse;
  private readonly limits: PaceLimits;
  private readonly pace: Pace;
  /** The caller waits for `100 Continue` before it sends: then nothing is sent that is refused unread. */
  private awaitsContinue: boolean;
  private started = false;
  private waiting = false;
  /** The last byte is here. */
  private whole = false;
  private reception: Reception | null = null;
  private impatience: NodeJS.Timeout | null = null;
  private spool: Spool | null = null;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    { awaitsContinue, pace = USUAL_PACE }: { awaitsContinue: boolean; pace?: PaceLimits },
  ) {
    super({ highWaterMark: BUFFERED_BYTES });
    this.request = request;
    this.response = response;
    this.limits = pace;
    this.pace = new Pace(pace);
    this.awaitsContinue = awaitsContinue;
    // Whoever fails to read is told by its own error; a body that nobody reads must not end the process.
    this.on('error', () => undefined);
  }

  get method(): string | undefined {
    return this.request.method;
  }
  get url(): string | undefined {
    return this.request.url;
  }
  get headers(): IncomingMessage['headers'] {
    return this.request.headers;
  }
  get rawHeaders(): string[] {
    return this.request.rawHeaders;
  }
  get httpVersion(): string {
    return this.request.httpVersion;
  }
  get socket(): IncomingMessage['socket'] {
    return this.request.socket;
  }

  /** Takes the body in from now on, whether or not it is read: when its last byte arrived must not depend on our own haste. */
  receive(reception: Reception): void {
    this.reception = reception;
    // Who asks before it sends is asked to once somebody reads, or somebody should have.
    if (this.awaitsContinue) return this.losePatience();
    this.start();
    this.await();
  }

  override _read(): void {
    if (this.spool !== null) return this.spool.pull();
    if (this.impatience !== null) clearTimeout(this.impatience);
    this.impatience = null;
    if (!this.started) this.start();
    this.await();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.leave();
    this.spool?.close();
    done(error);
  }

  /** Leaves the request as it is, for somebody else to read away. */
  leave(): void {
    if (this.impatience !== null) clearTimeout(this.impatience);
    this.rest();
    this.request.off('data', this.onData);
    this.request.off('end', this.onEnd);
    this.request.off('close', this.onClose);
  }

  private start(): void {
    this.started = true;
    this.request.on('data', this.onData);
    this.request.once('end', this.onEnd);
    this.request.once('close', this.onClose);
    if (this.request.destroyed) return this.onClose();
    if (!this.awaitsContinue) return;
    this.awaitsContinue = false;
    this.response.writeContinue();
  }

  /** Lets bytes come; from now on the sender's pace counts. */
  private await(): void {
    if (this.waiting || this.destroyed || this.whole) return;
    this.waiting = true;
    watch(this);
    this.request.resume();
  }

  private rest(): void {
    this.waiting = false;
    unwatch(this);
    this.request.pause();
  }

  /** Ends a second of waiting for the sender. */
  tick(): void {
    const found = this.pace.tick();
    if (found !== 'in-pace') this.destroy(tooSlow(this.limits));
  }

  /** Gives whoever reads a moment, then keeps what comes in a spool. */
  private losePatience(): void {
    if (this.reception === null || this.impatience !== null) return;
    const { folder, maxBytes } = this.reception;
    this.impatience = setTimeout(() => {
      this.spool = new Spool(folder, maxBytes, {
        push: (piece) => this.push(piece),
        fail: (error) => this.destroy(error),
        room: (more) => (more ? this.await() : this.rest()),
      });
      if (!this.started) this.start();
      this.await();
    }, READ_WITHIN_MS);
  }

  private readonly onData = (chunk: Buffer): void => {
    this.pace.note(chunk.length);
    if (this.spool !== null) return this.spool.write(chunk);
    if (this.push(chunk)) return;
    this.rest();
    this.losePatience();
  };

  private readonly onEnd = (): void => {
    unwatch(this);
    this.whole = true;
    this.reception?.arrived();
    if (this.spool !== null) this.spool.end();
    else this.push(null);
  };

  private readonly onClose = (): void => {
    if (!this.request.complete) this.destroy(new CutOffError());
  };
}

/** The problem of a body that stalls, or comes so slowly that it keeps a place from others. */
function tooSlow({ idleSeconds, bytesPerMinute }: PaceLimits): ProblemError {
  return problem(408, 'body-too-slow', {
    zh: '请求体传输中断或者过慢，未予受理',
    en: 'the body stalled or came too slowly, and was not taken',
    accepted: {
      zh: `每分钟不少于${bytesPerMinute}字节，停顿不超过${idleSeconds}秒；或者使用 /v1/uploads 断点续传`,
      en: `at least ${bytesPerMinute} bytes a minute and no pause of ${idleSeconds} s; or send it resumably to /v1/uploads`,
    },
  });
}

const bodies = new WeakMap<IncomingMessage, RequestBody>();

/** The body of a request. It is one and the same whoever asks. */
export function bodyOf(request: IncomingMessage, response: ServerResponse): RequestBody {
  const known = bodies.get(request) ?? new RequestBody(request, response, { awaitsContinue: false });
  bodies.set(request, known);
  return known;
}

/** Says how the body of a request that has just come in is to be read. */
export function admitBody(
  request: IncomingMessage,
  response: ServerResponse,
  options: { readonly awaitsContinue: boolean; readonly pace: PaceLimits },
): void {
  bodies.set(request, new RequestBody(request, response, options));
}

/** Nobody reads the body of this request any more: what was kept of it goes. */
export function dropBody(request: IncomingMessage): void {
  bodies.get(request)?.destroy();
}

/** Whoever reads the body of this request reads no more of it. */
export function leaveBody(request: IncomingMessage): void {
  bodies.get(request)?.leave();
}

const watched = new Set<RequestBody>();
let ticking: NodeJS.Timeout | null = null;

/** One timer for all bodies under way; none while there are none. */
function watch(body: RequestBody): void {
  watched.add(body);
  ticking ??= setInterval(() => {
    for (const one of [...watched]) one.tick();
  }, TICK_MS);
  ticking.unref();
}

function unwatch(body: RequestBody): void {
  watched.delete(body);
  if (watched.size > 0 || ticking === null) return;
  clearInterval(ticking);
  ticking = null;
}
