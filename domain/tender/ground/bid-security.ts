import type { TenderState } from './state.ts';

/** Whether bidders had to put up a bid security. */
export function hasBidSecurity(state: TenderState): boolean {
  const { bidSecurityFen } = state.draft;
  return bidSecurityFen !== null && bidSecurityFen !== '0';
}
