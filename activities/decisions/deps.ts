import type { Calendar } from '../../domain/time/calendar.ts';
import type { Store } from '../../store/index.ts';
import type { Platform } from './recording.ts';

/** What deciding needs of the outside; all of it is given, nothing is looked up. */
export interface DecisionDeps {
  readonly store: Store;
  readonly platform: Platform;
  /** Whether measured downtime before a deadline moves it (INT-07). */
  readonly downtimeRule: boolean;
  /** The working-day calendar with the holiday notices added so far. */
  readonly calendar: () => Promise<Calendar>;
  /** How long before its due the owner of a duty is reminded; 0: never. */
  readonly remindBeforeMs: number;
  /** Tells a delivery lane that something waits. Never rejects: the housekeeper wakes lanes left behind. */
  readonly wake: (lane: string) => Promise<void>;
}
