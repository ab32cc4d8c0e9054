import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, rows, type Em } from './store.ts';

/** How many failed tries of one thing are kept; the first of a series stands where it is counted. */
const KEPT = 50;

/** A failed try of something that is tried until it is done. */
export interface Failure {
  readonly error: string;
  readonly at: Instant;
}

/** The subject of failures: what kind of thing, and its id; of a process it is that of its workflow. */
export type FailureSubject = `${'delivery' | 'endpoint' | 'opening' | 'process'}:${string}`;

/** Notes a failed try; the oldest beyond the number kept are forgotten. */
export async function noteFailure(em: Em, subject: FailureSubject, error: string): Promise<void> {
  await rows(em, `insert into failure (subject, error, at) values ($1, $2, ${CLOCK_MS})`, [subject, error]);
  await rows(
    em,
    `delete from failure where subject = $1 and id <= coalesce(
       (select id from failure where subject = $1 order by id desc offset $2 limit 1), 0)`,
    [subject, KEPT],
  );
}

/** The failed tries of a subject, newest first. */
export async function failuresOf(em: Em, subject: FailureSubject): Promise<Failure[]> {
  const found = await rows(em, `select error, at from failure where subject = $1 order by id desc`, [
    subject,
  ]);
  return found.map((line) => ({ error: String(line['error']), at: num(line['at']) }));
}
