import type { AnnouncementBody, AnnouncementContext, Section } from '../../disclosure/announcement.ts';
import { sealingRows } from '../../disclosure/announcements/sealing-item.ts';
import { contactRows, deadlineSection, partyText, present } from '../../disclosure/announcements/sections.ts';
import { basisOf, citedIn, periodText } from '../../disclosure/basis.ts';
import { zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import { concealParties } from '../../disclosure/secrets.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { procedureOf } from '../../procedure/index.ts';
import type { TenderState } from '../ground/state.ts';
import type { NoticePublished } from './command.ts';
import {
  documentsItem,
  firstStageItem,
  otherItem,
  partiesItem,
  platformItem,
  projectItem,
  qualificationItem,
  submissionItem,
} from './notice-items.ts';

type Notice = NoticePublished;

/** What a launched tender publishes: a notice to all, the reason of an invited tender, or the one supplier. */
export function noticeAnnouncement(
  event: Notice,
  state: TenderState,
  ctx: AnnouncementContext,
): AnnouncementBody {
  const { draft } = event;
  if (draft.method === 'single-source') return singleSource(event, state, ctx);
  if (draft.invitees.length > 0) return invitedTender(event, state, ctx);
  return draft.qualification === 'before'
    ? prequalificationNotice(event, state, ctx)
    : tenderNotice(event, state, ctx);
}

/**
 * 招标公告: the contents of 招标投标法 art. 16 (PUB-002) in the seven items of PUB-003, the objection
 * contact of ZTB-109, and each statutory deadline with its derivation. In procurement the notice of its
 * method (GP-104, GP-706), with the time for which it stands.
 */
function tenderNotice(event: Notice, state: TenderState, ctx: AnnouncementContext): AnnouncementBody {
  const { draft } = event;
  const { project, bids, owner, agency, documents } = termsOf(draft);
  const stages = draft.firstStage !== null;
  const bidder = draft.regime === 'tendering' || bids === '投标文件' ? '投标' : '供应商';
  return {
    ...noticeBasis(state),
    documents: draft.firstStage?.documents ?? draft.documents,
    sections: present([
      projectItem(`一、${project}名称、内容、范围、规模和资金来源`, draft),
      qualificationItem(`二、${bidder}资格能力要求及是否接受联合体投标`, draft),
      stages
        ? firstStageItem('三、第一阶段：获取文件和提交技术建议的时间和方式', draft)
        : documentsItem(`三、获取${documents}的时间和方式`, draft),
      stages
        ? submissionItem(
            `四、第二阶段：向提交技术建议的投标人发出招标文件后，递交投标文件的计划`,
            { id: state.id, draft },
            ctx,
          )
        : submissionItem(`四、递交${bids}的截止时间和方式`, { id: state.id, draft }, ctx),
      partiesItem(`五、${owner}及其${agency}的名称、地址、联系人及联系方式`, draft),
      platformItem('六、电子招标投标交易平台的网址和方法', draft, ctx),
      otherItem('七、其他', draft, ctx),
      standingSection(state),
      deadlineSection(event.deadlines),
    ]),
  };
}

/** 资格预审公告: how to get the prequalification documents and apply; the bids themselves are only planned yet. */
function prequalificationNotice(
  event: Notice,
  state: TenderState,
  ctx: AnnouncementContext,
): AnnouncementBody {
  const { draft } = event;
  const { project, bids, owner, agency, documents } = termsOf(draft);
  return {
    ...basisOf(state, 'prequalificationNotice'),
    documents: draft.firstStage?.documents ?? [],
    sections: present([
      projectItem(`一、${project}名称、内容、范围、规模和资金来源`, draft),
      qualificationItem('二、申请人资格能力要求及是否接受联合体', draft),
      firstStageItem('三、获取资格预审文件和提交资格预审申请文件的时间和方式', draft),
      {
        ...submissionItem(`四、通过资格预审后递交${bids}的计划`, { id: state.id, draft }, ctx),
        paragraphs: [
          `通过资格预审的申请人可以自${zhInstant(draft.schedule.documentsIssuedFromAt)}起获取${documents}（计划时间，以资格预审结束公告和结果通知书为准）。`,
          '资格预审结果书面通知申请人；申请人的名称和数量在开标前依法保密。',
        ],
      },
      partiesItem(`五、${owner}及其${agency}的名称、地址、联系人及联系方式`, draft),
      platformItem('六、电子招标投标交易平台的网址和方法', draft, ctx),
      otherItem('七、其他', draft, ctx),
      standingSection(state),
      deadlineSection(event.deadlines),
    ]),
  };
}

/** 邀请招标公示: why bidders are invited (PUB-013). Who is, and how many, stays secret until the opening (ZTB-015). */
function invitedTender(event: Notice, state: TenderState, ctx: AnnouncementContext): AnnouncementBody {
  const { draft } = event;
  const { project, bids, owner, agency } = termsOf(draft);
  const byTender = draft.method === 'invited';
  return {
    ...basisOf(state, 'invitedNotice'),
    sections: present([
      projectItem(`一、${project}名称、内容、范围、规模和资金来源`, draft),
      {
        heading: byTender ? '二、邀请招标的理由和依据' : '二、邀请供应商的理由和依据',
        paragraphs: concealParties(draft.methodReason ?? '', state).split('\n'),
      },
      qualificationItem('三、资格能力要求及是否接受联合体', draft),
      {
        ...submissionItem(`四、递交${bids}的截止时间和方式`, { id: state.id, draft }, ctx),
        paragraphs: [
          `${byTender ? '投标邀请书' : '邀请书'}只向受邀请单位发出；受邀请单位的名称和数量在${termsOf(draft).opening}前依法保密。`,
        ],
      },
      partiesItem(`五、${owner}及其${agency}的名称、地址、联系人及联系方式`, draft),
      otherItem('六、其他', draft, ctx),
      deadlineSection(event.deadlines),
    ]),
  };
}

/** 单一来源采购公示 (GP-707): the project, the one supplier by name, why there is no other, and until when to object. */
function singleSource(event: Notice, state: TenderState, ctx: AnnouncementContext): AnnouncementBody {
  const { draft } = event;
  const { owner, agency } = termsOf(draft);
  const { rule } = noticeBasis(state);
  const endsAt = event.deadlines.find((deadline) => deadline.rule === rule)?.endsAt;
  const period = rule === null ? null : periodText(state, rule);
  const rows = [{ label: '公示开始', value: zhInstant(event.at) }];
  if (endsAt !== undefined) rows.push({ label: '公示结束', value: zhEnd(endsAt) });
  if (period !== null) rows.push({ label: '公示期', value: `不少于${period}` });
  return {
    ...noticeBasis(state),
    sections: present([
      projectItem('一、采购项目名称、内容和预算', draft),
      {
        heading: '二、拟定的唯一供应商',
        rows: draft.invitees.map((supplier) => ({ label: '供应商', value: partyText(supplier) })),
      },
      {
        heading: '三、采用单一来源采购方式的原因',
        paragraphs: (draft.methodReason ?? '未载明').split('\n'),
      },
      {
        heading: '四、公示期及提出异议的方式',
        rows: [...rows, ...contactRows(draft.objectionContact)],
        paragraphs: [
          `任何供应商、单位或者个人对采用单一来源采购方式有异议的，可以在公示期内登录${ctx.platformName}（${ctx.publicUrl}）书面提出。`,
        ],
      },
      partiesItem(`五、${owner}和${agency}的名称、地址、联系人及联系方式`, draft),
      { heading: '六、响应文件的加密', rows: sealingRows(state.id, draft, ctx.publicUrl) },
      deadlineSection(event.deadlines),
    ]),
  };
}

/** The procedure's own rule for its notice. */
function noticeBasis(state: TenderState) {
  return citedIn(state, { rule: procedureOf(state.draft).rules.notice, article: null });
}

/** For how long a procurement notice stands; 招标投标法 sets no such time. */
function standingSection(state: TenderState): Section | null {
  if (state.draft.regime === 'tendering') return null;
  const period = periodText(state, procedureOf(state.draft).rules.notice);
  if (period === null) return null;
  return { heading: '公告期限', paragraphs: [`自本公告发布之日起${period}。`] };
}
