/** Everything the rest of the system may use of the store. */
export * from './administrator-codes.ts';
export * from './announcements.ts';
export * from './authorities.ts';
export * from './availability.ts';
export * from './bids.ts';
export * from './current-bids.ts';
export * from './checkpointer.ts';
export * from './checkpoints.ts';
export * from './certificates.ts';
export * from './claims.ts';
export * from './commands.ts';
export * from './complaints.ts';
export * from './deliveries.ts';
export * from './documents.ts';
export { pause, runElectedRounds } from './elected.ts';
export * from './failures.ts';
export * from './fence.ts';
export * from './holidays.ts';
export * from './idempotency.ts';
export * from './identity.ts';
export * from './isolated.ts';
export * from './instructions.ts';
export * from './invitations.ts';
export * from './mandates.ts';
export * from './intake.ts';
export * from './intake-watch.ts';
export * from './members.ts';
export * from './notices.ts';
export * from './opening.ts';
export * from './private-parts.ts';
export * from './processes.ts';
export * from './queue.ts';
export * from './queue-item.ts';
export * from './receipts.ts';
export * from './record.ts';
export * from './refusals.ts';
export * from './sealed.ts';
export * from './sealed-batches.ts';
export * from './sequencer.ts';
export * from './set-aside.ts';
export * from './sign-ins.ts';
export * from './signatures.ts';
export * from './steps.ts';
export {
  migrate,
  openStore,
  type Em,
  type Queries,
  type Store,
  type StoreOptions,
  type Tx,
} from './store.ts';
export * from './supervision.ts';
export * from './tenders.ts';
export * from './timestamps.ts';
export * from './tiles.ts';
export { causesOf, codeOf, isFull, isTransient, isUnavailable } from './transient.ts';
export * from './trust.ts';
export {
  BytesGoneError,
  isNamed,
  nameOpenedFiles,
  NAMED_WITHIN_MS,
  NAMING_COLUMNS,
  noteBytes,
  removeRefused,
  removeUnnamed,
  type IsKept,
  type RemovedBytes,
} from './stored-bytes.ts';
export { forgetUpload, forgetUploads, noteUpload, uploadBytesOf } from './uploads.ts';
export { bringWorkUpToDate } from './work.ts';
export * from './work-list.ts';
