import type { Named } from '../../case/chapter.ts';
import { COMPLAINT_SUBJECTS, GROUNDS } from '../../disclosure/complaints/words.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { dueWords, tellerOf, toComplainant, type Shown } from '../ground/telling.ts';
import type { AcceptanceEvent } from './commands-and-events.ts';

/** The complainant learns that its complaint is taken; in tendering the respondent does too, as no copies go out. */
export function acceptedNotices(
  event: Named<AcceptanceEvent, 'complaintAccepted'>,
  { state }: Shown,
): PartyNotice[] {
  const tell = tellerOf(event, state);
  const taken = { zh: '投诉已受理', en: 'your complaint is accepted' };
  const notices = [tell(toComplainant(state), 'complaint-accepted', taken, dueWords(state, 'decide'))];
  if (state.regime === 'government-procurement') return notices;
  const against = { zh: '对本项目的投诉已受理', en: 'a complaint about your tender is accepted' };
  const text = {
    zh: `投诉事项：${COMPLAINT_SUBJECTS[state.subject].zh}。可以通过平台提交说明。`,
    en: `It is about ${COMPLAINT_SUBJECTS[state.subject].en}. You may make a statement.`,
  };
  return [...notices, tell('tenderee', 'complaint-against', against, text)];
}

export function refusedNotices(
  event: Named<AcceptanceEvent, 'complaintRefused'>,
  { state }: Shown,
): PartyNotice[] {
  const title = { zh: '投诉不予受理', en: 'your complaint is not accepted' };
  const ground = GROUNDS[event.ground];
  const text = { zh: `${ground.zh}。${event.reason}`, en: `${ground.en}. ${event.reason}` };
  return [tellerOf(event, state)(toComplainant(state), 'complaint-refused', title, text)];
}
