import { rulesetById } from '../../law/context.ts';
import type { Deadline } from '../../law/types.ts';
import { rulesOf } from '../../procedure/index.ts';
import { restsByOrder } from '../../tender/ground/rest.ts';
import type { Milestone, TenderState } from '../../tender/ground/state.ts';
import type { TenderEvent } from '../../tender/tender.ts';
import { isoShanghai, parseInstant, type Instant } from '../../time/instant.ts';
import { applicationsName, termsOf } from '../terms.ts';

interface OcdsMilestone {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly code?: string;
  /** Null where what it was due for is no more. */
  readonly dueDate?: string | null;
  /** Null where an earlier one was lifted again: merging then removes it. */
  readonly dateMet?: string | null;
  readonly dateModified?: string;
  readonly status: 'scheduled' | 'met' | 'notMet';
}

const MILESTONE_TITLES: Readonly<Record<Milestone, string>> = {
  noticePublished: '发布招标公告',
  documentsOpened: '开始发出招标文件',
  documentsClosed: '停止发出招标文件',
  bidsClosed: '投标截止',
  keysComplete: '解密密钥提交完毕',
  bidsOpened: '开标',
  evaluationReported: '提交评标报告',
  candidatesPublished: '公示中标候选人',
  publicityEnded: '中标候选人公示期满',
  awardNoticeIssued: '发出中标通知书',
  contractSigned: '签订合同',
  securityReturned: '退还投标保证金',
  writtenReportSubmitted: '提交招标投标情况书面报告',
  failed: '招标失败',
  terminated: '终止招标',
  invalidated: '招标无效',
  firstStageOpened: '开始发出第一阶段文件',
  applicationsClosed: '申请文件提交截止',
  firstStageConcluded: '第一阶段结束',
  withdrawnSecurityReturned: '退还视为撤回的投标人投标保证金',
  othersSecurityReturned: '退还未中标人投标保证金',
};

/** Deadlines that would tell how many objections and questions there are; the suspension says what may be known. */
const UNPUBLISHED_RULES: readonly string[] = ['ZTB-103', 'ZTB-107', 'GP-501', 'GP-504'];

/** The steps taken, the statutory deadlines with their derivation, and a suspension with its end. */
export function milestonesOf(event: TenderEvent, state: TenderState): OcdsMilestone[] {
  const taken = Object.entries(state.milestones).map(([milestone, at]): OcdsMilestone => ({
    id: milestone,
    title: milestoneTitle(milestone as Milestone, state),
    dateMet: isoShanghai(at),
    status: 'met',
  }));
  const milestones = [
    ...taken,
    ...undoneMilestones(state),
    ...applicationsMilestone(state),
    ...deadlineMilestones(state),
    ...suspensionMilestone(event, state),
  ];
  return state.outcome === null ? milestones : milestones.map((one) => atTheEnd(one, event.at));
}

/** After the end nothing is awaited: what has come was met, the rest is not. */
function atTheEnd(milestone: OcdsMilestone, at: Instant): OcdsMilestone {
  if (milestone.status !== 'scheduled') return milestone;
  const { dueDate } = milestone;
  const hasCome = typeof dueDate === 'string' && parseInstant(dueDate) <= at;
  return { ...milestone, status: hasCome ? 'met' : 'notMet' };
}

/** The words of the tender's own law and method where they differ. */
function milestoneTitle(milestone: Milestone, { draft }: TenderState): string {
  const title = MILESTONE_TITLES[milestone];
  if (draft.regime === 'tendering') return title;
  const { documents, bids, bidder, award, awardNotice, opening } = termsOf(draft);
  const procurement: Partial<Record<Milestone, string>> = {
    noticePublished: '发布公告',
    documentsOpened: `开始发出${documents}`,
    documentsClosed: `停止发出${documents}`,
    bidsClosed: `${bids}提交截止`,
    bidsOpened: opening,
    evaluationReported: '提交评审报告',
    awardNoticeIssued: `发出${awardNotice}`,
    withdrawnSecurityReturned: `退还视为撤回的${bidder}保证金`,
    othersSecurityReturned: `退还未${award}人保证金`,
    securityReturned: '退还保证金',
    writtenReportSubmitted: '合同副本备案',
    failed: '废标或者终止',
    terminated: '终止采购活动',
    invalidated: '采购无效',
  };
  return procurement[milestone] ?? title;
}

/** Until when applications or proposals are taken; how many came is secret until the opening. */
function applicationsMilestone({ draft, firstStage, milestones }: TenderState): OcdsMilestone[] {
  if (firstStage === null || milestones.applicationsClosed !== undefined) return [];
  return [
    {
      id: 'applicationsClosed',
      title: `${applicationsName(draft)}提交截止`,
      dueDate: isoShanghai(firstStage.dueAt),
      status: 'scheduled',
    },
  ];
}

/** What a lost award takes back: merging removes when it was met, and what was due after it. */
function undoneMilestones(state: TenderState): OcdsMilestone[] {
  // Said again in each release until there is an award anew, so that the end closes it.
  if (state.cancelledAwards.length === 0 || state.award !== null) return [];
  const { contract, closingReport, closingReportFrom } = rulesOf(state.draft);
  const undone: readonly Milestone[] = ['awardNoticeIssued', 'writtenReportSubmitted'];
  const dues = closingReportFrom === 'award' ? [contract, closingReport] : [contract];
  return [
    ...undone
      .filter((milestone) => milestone === 'awardNoticeIssued' || closingReportFrom === 'award')
      .map((milestone): OcdsMilestone => ({
        id: milestone,
        title: milestoneTitle(milestone, state),
        dateMet: null,
        status: 'scheduled',
      })),
    ...dues.map((rule): OcdsMilestone => ({
      id: `deadline-${rule}`,
      title: rulesetById(state.ruleset).rules[rule]?.article ?? rule,
      code: rule,
      dueDate: null,
      status: 'notMet',
    })),
  ];
}

/** One per rule, the latest derivation: an earlier one was replaced. */
function deadlineMilestones(state: TenderState): OcdsMilestone[] {
  const byRule = new Map<string, Deadline>();
  for (const deadline of state.deadlines) {
    if (!UNPUBLISHED_RULES.includes(deadline.rule)) byRule.set(deadline.rule, deadline);
  }
  return [...byRule.values()].map((deadline) => ({
    id: `deadline-${deadline.rule}`,
    title: deadline.article,
    description: deadline.derivation.zh,
    code: deadline.rule,
    dueDate: isoShanghai(deadline.endsAt),
    status: 'scheduled',
  }));
}

/** Kept under one id, so that the end of a suspension replaces its beginning when releases are merged. */
function suspensionMilestone(event: TenderEvent, state: TenderState): OcdsMilestone[] {
  const id = 'suspension';
  if (event.name === 'processResumed') {
    const at = isoShanghai(event.at);
    return [
      { id, title: `${termsOf(state.draft).activity}恢复`, dateMet: at, dateModified: at, status: 'met' },
    ];
  }
  if (state.suspension === null) return [];
  const dateModified = isoShanghai(state.suspension.sinceAt);
  return [
    {
      id,
      title: suspensionTitle(state),
      code: state.suspension.rule,
      dateMet: null,
      dateModified,
      status: 'scheduled',
    },
  ];
}

function suspensionTitle({ draft, suspension }: TenderState): string {
  const { activity, objection } = termsOf(draft);
  const ordered = restsByOrder({ suspension });
  return `${activity}暂停，${ordered ? '行政监督部门责令' : `待答复${objection}`}`;
}
