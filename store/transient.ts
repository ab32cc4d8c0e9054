/**
 * What goes by itself: the database or the machine is away, full, busy or in conflict. Whatever failed so is tried again
 * as it is. Anything else fails again each time, until somebody mends it.
 */

/** SQLSTATE classes of connections, rollbacks by conflict, resources, locks, operators' intervention and input or output; and a transaction that stood still too long. */
const TRANSIENT_CLASSES = /^((08|40|53|55|57|58)[0-9A-Z]{3}|25P03)$/;
/** PostgreSQL's disk or memory is exhausted; too many connections are only a moment's. */
const FULL_STATES: readonly string[] = ['53100', '53200'];
/** The database is away, starting or stopping, or cut what took too long. */
const UNAVAILABLE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08\w{3}|57P0\d|57014|53300)$/;
/** What Node names an error of the operating system by, e.g. ECONNRESET. */
const SYSTEM_CODE = /^E[A-Z]{2,}$/;
const FULL_CODES: readonly string[] = ['ENOSPC', 'EDQUOT'];
/** pg gives some losses of its connection no code. */
const CONNECTION_LOST =
  /Connection terminated|timeout exceeded when trying to connect|not currently accepting connections|not queryable|Cannot use a pool after calling end/i;

const MAX_CAUSES = 5;

/** An error and what caused it, outermost first. */
export function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  for (let at = error; at instanceof Error && found.length < MAX_CAUSES; at = at.cause) found.push(at);
  return found;
}

/** The code of an error: an SQLSTATE, or the operating system's; an empty text where it has none. */
export const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether a failure is that the database is not to be had now: away, starting, stopping, or too busy for one more. */
export function isUnavailable(error: unknown): boolean {
  return causesOf(error).some(
    (cause) => UNAVAILABLE.test(codeOf(cause)) || CONNECTION_LOST.test(cause.message),
  );
}

/** Whether a failure goes by itself. */
export function isTransient(error: unknown): boolean {
  return causesOf(error).some((cause) => {
    const code = codeOf(cause);
    return TRANSIENT_CLASSES.test(code) || SYSTEM_CODE.test(code) || CONNECTION_LOST.test(cause.message);
  });
}

/** Whether a failure is that there is no space left for the database or for files, or no memory. */
export function isFull(error: unknown): boolean {
  return causesOf(error).some(
    (cause) => FULL_STATES.includes(codeOf(cause)) || FULL_CODES.includes(codeOf(cause)),
  );
}
