import { breachOf, warningOf } from '../../law/breach.ts';
import { hasRule, type LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { enAmount, percentOf, zhAmount } from '../../law/money.ts';
import type { Breach } from '../../law/types.ts';
import { numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { shownInstant } from '../../time/text.ts';
import { checkDuty } from '../ground/duty-check.ts';
import type { TenderState } from '../ground/state.ts';

/**
 * Whether a contract keeps to the award: its amount is the winning price and it is concluded in time
 * (ZTB-406), its performance security is within the cap (ZTB-407). Lateness only warns: refusing
 * a late contract would keep the breach for ever, and the timed-out step shows it. Amounts are whole
 * numbers of fen.
 */
export function checkContract(
  ctx: LawContext,
  state: TenderState,
  contract: { readonly amountFen: string; readonly performanceSecurityFen: string },
  at: Instant,
): Breach[] {
  return [
    ...checkAmount(ctx, state, BigInt(contract.amountFen)),
    ...checkTime(ctx, state, at),
    ...checkNothingOpen(ctx, state),
    ...checkNothingAsked(ctx, state),
    ...checkSecurity(ctx, state, BigInt(contract.amountFen), BigInt(contract.performanceSecurityFen)),
  ];
}

function checkAmount(ctx: LawContext, state: TenderState, amount: bigint): Breach[] {
  if (state.award === null) return [];
  const price = BigInt(state.award.candidate.priceFen);
  if (price === amount) return [];
  return [
    breachOf(ctx, rulesOf(state.draft).contract, state.draft.attributes, {
      field: 'amountFen',
      zh: `合同金额${zhAmount(amount)}与中标价${zhAmount(price)}不一致。`,
      en: `The contract is for ${enAmount(amount)}, the award for ${enAmount(price)}.`,
      accepted: { zh: `${zhAmount(price)}。`, en: `${enAmount(price)}.` },
    }),
  ];
}

/** In procurement a 质疑 that may change the result keeps the contract waiting for its answer (GP-505). */
export function checkNothingOpen(ctx: LawContext, state: TenderState): Breach[] {
  if (!hasRule(ctx, 'GP-505')) return [];
  return state.objections
    .filter((objection) => objection.subject === 'result' && objection.reply === null)
    .map(({ id, filedAt }) =>
      breachOf(ctx, 'GP-505', state.draft.attributes, {
        field: null,
        zh: `${shownInstant(filedAt)}收到的质疑（${id}）尚未答复，可能影响中标结果，应当暂停签订合同。`,
        en: `The challenge received at ${shownInstant(filedAt)} (${id}) is unanswered and may change the result: no contract until then.`,
        accepted: { zh: '答复后签订合同。', en: 'A contract after the answer.' },
      }),
    );
}

/** Whether a question may change the result only people can tell: then the contract waits for its answer as well (GP-505). */
function checkNothingAsked(ctx: LawContext, state: TenderState): Breach[] {
  if (!hasRule(ctx, 'GP-505')) return [];
  return state.questions
    .filter(({ answer }) => answer === null)
    .map(({ id, askedAt }) =>
      warningOf(ctx, 'GP-505', {
        field: null,
        zh: `${shownInstant(askedAt)}收到的询问（${id}）尚未答复；询问事项可能影响中标、成交结果的，应当暂停签订合同。`,
        en: `The question received at ${shownInstant(askedAt)} (${id}) is unanswered: where it may change the result the contract waits.`,
        accepted: { zh: '先答复询问。', en: 'Answer it first.' },
      }),
    );
}

function checkTime(ctx: LawContext, state: TenderState, at: Instant): Breach[] {
  if (state.award === null) return [];
  const due = deadlineAfter(ctx, rulesOf(state.draft).contract, state.award.noticeAt);
  const late = checkDuty(ctx, state.draft.attributes, due, at, {
    zh: '订立书面合同',
    en: 'conclude the contract',
  });
  return late.map((breach) => ({ ...breach, severity: 'warns' }));
}

function checkSecurity(ctx: LawContext, state: TenderState, amount: bigint, security: bigint): Breach[] {
  const { performanceCap } = rulesOf(state.draft);
  const percent = numberOf(ctx, performanceCap, 'maxPercent');
  const most = percentOf(amount, percent);
  if (security <= most) return [];
  return [
    breachOf(ctx, performanceCap, state.draft.attributes, {
      field: 'performanceSecurityFen',
      zh: `履约保证金${zhAmount(security)}超过中标合同金额的${percent}%。`,
      en: `The performance security of ${enAmount(security)} is more than ${percent} % of the contract.`,
      accepted: { zh: `不超过${zhAmount(most)}。`, en: `At most ${enAmount(most)}.` },
    }),
  ];
}
