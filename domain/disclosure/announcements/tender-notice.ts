import type { TenderDraft } from '../../tender/index.ts';
import type { AnnouncementBody, AnnouncementContext, EventOf, Row, Section } from '../announcement.ts';
import { basisOf } from '../basis.ts';
import { zhInstant } from '../format/instant.ts';
import { moneyText } from '../format/money.ts';
import { contactRows, daysText, deadlineSection, present } from './sections.ts';

const CATEGORY_NAMES = { engineering: '工程', goods: '货物', services: '服务' } as const;

/**
 * 招标公告: the contents of 招标投标法 art. 16 (PUB-002) in the seven items of PUB-003, the objection
 * contact of ZTB-109, and each statutory deadline with its derivation.
 */
export function tenderNotice(event: EventOf<'noticePublished'>, ctx: AnnouncementContext): AnnouncementBody {
  const { draft } = event;
  return {
    kind: 'tender-notice',
    ...basisOf('PUB-002'),
    documents: draft.documents,
    sections: present([
      projectItem(draft),
      qualificationItem(draft),
      documentsItem(draft),
      submissionItem(draft, ctx),
      partiesItem(draft),
      platformItem(ctx),
      otherItem(draft, ctx),
      deadlineSection(event.deadlines),
    ]),
  };
}

function projectItem(draft: TenderDraft): Section {
  const rows: Row[] = [
    { label: '项目名称', value: draft.title },
    { label: '项目编号', value: draft.projectCode },
    { label: '招标方式', value: '公开招标（资格后审）' },
    { label: '项目性质', value: `${CATEGORY_NAMES[draft.attributes.category]}；${mandatoryText(draft)}` },
    { label: '招标内容和范围', value: draft.scope },
    { label: '实施地点', value: `${draft.place}（行政区划代码${draft.region}）` },
    { label: '实施时间（工期、交货期或服务期）', value: daysText(draft.durationDays) },
  ];
  if (draft.estimatedPriceFen !== null)
    rows.push({ label: '规模（估算价）', value: moneyText(draft.estimatedPriceFen) });
  if (draft.ceilingPriceFen !== null)
    rows.push({ label: '最高投标限价', value: moneyText(draft.ceilingPriceFen) });
  rows.push({ label: '资金来源', value: draft.fundingSource });
  return { heading: '一、招标项目名称、内容、范围、规模和资金来源', rows };
}

function mandatoryText(draft: TenderDraft): string {
  if (!draft.attributes.mandatory) return '非依法必须进行招标的项目';
  return draft.attributes.stateOwned
    ? '依法必须进行招标的项目，国有资金占控股或者主导地位'
    : '依法必须进行招标的项目';
}

function qualificationItem(draft: TenderDraft): Section {
  return {
    heading: '二、投标资格能力要求及是否接受联合体投标',
    rows: [
      { label: '资格能力要求', value: draft.qualificationRequirements },
      { label: '联合体投标', value: draft.consortiumAllowed ? '接受' : '不接受' },
    ],
  };
}

function documentsItem(draft: TenderDraft): Section {
  const { documentsIssuedFromAt, documentsIssuedUntilAt } = draft.schedule;
  const price = BigInt(draft.documentPriceFen) === 0n ? '免费' : moneyText(draft.documentPriceFen);
  return {
    heading: '三、获取招标文件的时间和方式',
    rows: [
      { label: '开始时间', value: zhInstant(documentsIssuedFromAt) },
      { label: '结束时间', value: zhInstant(documentsIssuedUntilAt) },
      { label: '方式', value: '在电子招标投标交易平台注册登记后下载；除注册登记外不设其他前置条件' },
      { label: '售价', value: price },
    ],
  };
}

function submissionItem(draft: TenderDraft, ctx: AnnouncementContext): Section {
  const rows: Row[] = [
    { label: '递交截止时间', value: zhInstant(draft.schedule.bidDeadlineAt) },
    {
      label: '递交方式',
      value:
        '投标文件按age格式（https://age-encryption.org/v1）加密后上传电子招标投标交易平台；未按规定加密或逾期送达的予以拒收',
    },
    { label: '开标时间', value: zhInstant(draft.schedule.openingAt) },
    { label: '开标地点', value: `${ctx.platformName}（${ctx.publicUrl}），在线公开进行` },
    { label: '解密时限', value: `自开标起${draft.decryptionWindowMinutes}分钟内在线提交解密密钥` },
    { label: '投标有效期', value: `自投标截止之日起${draft.bidValidityDays}日` },
  ];
  const security = draft.bidSecurityFen ?? '0';
  rows.push({ label: '投标保证金', value: BigInt(security) === 0n ? '不要求' : moneyText(security) });
  return { heading: '四、递交投标文件的截止时间和方式', rows };
}

function partiesItem(draft: TenderDraft): Section {
  const rows: Row[] = [
    { label: '招标人', value: `${draft.tenderee.name}（统一社会信用代码${draft.tenderee.uscc}）` },
  ];
  if (draft.agency !== null) {
    rows.push({
      label: '招标代理机构',
      value: `${draft.agency.name}（统一社会信用代码${draft.agency.uscc}）`,
    });
  }
  return {
    heading: '五、招标人及其招标代理机构的名称、地址、联系人及联系方式',
    rows: [...rows, ...contactRows(draft.contact)],
  };
}

function platformItem(ctx: AnnouncementContext): Section {
  return {
    heading: '六、电子招标投标交易平台的网址和方法',
    rows: [
      { label: '平台', value: ctx.platformName },
      { label: '网址', value: ctx.publicUrl },
      {
        label: '方法',
        value: '以统一社会信用代码注册登记，登录后获取文件、提出异议、递交投标文件、参加开标',
      },
    ],
  };
}

function otherItem(draft: TenderDraft, ctx: AnnouncementContext): Section {
  const performance = draft.performanceSecurityPercent;
  return {
    heading: '七、其他',
    rows: [
      { label: '评标办法', value: draft.evaluationMethod },
      { label: '履约保证金', value: performance === null ? '不要求' : `中标合同金额的${performance}%` },
      { label: '提出异议的方式', value: `登录${ctx.platformName}在线提出、跟踪和接收答复` },
      ...contactRows(draft.objectionContact).map((row) => ({ ...row, label: `异议${row.label}` })),
    ],
  };
}
