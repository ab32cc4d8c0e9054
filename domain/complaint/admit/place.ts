import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Actor } from '../../tender/ground/actor.ts';
import type { ComplaintCommandName } from '../commands.ts';
import { LIVE_COMPLAINT_STATUSES } from '../facts.ts';
import type { ComplaintState, ComplaintStatus } from '../state.ts';
import { COMPLAINT_COMMANDS, COMPLAINT_STATUSES } from './words.ts';

type Handling = Exclude<ComplaintCommandName, 'fileComplaint'>;
type Side = 'complainant' | 'authority' | 'respondent' | 'administrator';

/** Who may give each command, and while the complaint stands where. */
const PLACES: Readonly<
  Record<Handling, { readonly side: Side; readonly statuses: readonly ComplaintStatus[] }>
> = {
  correctComplaint: { side: 'complainant', statuses: ['correcting'] },
  withdrawComplaint: { side: 'complainant', statuses: ['filed', 'correcting', 'accepted'] },
  requestCorrection: { side: 'authority', statuses: ['filed'] },
  acceptComplaint: { side: 'authority', statuses: ['filed'] },
  refuseComplaint: { side: 'authority', statuses: ['filed', 'correcting'] },
  sendCopies: { side: 'authority', statuses: ['accepted'] },
  openExcludedTime: { side: 'authority', statuses: ['accepted'] },
  closeExcludedTime: { side: 'authority', statuses: ['accepted'] },
  makeStatement: { side: 'respondent', statuses: ['accepted'] },
  decideComplaint: { side: 'authority', statuses: ['accepted'] },
  publishDecision: { side: 'authority', statuses: ['decided'] },
  rederiveComplaint: { side: 'administrator', statuses: LIVE_COMPLAINT_STATUSES },
};

const SIDE_WORDS: Readonly<Record<Side, { readonly zh: string; readonly en: string }>> = {
  complainant: { zh: '投诉人', en: 'the complainant' },
  authority: { zh: '负责处理该投诉的行政监督部门', en: 'the authority that deals with the complaint' },
  respondent: { zh: '被投诉的招标人或者其招标代理机构', en: 'the tenderee complained of, or its agency' },
  administrator: { zh: '平台管理员', en: 'the administrator of the platform' },
};

/** Whether this actor may do this, now; empty when so. Who comes before when. */
export function refusePlace(name: Handling, actor: Actor, state: ComplaintState): Refusal[] {
  const { side, statuses } = PLACES[name];
  const { zh, en } = COMPLAINT_COMMANDS[name];
  if (!plays(side, actor, state)) {
    const who = SIDE_WORDS[side];
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

function plays(side: Side, actor: Actor, state: ComplaintState): boolean {
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
