import { isoShanghai } from '../../time/instant.ts';
import { COMPLAINANTS, open } from '../../visibility/audiences.ts';
import type { ComplaintDuty } from './state.ts';

/**
 * Who complains, in which words and with which evidence is only committed to: it would tell who holds documents or bids
 * (招标投标法 22), and what the evaluation weighed (44).
 */
export const OF_COMPLAINT = open({ actor: COMPLAINANTS, facts: COMPLAINANTS });

/** Duties as the record shows them. */
export const shownDues = (
  duties: readonly ComplaintDuty[],
): { duty: string; owner: string; dueAt: string }[] =>
  duties.map(({ id, owner, dueAt }) => ({ duty: id, owner, dueAt: isoShanghai(dueAt) }));
