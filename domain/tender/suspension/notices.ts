import type { Named } from '../../case/chapter.ts';
import { citedIn } from '../../disclosure/basis.ts';
import {
  instructionOf,
  resumptionCause,
  subjectCause,
  subjectOf,
  type Cause,
} from '../../disclosure/causes.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import { concerned } from '../../disclosure/notices/audience.ts';
import { dutyName } from '../../disclosure/notices/duty-name.ts';
import type { NoticeAudience, PartyNotice } from '../../disclosure/notices/notice.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { TenderState } from '../ground/state.ts';
import type { SuspensionEvent } from './commands-and-events.ts';

type Event<Name extends SuspensionEvent['name']> = Named<SuspensionEvent, Name>;

/** The process rests: for an objection, or by order of an authority. */
export function suspensionNotices(event: Event<'processSuspended'>, state: TenderState): PartyNotice[] {
  const { activity } = termsOf(state.draft);
  const cause = groundCause(event, state);
  return [
    {
      to: concerned(state),
      kind: 'suspension',
      titleZh: `${state.draft.title}：${activity}暂停`,
      titleEn: `${state.draft.title}: the process is suspended`,
      textZh: cause.zh,
      textEn: cause.en,
      ...citedIn(state, event.ground),
    },
  ];
}

function groundCause({ ground, at }: Event<'processSuspended'>, state: TenderState): Cause {
  const { activity, objection } = termsOf(state.draft);
  const since = { zh: `自${zhInstant(at)}起`, en: `from ${enInstant(at)}` };
  if (ground.kind === 'objection') {
    const subject = subjectCause(subjectOf(ground.id, state), state);
    return {
      zh: `收到对${subject.zh}的${objection}，作出答复前依法暂停${activity}，${since.zh}。`,
      en: `An objection to ${subject.en} was received; the process is suspended ${since.en} until it is answered.`,
    };
  }
  const { authority } = instructionOf(ground.id, state);
  const { article } = citedIn(state, ground);
  const until =
    ground.untilAt === null
      ? { zh: '恢复时间另行通知', en: 'until it orders to resume' }
      : { zh: `最迟至${zhInstant(ground.untilAt)}`, en: `until ${enInstant(ground.untilAt)} at the latest` };
  return {
    zh: `${authority}依据${article}责令暂停${activity}，${since.zh}，${until.zh}。`,
    en: `${authority} has the process suspended ${since.en}, ${until.en}. Basis: ${article}.`,
  };
}

/** An order ended, but an objection still rests the process. With the last ground the process goes on, which is told instead. */
export function suspensionLiftedNotices(event: Event<'suspensionLifted'>, state: TenderState): PartyNotice[] {
  if (state.suspension === null || state.suspension.grounds.length === 0) return [];
  const { activity, objection } = termsOf(state.draft);
  const byOrder = event.because === 'order';
  const notice = {
    kind: 'suspension-lifted',
    titleZh: `${state.draft.title}：责令暂停已解除，${activity}仍因${objection}暂停`,
    titleEn: `${state.draft.title}: the order to suspend has ended, an objection still rests the process`,
    textZh: `责令暂停于${zhInstant(event.at)}解除（${byOrder ? '行政监督部门通知恢复' : '法定最长期限届满'}）。尚有${objection}未答复，作出答复前继续暂停。`,
    textEn: `The order to suspend ended at ${enInstant(event.at)} (${byOrder ? 'by order of the authority' : 'at the limit that the law sets'}). An objection is still to be answered; the process rests until then.`,
    ...citedIn(state, event),
  };
  return [
    { to: concerned(state), ...notice },
    { to: 'tenderee', ...notice },
  ];
}

/** The process goes on. After an order the tenderee is told too; a reply is its own act. */
export function resumptionNotices(event: Event<'processResumed'>, state: TenderState): PartyNotice[] {
  const { activity, objection } = termsOf(state.draft);
  const cause = resumptionCause(event, state);
  const why: Cause = {
    order: {
      zh: `${cause.by === 'order' ? cause.instruction.authority : ''}已通知恢复`,
      en: `${cause.by === 'order' ? cause.instruction.authority : ''} ordered to resume`,
    },
    limit: {
      zh: '责令暂停的法定最长期限届满',
      en: 'The order to suspend ended at the limit that the law sets',
    },
    reply: { zh: `${objection}已经答复`, en: 'The objection was answered' },
  }[cause.by];
  const notice = {
    kind: 'resumption',
    titleZh: `${state.draft.title}：${activity}恢复`,
    titleEn: `${state.draft.title}: the process goes on`,
    textZh: `${why.zh}，${activity}自${zhInstant(event.at)}恢复进行。因暂停而顺延的时间另行通知。`,
    textEn: `${why.en}; the process goes on from ${enInstant(event.at)}. Times that move for the suspension are notified separately.`,
    ...citedIn(state, event),
  };
  const audiences: NoticeAudience[] =
    cause.by === 'reply' ? [concerned(state)] : [concerned(state), 'tenderee'];
  return audiences.map((to) => ({ to, ...notice }));
}

/** Bidders have as much time left for their keys as before the pause. */
export function decryptionMovedNotices(event: Event<'decryptionMoved'>, state: TenderState): PartyNotice[] {
  const { opening } = termsOf(state.draft);
  const ordered = event.rule === rulesOf(state.draft).authoritySuspension;
  const notice = {
    kind: 'decryption-moved',
    titleZh: `${state.draft.title}：解密时限变更通知`,
    titleEn: `${state.draft.title}: keys are taken longer`,
    textZh: `提交解密密钥的截止时间由${zhInstant(event.fromAt)}变更为${zhInstant(event.toAt)}，原因：${opening}期间${ordered ? '责令' : ''}暂停，按暂停时长顺延。`,
    textEn: `Keys are taken until ${enInstant(event.toAt)} instead of ${enInstant(event.fromAt)}, because the process was suspended during the opening.`,
    ...citedIn(state, event),
  };
  return [
    { to: 'bidders', ...notice },
    { to: 'tenderee', ...notice },
  ];
}

/** The tenderee has more time: what rested with the process, or what the administrator extended. */
export function dutiesMovedNotices(event: Event<'dutiesMoved'>, state: TenderState): PartyNotice[] {
  const lines = event.moved.map(({ dutyId, fromAt, toAt }) => {
    const name = dutyName(dutyId, state);
    return {
      zh: `${name.zh}：由${zhEnd(fromAt)}变更为${zhEnd(toAt)}`,
      en: `${name.en}: from ${enEnd(fromAt)} to ${enEnd(toAt)}`,
    };
  });
  const rested = event.because === 'suspension';
  const reason = (event.reason ?? '').replace(/[。.]+$/, '');
  const why = rested
    ? {
        zh: '责令暂停期间期限停止计算，按暂停的日数顺延',
        en: 'time stood still while the process was suspended by order',
      }
    : { zh: `平台延长，理由：${reason}`, en: `extended by the platform: ${reason}` };
  return [
    {
      to: 'tenderee',
      kind: 'duties-moved',
      titleZh: `${state.draft.title}：办理期限变更通知`,
      titleEn: `${state.draft.title}: your time limits move`,
      textZh: `${why.zh}。\n${lines.map(({ zh }) => zh).join('\n')}`,
      textEn: `${why.en}.\n${lines.map(({ en }) => en).join('\n')}`,
      ...citedIn(state, event),
    },
  ];
}
