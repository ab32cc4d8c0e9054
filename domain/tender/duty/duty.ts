import { prospectsBy, prospectsOfOpen, type Prospect } from '../../case/actions.ts';
import type { GivenBeforehand, Named } from '../../case/chapter.ts';
import { refuseEmptyTexts, refusePast } from '../../case/refusals.ts';
import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { open, ORDERS } from '../../visibility/audiences.ts';
import { restsWithProcess } from '../ground/duties.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { TenderChapter, TenderKind } from '../ground/kind.ts';
import type { Duty } from '../ground/parts.ts';
import { ALSO_AFTER_THE_END } from '../ground/place.ts';
import { restsByOrder } from '../ground/rest.ts';
import type { TenderState } from '../ground/state.ts';
import type { DutyCommand, DutyEvent, DutyStep } from './commands-and-events.ts';
import { escalationNotices, reminderNotices, timedOutNotices } from './notices.ts';

type Command<Name extends DutyCommand['name']> = Named<DutyCommand, Name>;

type Step<Name extends DutyStep['name']> = Named<DutyStep, Name>;

type Event<Name extends DutyEvent['name']> = Named<DutyEvent, Name>;

type Events = (DutyEvent | SharedEvent)[];

/** Whether the administrator may do this about a duty: it is open, and only time that no law sets can be extended. */
export function admitDutyCommand(
  command: DutyCommand,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const duty = state.duties.find((one) => one.id === command.dutyId);
  if (duty === undefined || duty.metAt !== null) {
    const open = state.duties.filter((one) => one.metAt === null).map((one) => one.id);
    return [
      platformRefusal(
        'no-open-duty',
        `没有待办事项 ${command.dutyId}。`,
        `There is no open duty ${command.dutyId}.`,
        open.length === 0 ? null : { zh: `${open.join('、')}。`, en: `${open.join(', ')}.` },
      ),
    ];
  }
  if (command.name === 'remindDuty') return [];
  const refusals = refuseEmptyTexts({ reason: ['理由', command.reason] });
  if (command.name === 'escalateDuty') return refusals;
  return [...refusals, ...refuseExtension(duty, command.toAt, at, ctx)];
}

/** Whether the platform may give more time: a statutory maximum is the law's, what the authority set is the authority's. */
export function isExtendable(duty: Pick<Duty, 'id' | 'rule'>, ctx: LawContext): boolean {
  return ruleOf(ctx, duty.rule).period === undefined && !duty.id.startsWith('correct:');
}

function refuseAnyExtension(duty: Duty, ctx: LawContext): Refusal[] {
  if (isExtendable(duty, ctx)) return [];
  const rule = ruleOf(ctx, duty.rule);
  return [
    refusalFor(
      rule,
      `该事项的期限由${duty.id.startsWith('correct:') ? '行政监督部门' : rule.article}确定，平台不能延长。`,
      `The time of this duty is set by ${duty.id.startsWith('correct:') ? 'the authority' : 'law'}: the platform cannot extend it.`,
      { zh: '催办，或者上报行政监督部门。', en: 'Remind its owner, or escalate it to the authority.' },
    ),
  ];
}

function refuseExtension(duty: Duty, toAt: Instant, at: Instant, ctx: LawContext): Refusal[] {
  const fixed = refuseAnyExtension(duty, ctx);
  if (fixed.length > 0) return fixed;
  if (toAt <= duty.dueAt) {
    return [
      platformRefusal(
        'not-an-extension',
        '延长后的时间应当晚于原时间。',
        'An extension must end later than the time it extends.',
      ),
    ];
  }
  return refusePast('延长后的时间', 'toAt', toAt, at);
}

/** The duties that are still to be met, which the administrator can see to; those whose time the law sets are not extended. */
function dutyProspects({ state, ctx }: GivenBeforehand<TenderKind>, extended: boolean): Prospect[] {
  const open = state.duties.filter((one) => one.metAt === null);
  const ids = open.map((one) => one.id);
  if (!extended || open.length === 0)
    return prospectsOfOpen(
      'dutyId',
      ids,
      platformRefusal('no-open-duty', '没有待办事项。', 'No duty is open.'),
    );
  return prospectsBy('dutyId', ids, (id) =>
    open.filter((one) => one.id === id).flatMap((one) => refuseAnyExtension(one, ctx)),
  );
}

/** What the administrator does about a duty: reminds its owner, tells the authority, or gives more time where no law sets it. */
export function decideDuty(
  command: Command<'remindDuty' | 'escalateDuty' | 'extendDuty'>,
  state: TenderState,
  at: Instant,
): Events {
  const duty = state.duties.find((one) => one.id === command.dutyId);
  if (duty === undefined) throw new Error(`no duty ${command.dutyId}`);
  const { rule, article, id: dutyId, dueAt } = duty;
  const by = { at, rule, article };
  switch (command.name) {
    case 'remindDuty':
      return [{ ...by, name: 'dutyReminded', dutyId, dueAt }];
    case 'escalateDuty':
      return [{ ...by, name: 'stepEscalated', dutyId, reason: command.reason }];
    case 'extendDuty': {
      const moved = [{ dutyId, fromAt: dueAt, toAt: command.toAt }];
      return [{ ...by, name: 'dutiesMoved', because: 'extension', reason: command.reason, moved }];
    }
  }
}

export function timeOutDuty(step: Step<'timeOutDuty'>, state: TenderState, at: Instant): Events {
  const duty = state.duties.find((one) => one.id === step.dutyId);
  if (duty === undefined || duty.metAt !== null || duty.timedOutAt !== null || at < duty.dueAt) return [];
  if (restsByOrder(state) && restsWithProcess(duty)) return [];
  const { rule, article, id: dutyId, dueAt } = duty;
  return [{ name: 'stepTimedOut', dutyId, dueAt, at, rule, article }];
}

/** The owner of a duty is told that it falls due; once, and not while its time stands still. */
export function announceDue(step: Step<'announceDue'>, state: TenderState, at: Instant): Events {
  const duty = state.duties.find((one) => one.id === step.dutyId);
  if (duty === undefined || duty.metAt !== null || duty.announcedAt !== null || at >= duty.dueAt) return [];
  if (restsByOrder(state) && restsWithProcess(duty)) return [];
  const { rule, article, id: dutyId, dueAt } = duty;
  return [{ name: 'dutyReminded', dutyId, dueAt, at, rule, article }];
}

/** A duty passed its due unmet. It can still be met, late. */
export function stepTimedOut(event: Event<'stepTimedOut'>, state: TenderState): TenderState {
  const timedOutAt = event.at;
  return {
    ...state,
    duties: state.duties.map((duty) => (duty.id === event.dutyId ? { ...duty, timedOutAt } : duty)),
  };
}

/** The owner of a duty was reminded before its due. */
export function dutyReminded(event: Event<'dutyReminded'>, state: TenderState): TenderState {
  const announcedAt = event.at;
  return {
    ...state,
    duties: state.duties.map((duty) => (duty.id === event.dutyId ? { ...duty, announcedAt } : duty)),
  };
}

export const duty: TenderChapter<DutyCommand, DutyStep, DutyEvent> = {
  commands: {
    remindDuty: {
      zh: '催办',
      en: 'reminding of a duty',
      by: 'administrator',
      while: ALSO_AFTER_THE_END,
      prospects: (given) => dutyProspects(given, false),
      refuse: (command, { state, at, ctx }) => admitDutyCommand(command, state, at, ctx),
      decide: (command, { state, at }) => decideDuty(command, state, at),
    },
    escalateDuty: {
      zh: '上报行政监督部门',
      en: 'escalating a step',
      by: 'administrator',
      while: ALSO_AFTER_THE_END,
      prospects: (given) => dutyProspects(given, false),
      refuse: (command, { state, at, ctx }) => admitDutyCommand(command, state, at, ctx),
      decide: (command, { state, at }) => decideDuty(command, state, at),
    },
    extendDuty: {
      zh: '延长办理时间',
      en: 'extending a duty',
      by: 'administrator',
      while: ALSO_AFTER_THE_END,
      prospects: (given) => dutyProspects(given, true),
      refuse: (command, { state, at, ctx }) => admitDutyCommand(command, state, at, ctx),
      decide: (command, { state, at }) => decideDuty(command, state, at),
    },
  },
  steps: {
    announceDue: { over: true, decide: (step, { state, at }) => announceDue(step, state, at) },
    timeOutDuty: { over: true, decide: (step, { state, at }) => timeOutDuty(step, state, at) },
  },
  events: {
    stepTimedOut: {
      apply: stepTimedOut,
      record: ({ dutyId, dueAt }) => parts({ duty: dutyId, dueAt: isoShanghai(dueAt) }),
      reads: open(),
      announces: null,
      tells: timedOutNotices,
    },
    dutyReminded: {
      apply: dutyReminded,
      record: ({ dutyId, dueAt }) => parts({ duty: dutyId, dueAt: isoShanghai(dueAt) }),
      reads: open(),
      announces: null,
      tells: reminderNotices,
    },
    stepEscalated: {
      apply: (_, state) => state,
      record: ({ dutyId, reason }) => parts({ duty: dutyId }, { reason }),
      reads: open({ facts: ORDERS }),
      announces: null,
      tells: escalationNotices,
    },
  },
};
