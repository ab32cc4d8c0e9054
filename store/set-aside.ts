import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, row, rows, type Em, type Tx } from './store.ts';

/**
 * Sets a command aside whose decision threw, with the fault that it met. False when it was decided meanwhile.
 * `fault` must not hold personal data: the administrator reads it.
 */
export async function setAside(tx: Tx, id: string, fault: string): Promise<boolean> {
  const found = await rows(
    tx,
    `update command set status = 'set-aside', set_aside_at = ${CLOCK_MS}, fault = $2, times_set_aside = times_set_aside + 1
     where id = $1 and status = 'received' returning id`,
    [id, fault],
  );
  return found.length > 0;
}

/** Has a command decided again that was set aside, as of its instant of receipt. False when it is not set aside. */
export async function takeUpAgain(tx: Tx, id: string): Promise<boolean> {
  const found = await rows(
    tx,
    `update command set status = 'received', set_aside_at = null, fault = null, attempts = 0, last_error = null
     where id = $1 and status = 'set-aside' returning id`,
    [id],
  );
  return found.length > 0;
}

/** A step of the clock as failures name it: of a tender or a complaint, its name, and the duty that it is about. */
export interface StepName {
  /** The tender or the complaint. */
  readonly subject: string;
  readonly tenderId: string;
  /** `closeBids`, or with the duty's id `timeOutDuty:reply-objection:…`. */
  readonly step: string;
}

/** Notes that a step threw, which is tried again until it is taken. `fault` must not hold personal data. */
export async function noteFailingStep(
  tx: Tx,
  { subject, tenderId, step }: StepName,
  dueAt: Instant,
  fault: string,
): Promise<void> {
  await rows(
    tx,
    `insert into failing_step (subject, step, tender_id, due_at, fault, first_failed_at, last_failed_at)
     values ($1, $2, $3, $4, $5, ${CLOCK_MS}, ${CLOCK_MS})
     on conflict (subject, step) do update set attempts = failing_step.attempts + 1, due_at = excluded.due_at,
       fault = excluded.fault, last_failed_at = excluded.last_failed_at`,
    [subject, step, tenderId, dueAt, fault],
  );
}

/** Forgets the failures of a step that was taken, or is not due any more. */
export async function clearFailingStep(tx: Tx, { subject, step }: StepName): Promise<void> {
  await rows(tx, 'delete from failing_step where subject = $1 and step = $2', [subject, step]);
}

/** How many steps of a tender or complaint are failing. */
export async function failingSteps(em: Em, subject: string): Promise<number> {
  const found = await row(em, 'select count(*) as n from failing_step where subject = $1', [subject]);
  return num(found?.['n'] ?? 0);
}
