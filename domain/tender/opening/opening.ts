import { prospect, type Prospect } from '../../case/actions.ts';
import type { Actor } from '../../case/actor.ts';
import type { GivenBeforehand, Named } from '../../case/chapter.ts';
import { happened } from '../../case/happened.ts';
import { nobody } from '../../disclosure/notices/notice.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { hallEndsAt, refuseOutsideHall } from '../../opening/hall.ts';
import { opensInSecret, rulesOf } from '../../procedure/index.ts';
import { parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { BIDDERS, open, OPENED, sealed } from '../../visibility/audiences.ts';
import { hasBidSecurity } from '../ground/bid-security.ts';
import { dutyFor } from '../ground/duties.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { TenderChapter, TenderKind } from '../ground/kind.ts';
import { ANY_TIME } from '../ground/place.ts';
import { passed, withDeadlines } from '../ground/progress.ts';
import { restsByOrder } from '../ground/rest.ts';
import type { TenderState } from '../ground/state.ts';
import { openingRecord } from './announcement.ts';
import type { OpeningCommand, OpeningEvent, OpeningStep } from './commands-and-events.ts';
import { recordOfOpening } from './evidence.ts';
import { openingNotices } from './notices.ts';

type Command<Name extends OpeningCommand['name']> = Named<OpeningCommand, Name>;

type Step<Name extends OpeningStep['name']> = Named<OpeningStep, Name>;

type Event<Name extends OpeningEvent['name']> = Named<OpeningEvent, Name>;

type Events = (OpeningEvent | SharedEvent)[];

/**
 * Whether a bidder may sign in to the opening, or confirm its record, at this instant. That the party has a
 * bid is seen where the bids are, until they are opened; from then on here.
 */
export function admitAtOpening(
  command: Pick<Command<'signInAtOpening' | 'confirmOpening'>, 'name'>,
  actor: Actor,
  state: TenderState,
  at: Instant,
): Refusal[] {
  const outside = refuseOutsideHall(state, at);
  if (outside !== null) return [outside];
  if (command.name === 'confirmOpening' && opensInSecret(state.draft)) return [recordSecret()];
  if (state.openedBids === null) return command.name === 'confirmOpening' ? [notOpened()] : [];
  return state.openedBids.some((bid) => bid.partyId === actor.partyId) ? [] : [noBid()];
}

/** They hold nothing on which it could depend: what is said of them beforehand is all. */
function hallProspects(name: OpeningCommand['name']) {
  return ({ actor, state, at }: GivenBeforehand<TenderKind>): Prospect[] => [
    prospect(admitAtOpening({ name }, actor, state, at), { at: hallEndsAt(state), rule: null }),
  ];
}

function notOpened(): Refusal {
  return platformRefusal('not-opened', '开标记录尚未公布。', 'The opening record is not published yet.', {
    zh: '开标记录公布后确认。',
    en: 'Confirm it once it is published.',
  });
}

/** Nobody is asked to confirm what it may not read (政府采购法 38(四)). */
function recordSecret(): Refusal {
  return platformRefusal(
    'opening-secret',
    '响应文件不公开开启，开启记录依法保密，无需供应商确认。',
    'The responses are not opened in public: their record is secret, and no supplier confirms it.',
  );
}

function noBid(): Refusal {
  return platformRefusal(
    'no-bid',
    '本单位在此项目没有投标文件，不是开标的参加人。',
    'Your party has no bid in this tender and takes no part in its opening.',
  );
}

/** The duty to give back the securities of bids that count as withdrawn. */
export const WITHDRAWN_SECURITY = 'return-withdrawn-security';

/** A bidder signs in, or confirms the record; a second time nothing happens. */
export function decideAtOpening(
  command: Command<'signInAtOpening' | 'confirmOpening'>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { partyId } = actor;
  if (partyId === null) throw new Error('at the opening there are parties');
  if (command.name === 'signInAtOpening') {
    if (state.signedIn.some((one) => one.partyId === partyId)) return [];
    return [happened(at, ctx, 'EB-012', { name: 'bidderSignedIn', partyId })];
  }
  if (state.confirmations.some((one) => one.partyId === partyId)) return [];
  const bid = state.openedBids?.find((one) => one.partyId === partyId);
  if (bid === undefined) throw new Error('only a bidder confirms the opening record');
  const { opened } = rulesOf(state.draft);
  return [happened(at, ctx, opened, { name: 'openingConfirmed', partyId, bidId: bid.bidId })];
}

/**
 * The bids are opened, and read out together. Those that failed through no doing of their bidders count as
 * withdrawn (EB-014): their securities fall due for return.
 */
export function decideOpened(
  { bids }: Step<'openBids'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { opened, withdrawnSecurityReturn } = rulesOf(state.draft);
  const owed = hasBidSecurity(state) && bids.some((bid) => bid.attribution === 'not-bidder');
  const deadline = owed ? deadlineAfter(ctx, withdrawnSecurityReturn, at) : null;
  return [
    happened(at, ctx, opened, {
      name: 'bidsOpened',
      ...(opensInSecret(state.draft) ? { secret: true as const } : {}),
      bids,
      deadlines: deadline === null ? [] : [deadline],
      duty: deadline === null ? null : dutyFor(WITHDRAWN_SECURITY, deadline),
    }),
  ];
}

export function openBids(step: Step<'openBids'>, state: TenderState, at: Instant, ctx: LawContext): Events {
  if (state.phase !== 'opening' || restsByOrder(state)) return [];
  const windowOver = state.decryptionEndsAt !== null && at >= state.decryptionEndsAt;
  if (state.milestones.keysComplete === undefined && !windowOver) return [];
  return decideOpened(step, state, at, ctx);
}

/** The bids are opened. What is owed for those that count as withdrawn falls due. */
export function bidsOpened(event: Event<'bidsOpened'>, state: TenderState): TenderState {
  const duty = event.duty ?? null;
  return {
    ...passed(state, 'bidsOpened', event.at, 'evaluation'),
    openedBids: event.bids,
    duties: duty === null ? state.duties : [...state.duties, duty],
    deadlines: withDeadlines(state.deadlines, event.deadlines ?? []),
  };
}

export const opening: TenderChapter<OpeningCommand, OpeningStep, OpeningEvent> = {
  commands: {
    // The hall is open from the closing on, whatever follows meanwhile; which is a matter of instants.
    signInAtOpening: {
      zh: '开标签到',
      en: 'signing in to the opening',
      by: 'bidder',
      while: ANY_TIME,
      prospects: hallProspects('signInAtOpening'),
      refuse: (command, { actor, state, at }) => admitAtOpening(command, actor, state, at),
      decide: (command, { actor, state, at, ctx }) => decideAtOpening(command, actor, state, at, ctx),
    },
    confirmOpening: {
      zh: '确认开标记录',
      en: 'confirming the opening record',
      by: 'bidder',
      while: ANY_TIME,
      prospects: hallProspects('confirmOpening'),
      refuse: (command, { actor, state, at }) => admitAtOpening(command, actor, state, at),
      decide: (command, { actor, state, at, ctx }) => decideAtOpening(command, actor, state, at, ctx),
    },
  },
  steps: {
    completeKeys: {
      decide: (_, { state, at, ctx }) =>
        state.phase !== 'opening' || restsByOrder(state) || state.milestones.keysComplete !== undefined
          ? []
          : [happened(at, ctx, 'EB-013', { name: 'keysCompleted' })],
    },
    openBids: { decide: (step, { state, at, ctx }) => openBids(step, state, at, ctx) },
  },
  events: {
    keysCompleted: {
      apply: ({ at }, state) => passed(state, 'keysComplete', at),
      record: () => parts({}),
      reads: open(),
      announces: null,
      tells: nobody,
    },
    // Who comes to the opening is a bidder, whose name is secret until all bids are decrypted (EB-013).
    bidderSignedIn: {
      apply: ({ partyId, at }, state) => ({ ...state, signedIn: [...state.signedIn, { partyId, at }] }),
      record: ({ partyId }) => parts({}, { partyId }),
      reads: sealed(BIDDERS),
      // Who came, and who confirmed, stands in the opening record (GET /v1/tenders/:id/opening-record).
      announces: null,
      tells: nobody,
    },
    bidsOpened: {
      apply: bidsOpened,
      record: recordOfOpening,
      // The hashes of all that was opened, and of each the file.
      reads: open({ facts: OPENED, papers: { ...OPENED, concerned: 'at-opening' } }),
      announces: {
        kind: (_, { draft }) => (opensInSecret(draft) ? null : 'opening-record'),
        body: openingRecord,
      },
      tells: openingNotices,
    },
    openingConfirmed: {
      apply: ({ partyId, at }, state) => ({
        ...state,
        confirmations: [...state.confirmations, { partyId, at }],
      }),
      record: ({ bidId }) => parts({ bidId }),
      reads: open({ actor: BIDDERS }),
      announces: null,
      tells: nobody,
    },
  },
};
