import { warningOf } from '../../law/breach.ts';
import { hasRule, type LawContext } from '../../law/context.ts';
import type { Breach } from '../../law/types.ts';
import { numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import { checkCommittee, checkNamedOnce } from '../ground/committee.ts';
import type { EvaluationReport } from '../ground/parts.ts';
import { aboveCeiling, checkReportedPrices, overCeilingGround } from '../ground/prices.ts';
import type { TenderState } from '../ground/state.ts';
import { checkCandidates } from './candidates.ts';

/** What is to be heeded of a report, as far as it says so. */
type Report = Pick<EvaluationReport, 'committee' | 'candidates' | 'rejected' | 'documents'>;

/** What the law says of a report without refusing it (ZTB-315, ZTB-319, EB-020). */
export function adviseOnReport(report: Report, state: TenderState, ctx: LawContext): Breach[] {
  const { committee, candidates, rejected } = report;
  const { draft, openedBids } = state;
  return [
    ...checkCommittee(ctx, draft, committee),
    ...checkNamedOnce(ctx, draft, committee),
    ...checkCandidates(ctx, draft.attributes, candidates, rejected, openedBids ?? []),
    ...checkReportedPrices(ctx, draft, candidates, openedBids ?? []),
    ...checkOverCeiling(ctx, state, report),
    ...checkCompetition(ctx, state, report),
    ...checkSignatures(ctx, report),
    ...checkUnsignedBids(ctx, state, report),
  ];
}

/** A bid above the ceiling that is neither a candidate nor rejected: the report names it with its ground. */
function checkOverCeiling(
  ctx: LawContext,
  { draft, openedBids }: TenderState,
  { candidates, rejected }: Report,
): Breach[] {
  return aboveCeiling(draft, openedBids ?? [], candidates)
    .filter(({ bidId }) => !rejected.some((one) => one.bidId === bidId))
    .map(({ bidId }) =>
      warningOf(ctx, rulesOf(draft).grounds, {
        field: 'rejected',
        zh: `投标 ${bidId} 的报价高于最高限价，报告应当写明否决及其依据。`,
        en: `The bid ${bidId} asks more than the ceiling: the report names its rejection and the ground.`,
        accepted: {
          zh: `以${overCeilingGround(draft)}否决。`,
          en: `Rejected on the ground ${overCeilingGround(draft)}.`,
        },
      }),
    );
}

/** Fewer valid bids than make competition, and candidates all the same: the committee must have reasoned why. */
export function checkCompetition(
  ctx: LawContext,
  state: TenderState,
  { candidates, rejected }: Report,
): Breach[] {
  if (!hasRule(ctx, 'ZTB-315') || candidates.length === 0) return [];
  const least = numberOf(ctx, 'ZTB-315', 'minValid');
  const opened = (state.openedBids ?? []).filter((bid) => bid.result === 'opened');
  const valid = opened.filter((bid) => !rejected.some((one) => one.bidId === bid.bidId)).length;
  if (valid >= least) return [];
  return [
    warningOf(ctx, 'ZTB-315', {
      field: 'candidates',
      zh: `有效投标为${valid}个，不足${least}个；投标明显缺乏竞争的可以否决全部投标，未否决的应当在评标报告中充分论证。`,
      en: `There are ${valid} valid bids, fewer than ${least}: all may be rejected where that leaves no competition; else the report says why it does.`,
      accepted: null,
    }),
  ];
}

export function checkSignatures(ctx: LawContext, { documents }: Report): Breach[] {
  if (!hasRule(ctx, 'ZTB-319') || documents.length > 0) return [];
  return [
    warningOf(ctx, 'ZTB-319', {
      field: 'documents',
      zh: '没有附评标报告文件；评标报告应当由评标委员会全体成员签字。',
      en: 'No document is attached; all members sign the report.',
      accepted: { zh: '附上全体成员签字的评标报告。', en: 'Attach the report that all members signed.' },
    }),
  ];
}

/** A candidate whose bid nobody signed: whether it was signed inside the seal, and is to be rejected (条例 51), the committee sees alone. */
export function checkUnsignedBids(ctx: LawContext, state: TenderState, { candidates }: Report): Breach[] {
  if (!hasRule(ctx, 'EB-020')) return [];
  return (state.openedBids ?? [])
    .filter(({ bidId, signed }) => signed === false && candidates.some((one) => one.bidId === bidId))
    .map(({ bidId }) =>
      warningOf(ctx, 'EB-020', {
        field: 'candidates',
        zh: `投标 ${bidId} 在投标截止前没有提交电子签名；投标文件内也未经盖章和签字的，评标委员会应当否决。`,
        en: `The bid ${bidId} came without a signature; one that is not signed inside either is to be rejected by the committee.`,
        accepted: null,
      }),
    );
}
