import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { problem, type ProblemError } from '../problem.ts';
import { Pace, USUAL_PACE, type PaceLimits } from './pace.ts';

const BUFFERED_BYTES = 65_536;
const TICK_MS = 1_000;

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

  override _read(): void {
    if (!this.started) this.start();
    this.await();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.leave();
    done(error);
  }

  /** Leaves the request as it is, for somebody else to read away. */
  leave(): void {
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
    if (this.waiting || this.destroyed) return;
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

  private readonly onData = (chunk: Buffer): void => {
    this.pace.note(chunk.length);
    if (!this.push(chunk)) this.rest();
  };

  private readonly onEnd = (): void => {
    unwatch(this);
    this.push(null);
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
