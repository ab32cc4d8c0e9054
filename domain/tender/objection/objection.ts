import { prospect, prospectsOfOpen, type Prospect } from '../../case/actions.ts';
import type { Actor } from '../../case/actor.ts';
import type { GivenBeforehand, Named } from '../../case/chapter.ts';
import { dutyBegun, meetDuty } from '../../case/duty.ts';
import { happened } from '../../case/happened.ts';
import { refuseBreaches, refuseEmptyTexts } from '../../case/refusals.ts';
import { ruleOf, type LawContext } from '../../law/context.ts';
import { objectionRules, replyDue, suspendingRule } from '../../objection/index.ts';
import { rulesOf } from '../../procedure/index.ts';
import { parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { OBJECTORS, open } from '../../visibility/audiences.ts';
import { replyDutyId } from '../ground/duties.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { TenderChapter, TenderKind } from '../ground/kind.ts';
import { OBJECTION_SUBJECTS, type Duty, type Objection, type ObjectionSubject } from '../ground/parts.ts';
import { ALSO_AFTER_THE_END } from '../ground/place.ts';
import { withDeadlines } from '../ground/progress.ts';
import { goOn, withoutGround } from '../ground/resumption.ts';
import type { TenderState } from '../ground/state.ts';
import { objectionReply } from './announcement.ts';
import type { ObjectionCommand, ObjectionEvent } from './commands-and-events.ts';
import { objectionNotices, replyNotices } from './notices.ts';
import { adviseOnChallenge, checkObjection } from './time-to-object.ts';

type Command<Name extends ObjectionCommand['name']> = Named<ObjectionCommand, Name>;

type Event<Name extends ObjectionEvent['name']> = Named<ObjectionEvent, Name>;

type Events = (ObjectionEvent | SharedEvent)[];

/** Whether an objection is admissible: its subject decides until when. Judged by the instant of receipt, whatever the phase is by now. */
export function admitObjection(
  command: Command<'fileObjection'>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const refusals = refuseBreaches(checkObjection(ctx, state, command.subject, at).breaches);
  if (state.objections.some((one) => one.id === command.id)) {
    refusals.push(
      platformRefusal(
        'duplicate-objection',
        `编号为 ${command.id} 的异议已经存在。`,
        `An objection with the id ${command.id} exists already.`,
      ),
    );
  }
  if (refusals.length === 0) refusals.push(...refuseSubject(command.subject, actor, state));
  return [...refusals, ...refuseEmptyTexts({ text: ['异议内容', command.text] })];
}

/** Until when one may object to each subject, or why not now. */
function objectionProspects({ state, actor, at, ctx }: GivenBeforehand<TenderKind>): Prospect[] {
  return OBJECTION_SUBJECTS.map((value) => {
    const { breaches, until } = checkObjection(ctx, state, value, at);
    const late = refuseBreaches(breaches);
    const refusals = late.length > 0 ? late : refuseSubject(value, actor, state);
    return prospect(refusals, until ?? undefined, { field: 'subject', value });
  });
}

/** What the law's time limits leave open: a subject that does not exist yet, and who may object to the opening. */
function refuseSubject(subject: ObjectionSubject, actor: Actor, state: TenderState): Refusal[] {
  // In procurement the result is public with the award, and the law says when it can be challenged (GP-503).
  const hidden =
    rulesOf(state.draft).publicity !== null && state.milestones.candidatesPublished === undefined;
  if (subject === 'result' && hidden) {
    return [
      platformRefusal(
        'wrong-phase',
        '中标候选人尚未公示，没有可以提出异议的评标结果。',
        'The candidates are not published yet: there is no result to object to.',
        { zh: '在中标候选人公示期间提出。', en: 'Object while the candidates are published.' },
      ),
    ];
  }
  const { openedBids } = state;
  if (subject !== 'opening' || openedBids === null) return [];
  if (openedBids.some((bid) => bid.partyId === actor.partyId)) return [];
  return [
    platformRefusal(
      'not-a-bidder',
      '只有本项目的投标人可以对开标提出异议。',
      'Only those who bid in this tender may object to its opening.',
    ),
  ];
}

/** Whether an objection may be answered: it exists and has no answer. A late answer is taken, for the process rests until it. */
export function admitReply(command: Command<'replyObjection'>, state: TenderState): Refusal[] {
  const refusals = refuseEmptyTexts({ text: ['答复内容', command.text] });
  const objection = state.objections.find((one) => one.id === command.objectionId);
  if (objection === undefined) {
    const open = state.objections.filter((one) => one.reply === null).map((one) => one.id);
    refusals.push(
      platformRefusal(
        'unknown-objection',
        `没有编号为 ${command.objectionId} 的异议。`,
        `There is no objection with the id ${command.objectionId}.`,
        open.length === 0
          ? null
          : { zh: `待答复的异议：${open.join('、')}。`, en: `Open: ${open.join(', ')}.` },
      ),
    );
  } else if (objection.reply !== null) {
    refusals.push(
      platformRefusal('already-replied', '该异议已经答复。', 'This objection was answered already.'),
    );
  }
  return refusals;
}

/** An objection is received: a reply falls due, and the process rests until it where the law says so. */
export function decideObjection(
  command: Command<'fileObjection'>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  if (actor.partyId === null) throw new Error('an objection needs a party');
  const { id, subject, text } = command;
  const rules = objectionRules(ctx, subject);
  const { dueAt, deadline } = replyDue(ctx, state, subject, at);
  const objection: Objection = {
    id,
    subject,
    partyId: actor.partyId,
    text,
    filedAt: at,
    replyDueAt: dueAt,
    reply: null,
  };
  const others = checkObjection(ctx, state, subject, at).deadlines.filter((one) => one.rule !== rules.reply);
  const filed: Events[number] = happened(at, ctx, rules.filing, {
    name: 'objectionFiled',
    objection,
    deadlines: deadline === null ? others : [...others, deadline],
    duty: replyDuty(ctx, objection, rules.reply),
  });
  const suspends = suspendingRule(ctx, subject, state.draft.attributes);
  if (suspends === null) return [filed];
  const { article } = ruleOf(ctx, suspends);
  const ground = {
    id,
    kind: 'objection',
    rule: suspends,
    article,
    sinceAt: at,
    untilAt: null,
  } as const;
  return [filed, happened(at, ctx, suspends, { name: 'processSuspended', ground })];
}

function replyDuty(ctx: LawContext, objection: Objection, ruleId: string): Duty {
  return dutyBegun({
    id: replyDutyId(objection.id),
    rule: ruleId,
    article: ruleOf(ctx, ruleId).article,
    owner: 'tenderee',
    dueAt: objection.replyDueAt,
  });
}

/** An objection is answered. With the last open one the process goes on, and who lost time to the pause gets it back. */
export function decideReply(
  command: Command<'replyObjection'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const objection = state.objections.find((one) => one.id === command.objectionId);
  if (objection === undefined) throw new Error(`no objection ${command.objectionId}`);
  const replied: Events[number] = happened(at, ctx, objectionRules(ctx, objection.subject).reply, {
    name: 'objectionReplied',
    objectionId: objection.id,
    text: command.text,
  });
  return [replied, ...goOn(state, [objection.id], at, ctx)];
}

/** An objection and the duty to reply to it. */
export function objectionFiled(event: Event<'objectionFiled'>, state: TenderState): TenderState {
  return {
    ...state,
    objections: [...state.objections, event.objection],
    duties: [...state.duties, event.duty],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

/** A reply is given; a suspension rests on what is left open, and ends with `processResumed`. */
export function objectionReplied(event: Event<'objectionReplied'>, state: TenderState): TenderState {
  const { objectionId, text, at } = event;
  return {
    ...state,
    objections: state.objections.map((one) =>
      one.id === objectionId ? { ...one, reply: { text, repliedAt: at } } : one,
    ),
    duties: meetDuty(state.duties, replyDutyId(objectionId), at),
    suspension: withoutGround(state, objectionId),
  };
}

export const objection: TenderChapter<ObjectionCommand, never, ObjectionEvent> = {
  commands: {
    // A procurement may be over within days of its result or failure, and suppliers have seven working days.
    fileObjection: {
      zh: '提出异议',
      en: 'filing an objection',
      by: 'bidder',
      while: { phases: null, done: null, rests: false, over: 'challenge' },
      prospects: objectionProspects,
      refuse: (command, { actor, state, at, ctx }) => admitObjection(command, actor, state, at, ctx),
      advise: ({ subject }, { state, at, ctx }) => adviseOnChallenge(ctx, state, subject, at),
      decide: (command, { actor, state, at, ctx }) => decideObjection(command, actor, state, at, ctx),
    },
    replyObjection: {
      zh: '答复异议',
      en: 'replying to an objection',
      by: 'own',
      while: ALSO_AFTER_THE_END,
      prospects: ({ state }) =>
        prospectsOfOpen(
          'objectionId',
          state.objections.filter((one) => one.reply === null).map((one) => one.id),
          platformRefusal('no-open-objection', '没有待答复的异议。', 'No objection waits for a reply.'),
        ),
      refuse: (command, { state }) => admitReply(command, state),
      decide: (command, { state, at, ctx }) => decideReply(command, state, at, ctx),
    },
  },
  steps: {},
  events: {
    objectionFiled: {
      apply: objectionFiled,
      // Who objects may be a bidder, and the words are between the two.
      record: ({ objection: { id, subject, replyDueAt, partyId, text } }) =>
        parts({ objectionId: id, subject, replyDueAt: isoShanghai(replyDueAt) }, { partyId, text }),
      reads: open({ actor: OBJECTORS, facts: OBJECTORS }),
      announces: null,
      tells: objectionNotices,
    },
    objectionReplied: {
      apply: objectionReplied,
      record: ({ objectionId, text }) => parts({ objectionId }, { text }),
      reads: open({ facts: { ...OBJECTORS, owner: 'at-once' } }),
      announces: { kind: 'objection-reply', body: objectionReply },
      tells: replyNotices,
    },
  },
};
