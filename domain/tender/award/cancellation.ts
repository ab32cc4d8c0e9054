import type { Named } from '../../case/chapter.ts';
import { happened } from '../../case/happened.ts';
import { refuseEmptyTexts } from '../../case/refusals.ts';
import { hasRule, refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { AWARD_GROUNDS, rulesOf, type AwardGround } from '../../procedure/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { hasBidSecurity } from '../ground/bid-security.ts';
import { awardEndWords } from '../ground/cancelled-award.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { Milestone, TenderState } from '../ground/state.ts';
import type { CancelAward } from './commands-and-events.ts';

/**
 * Whether a winner may lose its award: on a ground that the law of the tender names, for a reason and with
 * evidence. Whether the ground holds is for the tenderee to answer for, and for the authority to judge.
 */
export function admitAwardCancellation(
  { ground, reason, documents }: CancelAward,
  state: TenderState,
  ctx: LawContext,
): Refusal[] {
  const refusals = [...refuseGround(ground, state, ctx), ...refuseEmptyTexts({ reason: ['理由', reason] })];
  if (documents.length === 0) {
    refusals.push(
      platformRefusal(
        'no-evidence',
        '取消中标（成交）资格应当附证明材料。',
        'An award is not taken away without evidence.',
        {
          zh: '附上放弃声明、催告函或者查实违法行为的文书等。',
          en: 'Attach it, e.g. the winner’s declaration, the demand to sign, or the finding against it.',
        },
      ),
    );
  }
  return refusals;
}

/** Whether the law of the tender takes an award away on this ground. */
export function refuseGround(ground: AwardGround, state: TenderState, ctx: LawContext): Refusal[] {
  const lawful = lawfulGrounds(state, ctx);
  if (lawful.includes(ground)) return [];
  const named = awardEndWords(ground, state.draft);
  const rules = rulesOf(state.draft);
  const because = rules.awardGrounds[ground];
  // Named by the law, and yet unfit: the documents asked for no performance security.
  const said =
    because === undefined
      ? {
          zh: `“${named.zh}”不是本项目所适用的法律规定的取消中标（成交）资格的情形。`,
          en: `That a winner ${named.en} is no ground on which the law of this tender takes an award away.`,
        }
      : {
          zh: '招标文件没有要求提交履约保证金。',
          en: 'The documents ask for no performance security, so that none can be missing.',
        };
  return [
    refusalFor(ruleOf(ctx, because ?? rules.nextCandidate), said.zh, said.en, {
      zh: `${lawful.map((one) => `${one}（${awardEndWords(one, state.draft).zh}）`).join('、')}之一。`,
      en: `One of ${lawful.join(', ')}.`,
    }),
  ];
}

/** The grounds that the law of the tender names, under its ruleset, less what the tender gives no occasion for. */
function lawfulGrounds({ draft }: TenderState, ctx: LawContext): AwardGround[] {
  const { awardGrounds } = rulesOf(draft);
  const asked = draft.performanceSecurityPercent !== null && draft.performanceSecurityPercent > 0;
  return AWARD_GROUNDS.filter((ground) => {
    const rule = awardGrounds[ground];
    return rule !== undefined && hasRule(ctx, rule) && (ground !== 'no-performance-security' || asked);
  });
}

/**
 * The winner loses its award, by the rule that names the ground. Where that rule says so its bid security
 * is kept, if it is still held.
 */
export function decideAwardCancellation(
  { ground, reason, documents }: CancelAward,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): SharedEvent[] {
  const { awardGrounds, securityForfeiture } = rulesOf(state.draft);
  const rule = awardGrounds[ground];
  if (state.award === null || rule === undefined) throw new Error(`no award is lost by ${ground}`);
  const held = hasBidSecurity(state) && state.milestones.securityReturned === undefined;
  return [
    happened(at, ctx, rule, {
      name: 'awardCancelled',
      candidate: state.award.candidate,
      ground,
      reason,
      documents,
      securityKept: held && rule === securityForfeiture,
      instructionId: null,
    }),
  ];
}

/** What an award notice sets: with the award it falls away, and comes anew with the next one. */
const OF_THE_AWARD: readonly string[] = ['sign-contract', 'written-report', 'return-others-security'];

/**
 * An award is lost before its contract: the tender stands again where it was before the notice, with one
 * candidate fewer. It is the one step that leads back; the process, which waits for the contract, goes on
 * waiting for it. A written report told of the award that is no more, and is owed again; so are the
 * securities of who did not win, where the one that was the winner's goes back with them now.
 */
export function awardCancelled(event: Named<SharedEvent, 'awardCancelled'>, state: TenderState): TenderState {
  const { award } = state;
  if (award === null || event.rule === null || event.article === null)
    throw new Error(`tender ${state.id} has no award to lose`);
  const { candidate, ground, rule, article, securityKept, instructionId } = event;
  const undone: Milestone[] = ['awardNoticeIssued', 'writtenReportSubmitted'];
  if (!securityKept) undone.push('othersSecurityReturned');
  const { contract, closingReport, othersSecurityReturn } = rulesOf(state.draft);
  const rules = [contract, closingReport, othersSecurityReturn];
  return {
    ...state,
    phase: 'award',
    award: null,
    cancelledAwards: [
      ...state.cancelledAwards,
      {
        candidate,
        ground,
        rule,
        article,
        noticeAt: award.noticeAt,
        cancelledAt: event.at,
        securityKept,
        instructionId,
        documents: event.documents,
        noticeDocuments: award.documents,
      },
    ],
    milestones: without(state.milestones, undone),
    duties: state.duties.filter(({ id }) => !OF_THE_AWARD.includes(id)),
    deadlines: state.deadlines.filter(
      (one) => !(rules.includes(one.rule) && one.startsAt === award.noticeAt),
    ),
  };
}

function without(
  milestones: TenderState['milestones'],
  undone: readonly Milestone[],
): TenderState['milestones'] {
  return Object.fromEntries(
    Object.entries(milestones).filter(([name]) => !undone.includes(name as Milestone)),
  );
}
