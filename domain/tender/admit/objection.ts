import { checkObjection } from '../../law/checks/objection.ts';
import type { LawContext } from '../../law/context.ts';
import { rulesOf } from '../../procedure/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor, TenderCommand } from '../commands.ts';
import type { TenderState } from '../state.ts';
import { refuseBreaches } from './breaches.ts';
import { refuseEmptyTexts } from './words.ts';

type FileObjection = Extract<TenderCommand, { name: 'fileObjection' }>;
type ReplyObjection = Extract<TenderCommand, { name: 'replyObjection' }>;

/** Whether an objection is admissible: its subject decides until when. Judged by the instant of receipt, whatever the phase is by now. */
export function admitObjection(
  command: FileObjection,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const refusals = refuseBreaches(checkObjection(ctx, state, command.subject, at).breaches);
  if (state.objections.some((one) => one.id === command.id)) {
    refusals.push(
      platformRefusal(
        'duplicate-objection',
        `编号为 ${command.id} 的异议已经存在。`,
        `An objection with the id ${command.id} exists already.`,
      ),
    );
  }
  if (refusals.length === 0) refusals.push(...refuseSubject(command, actor, state));
  return [...refusals, ...refuseEmptyTexts({ text: ['异议内容', command.text] })];
}

/** What the law's time limits leave open: a subject that does not exist yet, and who may object to the opening. */
function refuseSubject(command: FileObjection, actor: Actor, state: TenderState): Refusal[] {
  // In procurement the result is public with the award, and the law says when it can be challenged (GP-503).
  const hidden =
    rulesOf(state.draft).publicity !== null && state.milestones.candidatesPublished === undefined;
  if (command.subject === 'result' && hidden) {
    return [
      platformRefusal(
        'wrong-phase',
        '中标候选人尚未公示，没有可以提出异议的评标结果。',
        'The candidates are not published yet: there is no result to object to.',
        { zh: '在中标候选人公示期间提出。', en: 'Object while the candidates are published.' },
      ),
    ];
  }
  const { openedBids } = state;
  if (command.subject !== 'opening' || openedBids === null) return [];
  if (openedBids.some((bid) => bid.partyId === actor.partyId)) return [];
  return [
    platformRefusal(
      'not-a-bidder',
      '只有本项目的投标人可以对开标提出异议。',
      'Only those who bid in this tender may object to its opening.',
    ),
  ];
}

/** Whether an objection may be answered: it exists and has no answer. A late answer is taken, for the process rests until it. */
export function admitReply(command: ReplyObjection, state: TenderState): Refusal[] {
  const refusals = refuseEmptyTexts({ text: ['答复内容', command.text] });
  const objection = state.objections.find((one) => one.id === command.objectionId);
  if (objection === undefined) {
    const open = state.objections.filter((one) => one.reply === null).map((one) => one.id);
    refusals.push(
      platformRefusal(
        'unknown-objection',
        `没有编号为 ${command.objectionId} 的异议。`,
        `There is no objection with the id ${command.objectionId}.`,
        open.length === 0
          ? null
          : { zh: `待答复的异议：${open.join('、')}。`, en: `Open: ${open.join(', ')}.` },
      ),
    );
  } else if (objection.reply !== null) {
    refusals.push(
      platformRefusal('already-replied', '该异议已经答复。', 'This objection was answered already.'),
    );
  }
  return refusals;
}
