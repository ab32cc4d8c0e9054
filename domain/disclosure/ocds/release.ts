import type { TenderState } from '../../tender/ground/state.ts';
import type { TenderEvent } from '../../tender/tender.ts';
import { isoShanghai } from '../../time/instant.ts';
import { yuanNumber } from '../format/money.ts';
import { plainData } from '../format/text.ts';
import { awardsOf, contractsOf } from './awards.ts';
import { noticeOf } from './notice-document.ts';
import { ocidOf } from './ocid.ts';
import { partiesOf, partyReference } from './parties.ts';
import { relatedProcessesOf } from './related.ts';
import { tagsOf } from './tags.ts';
import { tenderSectionOf } from './tender-section.ts';
import type { Release, ReleaseContext } from './types.ts';

/** Where the money comes from, and in procurement how much there is: its notices say so, a tenderee's estimate is its own. */
function budgetOf({ draft }: TenderState): Record<string, unknown> {
  const amount = draft.regime === 'government-procurement' ? draft.estimatedPriceFen : null;
  return {
    description: draft.fundingSource,
    amount: amount === null ? undefined : { amount: yuanNumber(amount), currency: 'CNY' },
  };
}

/**
 * The step as an OCDS release, with everything public about the tender at that point; null exactly
 * for the steps that have no announcement, but for the end of a tender, whose release has no page. Bidders appear from the opening on, never before.
 */
export function releaseOf(event: TenderEvent, state: TenderState, ctx: ReleaseContext): Release | null {
  const tag = tagsOf(event, state);
  if (tag === null) return null;
  const notice = event.name === 'tenderCompleted' ? null : noticeOf(event, state, ctx);
  const awards = awardsOf(event, state, ctx);
  const contracts = contractsOf(event, state, ctx);
  const relatedProcesses = relatedProcessesOf(state, ctx);
  return plainData({
    ocid: ocidOf(ctx.ocidPrefix, state.id, state.rehearsal),
    id: ctx.releaseId,
    date: isoShanghai(ctx.publishedAt),
    tag,
    initiationType: 'tender',
    language: 'zh',
    parties: partiesOf(state),
    buyer: partyReference(state.draft.tenderee),
    planning: { budget: budgetOf(state) },
    tender: tenderSectionOf(event, state, ctx, notice),
    awards: awards.length === 0 ? undefined : awards,
    contracts: contracts.length === 0 ? undefined : contracts,
    relatedProcesses: relatedProcesses.length === 0 ? undefined : relatedProcesses,
  });
}
