import { hasRule, refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { AWARD_GROUNDS, rulesOf, type AwardGround } from '../../procedure/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { awardEndWords } from '../cancelled-award.ts';
import type { TenderCommand } from '../commands.ts';
import type { TenderState } from '../state.ts';
import { refuseEmptyTexts } from './words.ts';

type CancelAward = Extract<TenderCommand, { name: 'cancelAward' }>;

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

function refuseGround(ground: AwardGround, state: TenderState, ctx: LawContext): Refusal[] {
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
