import { prospect } from '../../case/actions.ts';
import type { Named } from '../../case/chapter.ts';
import { happened } from '../../case/happened.ts';
import { refuseEmptyTexts, refusePast } from '../../case/refusals.ts';
import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { refuseContent } from '../ground/content.ts';
import { complaintDuty } from '../ground/duties.ts';
import type { ComplaintChapter } from '../ground/kind.ts';
import { closedTime, withBegun } from '../ground/progress.ts';
import { OF_COMPLAINT, shownDues } from '../ground/recorded.ts';
import { complaintRules } from '../ground/rules.ts';
import type { ComplaintState } from '../ground/state.ts';
import type { CorrectionCommand, CorrectionEvent } from './commands-and-events.ts';
import { correctedNotices, requestNotices } from './notices.ts';

type Command<Name extends CorrectionCommand['name']> = Named<CorrectionCommand, Name>;

type Event<Name extends CorrectionEvent['name']> = Named<CorrectionEvent, Name>;

type Events = CorrectionEvent[];

/** A correction is asked for once, of everything at once (GP-508); tendering knows none. */
export function admitCorrectionRequest(
  command: Command<'requestCorrection'>,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const known = refuseAnyRequest(state, ctx);
  if (known.length > 0) return known;
  return [
    ...refuseEmptyTexts({ text: ['补正事项', command.text] }),
    ...refusePast('补正期限', 'dueAt', command.dueAt, at),
  ];
}

/** Where the law knows no correction, and after the one that it knows. */
function refuseAnyRequest(state: ComplaintState, ctx: LawContext): Refusal[] {
  const { correction } = complaintRules(ctx);
  if (correction === null) {
    return [
      platformRefusal(
        'no-correction',
        '适用的规定没有投诉补正程序。',
        'The law of this tender knows no correction of a complaint.',
        { zh: '受理，或者决定不予受理。', en: 'Accept the complaint, or refuse it.' },
      ),
    ];
  }
  if (state.correction !== null) {
    return [
      refusalFor(
        ruleOf(ctx, correction),
        '补正应当一次性通知，该投诉已经通知过补正。',
        'A correction is asked for once: this complaint was sent back before.',
        { zh: '受理，或者决定不予受理。', en: 'Accept the complaint, or refuse it.' },
      ),
    ];
  }
  return [];
}

/** The complaint goes back once; the time it takes is not counted, and the review begins anew with what comes. */
export function decideCorrectionRequest(
  { text, dueAt }: Command<'requestCorrection'>,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { correction } = complaintRules(ctx);
  if (correction === null) throw new Error(`complaint ${state.id} knows no correction`);
  const { id: rule, article } = ruleOf(ctx, correction);
  const duty = complaintDuty('correct', 'complainant', { rule, article, endsAt: dueAt });
  const excluded = {
    id: `correction:${state.id}`,
    kind: 'correction',
    text,
    openedAt: at,
    closedAt: null,
  } as const;
  return [
    happened(at, ctx, rule, {
      name: 'complaintCorrectionRequested',
      text,
      dueAt,
      excluded,
      deadlines: [],
      duties: [duty],
    }),
  ];
}

/** What was corrected is received anew, and reviewed from there. */
export function decideCorrection(
  { points, request, evidence }: Command<'correctComplaint'>,
  at: Instant,
  ctx: LawContext,
): Events {
  const { correction, review } = complaintRules(ctx);
  const deadline = review === null ? null : deadlineAfter(ctx, review, at);
  return [
    happened(at, ctx, correction, {
      name: 'complaintCorrected',
      content: { points, request, evidence },
      deadlines: deadline === null ? [] : [deadline],
      duties: deadline === null ? [] : [complaintDuty('review', 'supervisor', deadline)],
    }),
  ];
}

/** The complaint waits for its complainant, and the time that it takes is not counted. */
export function correctionRequested(
  event: Event<'complaintCorrectionRequested'>,
  state: ComplaintState,
): ComplaintState {
  const { at, text, dueAt, excluded } = event;
  return {
    ...withBegun(event, state, 'review'),
    status: 'correcting',
    correction: { text, requestedAt: at, dueAt, correctedAt: null },
    excludedTime: [...state.excludedTime, excluded],
  };
}

/** What was corrected stands in the place of what was handed in first. */
export function corrected(event: Event<'complaintCorrected'>, state: ComplaintState): ComplaintState {
  const { at, content } = event;
  return {
    ...withBegun(event, state, 'correct'),
    status: 'filed',
    content,
    receivedAt: at,
    correction: state.correction && { ...state.correction, correctedAt: at },
    excludedTime: closedTime(state, at, (kind) => kind === 'correction'),
  };
}

export const correction: ComplaintChapter<CorrectionCommand, never, CorrectionEvent> = {
  commands: {
    requestCorrection: {
      zh: '通知补正',
      en: 'asking for a correction',
      by: 'authority',
      while: ['filed'],
      instants: ({ dueAt }) => ({ dueAt }),
      prospects: ({ state, ctx }) => [prospect(refuseAnyRequest(state, ctx))],
      refuse: (command, { state, at, ctx }) => admitCorrectionRequest(command, state, at, ctx),
      decide: (command, { state, at, ctx }) => decideCorrectionRequest(command, state, at, ctx),
    },
    correctComplaint: {
      zh: '补正投诉',
      en: 'correcting the complaint',
      by: 'complainant',
      while: ['correcting'],
      refuse: (command, { ctx }) => refuseContent(command, ctx),
      decide: (command, { at, ctx }) => decideCorrection(command, at, ctx),
    },
  },
  steps: {},
  events: {
    complaintCorrectionRequested: {
      apply: correctionRequested,
      record: ({ dueAt, text }) => parts({ dueAt: isoShanghai(dueAt) }, { text }),
      reads: OF_COMPLAINT,
      announces: null,
      tells: requestNotices,
    },
    complaintCorrected: {
      apply: corrected,
      record: ({ duties, content }) => parts({ duties: shownDues(duties) }, { content }),
      reads: OF_COMPLAINT,
      announces: null,
      tells: correctedNotices,
    },
  },
};
