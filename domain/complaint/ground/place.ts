import type { Actor } from '../../case/actor.ts';
import type { Words } from '../../case/words.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { ComplaintState, ComplaintStatus } from './state.ts';
import { COMPLAINT_STATUSES } from './words.ts';

/** Who may give a command: the complainant, the authority that decides, the tenderee's side, or the administrator. */
export type Side = 'complainant' | 'authority' | 'respondent' | 'administrator';

const SIDE_WORDS: Readonly<Record<Side, Words>> = {
  complainant: { zh: '投诉人', en: 'the complainant' },
  authority: { zh: '负责处理该投诉的行政监督部门', en: 'the authority that deals with the complaint' },
  respondent: { zh: '被投诉的招标人或者其招标代理机构', en: 'the tenderee complained of, or its agency' },
  administrator: { zh: '平台管理员', en: 'the administrator of the platform' },
};

/** What is needed of a command to say who may give it, and while the complaint stands where. */
interface Placed extends Words {
  readonly by: Side;
  readonly while: readonly ComplaintStatus[];
}

/** Whether this actor may do this, now; empty when so. Who comes before when. */
export function refusePlace(command: Placed, actor: Actor, state: ComplaintState): Refusal[] {
  const { zh, en, by, while: statuses } = command;
  if (!playsSide(by, actor, state)) {
    const who = SIDE_WORDS[by];
    return [
      platformRefusal(
        'not-your-complaint',
        `${zh}只能由${who.zh}进行。`,
        `Only ${who.en} may do this: ${en}.`,
      ),
    ];
  }
  if (statuses.includes(state.status)) return [];
  const now = COMPLAINT_STATUSES[state.status];
  const [whereZh, whereEn] = [
    statuses.map((one) => `“${COMPLAINT_STATUSES[one].zh}”`).join('、'),
    statuses.map((one) => COMPLAINT_STATUSES[one].en).join('; '),
  ];
  return [
    platformRefusal(
      'wrong-status',
      `该投诉${now.zh}，不能${zh}。`,
      `The complaint is ${now.en}, which has no place for ${en}.`,
      { zh: `投诉处于${whereZh}时进行。`, en: `While it is: ${whereEn}.` },
    ),
  ];
}

/** Whether the actor is on this side of the complaint. */
export function playsSide(side: Side, actor: Actor, state: ComplaintState): boolean {
  switch (side) {
    case 'complainant':
      return actor.role === 'bidder' && actor.partyId === state.complainant.partyId;
    case 'authority':
      return actor.role === 'supervisor' && actor.partyId === state.authority.partyId;
    case 'administrator':
      return actor.role === 'administrator';
    case 'respondent': {
      const own = actor.role === 'tenderee' ? state.tender.tenderee.uscc : state.tender.agency?.uscc;
      return (actor.role === 'tenderee' || actor.role === 'agency') && actor.uscc === own;
    }
  }
}
