/** Audits from files alone, offline: a log, a receipt, a tender, an opening. */
export * from './finding.ts';
export { auditAgainst, auditLog, type AuditedLog } from './log.ts';
export type { Trust } from './quorum.ts';
export { MERGE_DELAY_MS } from './entries.ts';
export type { Files } from './leaves.ts';
export * from './receipt.ts';
export * from './removals.ts';
export * from './sealing.ts';
export { auditSealed, type SealedPlace } from './sealed.ts';
export * from './stamps.ts';
export * from './tender.ts';
