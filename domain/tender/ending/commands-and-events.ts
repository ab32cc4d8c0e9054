import type { Happened, Named } from '../../case/chapter.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { Duty } from '../ground/parts.ts';

/** The tenderee gives the tender up. */
export type EndingCommand = { readonly name: 'terminateTender'; readonly reason: string };

export type EndingEvent =
  /** The tenderee gives the tender up; what bidders paid goes back. */
  | Happened<{ readonly name: 'tenderTerminated'; readonly reason: string; readonly duty: Duty | null }>
  | Named<SharedEvent, 'tenderFailed' | 'tenderInvalidated' | 'tenderCompleted'>;
