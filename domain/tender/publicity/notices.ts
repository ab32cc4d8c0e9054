import type { Named } from '../../case/chapter.ts';
import { basisOf, basisOfStep } from '../../disclosure/basis.ts';
import { publicityMoveCause } from '../../disclosure/causes.ts';
import { enEnd, zhEnd } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import type { TenderState } from '../ground/state.ts';
import type { PublicityEvent } from './commands-and-events.ts';

type Event<Name extends PublicityEvent['name']> = Named<PublicityEvent, Name>;

/** The candidates are public; objections are open while the publicity lasts. */
export function publicityNotices(event: Event<'candidatesPublished'>, state: TenderState): PartyNotice[] {
  return [
    {
      to: 'bidders',
      kind: 'candidate-publicity',
      titleZh: `${state.draft.title}：中标候选人公示`,
      titleEn: `${state.draft.title}: the candidates are published`,
      textZh: `中标候选人已公示，公示期至${zhEnd(event.publicityEndsAt)}。对评标结果有异议的，应当在公示期间在线提出。`,
      textEn: `The candidates are published until ${enEnd(event.publicityEndsAt)}. Objections to the result must be filed online while the publicity lasts.`,
      ...basisOf(state, 'publicityNotice'),
    },
  ];
}

/** The publicity ends later. */
export function publicityMovedNotices(event: Event<'publicityMoved'>, state: TenderState): PartyNotice[] {
  const cause = publicityMoveCause(event, state);
  return [
    {
      to: 'bidders',
      kind: 'publicity-moved',
      titleZh: `${state.draft.title}：公示期变更通知`,
      titleEn: `${state.draft.title}: the publicity ends later`,
      textZh: `中标候选人公示结束时间由${zhEnd(event.fromAt)}变更为${zhEnd(event.toAt)}，原因：${cause.zh}。`,
      textEn: `The end of the publicity moves from ${enEnd(event.fromAt)} to ${enEnd(event.toAt)}, because ${cause.en}.`,
      ...basisOfStep(state, event, 'publicityNotice'),
    },
  ];
}
