import { wasAwarded } from '../../tender/ground/cancelled-award.ts';
import type { Candidate } from '../../tender/ground/parts.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { TenderEvent } from '../../tender/tender.ts';
import { isoShanghai } from '../../time/instant.ts';
import { titled } from '../title.ts';
import { noticeOf } from './notice-document.ts';
import { partyReference } from './parties.ts';
import type { ReleaseContext } from './types.ts';
import { valueOf } from './value.ts';

/**
 * OCDS `awards`. From the candidate publicity on, the first candidate's award is pending; the award
 * notice makes the winner's active, and cancels the pending one when another candidate has won; a winner that
 * falls away before the contract has its own cancelled.
 * Each candidate's award has its own id, for OCDS merges suppliers of the same award instead of
 * replacing them.
 */
export function awardsOf(
  event: TenderEvent,
  state: TenderState,
  ctx: ReleaseContext,
): Record<string, unknown>[] {
  const published =
    event.name === 'candidatesPublished' || state.milestones.candidatesPublished !== undefined;
  if (!wasAwarded(state) && !published) return [];
  const first = state.evaluation?.candidates.find((candidate) => candidate.rank === 1);
  const ended = state.outcome === 'terminated' || state.outcome === 'invalidated';
  const lost = state.cancelledAwards.map(({ candidate }) => awardOf(candidate, state, 'cancelled'));
  if (state.award === null) {
    // Whose award is pending next is known when the tenderee has named it.
    if (lost.length > 0) return documented(lost, event, state, ctx);
    return first === undefined ? [] : [awardOf(first, state, ended ? 'cancelled' : 'pending')];
  }
  const winner = state.award.candidate;
  const active = {
    ...awardOf(winner, state, ended ? 'cancelled' : 'active'),
    date: isoShanghai(state.award.noticeAt),
    documents: event.name === 'awardNoticeIssued' ? [noticeOf(event, state, ctx)] : undefined,
  };
  const passedOver = [winner, ...state.cancelledAwards.map(({ candidate }) => candidate)].every(
    ({ bidId }) => bidId !== first?.bidId,
  );
  if (first === undefined || !passedOver) return [active, ...lost];
  return [active, ...lost, awardOf(first, state, 'cancelled')];
}

/** The last lost award carries the notice that cancelled it, in the release of that. */
function documented(
  lost: readonly Record<string, unknown>[],
  event: TenderEvent,
  state: TenderState,
  ctx: ReleaseContext,
): Record<string, unknown>[] {
  if (event.name !== 'awardCancelled') return [...lost];
  return lost.map((award, index) =>
    index === lost.length - 1 ? { ...award, documents: [noticeOf(event, state, ctx)] } : award,
  );
}

/** OCDS `contracts`: amount, signing time and term (EB-021). The contract's text is not published. */
export function contractsOf(
  event: TenderEvent,
  state: TenderState,
  ctx: ReleaseContext,
): Record<string, unknown>[] {
  if (state.contract === null || state.award === null) return [];
  const days = state.award.candidate.durationDays ?? state.draft.durationDays;
  const dateSigned = isoShanghai(state.contract.signedAt);
  return [
    {
      id: `${state.id}-contract`,
      awardID: awardId(state, state.award.candidate),
      title: titled(state, '合同'),
      status: state.outcome === 'invalidated' ? 'terminated' : 'active',
      dateSigned,
      value: valueOf(state.contract.amountFen),
      period: days === null ? undefined : { startDate: dateSigned, durationInDays: days },
      documents: event.name === 'contractSigned' ? [noticeOf(event, state, ctx)] : undefined,
    },
  ];
}

function awardId(state: TenderState, candidate: Candidate): string {
  // By the bid: ranks are counted anew when a candidate falls away.
  return `${state.id}-award-${candidate.bidId}`;
}

function awardOf(
  candidate: Candidate,
  state: TenderState,
  status: 'pending' | 'active' | 'cancelled',
): Record<string, unknown> {
  const durationDays = candidate.durationDays ?? state.draft.durationDays;
  return {
    id: awardId(state, candidate),
    title: titled(state),
    status,
    value: valueOf(candidate.priceFen),
    suppliers: [partyReference(candidate)],
    contractPeriod: durationDays === null ? undefined : { durationInDays: durationDays },
  };
}
