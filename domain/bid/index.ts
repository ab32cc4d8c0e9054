export { admitBid, admitWithdrawal } from './admit.ts';
export type * from './types.ts';
export { bidWindow, refuseOutsideWindow, type BidWindow } from './window.ts';
