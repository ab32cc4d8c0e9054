import type { TenderDraft } from '../../tender/state.ts';
import { breachOf } from '../breach.ts';
import { hasRule, type LawContext } from '../context.ts';
import type { Breach } from '../types.ts';

/** An item a notice must state: the field that states it and its name. */
type Item = readonly [field: string, stated: (draft: TenderDraft) => string, zh: string, en: string];

const PUB_002: readonly Item[] = [
  ['tenderee.name', (draft) => draft.tenderee.name, '招标人名称', 'the tenderee'],
  ['contact.address', (draft) => draft.contact.address, '招标人地址', "the tenderee's address"],
  ['scope', (draft) => draft.scope, '招标项目的性质、数量', 'what is tendered'],
  ['place', (draft) => draft.place, '实施地点', 'the place'],
];

const PUB_003: readonly Item[] = [
  ['fundingSource', (draft) => draft.fundingSource, '资金来源', 'the source of funds'],
  ['qualificationRequirements', (draft) => draft.qualificationRequirements, '投标资格能力要求', 'the qualification required'],
  ['contact.name', (draft) => draft.contact.name, '联系人', 'a contact'],
  ['contact.phone', (draft) => draft.contact.phone, '联系方式', 'how to reach it'],
];

/** What the notice leaves out of the content that the law lists (PUB-002, PUB-003, ZTB-109). */
export function checkContents(ctx: LawContext, draft: TenderDraft): Breach[] {
  const breaches = [...missing(ctx, draft, 'PUB-002', PUB_002), ...missing(ctx, draft, 'PUB-003', PUB_003)];
  if (hasRule(ctx, 'ZTB-109') && draft.objectionContact.phone.trim() === '') {
    breaches.push(missingItem(ctx, draft, 'ZTB-109', 'objectionContact.phone', '异议联系方式', 'a contact for objections'));
  }
  return breaches;
}

function missing(ctx: LawContext, draft: TenderDraft, rule: string, items: readonly Item[]): Breach[] {
  return items
    .filter(([, stated]) => stated(draft).trim() === '')
    .map(([field, , zh, en]) => missingItem(ctx, draft, rule, field, zh, en));
}

function missingItem(ctx: LawContext, draft: TenderDraft, rule: string, field: string, zh: string, en: string): Breach {
  return breachOf(ctx, rule, draft.attributes, {
    field,
    zh: `招标公告没有载明${zh}。`,
    en: `The notice does not state ${en}.`,
    accepted: { zh: `载明${zh}。`, en: `State ${en}.` },
  });
}
