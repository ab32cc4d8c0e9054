import { refusalFor, ruleOf, type LawContext } from '../law/context.ts';
import { rulesOf } from '../procedure/index.ts';
import { platformRefusal, type Refusal } from '../refusal.ts';
import type { TenderState } from '../tender/ground/state.ts';
import { isoShanghai, type Instant } from '../time/instant.ts';
import type { Paper } from './papers.ts';

/** Who comes for a paper: the role in which a person acts, and the code of the party. */
export interface Taker {
  readonly role: string;
  readonly uscc: string;
}

/** A paper that is handed out to who comes for it; who takes it is registered. */
export type IssuedPaper = Paper & { readonly issuedFor: NonNullable<Paper['issuedFor']> };

/** Among papers with one hash the one that is handed out earliest; null where none is. */
export function issuedAmong(papers: readonly Paper[]): IssuedPaper | null {
  const issued = papers.filter((one): one is IssuedPaper => one.issuedFor !== null);
  return issued.find(({ issuedFor }) => issuedFor === 'first-stage') ?? issued[0] ?? null;
}

/**
 * Why a paper that the table does not open to the caller may not be taken at an instant either, or null. Nobody takes
 * documents before they are issued; those of a first stage are issued until its end to who has not taken them before;
 * where only some may bid, the tender documents are theirs alone (招标投标法 17, 条例 18). Who neither bids nor watches
 * over the tender takes none.
 */
export function refuseTaking(
  { issuedFor }: IssuedPaper,
  state: TenderState,
  taker: Taker,
  taken: { readonly at: Instant; readonly before: boolean },
  law: LawContext,
): Refusal | null {
  if (taker.role !== 'bidder' && taker.role !== 'supervisor') return notABidder();
  if (issuedFor === 'first-stage') return refuseFirstStage(state, taker, taken);
  if (state.firstStage !== null && state.firstStage.conclusion === null) return notConcluded();
  if (taken.at < state.documentsIssuedFromAt) return notYet(state.documentsIssuedFromAt);
  if (taker.role === 'supervisor' || state.admitted === null) return null;
  if (state.admitted.some((party) => party.uscc === taker.uscc)) return null;
  const { invitation, lateBid } = rulesOf(state.draft);
  return refusalFor(
    ruleOf(law, invitation ?? lateBid),
    '本单位不在受邀请、通过资格预审或者提交技术建议的单位之列，不能获取招标文件。',
    'Your party is not among the invited, the qualified or those with a proposal: the tender documents are not for it.',
  );
}

function notABidder(): Refusal {
  return platformRefusal(
    'wrong-role',
    '文件向潜在投标人发出，本单位不是该项目的招标人或者受其委托的招标代理机构。',
    'The documents are issued to who may bid; your party is neither the tenderee of this tender nor its agency.',
    { zh: '以投标人身份登录后获取。', en: 'Sign in as a bidder to take them.' },
  );
}

function refuseFirstStage(
  { firstStage }: TenderState,
  taker: Taker,
  { at, before }: { readonly at: Instant; readonly before: boolean },
): Refusal | null {
  if (firstStage === null) return null;
  if (at < firstStage.issuedFromAt) return notYet(firstStage.issuedFromAt);
  if (taker.role !== 'bidder' || before || at < firstStage.issuedUntilAt) return null;
  const until = isoShanghai(firstStage.issuedUntilAt);
  return platformRefusal(
    'window-over',
    `文件发出至${until}为止。`,
    `The documents were issued until ${until}.`,
  );
}

function notConcluded(): Refusal {
  return platformRefusal(
    'window-not-open',
    '第一阶段尚未公布结果，招标文件尚未发出。',
    'The first stage is not concluded: the tender documents are not issued yet.',
  );
}

function notYet(fromAt: Instant): Refusal {
  const from = isoShanghai(fromAt);
  return platformRefusal(
    'window-not-open',
    `文件自${from}起发出。`,
    `The documents are issued from ${from}.`,
    {
      zh: `${from}起获取。`,
      en: `Take them from ${from} on.`,
    },
  );
}
