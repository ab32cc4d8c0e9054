import type { Actor } from '../../case/actor.ts';
import type { CaseKind, Chapter, Titled } from '../../case/chapter.ts';
import type { AnnouncementContext } from '../../disclosure/announcement.ts';
import type { Side } from './actor.ts';
import type { SharedEvent } from './events.ts';
import type { Place } from './place.ts';
import type { SignatureDemand, Signing } from './signatures.ts';
import type { TenderState } from './state.ts';

/** What a tender is as a case. */
export interface TenderKind extends CaseKind {
  readonly state: TenderState;
  readonly actor: Actor;
  readonly side: Side;
  readonly place: Place;
  readonly signing: Signing;
  readonly demand: SignatureDemand;
  readonly besides: object;
  readonly shown: TenderState;
  readonly announcedWith: AnnouncementContext;
}

/** A chapter of the tender: its own commands, steps and events; it may bring about the shared events too. */
export type TenderChapter<Command extends Titled, Step extends Titled, Event extends Titled> = Chapter<
  TenderKind,
  Command,
  Step,
  Event,
  SharedEvent
>;
