/**
 * A command whose decision throws is set aside: it waits for an administrator, and what came after it goes on. A step of
 * the clock cannot be refused: one that throws is tried again, and stands here until it is taken.
 */
export const SET_ASIDE_SQL: readonly string[] = [
  `alter table command drop constraint command_status_check,
     add constraint command_status_check check (status in ('received', 'accepted', 'refused', 'set-aside')),
     add column set_aside_at bigint, add column fault text, add column times_set_aside integer not null default 0`,
  `create index command_set_aside on command (set_aside_at) where status = 'set-aside'`,
  `create table failing_step (
    subject uuid not null, step text not null, tender_id uuid not null references tender, due_at bigint not null,
    attempts integer not null default 1, fault text not null, first_failed_at bigint not null, last_failed_at bigint not null,
    primary key (subject, step))`,
];
