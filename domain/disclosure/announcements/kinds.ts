import type { Method } from '../../procedure/index.ts';
import type { TenderDraft } from '../../tender/ground/draft.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import { disclosureOf, type TenderEvent } from '../../tender/tender.ts';
import { KIND_NAMES, type AnnouncementKind } from '../announcement.ts';
import { applicationsName, termsOf } from '../terms.ts';

/** The kind of announcement an event calls for, given the state after it; null where it calls for none. */
export function kindOf(event: TenderEvent, state: TenderState): AnnouncementKind | null {
  const kind = disclosureOf(event).announces?.kind ?? null;
  return typeof kind === 'function' ? kind(event, state) : kind;
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
