import type { Happened, Named } from '../../case/chapter.ts';
import type { Deadline } from '../../law/types.ts';
import type { Instant } from '../../time/instant.ts';
import type { SharedEvent } from '../ground/events.ts';

/** null publicityEndsAt: the earliest lawful end. */
export type PublicityCommand = {
  readonly name: 'publishCandidates';
  readonly publicityEndsAt: Instant | null;
};

export type PublicityStep = { readonly name: 'endPublicity' };

export type PublicityEvent =
  | Happened<
      | {
          readonly name: 'candidatesPublished';
          readonly publicityEndsAt: Instant;
          readonly deadlines: readonly Deadline[];
        }
      | { readonly name: 'publicityEnded' }
    >
  | Named<SharedEvent, 'publicityMoved'>;
