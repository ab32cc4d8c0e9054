import type { TenderState } from '../../tender/state.ts';
import type { Instant } from '../../time/instant.ts';
import { breachOf } from '../breach.ts';
import type { LawContext } from '../context.ts';
import type { Breach } from '../types.ts';
import { numberOf } from '../values.ts';

/**
 * Whether a contract keeps to the award: its amount is the winning price (ZTB-406), its performance
 * security within the cap (ZTB-407). A contract signed late is taken: the timed-out step tells of it.
 */
export function checkContract(
  ctx: LawContext,
  state: TenderState,
  contract: { readonly amountFen: string; readonly performanceSecurityFen: string },
  _at: Instant,
): Breach[] {
  const { attributes } = state.draft;
  const breaches: Breach[] = [];
  const price = state.award?.candidate.priceFen;
  if (price !== undefined && BigInt(price) !== BigInt(contract.amountFen)) {
    breaches.push(
      breachOf(ctx, 'ZTB-406', attributes, {
        field: 'amountFen',
        zh: `合同金额${contract.amountFen}分与中标价${price}分不一致。`,
        en: `The contract is for ${contract.amountFen} fen, the award for ${price} fen.`,
        accepted: { zh: `${price}分。`, en: `${price} fen.` },
      }),
    );
  }
  const percent = numberOf(ctx, 'ZTB-407', 'maxPercent');
  const most = (BigInt(contract.amountFen) * BigInt(percent)) / 100n;
  if (BigInt(contract.performanceSecurityFen) > most) {
    breaches.push(
      breachOf(ctx, 'ZTB-407', attributes, {
        field: 'performanceSecurityFen',
        zh: `履约保证金${contract.performanceSecurityFen}分，超过中标合同金额的${percent}%。`,
        en: `The performance security of ${contract.performanceSecurityFen} fen is more than ${percent} % of the contract.`,
        accepted: { zh: `不超过${most}分。`, en: `At most ${most} fen.` },
      }),
    );
  }
  return breaches;
}
