/**
 * The logs there are: the record of what is real, and that of rehearsals (演练). Each numbers its entries and signs its
 * checkpoints by itself, so that no exercise lengthens the record.
 */
export const LOG_NAMES = ['record', 'rehearsals'] as const;
export type LogName = (typeof LOG_NAMES)[number];

/** The log that an entry belongs to. */
export const logNameOf = (rehearsal: boolean): LogName => (rehearsal ? 'rehearsals' : 'record');

/** Where each log is served: the prefix of C2SP's tlog-tiles. */
export const LOG_PATHS: Readonly<Record<LogName, string>> = { record: '/log', rehearsals: '/rehearsals/log' };
