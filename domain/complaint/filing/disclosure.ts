import type { Disclosure } from '../../case/chapter.ts';
import { COMPLAINT_SUBJECTS } from '../../disclosure/complaints/words.ts';
import { enInstant, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { parts, type RecordParts } from '../../record/parts.ts';
import { isoShanghai } from '../../time/instant.ts';
import { OF_COMPLAINT, shownDues } from '../ground/recorded.ts';
import { dueWords, tellerOf, toAuthority, toComplainant, type Shown } from '../ground/telling.ts';
import type { ComplaintFiled } from './command.ts';

function filedParts({ complaint, duties }: ComplaintFiled): RecordParts {
  const { subject, authority, complainant, standing, interest, objectionId, knownAt, content } = complaint;
  return parts(
    { subject, authority: authority.name, duties: shownDues(duties) },
    { complainant, standing, interest, objectionId, knownAt: isoShanghai(knownAt), content },
  );
}

function filedNotices(event: ComplaintFiled, { state }: Shown): PartyNotice[] {
  const tell = tellerOf(event, state);
  const subject = COMPLAINT_SUBJECTS[state.subject];
  const due = dueWords(state, 'review');
  const received = {
    zh: `对${subject.zh}的投诉已于${zhInstant(event.at)}收到，由${state.authority.name}负责处理。${due.zh}`,
    en: `The complaint about ${subject.en} was received at ${enInstant(event.at)}; ${state.authority.name} deals with it. ${due.en}`,
  };
  const title = { zh: '投诉已收到', en: 'your complaint was received' };
  const review = { zh: '收到投诉，待审查', en: 'a complaint is to be reviewed' };
  const elsewhere = {
    zh: '同一投诉由最先收到的部门处理',
    en: 'a complaint that another authority deals with',
  };
  return [
    tell(toComplainant(state), 'complaint-received', title, received),
    tell(toAuthority(state), 'complaint-to-review', review, received),
    ...state.told.map(({ partyId }) => tell({ partyId }, 'complaint-elsewhere', elsewhere, received)),
  ];
}

/** How a filing becomes known. */
export const filingDisclosure: Disclosure<ComplaintFiled, Shown, null> = {
  record: filedParts,
  reads: OF_COMPLAINT,
  announces: null,
  tells: filedNotices,
};
