import type { Named } from '../../case/chapter.ts';
import { enEnd, zhEnd } from '../../disclosure/format/instant.ts';
import type { NoticeAudience, PartyNotice } from '../../disclosure/notices/notice.ts';
import type { ComplaintDuty, ComplaintState } from '../ground/state.ts';
import { DUTY_WORDS, tellerOf, toAuthority, toComplainant, type Shown } from '../ground/telling.ts';
import type { DutyEvent } from './commands-and-events.ts';

/** A clock that ran out is told to whose it was and to who waits for it: an authority's as everybody's. */
export function timedOutNotices(
  event: Named<DutyEvent, 'complaintStepTimedOut'>,
  { state }: Shown,
): PartyNotice[] {
  const duty = DUTY_WORDS[event.dutyId];
  const title = { zh: `逾期：${duty.zh}`, en: `overdue: ${duty.en}` };
  const text = { zh: `期限至${zhEnd(event.dueAt)}。`, en: `It was due by ${enEnd(event.dueAt)}.` };
  const other = event.owner === 'respondent' ? 'tenderee' : toComplainant(state);
  const tell = tellerOf(event, state);
  return [toAuthority(state), other].map((to) => tell(to, 'complaint-overdue', title, text));
}

/** Whose a duty is learns of it before its due. */
export function reminderNotices(
  event: Named<DutyEvent, 'complaintDutyReminded'>,
  { state }: Shown,
): PartyNotice[] {
  const duty = DUTY_WORDS[event.dutyId];
  const title = { zh: `请按期${duty.zh}`, en: `please mind: ${duty.en}` };
  const text = {
    zh: `期限至${zhEnd(event.dueAt)}，请在此之前办理。`,
    en: `It is due by ${enEnd(event.dueAt)}.`,
  };
  return [tellerOf(event, state)(ownerOf(event.owner, state), 'complaint-reminder', title, text)];
}

function ownerOf(owner: ComplaintDuty['owner'], state: ComplaintState): NoticeAudience {
  if (owner === 'respondent') return 'tenderee';
  return owner === 'supervisor' ? toAuthority(state) : toComplainant(state);
}
