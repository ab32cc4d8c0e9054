import { randomBytes, type X509Certificate } from 'node:crypto';
import { QUERY_TYPE, REPLY_TYPE, timestampQuery, tokenOf } from './messages.ts';
import { TimestampError } from './refusal.ts';
import { verifyToken, type VerifiedToken } from './token.ts';

/** A verified token with its DER bytes (ContentInfo). */
export interface Timestamp extends VerifiedToken {
  readonly token: Buffer;
}

/** Gives time-stamps of SHA-256 digests. */
export interface Timestamper {
  /** A token that is verified. Throws a TimestampError that says why none can be had. */
  stamp(digest: Uint8Array, signal?: AbortSignal): Promise<Timestamp>;
}

export interface TimestampClientOptions {
  /** The authorities in the order in which they are asked. */
  readonly urls: readonly string[];
  readonly anchors: readonly X509Certificate[];
  readonly timeoutMs: number;
  /** The server's clock, epoch ms; the authority's time is held against it. */
  readonly now?: () => number;
}

const NONCE_BYTES = 16;
const REPLY_MAX_BYTES = 256 * 1024;
/** How far an authority's clock and ours may lie apart, beyond the accuracy that it claims. */
const CLOCKS_APART_MS = 60_000;

/**
 * A client of RFC 3161 authorities over HTTP (section 3.4). They are asked in order; the first token that
 * holds is taken. When none does, the error of the last is thrown with what each of them said.
 */
export function timestampClient(options: TimestampClientOptions): Timestamper {
  return {
    stamp: async (digest, signal) => {
      const faults: string[] = [];
      let code: TimestampError['code'] = 'unreachable';
      for (const url of options.urls) {
        try {
          return await ask(url, digest, options, signal);
        } catch (error) {
          if (!(error instanceof TimestampError)) throw error;
          signal?.throwIfAborted();
          code = error.code;
          faults.push(`${new URL(url).host}: ${error.message}`);
        }
      }
      throw new TimestampError(code, faults.join('; ') || 'no time-stamping authority is configured');
    },
  };
}

async function ask(
  url: string,
  digest: Uint8Array,
  options: TimestampClientOptions,
  signal: AbortSignal | undefined,
): Promise<Timestamp> {
  const { anchors, now = Date.now } = options;
  const nonce = randomBytes(NONCE_BYTES);
  const askedAt = now();
  const reply = await send(url, timestampQuery(digest, nonce), options.timeoutMs, signal);
  const answeredAt = now();
  const token = tokenOf(reply);
  const verified = verifyToken(token, { digest, nonce, anchors });
  const apartMs = CLOCKS_APART_MS + (verified.accuracyMs ?? 0);
  if (verified.genTimeAt < askedAt - apartMs || verified.genTimeAt > answeredAt + apartMs) {
    const said = new Date(verified.genTimeAt).toISOString();
    throw new TimestampError(
      'implausible-time',
      `the authority says ${said}, which is not the time of the request`,
    );
  }
  return { ...verified, token };
}

async function send(
  url: string,
  query: Uint8Array,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const { address, headers } = addressOf(url);
  const within = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      signal: signal === undefined ? within : AbortSignal.any([within, signal]),
      headers: { 'content-type': QUERY_TYPE, accept: REPLY_TYPE, ...headers },
      body: Uint8Array.from(query),
    });
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (!response.ok || type !== REPLY_TYPE) {
      await response.body?.cancel();
      throw new TimestampError(
        'unreachable',
        `the authority answered ${response.status} (${type ?? 'no type'})`,
      );
    }
    return await bounded(response);
  } catch (error) {
    if (error instanceof TimestampError) throw error;
    const why = within.aborted ? `no answer within ${timeoutMs} ms` : causeOf(error);
    throw new TimestampError('unreachable', `the authority is not reached: ${why}`, { cause: error });
  }
}

async function bounded(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of response.body ?? []) {
    sizeBytes += part.length;
    if (sizeBytes > REPLY_MAX_BYTES)
      throw new TimestampError('malformed', `the reply is larger than ${REPLY_MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** User and password of an address travel in a header: they belong neither into a request line nor into an error. */
function addressOf(url: string): { address: URL; headers: Record<string, string> } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === '') return { address, headers: {} };
  address.username = '';
  address.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { address, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

/** What lies behind a failed fetch: its cause says more than itself, sometimes by its code alone. */
function causeOf(error: unknown): string {
  const { cause, message } = error as { cause?: { message?: string; code?: string }; message?: string };
  return cause?.message || cause?.code || message || String(error);
}
