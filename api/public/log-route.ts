import type { LogName } from '../../domain/record/log-name.ts';

/** What the routes of both logs share: everybody reads them. */
export const openRoute = (log: LogName) =>
  ({
    method: 'get',
    tags: log === 'record' ? ['public'] : ['public', 'rehearsal'],
    access: 'public',
  }) as const;

/** The id of an operation on a log, from that of the record's: `logProof`, `rehearsalsLogProof`. */
export const operationIdOf = (log: LogName, ofRecord: string): string =>
  log === 'record' ? ofRecord : `${log}${ofRecord.charAt(0).toUpperCase()}${ofRecord.slice(1)}`;
