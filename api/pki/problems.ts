import type { Refusal } from '../../domain/refusal.ts';
import { PkiRefused } from '../../runtime/pki/index.ts';
import { problem, type ProblemError } from '../problem.ts';

const STATUS: Readonly<Record<string, number>> = {
  'challenge-unknown': 404,
  'challenge-expired': 409,
  'challenge-used': 409,
  'challenge-not-yours': 403,
  'certificate-not-yours': 403,
  'certificate-registered': 409,
  'certificate-withdrawn': 409,
  'signature-repeated': 409,
  'revocation-unreachable': 503,
};

/** The problem of a refused certificate or signature; `basis` names the rule that asks for it, where one does. */
export function pkiProblem(
  refusal: Refusal,
  basis: { readonly rule: string; readonly article: string } | null = null,
): ProblemError {
  const { code, zh, en, accepted } = refusal;
  const headers = code === 'revocation-unreachable' ? { headers: { 'Retry-After': '60' } } : {};
  return problem(STATUS[code] ?? 422, code, { zh, en, accepted, ...basis, ...headers });
}

/** Does something and turns its refusals into problems. */
export async function orProblem<T>(
  work: () => Promise<T>,
  basis: { readonly rule: string; readonly article: string } | null = null,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PkiRefused ? pkiProblem(error.refusal, basis) : error;
  }
}
