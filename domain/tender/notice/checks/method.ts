import { breachOf, warningOf } from '../../../law/breach.ts';
import { hasRule, type LawContext } from '../../../law/context.ts';
import type { Breach } from '../../../law/types.ts';
import { numberOf } from '../../../law/values.ts';
import { rulesOf } from '../../../procedure/index.ts';
import type { TenderDraft } from '../../ground/draft.ts';

/**
 * Whether the way in which bidders come to a tender is lawful: enough invited parties (ZTB-013, GP-108), one
 * supplier where there is only one (GP-707), the reason published (PUB-013), an open tender where state
 * funds control (ZTB-014 allows exceptions, so it is only pointed at), no price in the first of two
 * stages (ZTB-021).
 */
export function checkMethod(ctx: LawContext, draft: TenderDraft): Breach[] {
  return [
    ...checkInvitees(ctx, draft),
    ...checkSupplier(ctx, draft),
    ...checkReason(ctx, draft),
    ...checkOpenness(ctx, draft),
    ...checkStages(ctx, draft),
  ];
}

function checkInvitees(ctx: LawContext, draft: TenderDraft): Breach[] {
  const { invitation } = rulesOf(draft);
  if (invitation === null) return [];
  const least = numberOf(ctx, invitation, 'minInvited');
  const invited = draft.invitees.length;
  if (invited >= least) return [];
  return [
    breachOf(ctx, invitation, draft.attributes, {
      field: 'invitees',
      zh: `受邀请的单位为${invited}家，少于${least}家。`,
      en: `${invited} parties are invited, fewer than ${least}.`,
      accepted: { zh: `邀请${least}家或者更多。`, en: `Invite ${least} or more.` },
    }),
  ];
}

function checkSupplier(ctx: LawContext, draft: TenderDraft): Breach[] {
  const { supplier } = rulesOf(draft);
  if (supplier === null) return [];
  const exactly = numberOf(ctx, supplier, 'suppliers');
  if (draft.invitees.length === exactly) return [];
  return [
    breachOf(ctx, supplier, draft.attributes, {
      field: 'invitees',
      zh: `单一来源采购应当写明唯一供应商，现为${draft.invitees.length}家。`,
      en: `A single source names its one supplier; ${draft.invitees.length} are named.`,
      accepted: { zh: `${exactly}家供应商。`, en: `${exactly} supplier.` },
    }),
  ];
}

function checkReason(ctx: LawContext, draft: TenderDraft): Breach[] {
  const invited = draft.method === 'invited' && draft.regime === 'tendering';
  if (!invited || !hasRule(ctx, 'PUB-013') || (draft.methodReason ?? '').trim() !== '') return [];
  return [
    breachOf(ctx, 'PUB-013', draft.attributes, {
      field: 'methodReason',
      zh: '拟邀请招标的，应当公示理由和依据。',
      en: 'Why the tender is invited, and on what basis, must be published.',
      accepted: { zh: '写明邀请招标的理由和依据。', en: 'State the reason and the basis.' },
    }),
  ];
}

function checkOpenness(ctx: LawContext, draft: TenderDraft): Breach[] {
  const { mandatory, stateOwned } = draft.attributes;
  if (draft.method !== 'invited' || !hasRule(ctx, 'ZTB-014') || !mandatory || !stateOwned) return [];
  return [
    warningOf(ctx, 'ZTB-014', {
      field: 'method',
      zh: '国有资金占控股或者主导地位的依法必须招标的项目应当公开招标，只有两种情形可以邀请招标。',
      en: 'With controlling state funds a mandatory tender is open; only two cases allow an invited one.',
      accepted: { zh: '公开招标，或者写明属于哪种情形。', en: 'An open tender, or which case it is.' },
    }),
  ];
}

/** What the first stage must not ask for: neither price nor security is due before the second. */
function checkStages(ctx: LawContext, draft: TenderDraft): Breach[] {
  if (draft.method !== 'two-stage' || draft.firstStage === null) return [];
  if (draft.firstStage.dueAt <= draft.schedule.documentsIssuedFromAt) return [];
  return [
    breachOf(ctx, 'ZTB-021', draft.attributes, {
      field: 'firstStage.dueAt',
      zh: '技术建议应当在第二阶段招标文件发出之前提交。',
      en: 'Proposals come before the documents of the second stage are issued.',
      accepted: {
        zh: '提交截止时间不晚于第二阶段招标文件发出时间。',
        en: 'Due no later than the second stage begins.',
      },
    }),
  ];
}
