import { checkAward } from '../../law/checks/award.ts';
import { checkContract } from '../../law/checks/contract.ts';
import type { LawContext } from '../../law/context.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { hasBidSecurity } from '../bid-security.ts';
import type { TenderCommand } from '../commands.ts';
import type { TenderState } from '../state.ts';
import { refuseBreaches } from './breaches.ts';
import { refuseEmptyTexts, refuseMalformedAmounts } from './words.ts';

type Command<N extends TenderCommand['name']> = Extract<TenderCommand, { name: N }>;

/** Whether the award may go to this candidate. A reason opens the way past the first ranked (条例55); without one it is refused. */
export function admitAwardNotice(
  command: Command<'issueAwardNotice'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const candidates = state.evaluation?.candidates ?? [];
  const candidate = candidates.find((one) => one.bidId === command.bidId);
  if (candidate === undefined) {
    const names = candidates.map((one) => `${one.bidId}（${one.name}）`);
    return [
      platformRefusal(
        'not-a-candidate',
        `投标 ${command.bidId} 不在中标候选人名单内。`,
        `The bid ${command.bidId} is not among the candidates.`,
        { zh: `${names.join('、')}之一。`, en: `One of ${candidates.map((one) => one.bidId).join(', ')}.` },
      ),
    ];
  }
  const excused = command.reason !== null && command.reason.trim() !== '' ? 'ZTB-403' : null;
  return refuseBreaches(checkAward(ctx, state, candidate, at), excused);
}

/** Whether the contract may be signed on these amounts. Signed late it is still taken: the timed-out step tells. */
export function admitContract(
  command: Command<'signContract'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const { amountFen, performanceSecurityFen } = command;
  const malformed = refuseMalformedAmounts({ amountFen, performanceSecurityFen });
  if (malformed.length > 0) return malformed;
  return refuseBreaches(checkContract(ctx, state, { amountFen, performanceSecurityFen }, at));
}

/** Whether there is a bid security to return. */
export function admitSecurityReturn(command: Command<'returnBidSecurity'>, state: TenderState): Refusal[] {
  if (!hasBidSecurity(state)) {
    return [
      platformRefusal(
        'no-bid-security',
        '本项目未要求投标保证金。',
        'This tender asked for no bid security.',
      ),
    ];
  }
  return refuseMalformedAmounts({ interestFen: command.interestFen });
}

/** Whether the written report says something. */
export function admitWrittenReport(command: Command<'submitWrittenReport'>): Refusal[] {
  return refuseEmptyTexts({ text: ['书面报告', command.text] });
}
