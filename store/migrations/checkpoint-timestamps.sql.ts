/** What finds the time-stamps of checkpoints, few among those of receipts: by when they were queued, and by size. */
export const CHECKPOINT_TIMESTAMPS_SQL: readonly string[] = [
  `create index time_stamp_checkpoint_queued on time_stamp (queued_at) where kind = 'checkpoint'`,
  // Decimal numbers without zeros before them, in their order.
  `create index time_stamp_checkpoint_size on time_stamp (length(subject_id), subject_id) where kind = 'checkpoint'`,
];
