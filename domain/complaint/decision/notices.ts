import type { Named } from '../../case/chapter.ts';
import { withoutSecretNames } from '../../disclosure/complaints/secret-names.ts';
import { OUTCOMES, REMEDY_WORDS } from '../../disclosure/complaints/words.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { asWritten, tellerOf, toAuthority, toComplainant, type Shown } from '../ground/telling.ts';
import type { DecisionEvent } from './commands-and-events.ts';

type Event<Name extends DecisionEvent['name']> = Named<DecisionEvent, Name>;

/** The respondent never reads who complains while that is secret. */
export function decidedNotices(event: Event<'complaintDecided'>, { state, tender }: Shown): PartyNotice[] {
  const { decision } = event;
  const tell = tellerOf(event, state);
  const outcome = OUTCOMES[decision.outcome];
  const remedy = decision.remedy === null ? null : REMEDY_WORDS[decision.remedy];
  const title = {
    zh: `投诉处理决定：${outcome.zh}${remedy === null ? '' : `；${remedy.zh}`}`,
    en: `decision on the complaint: ${outcome.en}${remedy === null ? '' : `; ${remedy.en}`}`,
  };
  const toOthers = withoutSecretNames(decision.reasons, state, tender);
  return [
    tell(toComplainant(state), 'complaint-decided', title, asWritten(decision.reasons)),
    tell('tenderee', 'complaint-decided', title, asWritten(toOthers)),
  ];
}

export function clueNotices(event: Event<'unfoundedComplaintsCounted'>, { state }: Shown): PartyNotice[] {
  const title = {
    zh: `投诉人查无实据的投诉已达${event.count}次`,
    en: `${event.count} complaints of this party were without basis`,
  };
  const text = {
    zh: '该数量仅为线索，是否列入不良行为记录由有权部门依法认定。',
    en: 'The count is a clue only: whether it goes on record is for the competent authority to find.',
  };
  return [tellerOf(event, state)(toAuthority(state), 'complaint-clue', title, text)];
}

export function publishedNotices(
  event: Event<'complaintDecisionPublished'>,
  { state }: Shown,
): PartyNotice[] {
  const words = { zh: '投诉处理决定已公布', en: 'the decision on your complaint is published' };
  return [tellerOf(event, state)(toComplainant(state), 'complaint-published', words, words)];
}
