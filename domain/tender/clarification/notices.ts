import type { Named } from '../../case/chapter.ts';
import { basisOf, basisOfStep } from '../../disclosure/basis.ts';
import { enInstant, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { concealParties } from '../../disclosure/secrets.ts';
import { applicationsName, firstStageDocumentsName, termsOf } from '../../disclosure/terms.ts';
import { beforeApplications } from '../ground/applications.ts';
import type { TenderState } from '../ground/state.ts';
import type { ClarificationEvent } from './commands-and-events.ts';

type Event<Name extends ClarificationEvent['name']> = Named<ClarificationEvent, Name>;

/** A clarification or amendment goes to every holder of the documents, alike (ZTB-008). */
export function clarificationNotices(event: Event<'clarificationIssued'>, state: TenderState): PartyNotice[] {
  const { kind, bidDeadlineBeforeAt, bidDeadlineAfterAt } = event.clarification;
  const title = concealParties(event.clarification.title, state);
  const text = concealParties(event.clarification.text, state);
  const amendment = kind === 'amendment';
  const early = beforeApplications(state);
  const terms = termsOf(state.draft);
  const papers = early ? firstStageDocumentsName(state.draft) : terms.documents;
  const due = early ? `${applicationsName(state.draft)}提交截止时间` : terms.deadline;
  const moved = bidDeadlineBeforeAt !== bidDeadlineAfterAt;
  const deadlineZh = `${due}${moved ? '顺延至' : '不变，仍为'}${zhInstant(bidDeadlineAfterAt)}。`;
  const deadlineEn = `The ${early ? 'due instant of the applications' : 'bid deadline'} ${moved ? 'moves to' : 'stays'} ${enInstant(bidDeadlineAfterAt)}.`;
  return [
    {
      to: 'holders',
      kind,
      titleZh: `${state.draft.title}：${papers}${amendment ? '修改' : '澄清'}通知`,
      titleEn: `${state.draft.title}: ${amendment ? 'amendment' : 'clarification'} of the ${early ? 'first documents' : 'tender documents'}`,
      textZh: `${title}\n${text}\n${deadlineZh}`,
      textEn: `${title}\n${text}\n${deadlineEn}`,
      ...(early ? basisOfStep(state, event, 'clarificationNotice') : basisOf(state, 'clarificationNotice')),
    },
  ];
}
