import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './addresses.ts';

/**
 * Requests to addresses that somebody else names: a supervisor's endpoint, the authorities that a certificate points
 * to. They must reach nothing but the public internet, else whoever names the address reads the platform's own
 * network by the answers. So what is checked is the very address that is connected to, after its name was resolved:
 * a name that is first public and then private gains nothing. Redirects are not followed.
 */

/** Why a request had no answer, in words that say no more: who may hear the details reads them in the log. */
export type OutgoingFault = 'refused-by-policy' | 'not-reached' | 'too-large';
const SAID: Readonly<Record<OutgoingFault, string>> = {
  'refused-by-policy': 'its address is not one of the public internet',
  'not-reached': 'it could not be reached in time',
  'too-large': 'its answer is too large',
};

export class OutgoingError extends Error {
  readonly fault: OutgoingFault;
  constructor(fault: OutgoingFault, cause?: unknown) {
    super(SAID[fault], { cause });
    this.name = 'OutgoingError';
    this.fault = fault;
  }
}

/** The addresses of a name. The system's resolver, unless a test stands in for a name server. */
export type Resolve = (
  host: string,
) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export interface OutgoingOptions {
  /** Whether addresses that are not public may be reached, too: where everything runs on one machine. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
}

export interface OutgoingRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
  /** Of the answer so much is read; more is the fault `too-large`. */
  readonly maxBytes: number;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** Sends a request to an http or https address. Throws an OutgoingError. */
export type Outgoing = (url: string, request: OutgoingRequest) => Promise<OutgoingAnswer>;

const systemResolve: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/** How requests go out; connections are kept for the next ones to the same host. */
export function createOutgoing(options: OutgoingOptions): Outgoing {
  const mayReach = (address: string): boolean => options.allowPrivate || isPublicAddress(address);
  const agentOptions = {
    keepAlive: true,
    lookup: checkedLookup(mayReach, options.resolve ?? systemResolve),
  };
  const agents = { 'http:': new http.Agent(agentOptions), 'https:': new https.Agent(agentOptions) };
  return async (text, request) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
      throw new OutgoingError('refused-by-policy');
    // Of an address in digits no name is looked up, so it is looked at here.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !mayReach(host)) throw new OutgoingError('refused-by-policy');
    const agent = url.protocol === 'https:' ? agents['https:'] : agents['http:'];
    const send = (): Promise<OutgoingAnswer> => sendOnce(url, agent, request);
    try {
      return await send().catch((error: unknown) => {
        if (error instanceof StaleConnection) return send();
        throw error;
      });
    } catch (error) {
      throw asFault(error);
    }
  };
}

/** A kept connection that the other side had closed meanwhile: nothing was wrong with the request. */
class StaleConnection extends Error {}

function asFault(error: unknown): OutgoingError {
  if (error instanceof OutgoingError) return error;
  const cause = (error as { cause?: unknown } | null)?.cause;
  return cause instanceof OutgoingError ? cause : new OutgoingError('not-reached', error);
}

/** Resolves a name and leaves only addresses that may be reached: what is given here is what is connected to. */
function checkedLookup(mayReach: (address: string) => boolean, resolve: Resolve): LookupFunction {
  return (host, { all, family }, done) => {
    resolve(host).then(
      (found) => {
        const wanted = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : (family ?? 0);
        const open = found.filter((one) => (wanted === 0 || one.family === wanted) && mayReach(one.address));
        const [first] = open;
        if (first === undefined)
          done(
            found.length === 0 ? new OutgoingError('not-reached') : new OutgoingError('refused-by-policy'),
            '',
            0,
          );
        else if (all === true) done(null, [...open]);
        else done(null, first.address, first.family);
      },
      (error: unknown) => done(new OutgoingError('not-reached', error), '', 0),
    );
  };
}

function sendOnce(url: URL, agent: http.Agent, request: OutgoingRequest): Promise<OutgoingAnswer> {
  const { method = 'GET', headers = {}, body, signal, maxBytes } = request;
  const { promise, resolve, reject } = Promise.withResolvers<OutgoingAnswer>();
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const module = url.protocol === 'https:' ? https : http;
  const sent = module.request(
    url,
    { method, agent, signal, headers: { ...headers, ...length } },
    (answer) => {
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      answer.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        if (sizeBytes > maxBytes) sent.destroy(new OutgoingError('too-large'));
        else chunks.push(chunk);
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
      answer.on('error', reject);
      answer.on('aborted', () => reject(new OutgoingError('not-reached')));
    },
  );
  sent.on('error', (error: NodeJS.ErrnoException) => {
    const stale = sent.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted;
    reject(stale ? new StaleConnection() : error);
  });
  sent.end(body);
  return promise;
}
