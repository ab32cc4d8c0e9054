import type { Named } from '../../case/chapter.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { dueWords, tellerOf, toAuthority, toComplainant, type Shown } from '../ground/telling.ts';
import type { ExaminationEvent } from './commands-and-events.ts';

type Event<Name extends ExaminationEvent['name']> = Named<ExaminationEvent, Name>;

const COPY = {
  zh: '收到投诉答复通知书及投诉书副本',
  en: 'you are sent the copy of a complaint and asked for a statement',
};
const STATEMENT = { zh: '被投诉人已提交说明', en: 'the respondent made its statement' };
const EXCLUDED = {
  zh: '检验、检测、鉴定或者专家评审期间不计算在处理期限内',
  en: 'an inspection, test, appraisal or review is under way, whose time is not counted',
};
const RUNS_AGAIN = { zh: '投诉处理期限恢复计算', en: 'the time of the decision runs again' };

export function copyNotices(event: Event<'complaintCopiesSent'>, { state }: Shown): PartyNotice[] {
  return [tellerOf(event, state)('tenderee', 'complaint-copy', COPY, dueWords(state, 'statement'))];
}

export function statementNotices(event: Event<'complaintStatementMade'>, { state }: Shown): PartyNotice[] {
  return [tellerOf(event, state)(toAuthority(state), 'complaint-statement', STATEMENT, STATEMENT)];
}

export function excludedNotices(event: Event<'excludedTimeOpened'>, { state }: Shown): PartyNotice[] {
  return [tellerOf(event, state)(toComplainant(state), 'complaint-excluded-time', EXCLUDED, EXCLUDED)];
}

export function runsAgainNotices(event: Event<'excludedTimeClosed'>, { state }: Shown): PartyNotice[] {
  const due = dueWords(state, 'decide');
  return [tellerOf(event, state)(toComplainant(state), 'complaint-excluded-time', RUNS_AGAIN, due)];
}
