export * from './actions.ts';
export { admitBid, admitWithdrawal } from './admit.ts';
export * from './removal.ts';
export { refuseNamesBeforeClosing } from './secrecy.ts';
export type * from './types.ts';
export type { BidWindow } from './window.ts';
