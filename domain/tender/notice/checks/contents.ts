import { breachOf, warningOf } from '../../../law/breach.ts';
import { hasRule, type LawContext } from '../../../law/context.ts';
import type { Breach } from '../../../law/types.ts';
import { rulesOf } from '../../../procedure/index.ts';
import type { TenderDraft } from '../../ground/draft.ts';

/** An item a notice must state: the field that states it and its name. */
interface Item {
  readonly field: string;
  readonly stated: (draft: TenderDraft) => string;
  readonly zh: string;
  readonly en: string;
}

const PUB_002: readonly Item[] = [
  { field: 'tenderee.name', stated: (draft) => draft.tenderee.name, zh: '招标人的名称', en: 'the tenderee' },
  {
    field: 'contact.address',
    stated: (draft) => draft.contact.address,
    zh: '招标人的地址',
    en: "the tenderee's address",
  },
  { field: 'scope', stated: (draft) => draft.scope, zh: '招标项目的性质、数量', en: 'what is tendered' },
  { field: 'place', stated: (draft) => draft.place, zh: '招标项目的实施地点', en: 'the place' },
];

const PUB_003: readonly Item[] = [
  {
    field: 'fundingSource',
    stated: (draft) => draft.fundingSource,
    zh: '资金来源',
    en: 'the source of funds',
  },
  {
    field: 'qualificationRequirements',
    stated: (draft) => draft.qualificationRequirements,
    zh: '投标资格能力要求',
    en: 'the qualification required',
  },
  { field: 'contact.name', stated: (draft) => draft.contact.name, zh: '联系人', en: 'a contact' },
  { field: 'contact.phone', stated: (draft) => draft.contact.phone, zh: '联系方式', en: 'how to reach it' },
];

const OBJECTIONS: Item = {
  field: 'objectionContact.phone',
  stated: (draft) => draft.objectionContact.phone,
  zh: '受理异议的联系方式',
  en: 'a contact for objections',
};

/** What the notice leaves out of the content that the law lists (PUB-002 or GP-104, PUB-003, and ZTB-109 where it is in force). */
export function checkContents(ctx: LawContext, draft: TenderDraft): Breach[] {
  return [
    ...missing(ctx, draft, rulesOf(draft).notice, PUB_002),
    ...checkTime(ctx, draft),
    ...(hasRule(ctx, 'PUB-003') ? missing(ctx, draft, 'PUB-003', PUB_003) : []),
    ...(hasRule(ctx, 'ZTB-109') ? missing(ctx, draft, 'ZTB-109', [OBJECTIONS]) : []),
  ];
}

/** The time of performance may stand in the text of the scope, so its own field being empty only warns. */
function checkTime(ctx: LawContext, draft: TenderDraft): Breach[] {
  if (draft.durationDays !== null) return [];
  return [
    warningOf(ctx, rulesOf(draft).notice, {
      field: 'durationDays',
      zh: '没有填写工期（交货期、服务期），招标公告应当载明实施时间。',
      en: 'No duration is given; the notice must state the time of performance.',
      accepted: {
        zh: '填写日数，或者在招标范围中载明实施时间。',
        en: 'Give it in days, or state the time in the scope.',
      },
    }),
  ];
}

function missing(ctx: LawContext, draft: TenderDraft, rule: string, items: readonly Item[]): Breach[] {
  return items
    .filter(({ stated }) => stated(draft).trim() === '')
    .map(({ field, zh, en }) =>
      breachOf(ctx, rule, draft.attributes, {
        field,
        zh: `招标公告没有载明${zh}。`,
        en: `The notice does not state ${en}.`,
        accepted: { zh: `载明${zh}。`, en: `State ${en}.` },
      }),
    );
}
