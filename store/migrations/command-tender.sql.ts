/** What finds a tender's commands among those of all: the administrator's queue and the keeper of lost processes read them. */
export const COMMAND_TENDER_SQL: readonly string[] = [
  `create index command_tender on command (tender_id, seq)`,
];
