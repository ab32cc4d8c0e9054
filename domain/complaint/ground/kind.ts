import type { Actor } from '../../case/actor.ts';
import type { CaseKind, Chapter, Titled } from '../../case/chapter.ts';
import type { Side } from './place.ts';
import type { ComplaintState, ComplaintStatus } from './state.ts';
import type { Surroundings } from './surroundings.ts';
import type { Shown } from './telling.ts';

/** What a complaint is as a case. */
export interface ComplaintKind extends CaseKind {
  readonly state: ComplaintState;
  readonly actor: Actor;
  readonly side: Side;
  /** While it stands where a command has its place. */
  readonly place: readonly ComplaintStatus[];
  /** No document of a complaint is asked to be signed. */
  readonly signing: never;
  readonly demand: never;
  readonly besides: { readonly around: Surroundings };
  readonly shown: Shown;
  readonly announcedWith: null;
}

/** A chapter of the complaint: its own commands, steps and events. */
export type ComplaintChapter<Command extends Titled, Step extends Titled, Event extends Titled> = Chapter<
  ComplaintKind,
  Command,
  Step,
  Event,
  never
>;
