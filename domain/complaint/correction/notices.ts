import type { Named } from '../../case/chapter.ts';
import { enEnd, zhEnd } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { asWritten, dueWords, tellerOf, toAuthority, toComplainant, type Shown } from '../ground/telling.ts';
import type { CorrectionEvent } from './commands-and-events.ts';

export function requestNotices(
  event: Named<CorrectionEvent, 'complaintCorrectionRequested'>,
  { state }: Shown,
): PartyNotice[] {
  const [zh, en] = [zhEnd(event.dueAt), enEnd(event.dueAt)];
  const title = { zh: `投诉应于${zh}前补正`, en: `correct your complaint by ${en}` };
  const tell = tellerOf(event, state);
  return [tell(toComplainant(state), 'complaint-to-correct', title, asWritten(event.text))];
}

export function correctedNotices(
  event: Named<CorrectionEvent, 'complaintCorrected'>,
  { state }: Shown,
): PartyNotice[] {
  const title = { zh: '投诉已补正', en: 'the complaint was corrected' };
  return [
    tellerOf(event, state)(toAuthority(state), 'complaint-to-review', title, dueWords(state, 'review')),
  ];
}
