/** What finds the few complaints that are not over among the many that are: the queue lists their duties. */
export const COMPLAINT_QUEUE_SQL: readonly string[] = [
  `create index complaint_live on complaint (id) where status in ('filed', 'correcting', 'accepted', 'decided')`,
];
