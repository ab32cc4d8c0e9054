import type { Actor } from '../../case/actor.ts';
import type { Words } from '../../case/words.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { TenderDraft } from './draft.ts';

/** Who may give a command: the tender's own side (tenderee or its agency), a bidder, the authority, or the administrator. */
export type Side = 'own' | 'bidder' | 'supervisor' | 'administrator';

const SIDE_WORDS: Readonly<Record<Side, Words>> = {
  own: { zh: '招标人或者其委托的招标代理机构', en: 'the tenderee or its agency' },
  bidder: { zh: '投标人或者其他利害关系人', en: 'a bidder or other interested party' },
  supervisor: { zh: '有管辖权的行政监督部门', en: 'the competent authority' },
  administrator: { zh: '平台管理员', en: 'the administrator of the platform' },
};

/** What is needed of a command to say who may give it. */
interface Given extends Words {
  readonly by: Side;
}

/** Whether this actor may give this command in this tender; empty when so. */
export function refuseActor(command: Given, actor: Actor, draft: TenderDraft): Refusal[] {
  const side = command.by;
  if (!plays(side, actor)) return [wrongRole(command)];
  if (side === 'own' && !isOwn(actor, draft)) return [notYourTender()];
  if (side === 'bidder' && isTendersSide(actor, draft)) return [ownTender()];
  return [];
}

function plays(side: Side, actor: Actor): boolean {
  switch (side) {
    case 'own':
      return (actor.role === 'tenderee' || actor.role === 'agency') && actor.uscc !== null;
    case 'bidder':
      return actor.role === 'bidder' && actor.uscc !== null && actor.partyId !== null;
    case 'supervisor':
      return actor.role === 'supervisor' && actor.partyId !== null;
    case 'administrator':
      return actor.role === 'administrator';
  }
}

/** The party must stand in the draft in the very role it acts in: an agency is not the tenderee. */
function isOwn(actor: Actor, draft: TenderDraft): boolean {
  return actor.uscc === (actor.role === 'tenderee' ? draft.tenderee.uscc : draft.agency?.uscc);
}

function isTendersSide(actor: Actor, draft: TenderDraft): boolean {
  return actor.uscc === draft.tenderee.uscc || actor.uscc === draft.agency?.uscc;
}

function wrongRole({ zh, en, by }: Given): Refusal {
  const who = SIDE_WORDS[by];
  return platformRefusal('wrong-role', `${zh}只能由${who.zh}进行。`, `Only ${who.en} may do this: ${en}.`, {
    zh: `以${who.zh}的身份登录后进行。`,
    en: `Sign in acting as ${who.en}.`,
  });
}

function notYourTender(): Refusal {
  return platformRefusal(
    'not-your-tender',
    '本单位不是该项目的招标人或者招标代理机构。',
    'Your party is neither the tenderee nor the agency of this tender.',
  );
}

function ownTender(): Refusal {
  return platformRefusal(
    'own-tender',
    '招标人和招标代理机构不能以投标人身份参与本项目。',
    'The tenderee and its agency cannot act as bidders in their own tender.',
  );
}
