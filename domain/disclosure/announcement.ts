import type { DocumentRef } from '../case/references.ts';
import type { Instant } from '../time/instant.ts';

/** What an announcement is, as it is stored and filtered; each has its Chinese name in `KIND_NAMES`. */
export type AnnouncementKind =
  | 'tender-notice'
  | 'prequalification-notice'
  | 'invited-tender'
  | 'single-source'
  | 'first-stage-concluded'
  | 'applications-due-moved'
  | 'clarification'
  | 'amendment'
  | 'correction'
  | 'deadline-moved'
  | 'suspension'
  | 'objection-reply'
  | 'suspension-lifted'
  | 'resumption'
  | 'decryption-moved'
  | 'opening-record'
  | 'candidate-publicity'
  | 'publicity-moved'
  | 'award-result'
  | 'award-cancelled'
  | 'contract'
  | 'deadlines-rederived'
  | 'tender-failed'
  | 'termination'
  | 'invalidation'
  | 'complaint-decision';

/** The name of each kind under 招标投标法; `kindName` gives it for a tender. */
export const KIND_NAMES: Readonly<Record<AnnouncementKind, string>> = {
  'tender-notice': '招标公告',
  'prequalification-notice': '资格预审公告',
  'invited-tender': '邀请招标公示',
  'single-source': '单一来源采购公示',
  'first-stage-concluded': '第一阶段结束公告',
  'applications-due-moved': '申请文件提交截止时间变更公告',
  clarification: '澄清公告',
  amendment: '修改公告',
  correction: '更正公告',
  'deadline-moved': '投标截止时间变更公告',
  suspension: '暂停招标投标活动公告',
  'objection-reply': '异议答复公告',
  'suspension-lifted': '解除责令暂停公告',
  resumption: '恢复招标投标活动公告',
  'decryption-moved': '解密时限变更公告',
  'opening-record': '开标记录',
  'candidate-publicity': '中标候选人公示',
  'publicity-moved': '中标候选人公示期变更公告',
  'award-result': '中标结果公告',
  'award-cancelled': '中标结果变更公告',
  contract: '合同信息公告',
  'deadlines-rederived': '期限重新推算公告',
  'tender-failed': '招标失败公告',
  termination: '终止招标公告',
  invalidation: '招标无效公告',
  'complaint-decision': '投诉处理决定公告',
};

/** One labelled fact; the value is plain text and may hold line breaks. */
export interface Row {
  readonly label: string;
  readonly value: string;
}

/** A table of plain text; every row has as many cells as there are columns. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A part of an announcement. Rows come first, then tables, then paragraphs. */
export interface Section {
  readonly heading: string;
  readonly rows?: readonly Row[];
  readonly table?: Table;
  readonly paragraphs?: readonly string[];
}

/** A document that belongs to an announcement, with the hash by which to check it. */
export interface DocumentLink extends DocumentRef {
  /** Where everybody may fetch it; null while it is had by signing in only. */
  readonly url: string | null;
}

/** What the law asks to be made public at one step of a tender: plain text, not yet a page. */
export interface Announcement {
  readonly kind: AnnouncementKind;
  /** The kind's name for this tender. */
  readonly kindName: string;
  readonly title: string;
  readonly projectCode: string;
  readonly sections: readonly Section[];
  readonly documents: readonly DocumentLink[];
  /** The rule that asks for this announcement, and its article as cited. */
  readonly rule: string | null;
  readonly article: string | null;
  /** Statutory instant of the step announced. */
  readonly at: Instant;
  readonly rehearsal: boolean;
}

/** Where and under which name the platform publishes. */
export interface AnnouncementContext {
  /** Root of the public platform without a trailing slash, e.g. `https://tender.example.cn`. */
  readonly publicUrl: string;
  readonly platformName: string;
}

/** What the announcement of one kind adds; the rest is the same for all. */
export type AnnouncementBody = Pick<Announcement, 'sections' | 'rule' | 'article'> & {
  readonly documents?: readonly DocumentRef[];
};

/** Said at the head and foot of everything a rehearsal publishes. */
export const REHEARSAL_BANNER = '演练，非真实招标';
/** Leads the title of everything a rehearsal publishes. */
export const REHEARSAL_MARK = '[演练]';
