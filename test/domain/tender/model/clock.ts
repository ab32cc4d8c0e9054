import type { LawContext } from '../../../../domain/law/context.ts';
import {
  decideStep,
  factsOf,
  type SystemStep,
  type TenderEvent,
  type TenderFacts,
  type TenderState,
} from '../../../../domain/tender/index.ts';
import { MS_PER_DAY, type Instant } from '../../../../domain/time/instant.ts';
import { openedBidsOf } from '../../../support/onward.ts';

/** How long before its due the owner of a duty is reminded. */
export const REMIND_MS = MS_PER_DAY;

/** What the world outside does in a run. */
export interface World {
  /** How many bid. */
  readonly bidders: number;
  /** How many bids cannot be opened. */
  readonly unreadable: number;
  /** How often the platform is down in the hour before the deadline. */
  readonly outages: number;
}

/** A step that the clock owes, and since when. */
export interface Due {
  readonly at: Instant;
  readonly step: SystemStep;
}

/**
 * The soonest step that the facts call for; null when nothing is. What waits for the process to go on
 * is not due while it is suspended: its end is moved, or comes up again, when it goes on.
 */
export function nextDue(state: TenderState, world: World, outagesSoFar: number): Due | null {
  const facts = factsOf(state, REMIND_MS);
  const all = [...phaseSteps(state, facts, world, outagesSoFar), ...dutySteps(facts)];
  return all.reduce<Due | null>((soonest, one) => (soonest && soonest.at <= one.at ? soonest : one), null);
}

function dutySteps({ duties }: TenderFacts): Due[] {
  return duties.flatMap(({ id, dueAt, remindAt }): Due[] => [
    ...(remindAt === null ? [] : [{ at: remindAt, step: { name: 'announceDue', dutyId: id } as const }]),
    { at: dueAt, step: { name: 'timeOutDuty', dutyId: id } },
  ]);
}

function phaseSteps(state: TenderState, facts: TenderFacts, world: World, outagesSoFar: number): Due[] {
  if (facts.outcome !== null) return [];
  const due: Due[] = [];
  const add = (at: Instant | null, step: SystemStep) => {
    if (at !== null) due.push({ at, step });
  };
  const { milestones, phase } = facts;
  add(facts.suspensionEndsAt, { name: 'endSuspension' });
  if (phase === 'notice') {
    if (facts.firstStageFromAt === null) add(facts.documentsIssuedFromAt, { name: 'openDocuments' });
    else add(facts.firstStageFromAt, { name: 'openFirstStage' });
  }
  if (milestones.firstStageConcluded !== undefined && milestones.documentsOpened === undefined)
    add(facts.documentsIssuedFromAt, { name: 'openDocuments' });
  if (phase === 'documents') add(facts.documentsIssuedUntilAt, { name: 'closeDocuments' });
  if (facts.suspended) return due;
  if (milestones.firstStageOpened !== undefined && milestones.applicationsClosed === undefined)
    add(facts.applicationsDueAt, { name: 'closeApplications' });
  if (phase === 'bidding') add(facts.bidDeadlineAt, closing(facts.bidDeadlineAt, world, outagesSoFar));
  if (phase === 'opening') add(facts.decryptionEndsAt, { name: 'openBids', bids: bidsOf(state, world) });
  if (phase === 'publicity') add(facts.publicityEndsAt, { name: 'endPublicity' });
  return due;
}

function closing(deadlineAt: Instant, world: World, outagesSoFar: number): SystemStep {
  if (outagesSoFar < world.outages) {
    const outage = { fromAt: deadlineAt - 45 * 60_000, untilAt: deadlineAt };
    return { name: 'makeUpDowntime', outages: [outage] };
  }
  return { name: 'closeBids', bidCount: world.bidders, bidderCount: world.bidders };
}

/** The bids of the opening: some of them could not be read. */
export function bidsOf(state: TenderState, { unreadable }: World) {
  return openedBidsOf(state).map((bid, index, all) =>
    index < all.length - unreadable ? bid : { ...bid, result: 'no-key' as const, priceFen: null },
  );
}

/** Every step there is for a state, whether it is due or not. */
export function everyStep(state: TenderState, world: World): SystemStep[] {
  const { bidders } = world;
  const outage = { fromAt: state.bidDeadlineAt - 3_600_000, untilAt: state.bidDeadlineAt };
  return [
    { name: 'openFirstStage' },
    { name: 'closeApplications' },
    { name: 'openDocuments' },
    { name: 'closeDocuments' },
    { name: 'closeBids', bidCount: bidders, bidderCount: bidders },
    { name: 'completeKeys' },
    { name: 'openBids', bids: bidsOf(state, world) },
    { name: 'endPublicity' },
    { name: 'endSuspension' },
    { name: 'makeUpDowntime', outages: [outage] },
    ...state.duties.flatMap(({ id }): SystemStep[] => [
      { name: 'announceDue', dutyId: id },
      { name: 'timeOutDuty', dutyId: id },
    ]),
    { name: 'timeOutDuty', dutyId: 'nothing' },
  ];
}

/** What a step brings; and that nothing is left of it to bring once that is applied is for the caller to see. */
export function stepEvents(
  step: SystemStep,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  return decideStep(step, state, at, ctx);
}
