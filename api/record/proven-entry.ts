import type { LogName } from '../../domain/record/log-name.ts';
import type { Deps } from '../deps.ts';
import { problem, type ProblemError } from '../problem.ts';

export const notThere = (zh: string, en: string): ProblemError => problem(404, 'not-in-log', { zh, en });

/** The proof of an entry. Throws the problems `not-in-log` (404) and `not-in-checkpoint` (409). */
export async function provenEntry(
  deps: Deps,
  log: LogName,
  id: string,
): Promise<{ proof: string; canonical: string }> {
  const found = await deps.logs[log].provable.proof(id);
  if (found === 'unknown') throw notThere('记录中没有此条目', 'the log has no such entry');
  if (found !== 'pending') return found;
  throw problem(409, 'not-in-checkpoint', {
    zh: '该条目尚未被检查点覆盖',
    en: 'no checkpoint covers the entry yet',
    accepted: { zh: '数秒后重试', en: 'try again in some seconds' },
    headers: { 'Retry-After': '2' },
  });
}
