/** Everything the rest of the system may use of the store. */
export * from './announcements.ts';
export * from './bids.ts';
export * from './certificates.ts';
export * from './commands.ts';
export * from './deliveries.ts';
export * from './documents.ts';
export * from './fence.ts';
export * from './holidays.ts';
export * from './idempotency.ts';
export * from './identity.ts';
export * from './notices.ts';
export * from './record.ts';
export * from './refusals.ts';
export * from './sequencer.ts';
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
export * from './trust.ts';
