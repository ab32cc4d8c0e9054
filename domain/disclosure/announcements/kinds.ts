import type { Method } from '../../procedure/index.ts';
import type { TenderDraft, TenderEvent, TenderState } from '../../tender/index.ts';
import type { AnnouncementKind, EventOf } from '../announcement.ts';
import { KIND_NAMES } from '../announcement.ts';
import { tooFewQualified } from '../causes.ts';
import { applicationsName, termsOf } from '../terms.ts';

type KindOf<Name extends TenderEvent['name']> =
  AnnouncementKind | null | ((event: EventOf<Name>, state: TenderState) => AnnouncementKind | null);

/**
 * The announcement that each event calls for. Every event is decided here by name, so that a new one
 * cannot be forgotten: the compiler asks for it. Null: a step that the record shows, but that no article
 * asks to announce.
 */
const KINDS: { readonly [Name in TenderEvent['name']]: KindOf<Name> } = {
  noticePublished: ({ draft }) => noticeKind(draft),
  firstStageOpened: null,
  applicationSubmitted: null,
  applicationsClosed: null,
  applicationsDueMoved: 'applications-due-moved',
  // With too few qualified the tender fails at once, which is announced instead.
  firstStageConcluded: (event, state) => (tooFewQualified(event, state) ? null : 'first-stage-concluded'),
  documentsOpened: null,
  documentsClosed: null,
  clarificationIssued: ({ clarification }, { draft }) =>
    draft.regime === 'tendering' ? clarification.kind : 'correction',
  bidDeadlineMoved: 'deadline-moved',
  objectionFiled: null,
  processSuspended: 'suspension',
  // With the last ground the process goes on, which is announced as such.
  suspensionLifted: (_, { suspension }) =>
    suspension === null || suspension.grounds.length === 0 ? null : 'suspension-lifted',
  objectionReplied: 'objection-reply',
  // Question and answer are between the two (政府采购法 51, 52); what concerns all is a clarification or correction.
  questionAsked: null,
  questionAnswered: null,
  processResumed: 'resumption',
  decryptionMoved: 'decryption-moved',
  dutiesMoved: null,
  // What an order brings about (suspension, resumption, invalidation) is announced; the order is between the two.
  instructionIssued: null,
  instructionAcknowledged: null,
  instructionReported: null,
  instructionClosed: null,
  bidsClosed: null,
  // Who came, and who confirmed, stands in the opening record (GET /v1/tenders/:id/opening-record).
  bidderSignedIn: null,
  openingConfirmed: null,
  keysCompleted: null,
  bidsOpened: 'opening-record',
  evaluationReported: null,
  candidatesPublished: 'candidate-publicity',
  publicityMoved: 'publicity-moved',
  publicityEnded: null,
  awardNoticeIssued: 'award-result',
  awardCancelled: 'award-cancelled',
  contractSigned: 'contract',
  securityReturned: null,
  writtenReportSubmitted: null,
  deadlinesRederived: ({ moved }) => (moved.length === 0 ? null : 'deadlines-rederived'),
  stepTimedOut: null,
  dutyReminded: null,
  stepEscalated: null,
  tenderFailed: 'tender-failed',
  tenderTerminated: 'termination',
  tenderInvalidated: 'invalidation',
  tenderCompleted: null,
};

/** The kind of announcement an event calls for, given the state after it; null where it calls for none. */
export function kindOf(event: TenderEvent, state: TenderState): AnnouncementKind | null {
  const kind = KINDS[event.name] as KindOf<TenderEvent['name']>;
  return typeof kind === 'function' ? kind(event as never, state) : kind;
}

/** What a launched tender publishes first. Bidders who are invited get their invitation; the public gets the reason. */
function noticeKind(draft: TenderDraft): AnnouncementKind {
  if (draft.method === 'single-source') return 'single-source';
  if (draft.invitees.length > 0) return 'invited-tender';
  return draft.qualification === 'before' ? 'prequalification-notice' : 'tender-notice';
}

const NOTICES_BY_METHOD: Readonly<Partial<Record<Method, string>>> = {
  negotiation: '竞争性谈判公告',
  consultation: '竞争性磋商公告',
  inquiry: '询价公告',
};

/** The name under which a kind is published for a tender: each law has its own names for the same step. */
export function kindName(kind: AnnouncementKind, draft: TenderDraft): string {
  const { activity, award, opening, deadline } = termsOf(draft);
  if (kind === 'applications-due-moved') return `${applicationsName(draft)}提交截止时间变更公告`;
  if (kind === 'first-stage-concluded')
    return draft.method === 'two-stage' ? '第一阶段结束公告' : '资格预审结束公告';
  if (draft.regime === 'tendering') return KIND_NAMES[kind];
  const byTender = award === '中标';
  const names: Partial<Record<AnnouncementKind, string>> = {
    'tender-notice': NOTICES_BY_METHOD[draft.method] ?? KIND_NAMES['tender-notice'],
    'invited-tender': byTender ? '邀请招标公示' : '邀请供应商公示',
    suspension: `暂停${activity}公告`,
    'suspension-lifted': `解除责令暂停公告`,
    resumption: `恢复${activity}公告`,
    'deadline-moved': `${deadline}变更公告`,
    'opening-record': byTender ? '开标记录' : `${opening}记录`,
    'objection-reply': '质疑答复公告',
    'award-result': `${award}结果公告`,
    'award-cancelled': `${award}结果变更公告`,
    contract: '政府采购合同公告',
    'tender-failed': byTender ? '废标公告' : '采购活动终止公告',
    termination: '终止公告',
    invalidation: '采购无效公告',
  };
  return names[kind] ?? KIND_NAMES[kind];
}
