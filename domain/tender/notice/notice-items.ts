import type { AnnouncementContext, Row, Section } from '../../disclosure/announcement.ts';
import { sealingRows } from '../../disclosure/announcements/sealing-item.ts';
import { contactRows, daysText, lotRows, partyText } from '../../disclosure/announcements/sections.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import { moneyText } from '../../disclosure/format/money.ts';
import { applicationsName, firstStageDocumentsName, termsOf } from '../../disclosure/terms.ts';
import type { MandateRef } from '../../party/mandate.ts';
import { procedureOf } from '../../procedure/index.ts';
import type { TenderDraft } from '../ground/draft.ts';
import type { TenderState } from '../ground/state.ts';
import { OUTCOME_NAMES } from '../ground/words.ts';

const CATEGORY_NAMES = { engineering: '工程', goods: '货物', services: '服务' } as const;

/** What is tendered: the first item of a notice, with the lot and the tender held anew where there is one. */
export function projectItem(heading: string, draft: TenderDraft): Section {
  const tendering = draft.regime === 'tendering';
  const rows: Row[] = [
    { label: '项目名称', value: draft.title },
    { label: '项目编号', value: draft.projectCode },
    ...lotRows(draft),
    ...priorRows(draft),
    { label: tendering ? '招标方式' : '采购方式', value: procedureOf(draft).zh },
    { label: '项目性质', value: [CATEGORY_NAMES[draft.attributes.category], ...nature(draft)].join('；') },
    { label: tendering ? '招标内容和范围' : '采购需求', value: draft.scope },
    { label: '实施地点', value: `${draft.place}（行政区划代码${draft.region}）` },
    { label: '实施时间（工期、交货期或服务期）', value: daysText(draft.durationDays) },
  ];
  if (draft.estimatedPriceFen !== null)
    rows.push({
      label: tendering ? '规模（估算价）' : '预算金额',
      value: moneyText(draft.estimatedPriceFen),
    });
  if (draft.ceilingPriceFen !== null)
    rows.push({ label: tendering ? '最高投标限价' : '最高限价', value: moneyText(draft.ceilingPriceFen) });
  rows.push({ label: '资金来源', value: draft.fundingSource });
  return { heading, rows };
}

/** The tender that came to nothing and is held anew. */
function priorRows({ prior }: TenderDraft): Row[] {
  if (prior === null) return [];
  return [{ label: '重新组织', value: `原项目${prior.projectCode}（${OUTCOME_NAMES[prior.outcome].zh}）` }];
}

function nature({ regime, attributes }: TenderDraft): string[] {
  if (regime !== 'tendering') return [];
  if (!attributes.mandatory) return ['非依法必须进行招标的项目'];
  return [
    attributes.stateOwned ? '依法必须进行招标的项目，国有资金占控股或者主导地位' : '依法必须进行招标的项目',
  ];
}

/** Who may come: the second item. */
export function qualificationItem(heading: string, draft: TenderDraft): Section {
  return {
    heading,
    rows: [
      { label: '资格能力要求', value: draft.qualificationRequirements },
      {
        label: draft.regime === 'tendering' ? '联合体投标' : '联合体参加',
        value: draft.consortiumAllowed ? '接受' : '不接受',
      },
    ],
  };
}

/** When and how the documents of the bids are had. */
export function documentsItem(heading: string, draft: TenderDraft): Section {
  const { documentsIssuedFromAt, documentsIssuedUntilAt } = draft.schedule;
  const price = BigInt(draft.documentPriceFen) === 0n ? '免费' : moneyText(draft.documentPriceFen);
  return {
    heading,
    rows: [
      { label: '开始时间', value: zhInstant(documentsIssuedFromAt) },
      { label: '结束时间', value: zhInstant(documentsIssuedUntilAt) },
      { label: '方式', value: '在电子招标投标交易平台注册登记后下载；除注册登记外不设其他前置条件' },
      { label: '售价', value: price },
    ],
  };
}

/** Until when and how bids are handed in and opened. */
export function submissionItem(
  heading: string,
  { id, draft }: Pick<TenderState, 'id' | 'draft'>,
  ctx: AnnouncementContext,
): Section {
  const { bidder, bids, opening, deadline } = termsOf(draft);
  const rows: Row[] = [
    { label: '递交截止时间', value: zhInstant(draft.schedule.bidDeadlineAt) },
    {
      label: '递交方式',
      value: `${bids}按下列要求加密后上传电子招标投标交易平台；未按规定加密或逾期送达的予以拒收`,
    },
    ...sealingRows(id, draft, ctx.publicUrl),
    { label: `${opening}时间`, value: zhInstant(draft.schedule.openingAt) },
    { label: `${opening}地点`, value: `${ctx.platformName}（${ctx.publicUrl}），在线公开进行` },
    { label: '解密时限', value: `自${opening}起${draft.decryptionWindowMinutes}分钟内在线提交解密密钥` },
    {
      label: draft.regime === 'tendering' || bids === '投标文件' ? '投标有效期' : '响应有效期',
      value: `自${deadline.replace('时间', '')}之日起${draft.bidValidityDays}日`,
    },
    ...(draft.signatures === 'required'
      ? [{ label: '电子签名', value: `加密后的${bids}由${bidder}在递交截止时间前以登记的数字证书签名` }]
      : []),
    securityRow(draft),
  ];
  return { heading, rows };
}

function securityRow(draft: TenderDraft): Row {
  const security = draft.bidSecurityFen ?? '0';
  const label = termsOf(draft).bids === '投标文件' ? '投标保证金' : '保证金';
  const stage = draft.method === 'two-stage' ? '，在第二阶段提交' : '';
  return { label, value: BigInt(security) === 0n ? '不要求' : `${moneyText(security)}${stage}` };
}

/** Documents and due instant of the first stage. Throws a RangeError for a draft without one. */
export function firstStageItem(heading: string, draft: TenderDraft): Section {
  if (draft.firstStage === null) throw new RangeError(`${draft.projectCode} has no first stage`);
  const { issuedFromAt, issuedUntilAt, dueAt } = draft.firstStage;
  const [papers, applications] = [firstStageDocumentsName(draft), applicationsName(draft)];
  return {
    heading,
    rows: [
      { label: `${papers}开始发出时间`, value: zhInstant(issuedFromAt) },
      { label: `${papers}停止发出时间`, value: zhInstant(issuedUntilAt) },
      { label: '获取方式', value: '在电子招标投标交易平台注册登记后下载；除注册登记外不设其他前置条件' },
      { label: `${applications}提交截止时间`, value: zhInstant(dueAt) },
      ...(draft.signatures === 'required'
        ? [{ label: '电子签名', value: `${applications}提交前以登记的数字证书签名，未签名的不予接收` }]
        : []),
      {
        label: '提交方式',
        value: `登录电子招标投标交易平台在线提交；${draft.method === 'two-stage' ? '技术建议不带报价；' : ''}逾期送达的予以拒收`,
      },
    ],
  };
}

/** Who tenders and through whom, with the contact. */
export function partiesItem(heading: string, draft: TenderDraft): Section {
  const { owner, agency } = termsOf(draft);
  const rows: Row[] = [{ label: owner, value: partyText(draft.tenderee) }];
  if (draft.agency !== null) rows.push({ label: agency, value: partyText(draft.agency) });
  if (draft.mandate) rows.push({ label: '委托', value: mandateWords(draft.mandate) });
  return { heading, rows: [...rows, ...contactRows(draft.contact)] };
}

/** Within what, for which project and until when the agency was entrusted (招标投标法 15). */
function mandateWords({ scope, projectCode, fromAt, untilAt, signedBy, sha256 }: MandateRef): string {
  const project = projectCode === null ? '招标人的全部项目' : `项目 ${projectCode}`;
  const signed = signedBy === 'certificate' ? '招标人以数字证书签署' : '招标人登录平台签署';
  return `${scope}；${project}；${zhInstant(fromAt)}至${zhInstant(untilAt)}；${signed}（委托书 SHA-256 ${sha256}）`;
}

/** Where it is all done. */
export function platformItem(heading: string, draft: TenderDraft, ctx: AnnouncementContext): Section {
  const { bids, opening, objection } = termsOf(draft);
  return {
    heading,
    rows: [
      { label: '平台', value: ctx.platformName },
      { label: '网址', value: ctx.publicUrl },
      {
        label: '方法',
        value: `以统一社会信用代码注册登记，登录后获取文件、提出${objection}、递交${bids}、参加${opening}`,
      },
    ],
  };
}

/** How bids are judged, the performance security, and how to object (ZTB-109). */
export function otherItem(heading: string, draft: TenderDraft, ctx: AnnouncementContext): Section {
  const { award, objection } = termsOf(draft);
  const performance = draft.performanceSecurityPercent;
  const contract = draft.regime === 'tendering' ? `${award}合同金额` : '政府采购合同金额';
  return {
    heading,
    rows: [
      { label: draft.regime === 'tendering' ? '评标办法' : '评审办法', value: draft.evaluationMethod },
      { label: '履约保证金', value: performance === null ? '不要求' : `${contract}的${performance}%` },
      { label: `提出${objection}的方式`, value: `登录${ctx.platformName}在线提出、跟踪和接收答复` },
      ...contactRows(draft.objectionContact).map((row) => ({ ...row, label: `${objection}${row.label}` })),
    ],
  };
}
