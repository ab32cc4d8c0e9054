import {
  isCurrent,
  judgeRevocation,
  type RevocationAnswer,
  type RevocationJudgement,
  type RevocationPolicy,
} from '../../domain/pki/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
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

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Asks an authority, by OCSP and, failing that, by CRL, whether a certificate of its is revoked at an instant. */
export async function checkRevocation(
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  askAt: AskAt,
  at: Instant,
  options: RevocationOptions,
): Promise<RevocationResult> {
  const { sha256 } = certificate.facts;
  const kept = await options.cache.get(sha256);
  const fresh = kept !== null && at - kept.fetchedAt <= options.freshMs && isCurrent(kept.answer, at);
  const asked = fresh ? kept.answer : await ask(certificate, issuer, askAt, at, options.timeoutMs);
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
  at: Instant,
  timeoutMs: number,
): Promise<RevocationAnswer | null> {
  const { ocspUrls, crlUrls } = certificate.facts;
  const attempts = [
    ...urls(ocspUrls, askAt.ocspUrl).map((url) => () => askOcsp(url, certificate, issuer, at, timeoutMs)),
    ...urls(crlUrls, askAt.crlUrl).map((url) => () => askCrl(url, certificate, issuer, timeoutMs)),
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

async function askOcsp(
  url: string,
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  at: Instant,
  timeoutMs: number,
): Promise<RevocationAnswer> {
  const { der, nonce } = ocspRequest(certificate, issuer);
  const body = await load(url, timeoutMs, {
    method: 'POST',
    headers: { 'Content-Type': 'application/ocsp-request', Accept: 'application/ocsp-response' },
    body: Uint8Array.from(der),
  });
  return readOcsp(body, certificate, issuer, { nonce, at });
}

async function askCrl(
  url: string,
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  timeoutMs: number,
): Promise<RevocationAnswer> {
  return readCrl(await load(url, timeoutMs, {}), certificate, issuer);
}

async function load(url: string, timeoutMs: number, init: RequestInit): Promise<Uint8Array> {
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok || response.body === null) throw new Error(`${response.status} from the authority`);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ANSWER_BYTES) throw new Error('the answer of the authority is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
