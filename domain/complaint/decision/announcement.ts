import type { AnnouncementBody, Row } from '../../disclosure/announcement.ts';
import { projectSection } from '../../disclosure/announcements/sections.ts';
import { complainantMayBeNamed, withoutSecretNames } from '../../disclosure/complaints/secret-names.ts';
import { COMPLAINT_SUBJECTS, OUTCOMES, REMEDY_WORDS } from '../../disclosure/complaints/words.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import type { Shown } from '../ground/telling.ts';

/** 投诉处理决定公告: the decision with its reasons. Throws an Error where nothing is decided. */
export function decisionAnnouncement(
  { rule, article }: { readonly rule: string | null; readonly article: string | null },
  { state, tender }: Shown,
): AnnouncementBody {
  const { decision } = state;
  if (decision === null) throw new Error(`complaint ${state.id} is not decided`);
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
  return {
    sections: [
      projectSection(tender),
      { heading: '投诉处理', rows },
      { heading: '处理理由', paragraphs: withoutSecretNames(decision.reasons, state, tender).split('\n') },
    ],
    rule,
    article,
  };
}
