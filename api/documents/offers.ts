import { refusalFor, ruleOf, type LawContext } from '../../domain/law/context.ts';
import { rulesOf } from '../../domain/procedure/index.ts';
import { platformRefusal, type Refusal } from '../../domain/refusal.ts';
import { wasAwarded, type DocumentRef, type TenderState } from '../../domain/tender/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Identity } from '../deps.ts';
import { shown } from '../schema.ts';
import { isOwn } from '../trading/tender-of.ts';

/**
 * A document of a tender as one caller may see it.
 *
 * issued: what bidders come for (documents of a first stage, tender documents, clarifications); who takes
 * it is registered. held: what was handed in, for those who are to read it.
 */
export interface Offer {
  readonly document: DocumentRef;
  readonly stage: 'first' | 'second' | 'held';
}

/** What of a tender can be asked for by its hash by this caller; null is as good as not there. */
export function offerOf(state: TenderState, sha256: string, identity: Identity): Offer | null {
  const among = (documents: readonly DocumentRef[]): DocumentRef | undefined =>
    documents.find((one) => one.sha256 === sha256);
  const clarified = state.clarifications.filter((one) => one.issuedAt < secondStageFrom(state));
  const first = among([
    ...(state.draft.firstStage?.documents ?? []),
    ...(state.firstStage === null ? [] : clarified.flatMap((one) => one.documents)),
  ]);
  if (first !== undefined) return { document: first, stage: 'first' };
  const second = among([...state.draft.documents, ...state.clarifications.flatMap((one) => one.documents)]);
  if (second !== undefined) return { document: second, stage: 'second' };
  const held = among(heldFor(state, identity));
  return held === undefined ? null : { document: held, stage: 'held' };
}

const secondStageFrom = (state: TenderState): Instant =>
  state.firstStage?.conclusion?.concludedAt ?? Infinity;

/** Whether the caller belongs to the tender's own side. */
export function isOwnSide({ draft }: TenderState, { uscc }: Identity): boolean {
  return uscc === draft.tenderee.uscc || uscc === draft.agency?.uscc;
}

/**
 * What was handed in: applications for the own side once their time is over, and the report on them; reports on
 * instructions for the two sides; award notices, for the winner too.
 */
function heldFor(state: TenderState, identity: Identity): DocumentRef[] {
  const own = isOwn(state, identity);
  const supervisor = identity.role === 'supervisor';
  const { applicationsClosed, bidsOpened } = state.milestones;
  const applications = (state.firstStage?.applications ?? []).filter(
    ({ party }) =>
      (own && applicationsClosed !== undefined) ||
      (supervisor && bidsOpened !== undefined) ||
      (identity.role === 'bidder' && party.uscc === identity.uscc),
  );
  const judged = own || (supervisor && bidsOpened !== undefined);
  const review = judged ? (state.firstStage?.conclusion?.report ?? []) : [];
  const reports =
    own || supervisor ? state.instructions.flatMap(({ report }) => report?.documents ?? []) : [];
  const { award } = state;
  const awarded = award !== null && identity.role === 'bidder' && identity.uscc === award.candidate.uscc;
  const notices = award !== null && (own || supervisor || awarded) ? award.documents : [];
  return [...applications.flatMap(({ documents }) => documents), ...review, ...reports, ...notices];
}

/**
 * Why a document may not be taken at an instant, or null. Nobody but the own side takes documents before
 * they are issued; those of a first stage are issued until its end to who has not taken them before;
 * where only some may bid, the tender documents are theirs alone (招标投标法 17, 条例 18).
 */
export function refuseTaking(
  { stage }: Offer,
  state: TenderState,
  identity: Identity,
  taken: { readonly at: Instant; readonly before: boolean },
  law: LawContext,
): Refusal | null {
  if (stage === 'held' || isOwnSide(state, identity)) return null;
  if (stage === 'first') return refuseFirstStage(state, identity, taken);
  if (state.firstStage !== null && state.firstStage.conclusion === null) return notConcluded();
  if (taken.at < state.documentsIssuedFromAt) return notYet(state.documentsIssuedFromAt);
  if (identity.role === 'supervisor' || state.admitted === null) return null;
  // In procurement the documents are published with the result (GP-303).
  if (state.draft.regime === 'government-procurement' && wasAwarded(state)) return null;
  if (state.admitted.some((party) => party.uscc === identity.uscc)) return null;
  const { invitation, lateBid } = rulesOf(state.draft);
  return refusalFor(
    ruleOf(law, invitation ?? lateBid),
    '本单位不在受邀请、通过资格预审或者提交技术建议的单位之列，不能获取招标文件。',
    'Your party is not among the invited, the qualified or those with a proposal: the tender documents are not for it.',
  );
}

function refuseFirstStage(
  { firstStage }: TenderState,
  identity: Identity,
  { at, before }: { readonly at: Instant; readonly before: boolean },
): Refusal | null {
  if (firstStage === null) return null;
  if (at < firstStage.issuedFromAt) return notYet(firstStage.issuedFromAt);
  if (identity.role !== 'bidder' || before || at < firstStage.issuedUntilAt) return null;
  const until = shown(firstStage.issuedUntilAt);
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
  const from = shown(fromAt);
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
