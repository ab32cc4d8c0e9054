/**
 * How many stored bytes that have no name yet. What was noted before counts as two: nobody knows who else waits, so it is
 * left to the collector.
 */
export const NOTE_HOLDERS_SQL: readonly string[] = [
  `alter table unnamed_bytes add column holders integer not null default 2`,
];
