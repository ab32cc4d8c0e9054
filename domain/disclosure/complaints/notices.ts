import type { ComplaintEvent } from '../../complaint/complaint.ts';
import type { ComplaintDuty, ComplaintState } from '../../complaint/ground/state.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import { REHEARSAL_MARK } from '../announcement.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../format/instant.ts';
import { plainData } from '../format/text.ts';
import type { NoticeAudience, PartyNotice } from '../notices/notice.ts';
import { withoutSecretNames } from './announcement.ts';
import { COMPLAINT_SUBJECTS, GROUNDS, OUTCOMES, REMEDY_WORDS } from './words.ts';

type Event<N extends ComplaintEvent['name']> = Extract<ComplaintEvent, { name: N }>;
interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What is to be told to which parties at an event, given the state after it. The respondent never reads who complains while that is secret. */
export function complaintNoticesOf(
  event: ComplaintEvent,
  state: ComplaintState,
  tender: TenderState,
): PartyNotice[] {
  const notices = plainData(noticesOf(event, state, tender));
  if (!state.rehearsal) return notices;
  return notices.map((notice) => ({
    ...notice,
    titleZh: `${REHEARSAL_MARK} ${notice.titleZh}`,
    titleEn: `[Rehearsal] ${notice.titleEn}`,
  }));
}

function noticesOf(event: ComplaintEvent, state: ComplaintState, tender: TenderState): PartyNotice[] {
  const { complainant, authority } = state;
  const [toComplainant, toAuthority] = [{ partyId: complainant.partyId }, { partyId: authority.partyId }];
  const tell = (to: NoticeAudience, kind: string, title: Words, text: Words): PartyNotice => ({
    to,
    kind,
    titleZh: `${state.tender.title}：${title.zh}`,
    titleEn: `${state.tender.title}: ${title.en}`,
    textZh: text.zh,
    textEn: text.en,
    rule: event.rule,
    article: event.article,
  });
  const due = (id: ComplaintDuty['id']) => dueOf(state, id);
  switch (event.name) {
    case 'complaintFiled':
      return filed(event, state, tell);
    case 'complaintCorrectionRequested': {
      const [zh, en] = [zhEnd(event.dueAt), enEnd(event.dueAt)];
      const title = { zh: `投诉应于${zh}前补正`, en: `correct your complaint by ${en}` };
      return [tell(toComplainant, 'complaint-to-correct', title, same(event.text))];
    }
    case 'complaintCorrected':
      return [tell(toAuthority, 'complaint-to-review', CORRECTED, due('review'))];
    case 'complaintAccepted':
      return accepted(state, tell, toComplainant);
    case 'complaintRefused': {
      const ground = GROUNDS[event.ground];
      const text = { zh: `${ground.zh}。${event.reason}`, en: `${ground.en}. ${event.reason}` };
      return [tell(toComplainant, 'complaint-refused', REFUSED, text)];
    }
    case 'complaintCopiesSent':
      return [tell('tenderee', 'complaint-copy', COPY, due('statement'))];
    case 'complaintStatementMade':
      return [tell(toAuthority, 'complaint-statement', STATEMENT, STATEMENT)];
    case 'excludedTimeOpened':
      return [tell(toComplainant, 'complaint-excluded-time', EXCLUDED, EXCLUDED)];
    case 'excludedTimeClosed':
      return [tell(toComplainant, 'complaint-excluded-time', RUNS_AGAIN, due('decide'))];
    case 'complaintDecided':
      return decided(event, state, tender, tell);
    case 'unfoundedComplaintsCounted':
      return [tell(toAuthority, 'complaint-clue', clue(event.count), CLUE)];
    case 'complaintDecisionPublished':
      return [tell(toComplainant, 'complaint-published', PUBLISHED, PUBLISHED)];
    case 'complaintWithdrawn':
      return [
        tell(toAuthority, 'complaint-withdrawn', WITHDRAWN, same(event.reason)),
        ...(state.acceptedAt === null ? [] : [tell('tenderee', 'complaint-withdrawn', WITHDRAWN, WITHDRAWN)]),
      ];
    case 'complaintStepTimedOut':
      return timedOut(event, state, tell);
    case 'complaintDutyReminded':
      return [reminder(event, state, tell)];
    case 'complaintDeadlinesRederived':
      return rederived(event, state, tell);
    default:
      return event satisfies never;
  }
}

const CORRECTED = { zh: '投诉已补正', en: 'the complaint was corrected' };
const REFUSED = { zh: '投诉不予受理', en: 'your complaint is not accepted' };
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
const CLUE = {
  zh: '该数量仅为线索，是否列入不良行为记录由有权部门依法认定。',
  en: 'The count is a clue only: whether it goes on record is for the competent authority to find.',
};
const PUBLISHED = { zh: '投诉处理决定已公布', en: 'the decision on your complaint is published' };
const WITHDRAWN = { zh: '投诉已撤回', en: 'the complaint was withdrawn' };

const same = (text: string): Words => ({ zh: text, en: text });
const clue = (count: number): Words => ({
  zh: `投诉人查无实据的投诉已达${count}次`,
  en: `${count} complaints of this party were without basis`,
});

type Tell = (to: NoticeAudience, kind: string, title: Words, text: Words) => PartyNotice;

function dueOf(state: ComplaintState, id: ComplaintDuty['id']): Words {
  const duty = state.duties.find((one) => one.id === id);
  if (duty === undefined) return same('');
  return { zh: `期限至${zhEnd(duty.dueAt)}。`, en: `Due by ${enEnd(duty.dueAt)}.` };
}

function filed({ at }: Event<'complaintFiled'>, state: ComplaintState, tell: Tell): PartyNotice[] {
  const subject = COMPLAINT_SUBJECTS[state.subject];
  const due = dueOf(state, 'review');
  const received = {
    zh: `对${subject.zh}的投诉已于${zhInstant(at)}收到，由${state.authority.name}负责处理。${due.zh}`,
    en: `The complaint about ${subject.en} was received at ${enInstant(at)}; ${state.authority.name} deals with it. ${due.en}`,
  };
  const title = { zh: '投诉已收到', en: 'your complaint was received' };
  const review = { zh: '收到投诉，待审查', en: 'a complaint is to be reviewed' };
  const told = { zh: '同一投诉由最先收到的部门处理', en: 'a complaint that another authority deals with' };
  return [
    tell({ partyId: state.complainant.partyId }, 'complaint-received', title, received),
    tell({ partyId: state.authority.partyId }, 'complaint-to-review', review, received),
    ...state.told.map(({ partyId }) => tell({ partyId }, 'complaint-elsewhere', told, received)),
  ];
}

function accepted(state: ComplaintState, tell: Tell, toComplainant: NoticeAudience): PartyNotice[] {
  const due = dueOf(state, 'decide');
  const taken = { zh: '投诉已受理', en: 'your complaint is accepted' };
  const notices = [tell(toComplainant, 'complaint-accepted', taken, due)];
  if (state.regime === 'government-procurement') return notices;
  const against = { zh: '对本项目的投诉已受理', en: 'a complaint about your tender is accepted' };
  const text = {
    zh: `投诉事项：${COMPLAINT_SUBJECTS[state.subject].zh}。可以通过平台提交说明。`,
    en: `It is about ${COMPLAINT_SUBJECTS[state.subject].en}. You may make a statement.`,
  };
  return [...notices, tell('tenderee', 'complaint-against', against, text)];
}

function decided(
  { decision }: Event<'complaintDecided'>,
  state: ComplaintState,
  tender: TenderState,
  tell: Tell,
): PartyNotice[] {
  const outcome = OUTCOMES[decision.outcome];
  const remedy = decision.remedy === null ? null : REMEDY_WORDS[decision.remedy];
  const title = {
    zh: `投诉处理决定：${outcome.zh}${remedy === null ? '' : `；${remedy.zh}`}`,
    en: `decision on the complaint: ${outcome.en}${remedy === null ? '' : `; ${remedy.en}`}`,
  };
  return [
    tell({ partyId: state.complainant.partyId }, 'complaint-decided', title, same(decision.reasons)),
    tell('tenderee', 'complaint-decided', title, same(withoutSecretNames(decision.reasons, state, tender))),
  ];
}

const DUTIES: Readonly<Record<ComplaintDuty['id'], Words>> = {
  review: { zh: '审查投诉并决定是否受理', en: 'to decide whether the complaint is accepted' },
  correct: { zh: '补正投诉', en: 'to correct the complaint' },
  copies: { zh: '发出投诉答复通知书及副本', en: 'to send the copies' },
  statement: { zh: '书面说明', en: 'to make a statement' },
  decide: { zh: '作出投诉处理决定', en: 'to decide the complaint' },
  publish: { zh: '公布投诉处理决定', en: 'to publish the decision' },
};

/** A clock that ran out is told to whose it was and to who waits for it: an authority's as everybody's. */
function timedOut(event: Event<'complaintStepTimedOut'>, state: ComplaintState, tell: Tell): PartyNotice[] {
  const duty = DUTIES[event.dutyId];
  const title = { zh: `逾期：${duty.zh}`, en: `overdue: ${duty.en}` };
  const text = { zh: `期限至${zhEnd(event.dueAt)}。`, en: `It was due by ${enEnd(event.dueAt)}.` };
  const parties = [state.authority.partyId, state.complainant.partyId].map((partyId) =>
    tell({ partyId }, 'complaint-overdue', title, text),
  );
  return event.owner === 'respondent'
    ? [...parties.slice(0, 1), tell('tenderee', 'complaint-overdue', title, text)]
    : parties;
}

/** Whose a duty is, before its due. */
function reminder(event: Event<'complaintDutyReminded'>, state: ComplaintState, tell: Tell): PartyNotice {
  const duty = DUTIES[event.dutyId];
  const title = { zh: `请按期${duty.zh}`, en: `please mind: ${duty.en}` };
  const text = {
    zh: `期限至${zhEnd(event.dueAt)}，请在此之前办理。`,
    en: `It is due by ${enEnd(event.dueAt)}.`,
  };
  return tell(ownerOf(event.owner, state), 'complaint-reminder', title, text);
}

function ownerOf(owner: ComplaintDuty['owner'], state: ComplaintState): NoticeAudience {
  if (owner === 'respondent') return 'tenderee';
  return { partyId: (owner === 'supervisor' ? state.authority : state.complainant).partyId };
}

/** Times that moved once a holiday notice was known: to the authority and the complainant, and to the respondent where its own did. */
function rederived(
  { moved, duties }: Event<'complaintDeadlinesRederived'>,
  state: ComplaintState,
  tell: Tell,
): PartyNotice[] {
  if (moved.length === 0) return [];
  const title = { zh: '投诉处理期限重新推算', en: 'the times of a complaint were derived anew' };
  const textOf = (which: typeof moved): Words => ({
    zh: `所涉年度的放假安排已经公布，下列期限据此重新推算：\n${which
      .map(({ dutyId, fromAt, toAt }) => `${DUTIES[dutyId].zh}：由${zhEnd(fromAt)}变更为${zhEnd(toAt)}`)
      .join('\n')}`,
    en: `The holiday notice of a year concerned was published; these times were derived anew:\n${which
      .map(({ dutyId, fromAt, toAt }) => `${DUTIES[dutyId].en}: from ${enEnd(fromAt)} to ${enEnd(toAt)}`)
      .join('\n')}`,
  });
  const tellMoved = (to: NoticeAudience, which: typeof moved): PartyNotice =>
    tell(to, 'complaint-rederived', title, textOf(which));
  const theirs = moved.filter(({ dutyId }) =>
    duties.some(({ id, owner }) => id === dutyId && owner === 'respondent'),
  );
  return [
    ...[state.authority, state.complainant].map(({ partyId }) => tellMoved({ partyId }, moved)),
    ...(theirs.length === 0 ? [] : [tellMoved('tenderee', theirs)]),
  ];
}
