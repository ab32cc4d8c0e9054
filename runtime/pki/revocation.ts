import {
  isCurrent,
  judgeRevocation,
  type RevocationAnswer,
  type RevocationJudgement,
  type RevocationPolicy,
} from '../../domain/pki/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Asked } from './jobs.ts';
import type { PlainCertificate } from './judge.ts';
import type { PkiThreads } from './threads.ts';

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

export interface RevocationOptions {
  readonly policy: RevocationPolicy;
  readonly cache: AnswerCache;
  /** For how long an answer is used without asking again, ms. */
  readonly freshMs: number;
  /** How long an authority has to answer, ms. */
  readonly timeoutMs: number;
}

export interface RevocationResult extends RevocationJudgement {
  readonly certificate: string;
  /** What it rests on: null when nothing was ever answered. */
  readonly answer: RevocationAnswer | null;
}

/** A list of all that an authority ever revoked may be long; an answer about one certificate is not. */
const MAX_CRL_BYTES = 16 * 1024 * 1024;
const MAX_OCSP_BYTES = 256 * 1024;
/** Addresses of one kind that a certificate may name. */
const MAX_URLS = 4;

/** Asks an authority, by OCSP and, failing that, by CRL, whether a certificate of its is revoked at an instant. */
export async function checkRevocation(
  certificate: PlainCertificate,
  issuer: PlainCertificate,
  askAt: AskAt,
  at: Instant,
  options: RevocationOptions,
  threads: PkiThreads,
): Promise<RevocationResult> {
  const { sha256 } = certificate.facts;
  const kept = await options.cache.get(sha256);
  const fresh = kept !== null && at - kept.fetchedAt <= options.freshMs && isCurrent(kept.answer, at);
  const asking = {
    threads,
    asked: { certificate: certificate.der, issuer: issuer.der },
    at,
    timeoutMs: options.timeoutMs,
  };
  const asked = fresh ? kept.answer : await ask(certificate, askAt, asking);
  if (asked !== null && !fresh) await options.cache.put(sha256, asked);
  const current = asked !== null && isCurrent(asked, at) ? asked : null;
  const last = kept?.answer ?? null;
  return {
    certificate: sha256,
    answer: current ?? last,
    ...judgeRevocation(current, last, options.policy, at),
  };
}

/** One question, and where its answers are read: an authority's answer is as foreign as any other bytes. */
interface Asking {
  readonly threads: PkiThreads;
  readonly asked: Asked;
  readonly at: Instant;
  readonly timeoutMs: number;
}

/** The first answer that can be used and still speaks, or null: an authority that is away, or answers nonsense, is unreachable. */
async function ask(
  { facts: { ocspUrls, crlUrls } }: PlainCertificate,
  askAt: AskAt,
  asking: Asking,
): Promise<RevocationAnswer | null> {
  const attempts = [
    ...urls(ocspUrls, askAt.ocspUrl).map((url) => () => askOcsp(url, asking)),
    ...urls(crlUrls, askAt.crlUrl).map((url) => () => askCrl(url, asking)),
  ];
  for (const attempt of attempts) {
    const answer = await attempt().catch(() => null);
    if (answer !== null && isCurrent(answer, asking.at)) return answer;
  }
  return null;
}

function urls(own: readonly string[], configured: string | null): string[] {
  const found = configured === null ? own : [configured, ...own];
  return [...new Set(found)].filter((url) => /^https?:\/\//i.test(url)).slice(0, MAX_URLS);
}

async function askOcsp(url: string, asking: Asking): Promise<RevocationAnswer | null> {
  const { threads, asked, at, timeoutMs } = asking;
  const { der, nonce } = await threads.run('ocspRequest', asked);
  const answer = await load(url, timeoutMs, MAX_OCSP_BYTES, {
    method: 'POST',
    headers: { 'Content-Type': 'application/ocsp-request', Accept: 'application/ocsp-response' },
    body: Uint8Array.from(der),
  });
  return threads.run('ocsp', { ...asked, answer, nonce, at });
}

async function askCrl(url: string, { threads, asked, timeoutMs }: Asking): Promise<RevocationAnswer | null> {
  const answer = await load(url, timeoutMs, MAX_CRL_BYTES, {});
  return threads.run('crl', { ...asked, answer });
}

async function load(
  url: string,
  timeoutMs: number,
  maxBytes: number,
  init: RequestInit,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok || response.body === null) throw new Error(`${response.status} from the authority`);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new Error('the answer of the authority is too large');
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
