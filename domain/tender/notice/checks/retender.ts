import { warningOf } from '../../../law/breach.ts';
import { hasRule, type LawContext } from '../../../law/context.ts';
import type { Breach } from '../../../law/types.ts';
import type { TenderDraft } from '../../ground/draft.ts';

/**
 * Says, where a tender is held anew because fewer than three bid, what may follow a second time (ZTB-214):
 * it is a way out that the law offers, no duty, and for works and goods alone.
 */
export function checkRetender(ctx: LawContext, draft: TenderDraft): Breach[] {
  if (draft.prior?.outcome !== 'failed-fewer-than-three' || !hasRule(ctx, 'ZTB-214')) return [];
  const categories = ctx.ruleset.rules['ZTB-214']?.categories ?? [];
  if (!categories.includes(draft.attributes.category)) return [];
  return [
    warningOf(ctx, 'ZTB-214', {
      field: 'prior',
      zh: `${draft.prior.projectCode}因投标人过少失败，本次为重新招标；投标人仍过少的，属于需要审批、核准的项目经原部门批准可以不再招标，其他项目由招标人自行决定。`,
      en: `${draft.prior.projectCode} failed for want of bidders and is held anew; should there be too few again, tendering may be given up, with approval where the project needed one.`,
      accepted: null,
    }),
  ];
}
