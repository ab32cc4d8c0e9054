import type { LogName } from '../domain/record/log-name.ts';

/** What stands before the names of a log's tables in SQL: both logs have the same ones, each in a schema of its own. */
export const schemaOf = (log: LogName): '' | 'rehearsals.' => (log === 'record' ? '' : 'rehearsals.');
