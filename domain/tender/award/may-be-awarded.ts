import { breachOf } from '../../law/breach.ts';
import { hasRule, type LawContext } from '../../law/context.ts';
import type { Breach } from '../../law/types.ts';
import { numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { shownEnd, shownInstant } from '../../time/text.ts';
import { remainingCandidates } from '../ground/cancelled-award.ts';
import type { Candidate } from '../ground/parts.ts';
import { checkCeiling, checkOpenedPrice } from '../ground/prices.ts';
import type { TenderState } from '../ground/state.ts';

/**
 * Whether a candidate may be awarded at an instant: the publicity is over (ZTB-402), no objection to the
 * result is open (ZTB-107), and with controlling state funds, and in procurement, it is the first one (ZTB-403, GP-302). Whether
 * the first one fell away for a reason the law names is for the caller, who has the reason.
 */
export function checkAward(ctx: LawContext, state: TenderState, candidate: Candidate, at: Instant): Breach[] {
  return [
    ...checkAwardTime(ctx, state, at),
    ...checkFirst(ctx, state, candidate),
    ...checkCeiling(ctx, state.draft, candidate),
    // Reports of earlier versions had no place for corrections, so that another price than the opened one is only told.
    ...checkOpenedPrice(ctx, state.draft, candidate, state.openedBids ?? []).map((breach) => ({
      ...breach,
      severity: 'warns' as const,
    })),
  ];
}

/** What keeps any award waiting at an instant: the publicity, or an objection to the result. */
export function checkAwardTime(ctx: LawContext, state: TenderState, at: Instant): Breach[] {
  return [...checkPublicityOver(ctx, state, at), ...checkAnswered(ctx, state)];
}

function checkPublicityOver(ctx: LawContext, state: TenderState, at: Instant): Breach[] {
  const { publicityEndsAt, milestones } = state;
  const { publicity } = rulesOf(state.draft);
  if (publicity === null) return [];
  if (milestones.publicityEnded !== undefined) return [];
  if (publicityEndsAt !== null && at >= publicityEndsAt) return [];
  const until = publicityEndsAt === null ? null : shownEnd(publicityEndsAt);
  return [
    breachOf(ctx, publicity, state.draft.attributes, {
      field: null,
      zh:
        until === null
          ? '中标候选人尚未公示。'
          : `中标候选人公示至${until}，现在是${shownInstant(at)}，公示期未满。`,
      en:
        until === null
          ? 'The candidates are not published yet.'
          : `The candidates are published until ${until}; it is ${shownInstant(at)}.`,
      accepted: {
        zh: `${until ?? '公示期'}届满后发出中标通知书。`,
        en: until === null ? 'An award after the publicity.' : `An award after ${until}.`,
      },
    }),
  ];
}

function checkAnswered(ctx: LawContext, state: TenderState): Breach[] {
  // In procurement the result is objected to after the award.
  if (!hasRule(ctx, 'ZTB-107')) return [];
  return state.objections
    .filter((objection) => objection.subject === 'result' && objection.reply === null)
    .map((objection) =>
      breachOf(ctx, 'ZTB-107', state.draft.attributes, {
        field: null,
        zh: `${shownInstant(objection.filedAt)}收到的对评标结果的异议（${objection.id}）尚未答复。`,
        en: `The objection to the result received at ${shownInstant(objection.filedAt)} (${objection.id}) is unanswered.`,
        accepted: { zh: '答复后发出中标通知书。', en: 'An award after the reply.' },
      }),
    );
}

/** Whether two candidates are of one rank by right: with the same score, or none, and the same price (87号令 56, 57). */
function isTied(one: Candidate, other: Candidate): boolean {
  return one.rank === other.rank && one.score === other.score && one.priceFen === other.priceFen;
}

function checkFirst(ctx: LawContext, state: TenderState, candidate: Candidate): Breach[] {
  const { firstRank } = rulesOf(state.draft);
  const rank = numberOf(ctx, firstRank, 'rank');
  // Whose award was lost is no longer among them: the candidates follow one another (条例 55, 采条 49).
  const first = remainingCandidates(state)[rank - 1];
  // Of several that tie any may win: how is for the documents or the lot to say (87号令 68).
  if (first !== undefined && isTied(candidate, first)) return [];
  const due = first?.rank ?? rank;
  return [
    breachOf(ctx, firstRank, state.draft.attributes, {
      field: 'bidId',
      zh: `应当确定排名第${due}的中标候选人为中标人，${candidate.name}排名第${candidate.rank}。`,
      en: `The candidate of rank ${due} is to win; ${candidate.name} has rank ${candidate.rank}.`,
      accepted: {
        zh: `${first?.name ?? `排名第${due}的中标候选人`}；其放弃中标、因不可抗力不能履行合同、不提交履约保证金或者被查实违法的，写明理由。`,
        en: `${first?.name ?? `The candidate of rank ${due}`}; or the reason, where it withdraws, cannot perform, gives no security or is found to have broken the law.`,
      },
    }),
  ];
}
