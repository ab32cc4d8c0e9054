import type { Named } from '../../case/chapter.ts';
import { basisOf, basisOfStep } from '../../disclosure/basis.ts';
import { applicationsMoveCause } from '../../disclosure/causes.ts';
import { documentListEn, documentListZh } from '../../disclosure/format/documents.ts';
import { enInstant, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { applicationsName, termsOf } from '../../disclosure/terms.ts';
import type { TenderState } from '../ground/state.ts';
import type { FirstStageEvent } from './commands-and-events.ts';
import { tooFewQualified } from './too-few.ts';

type Event<Name extends FirstStageEvent['name']> = Named<FirstStageEvent, Name>;

/** The applicant learns that its application came in, and which files (EB-026: as for a bid). */
export function applicationNotices(
  { application }: Event<'applicationSubmitted'>,
  state: TenderState,
): PartyNotice[] {
  const what = applicationsName(state.draft);
  const dueAt = state.firstStage?.dueAt ?? application.filedAt;
  return [
    {
      to: { partyId: application.partyId },
      kind: 'application-received',
      titleZh: `${state.draft.title}：${what}已收到`,
      titleEn: `${state.draft.title}: your application was received`,
      textZh: `贵方的${what}已于${zhInstant(application.filedAt)}收到。在${zhInstant(dueAt)}前可以重新提交，以最后一次为准。\n${documentListZh(application.documents)}`,
      textEn: `Your application was received at ${enInstant(application.filedAt)}. Until ${enInstant(dueAt)} a later one takes its place.\n${documentListEn(application.documents)}`,
      ...basisOf(state, 'applicationReceived'),
    },
  ];
}

/** Applications are closed: the tenderee has them reviewed now. */
export function applicationsClosedNotices(
  event: Event<'applicationsClosed'>,
  state: TenderState,
): PartyNotice[] {
  const what = applicationsName(state.draft);
  return [
    {
      to: 'tenderee',
      kind: 'applications-to-review',
      titleZh: `${state.draft.title}：${what}已截止`,
      titleEn: `${state.draft.title}: applications are closed`,
      textZh: `${what}已于${zhInstant(event.at)}截止，收到${event.count}份。请评审后在平台通知结果。申请人的名称和数量在开标前不得透露。`,
      textEn: `Applications were closed at ${enInstant(event.at)}; ${event.count} came in. Please have them reviewed and enter the result. Names and number of the applicants are secret until the opening.`,
      ...basisOf(state, 'applicationReceived'),
    },
  ];
}

/** Applications are due later. */
export function applicationsMovedNotices(
  event: Event<'applicationsDueMoved'>,
  state: TenderState,
): PartyNotice[] {
  const what = applicationsName(state.draft);
  const cause = applicationsMoveCause(event, state);
  return [
    {
      to: 'holders',
      kind: 'applications-due-moved',
      titleZh: `${state.draft.title}：${what}提交截止时间变更通知`,
      titleEn: `${state.draft.title}: applications are due later`,
      textZh: `${what}提交截止时间由${zhInstant(event.fromAt)}变更为${zhInstant(event.toAt)}，原因：${cause.zh}。已提交的继续有效，可以在变更后的截止时间前重新提交。`,
      textEn: `Applications are due before ${enInstant(event.toAt)} instead of ${enInstant(event.fromAt)}, because ${cause.en}. Those submitted stand and may be replaced until then.`,
      ...basisOfStep(state, event, 'applicationReceived'),
    },
  ];
}

/** Each applicant learns its own result (ZTB-010), the rejected with the reason; nobody learns of the others. */
export function firstStageNotices(event: Event<'firstStageConcluded'>, state: TenderState): PartyNotice[] {
  const { admitted, rejected } = event.conclusion;
  const partyIds = new Map(state.firstStage?.applications.map(({ party, partyId }) => [party.uscc, partyId]));
  const told = (uscc: string, rest: Omit<PartyNotice, 'to'>): PartyNotice[] => {
    const partyId = partyIds.get(uscc);
    return partyId === undefined ? [] : [{ to: { partyId }, ...rest }];
  };
  return [
    ...admitted.flatMap(({ uscc }) => told(uscc, admittedNotice(event, state))),
    ...rejected.flatMap(({ party, reason }) => told(party.uscc, rejectedNotice(reason, state))),
  ];
}

function admittedNotice(event: Event<'firstStageConcluded'>, state: TenderState): Omit<PartyNotice, 'to'> {
  const { schedule, documents } = event;
  const { title, qualification } = state.draft;
  const { documents: papers, deadline } = termsOf(state.draft);
  const prequalified = qualification === 'before';
  const { documentsIssuedFromAt: from, documentsIssuedUntilAt: until, bidDeadlineAt } = schedule;
  const offered = documents.length === 0 ? state.draft.documents : documents;
  // With too few qualified nothing follows but the failure, which is told next.
  const next = tooFewQualified(event, state)
    ? { zh: '', en: '' }
    : {
        zh: `获取${papers}：${zhInstant(from)}至${zhInstant(until)}。${deadline}：${zhInstant(bidDeadlineAt)}。\n${documentListZh(offered)}`,
        en: ` The documents are issued from ${enInstant(from)} until ${enInstant(until)}; bids are due before ${enInstant(bidDeadlineAt)}.\n${documentListEn(offered)}`,
      };
  return {
    kind: prequalified ? 'qualified' : 'second-stage',
    titleZh: `${title}：${prequalified ? '资格预审结果通知书（通过）' : '第二阶段投标邀请'}`,
    titleEn: `${title}: ${prequalified ? 'you are qualified' : 'you may bid in the second stage'}`,
    textZh: `${prequalified ? '贵方已通过资格预审' : '贵方已提交技术建议，可以参加第二阶段投标'}。${next.zh}`,
    textEn: `${prequalified ? 'You are qualified' : 'Your proposal was received and you may bid'}.${next.en}`,
    ...basisOf(state, prequalified ? 'firstStageResult' : 'secondStage'),
  };
}

function rejectedNotice(reason: string, state: TenderState): Omit<PartyNotice, 'to'> {
  const { title, qualification } = state.draft;
  const prequalified = qualification === 'before';
  return {
    kind: 'not-qualified',
    titleZh: `${title}：${prequalified ? '资格预审结果通知书（未通过）' : '第一阶段结果通知'}`,
    titleEn: `${title}: ${prequalified ? 'you are not qualified' : 'result of the first stage'}`,
    textZh: `贵方${prequalified ? '未通过资格预审，不具有投标资格' : '不参加第二阶段投标'}。理由：${reason}`,
    textEn: `${prequalified ? 'You did not qualify and may not bid' : 'You may not bid in the second stage'}. Reason: ${reason}`,
    ...basisOf(state, prequalified ? 'firstStageResult' : 'secondStage'),
  };
}
