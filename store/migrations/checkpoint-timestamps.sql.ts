/** What finds the time-stamps of checkpoints, few among those of receipts: by when they were queued, and by size. */
export const CHECKPOINT_TIMESTAMPS_SQL: readonly string[] = [
  `create index time_stamp_checkpoint_queued on time_stamp (queued_at) where kind = 'checkpoint'`,
  `create index time_stamp_checkpoint_size on time_stamp ((case when kind = 'checkpoint' then subject_id::bigint end))
    where kind = 'checkpoint'`,
];
