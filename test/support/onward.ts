import type { LawContext } from '../../domain/law/context.ts';
import type { Phase } from '../../domain/procedure/index.ts';
import {
  remainingCandidates,
  type Actor,
  type Candidate,
  type InstructionKind,
  type SystemStep,
  type TenderCommand,
  type TenderState,
} from '../../domain/tender/index.ts';
import { dateOf, MS_PER_DAY, startOfDate, type Instant } from '../../domain/time/instant.ts';
import {
  agencyActor,
  bidderActors,
  exampleCandidate,
  exampleDocument,
  exampleOpenedBids,
  supervisorActor,
} from './drafts.ts';
import { biddersOf, largeCommittee, scheduleFor } from './every-procedure.ts';
import { exampleCommands as example, lawAt } from './process.ts';

/** What a process waits for next, the earliest instant for it (0: at once), and who does it. */
export interface Onward {
  readonly at: Instant;
  readonly act: { readonly step: SystemStep } | { readonly command: TenderCommand; readonly actor: Actor };
}

const now = (command: TenderCommand, actor: Actor = agencyActor): Onward => ({
  at: 0,
  act: { command, actor },
});
const clock = (at: Instant, step: SystemStep): Onward => ({ at, act: { step } });

/** An application of the first, second or third bidder. */
export function application(index: number): Onward {
  const command: TenderCommand = {
    name: 'submitApplication',
    id: `application-${index + 1}`,
    documents: [exampleDocument('申请文件.pdf', '9')],
  };
  return now(command, bidderActors[index] ?? bidderActors[0]);
}

/** The result of a first stage in which everybody who applied is admitted, with the shortest times from the next morning on. */
export function conclusion(
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Extract<TenderCommand, { name: 'concludeFirstStage' }> {
  const tomorrow = startOfDate(dateOf(at)) + MS_PER_DAY + 9 * 3_600_000;
  return {
    name: 'concludeFirstStage',
    admitted: (state.firstStage?.applications ?? []).map(({ party }) => party.uscc),
    rejected: [],
    committee: largeCommittee(),
    documents: [exampleDocument()],
    schedule: scheduleFor(state.procedure, tomorrow, ctx),
  };
}

/** The report of the example's evaluation, by a committee that every procedure takes. */
export function reportFor(state: TenderState, overrides = {}): TenderCommand {
  const ranks = Array.from({ length: biddersOf(state) }, (_, index) => index + 1);
  return example.report({
    committee: largeCommittee(),
    candidates: ranks.map(exampleCandidate),
    ...overrides,
  });
}

/** The bids of the example, as many as the procedure has bidders. */
export const openedBidsOf = (state: TenderState) => exampleOpenedBids().slice(0, biddersOf(state));

const BY_PHASE: Readonly<Record<Phase, (state: TenderState, at: Instant) => Onward>> = {
  notice: (state) =>
    state.firstStage === null
      ? clock(state.documentsIssuedFromAt, { name: 'openDocuments' })
      : clock(state.firstStage.issuedFromAt, { name: 'openFirstStage' }),
  prequalification: firstStage,
  proposals: firstStage,
  documents: (state) => clock(state.documentsIssuedUntilAt, { name: 'closeDocuments' }),
  bidding: (state) => {
    const count = biddersOf(state);
    return clock(state.bidDeadlineAt, { name: 'closeBids', bidCount: count, bidderCount: count });
  },
  opening: (state) => clock(state.decryptionEndsAt ?? 0, { name: 'openBids', bids: openedBidsOf(state) }),
  evaluation: (state) => now(reportFor(state)),
  publicity: (state) =>
    state.publicityEndsAt === null
      ? now(example.publish())
      : clock(state.publicityEndsAt, { name: 'endPublicity' }),
  award: (state) =>
    now(
      state.evaluation !== null && remainingCandidates(state).length === 0
        ? { name: 'terminateTender', reason: '候选人均已丧失资格，重新招标。' }
        : example.award(nextBidId(state)),
    ),
  contract: (state) =>
    now(example.sign({ ...(state.award === null ? {} : contractFor(state.award.candidate)) })),
  report: (state) =>
    now(
      state.milestones.securityReturned === undefined && state.draft.bidSecurityFen !== null
        ? example.returnSecurity()
        : example.writeReport(),
    ),
};

/** The bid of the candidate who is to win next; the first one's where nobody is left. */
export function nextBidId(state: TenderState): string {
  return remainingCandidates(state)[0]?.bidId ?? 'bid-1';
}

/** A contract for the winning price, with a tenth of it as performance security. */
function contractFor({ priceFen }: Candidate): object {
  return { amountFen: priceFen, performanceSecurityFen: String(BigInt(priceFen) / 10n) };
}

function firstStage(state: TenderState, at: Instant): Onward {
  const stage = state.firstStage;
  if (stage === null) throw new Error(`${state.procedure} has no first stage`);
  if (state.milestones.firstStageConcluded !== undefined)
    return clock(state.documentsIssuedFromAt, { name: 'openDocuments' });
  if (state.milestones.applicationsClosed !== undefined)
    return now(conclusion(state, at, lawAt(state.launchedAt, state.draft.regime)));
  const missing = bidderActors.findIndex(
    ({ partyId }) => !stage.applications.some((one) => one.partyId === partyId),
  );
  return missing < 0 ? clock(stage.dueAt, { name: 'closeApplications' }) : application(missing);
}

/** What brings a tender on from where it stands at an instant: first what suspends it ends. Null when it is over. */
export function onward(state: TenderState, at: Instant): Onward | null {
  if (state.outcome !== null) return null;
  const [ground] = state.suspension?.grounds ?? [];
  if (ground?.kind === 'objection') return now(example.reply(ground.id));
  if (ground !== undefined) return now(orderOf('resume', state, `resume-${state.version}`), supervisorActor);
  return BY_PHASE[state.phase](state, at);
}

/** An order of the authority on the basis that the tender's rules give it. */
export function orderOf(
  kind: InstructionKind,
  state: Pick<TenderState, 'draft'>,
  id = `order-${kind}`,
  dueAt: Instant | null = null,
): TenderCommand {
  const tendering = state.draft.regime === 'tendering';
  const suspension = tendering ? 'CMP-008' : 'GP-511';
  const basis = {
    suspend: suspension,
    resume: suspension,
    'void-award': tendering ? 'ZTB-411' : 'GP-512',
    invalidate: tendering ? 'ZTB-412' : 'GP-211',
    correct: tendering ? 'ZTB-020' : 'GP-101',
  }[kind];
  return { name: 'issueInstruction', id, kind, basis, text: '依法处理。', dueAt };
}
