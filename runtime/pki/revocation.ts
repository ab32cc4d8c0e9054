import {
  isCurrent,
  judgeRevocation,
  type RevocationAnswer,
  type RevocationJudgement,
  type RevocationPolicy,
} from '../../domain/pki/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Outgoing, OutgoingRequest } from '../outgoing.ts';
import type { ReadCertificate } from './certificate.ts';
import { readCrl } from './crl.ts';
import { ocspRequest, readOcsp } from './ocsp.ts';

/** Where answers are kept, so that each process does not ask anew, and so that the last good one outlives a restart. */
export interface AnswerCache {
  /** The last answer about a certificate (SHA-256), with the instant at which it was fetched. */
  get(
    certificate: string,
  ): Promise<{ readonly answer: RevocationAnswer; readonly fetchedAt: Instant } | null>;
  put(certificate: string, answer: RevocationAnswer): Promise<void>;
}

/** Where else an authority may be asked, when its certificates do not say. */
export interface AskAt {
  readonly ocspUrl: string | null;
  readonly crlUrl: string | null;
}

/** The hosts (as origins) that an administrator named for an authority: what its certificates say of these is believed. */
export function namedHosts({ ocspUrl, crlUrl }: AskAt): ReadonlySet<string> {
  return new Set(
    [ocspUrl, crlUrl].flatMap((url) => (url !== null && URL.canParse(url) ? [new URL(url).origin] : [])),
  );
}

export interface RevocationOptions {
  readonly policy: RevocationPolicy;
  readonly cache: AnswerCache;
  /** For how long an answer is used without asking again, ms. */
  readonly freshMs: number;
  /** How long an authority has to answer, ms. */
  readonly timeoutMs: number;
  /** How authorities are asked whose addresses stand in certificates: these are not the platform's own words. */
  readonly outgoing: Outgoing;
  /** How they are asked at hosts that an administrator named, which may be of a private network. */
  readonly outgoingNamed: Outgoing;
}

export interface RevocationResult extends RevocationJudgement {
  readonly certificate: string;
  /** What it rests on: null when nothing was ever answered. */
  readonly answer: RevocationAnswer | null;
}

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * Asks an authority, by OCSP and, failing that, by CRL, whether a certificate of its is revoked at an instant. `named`
 * are the hosts that may be of a private network.
 */
export async function checkRevocation(
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  askAt: AskAt,
  named: ReadonlySet<string>,
  at: Instant,
  options: RevocationOptions,
): Promise<RevocationResult> {
  const { sha256 } = certificate.facts;
  const kept = await options.cache.get(sha256);
  const fresh = kept !== null && at - kept.fetchedAt <= options.freshMs && isCurrent(kept.answer, at);
  const asked = fresh ? kept.answer : await ask(certificate, issuer, askAt, named, at, options);
  if (asked !== null && !fresh) await options.cache.put(sha256, asked);
  const current = asked !== null && isCurrent(asked, at) ? asked : null;
  const last = kept?.answer ?? null;
  return {
    certificate: sha256,
    answer: current ?? last,
    ...judgeRevocation(current, last, options.policy, at),
  };
}

/** The first answer that can be used and still speaks, or null: an authority that is away, or answers nonsense, is unreachable. */
async function ask(
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  askAt: AskAt,
  named: ReadonlySet<string>,
  at: Instant,
  options: RevocationOptions,
): Promise<RevocationAnswer | null> {
  const { ocspUrls, crlUrls } = certificate.facts;
  const way = (url: string): Way => ({
    url,
    timeoutMs: options.timeoutMs,
    outgoing: URL.canParse(url) && named.has(new URL(url).origin) ? options.outgoingNamed : options.outgoing,
  });
  const attempts = [
    ...urls(ocspUrls, askAt.ocspUrl).map((url) => () => askOcsp(way(url), certificate, issuer, at)),
    ...urls(crlUrls, askAt.crlUrl).map((url) => () => askCrl(way(url), certificate, issuer)),
  ];
  for (const attempt of attempts) {
    const answer = await attempt().catch(() => null);
    if (answer !== null && isCurrent(answer, at)) return answer;
  }
  return null;
}

function urls(own: readonly string[], configured: string | null): string[] {
  const found = configured === null ? own : [configured, ...own];
  return [...new Set(found)].filter((url) => /^https?:\/\//i.test(url));
}

/** An address at which an authority is asked, and how. */
interface Way {
  readonly url: string;
  readonly outgoing: Outgoing;
  readonly timeoutMs: number;
}

async function askOcsp(
  way: Way,
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  at: Instant,
): Promise<RevocationAnswer> {
  const { der, nonce } = ocspRequest(certificate, issuer);
  const body = await load(way, {
    method: 'POST',
    headers: { 'Content-Type': 'application/ocsp-request', Accept: 'application/ocsp-response' },
    body: der,
  });
  return readOcsp(body, certificate, issuer, { nonce, at });
}

async function askCrl(
  way: Way,
  certificate: ReadCertificate,
  issuer: ReadCertificate,
): Promise<RevocationAnswer> {
  return readCrl(await load(way, {}), certificate, issuer);
}

async function load(
  { url, outgoing, timeoutMs }: Way,
  request: Pick<OutgoingRequest, 'method' | 'headers' | 'body'>,
): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(timeoutMs);
  const { status, body } = await outgoing(url, { ...request, signal, maxBytes: MAX_ANSWER_BYTES });
  if (status < 200 || status >= 300) throw new Error(`${status} from the authority`);
  return body;
}
