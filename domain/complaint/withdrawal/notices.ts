import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { asWritten, tellerOf, toAuthority, type Shown } from '../ground/telling.ts';
import type { WithdrawalEvent } from './commands-and-events.ts';

/** The authority reads why; the respondent learns of it where it had learned of the complaint. */
export function withdrawnNotices(event: WithdrawalEvent, { state }: Shown): PartyNotice[] {
  const tell = tellerOf(event, state);
  const words = { zh: '投诉已撤回', en: 'the complaint was withdrawn' };
  return [
    tell(toAuthority(state), 'complaint-withdrawn', words, asWritten(event.reason)),
    ...(state.acceptedAt === null ? [] : [tell('tenderee', 'complaint-withdrawn', words, words)]),
  ];
}
