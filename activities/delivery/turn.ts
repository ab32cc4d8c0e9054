import type { DeliveryActivities } from '../types.ts';

/** One call of a lane's delivery, as its activity sees it. */
export interface Turn {
  /** Tells the engine that the delivery lives. */
  beat(): void;
  /** Aborted when the worker stops: what is under way is left for the next turn. */
  readonly signal: AbortSignal;
}

/** Deliveries of one turn at most, so that a long lane shows its progress and lets others in. */
export const DELIVERIES_PER_TURN = 500;

const REASON_MAX = 500;

/** What went wrong in words for whoever looks after the lane: no addresses, which may carry secrets. */
export function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const because = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${said}${because}`.replace(/\bhttps?:\/\/\S+/g, '(address)').slice(0, REASON_MAX);
}

export type LaneResult = Awaited<ReturnType<DeliveryActivities['deliverLane']>>;
