import { rulesOf } from '../../procedure/index.ts';
import type { TenderState } from '../../tender/index.ts';
import type { EventOf } from '../announcement.ts';
import { basisOf, basisOfStep, citedIn } from '../basis.ts';
import { applicationsMoveCause, tooFewQualified } from '../causes.ts';
import { documentListEn, documentListZh } from '../format/documents.ts';
import { enInstant, zhInstant } from '../format/instant.ts';
import { applicationsName, termsOf } from '../terms.ts';
import type { PartyNotice } from './notice.ts';

/**
 * 投标邀请书 (招标投标法 art. 17): to each of the invited, with what a notice would state. None is told who
 * else is invited, or how many (ZTB-015). Who applies or may come anyhow reads the public notice.
 */
export function invitationNotices(event: EventOf<'noticePublished'>, state: TenderState): PartyNotice[] {
  const { draft } = event;
  if (draft.invitees.length === 0) return [];
  const { owner, documents, bids, deadline } = termsOf(draft);
  const { documentsIssuedFromAt: from, documentsIssuedUntilAt: until, bidDeadlineAt } = draft.schedule;
  const basis =
    draft.method === 'single-source'
      ? citedIn(state, { rule: rulesOf(draft).supplier, article: null })
      : basisOf(state, 'invitation');
  const letter = draft.method === 'invited' ? '投标邀请书' : '采购邀请书';
  return [
    {
      to: 'invitees',
      kind: 'invitation',
      titleZh: `${draft.title}：${letter}`,
      titleEn: `${draft.title}: you are invited to bid`,
      textZh:
        `${owner}${draft.tenderee.name}（${draft.contact.address}）邀请贵方参加本项目。\n` +
        `内容：${draft.scope}\n实施地点：${draft.place}\n资格能力要求：${draft.qualificationRequirements}\n` +
        `获取${documents}：${zhInstant(from)}至${zhInstant(until)}，登录平台下载。\n${documentListZh(draft.documents)}\n` +
        `${deadline}：${zhInstant(bidDeadlineAt)}，${bids}加密后在线递交。\n联系人：${draft.contact.name}，${draft.contact.phone}`,
      textEn:
        `${draft.tenderee.name} invites you to bid.\nWhat: ${draft.scope}\nWhere: ${draft.place}\n` +
        `Documents: from ${enInstant(from)} until ${enInstant(until)}, on the platform.\n${documentListEn(draft.documents)}\n` +
        `Bids are due sealed and online before ${enInstant(bidDeadlineAt)}.\nContact: ${draft.contact.name}, ${draft.contact.phone}`,
      ...basis,
    },
  ];
}

/** The applicant learns that its application came in, and which files (EB-026: as for a bid). */
export function applicationNotices(
  { application }: EventOf<'applicationSubmitted'>,
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
  event: EventOf<'applicationsClosed'>,
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
  event: EventOf<'applicationsDueMoved'>,
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
export function firstStageNotices(event: EventOf<'firstStageConcluded'>, state: TenderState): PartyNotice[] {
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

function admittedNotice(event: EventOf<'firstStageConcluded'>, state: TenderState): Omit<PartyNotice, 'to'> {
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
