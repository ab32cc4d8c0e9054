import type { Words } from '../../case/words.ts';
import { enEnd, zhEnd } from '../../disclosure/format/instant.ts';
import type { NoticeAudience, PartyNotice } from '../../disclosure/notices/notice.ts';
import { DUTY_WORDS, tellerOf, toAuthority, toComplainant, type Shown } from '../ground/telling.ts';
import type { CalendarEvent, MovedComplaintDuty } from './commands-and-events.ts';

/** Times that moved once a holiday notice was known: to the authority and the complainant, and to the respondent where its own did. */
export function rederivedNotices(event: CalendarEvent, { state }: Shown): PartyNotice[] {
  const { moved, duties } = event;
  if (moved.length === 0) return [];
  const tell = tellerOf(event, state);
  const title = { zh: '投诉处理期限重新推算', en: 'the times of a complaint were derived anew' };
  const notice = (to: NoticeAudience, which: readonly MovedComplaintDuty[]): PartyNotice =>
    tell(to, 'complaint-rederived', title, movedWords(which));
  const theirs = moved.filter(({ dutyId }) =>
    duties.some(({ id, owner }) => id === dutyId && owner === 'respondent'),
  );
  return [
    ...[toAuthority(state), toComplainant(state)].map((to) => notice(to, moved)),
    ...(theirs.length === 0 ? [] : [notice('tenderee', theirs)]),
  ];
}

function movedWords(moved: readonly MovedComplaintDuty[]): Words {
  const zh = moved.map(
    ({ dutyId, fromAt, toAt }) => `${DUTY_WORDS[dutyId].zh}：由${zhEnd(fromAt)}变更为${zhEnd(toAt)}`,
  );
  const en = moved.map(
    ({ dutyId, fromAt, toAt }) => `${DUTY_WORDS[dutyId].en}: from ${enEnd(fromAt)} to ${enEnd(toAt)}`,
  );
  return {
    zh: `所涉年度的放假安排已经公布，下列期限据此重新推算：\n${zh.join('\n')}`,
    en: `The holiday notice of a year concerned was published; these times were derived anew:\n${en.join('\n')}`,
  };
}
