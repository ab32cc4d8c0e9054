import { ServerResponse, type IncomingMessage } from 'node:http';
import { hasBody, leaveBody } from './request-body.ts';

/**
 * How much of a request is read away after its answer, and for how long the connection is then kept open. Who
 * sends more is not read any further, and finds the answer while its line stands still.
 */
export interface LingerBounds {
  readonly bytes: number;
  readonly milliseconds: number;
}

export const LINGER: LingerBounds = { bytes: 16 * 1024 * 1024, milliseconds: 10_000 };
/** What is not longer is read away as a rule: then the connection can be used again. */
const SHORT_BYTES = 1024 * 1024;

/**
 * An answer that reaches who is still sending. It is written at once, whole; then the rest of the request is read
 * away within bounds, and only then the connection ends or is used again. Closed at once it would be reset under
 * the writer, which then finds a broken pipe and not the answer.
 */
export class LingeringResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  private lingers = false;
  bounds: LingerBounds = LINGER;

  override end(...given: unknown[]): this {
    if (this.lingers) return this;
    const { req } = this;
    if (!hasBody(req) || req.complete || req.socket.destroyed) return this.finish(given);
    this.lingers = true;
    const chunk = typeof given[0] === 'function' ? undefined : (given[0] as string | Uint8Array | undefined);
    this.announce(chunk ?? '', isShort(req));
    if (chunk !== undefined && chunk !== null && chunk.length > 0)
      this.write(chunk, (typeof given[1] === 'string' ? given[1] : 'utf8') as BufferEncoding);
    else this.flushHeaders();
    void readAway(req, this.bounds).then((whole) => {
      this.finish(given.filter((one) => typeof one === 'function'));
      if (!whole) req.socket.destroySoon();
    });
    return this;
  }

  private finish(given: readonly unknown[]): this {
    return super.end(...(given as []));
  }

  /** The reader must know where the answer ends before the connection does, and not use it again while it sends. */
  private announce(chunk: string | Uint8Array, keepsAlive: boolean): void {
    if (this.headersSent) return;
    if (!keepsAlive) this.setHeader('Connection', 'close');
    const lengthless = this.statusCode === 204 || this.statusCode === 304;
    if (lengthless || this.hasHeader('Content-Length') || this.hasHeader('Transfer-Encoding')) return;
    this.setHeader('Content-Length', typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.byteLength);
  }
}

const declaredBytes = (request: IncomingMessage): number => Number(request.headers['content-length'] ?? 0);
/** Whoever waits for `100 Continue` may never send what it declared. */
const isShort = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] === undefined &&
  request.headers.expect === undefined &&
  declaredBytes(request) <= SHORT_BYTES;

/** Reads the rest of a request away. True when all of it came within the bounds. */
function readAway(request: IncomingMessage, { bytes, milliseconds }: LingerBounds): Promise<boolean> {
  leaveBody(request);
  return new Promise((resolve) => {
    let left = bytes;
    const timer = setTimeout(() => done(false), milliseconds);
    const done = (whole: boolean): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      resolve(whole);
    };
    const onData = (chunk: Buffer): void => {
      left -= chunk.length;
      // Not read any further, but not closed either: a reset could overtake the answer.
      if (left < 0) request.pause();
    };
    const onEnd = (): void => done(true);
    const onClose = (): void => done(request.complete);
    request.on('data', onData).once('end', onEnd).once('close', onClose);
    request.resume();
  });
}
