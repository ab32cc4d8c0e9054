import type { ComplaintEvent } from '../../complaint/complaint.ts';
import { complaintEnded } from '../../complaint/ground/facts.ts';
import type { ComplaintState } from '../../complaint/ground/state.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { Announcement, Row } from '../announcement.ts';
import { kindName } from '../announcements/kinds.ts';
import { memberOf, projectSection } from '../announcements/sections.ts';
import { zhInstant } from '../format/instant.ts';
import { conceal, plainData } from '../format/text.ts';
import { concealParties } from '../secrets.ts';
import { titled } from '../title.ts';
import { COMPLAINT_SUBJECTS, OUTCOMES, REMEDY_WORDS } from './words.ts';

/** What stands for a complainant who is not named. */
export const COMPLAINANT = '投诉人';

/**
 * Whether others may know who complains: in procurement the decision names the parties, but nobody who took part
 * is named before the bids are opened (招标投标法 22); in tendering the complainant stays unnamed.
 */
export function complainantMayBeNamed(state: ComplaintState, tender: TenderState): boolean {
  return state.regime === 'government-procurement' && tender.milestones.bidsOpened !== undefined;
}

/** A text of the authority as others may read it: without the names that are still secret. */
export function withoutSecretNames(text: string, state: ComplaintState, tender: TenderState): string {
  const committee =
    tender.milestones.awardNoticeIssued === undefined
      ? (tender.evaluation?.committee.map(({ name }) => name) ?? [])
      : [];
  const { name, uscc } = state.complainant;
  const unnamed = complainantMayBeNamed(state, tender)
    ? text
    : conceal(text, [name, uscc, ...aliases(name)], COMPLAINANT);
  return concealParties(conceal(unnamed, committee, memberOf(tender.draft)), tender);
}

/** A company is often called by its name without the legal form. */
function aliases(name: string): string[] {
  const short = name.replace(/(股份)?有限(责任)?公司$/u, '');
  return short === name || short.length < 4 ? [] : [short];
}

/** 投诉处理决定公告: the decision with its reasons, when it is published; null at every other event. */
export function complaintAnnouncementOf(
  event: ComplaintEvent,
  state: ComplaintState,
  tender: TenderState,
): Announcement | null {
  const { decision } = state;
  if (event.name !== 'complaintDecisionPublished' || decision === null || !complaintEnded(state.status))
    return null;
  const rows: Row[] = [
    { label: '投诉事项', value: COMPLAINT_SUBJECTS[state.subject].zh },
    {
      label: '投诉人',
      value: complainantMayBeNamed(state, tender) ? state.complainant.name : '依法不予公开',
    },
    { label: '处理部门', value: state.authority.name },
    { label: '收到投诉时间', value: zhInstant(state.filedAt) },
    { label: '处理决定时间', value: zhInstant(decision.decidedAt) },
    { label: '处理决定', value: OUTCOMES[decision.outcome].zh },
  ];
  if (decision.remedy !== null) rows.push({ label: '处理结果', value: REMEDY_WORDS[decision.remedy].zh });
  const reasons = withoutSecretNames(decision.reasons, state, tender).split('\n');
  return plainData({
    kind: 'complaint-decision',
    kindName: kindName('complaint-decision', tender.draft),
    title: titled(tender, kindName('complaint-decision', tender.draft)),
    projectCode: tender.draft.projectCode,
    sections: [
      projectSection(tender),
      { heading: '投诉处理', rows },
      { heading: '处理理由', paragraphs: reasons },
    ],
    documents: [],
    rule: event.rule,
    article: event.article,
    at: event.at,
    rehearsal: state.rehearsal,
  });
}
