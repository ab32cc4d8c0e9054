import { prospect } from '../../case/actions.ts';
import type { Named } from '../../case/chapter.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Deadline } from '../../law/types.ts';
import { rulesOf } from '../../procedure/index.ts';
import { parts } from '../../record/parts.ts';
import type { Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { CONTRACT, open } from '../../visibility/audiences.ts';
import { hasBidSecurity } from '../ground/bid-security.ts';
import { completion } from '../ground/completion.ts';
import { dutyFor } from '../ground/duties.ts';
import { meetDuty } from '../../case/duty.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { passed, withDeadlines } from '../ground/progress.ts';
import { refuseBreaches, refuseMalformedAmounts } from '../../case/refusals.ts';
import { contractParties } from '../ground/signatures.ts';
import type { TenderState } from '../ground/state.ts';
import { contractAnnouncement } from './announcement.ts';
import type { ContractCommand, ContractEvent } from './commands-and-events.ts';
import { contractNotices, signedContractNotices } from './notices.ts';
import { checkContract, checkNothingOpen } from './terms.ts';

type Command<Name extends ContractCommand['name']> = Named<ContractCommand, Name>;

type Event<Name extends ContractEvent['name']> = Named<ContractEvent, Name>;

type Events = (ContractEvent | SharedEvent)[];

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

/** The contract is signed: bid securities that are still held must go back. */
export function decideContract(
  command: Command<'signContract'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { amountFen, performanceSecurityFen, document } = command;
  const owed = hasBidSecurity(state) && state.milestones.securityReturned === undefined;
  const rules = rulesOf(state.draft);
  const due: [string, Deadline][] = [];
  if (owed) due.push(['return-security', deadlineAfter(ctx, rules.securityReturn, at)]);
  if (rules.closingReportFrom === 'contract')
    due.push(['file-contract', deadlineAfter(ctx, rules.closingReport, at)]);
  const signed: Events[number] = happened(at, ctx, rules.contract, {
    name: 'contractSigned',
    contract: { signedAt: at, amountFen, performanceSecurityFen, document },
    deadlines: due.map(([, deadline]) => deadline),
    duties: due.map(([id, deadline]) => dutyFor(id, deadline)),
  });
  return [signed, ...completion(state, 'contractSigned', at, ctx)];
}

/** The contract is signed. */
export function contractSigned(event: Event<'contractSigned'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'contractSigned', event.at, 'report'),
    contract: event.contract,
    duties: [...meetDuty(state.duties, 'sign-contract', event.at), ...event.duties],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

export const contract: TenderChapter<ContractCommand, never, ContractEvent> = {
  commands: {
    signContract: {
      zh: '订立书面合同',
      en: 'signing the contract',
      by: 'own',
      while: { phases: ['contract'], done: 'contractSigned', rests: true },
      signs: ({ document }, { draft, award }) => [
        { kind: 'contract', documents: [document], by: contractParties(draft, award), needsDocument: true },
      ],
      prospects: ({ state, ctx }) => [prospect(refuseBreaches(checkNothingOpen(ctx, state)))],
      refuse: (command, { state, at, ctx }) => admitContract(command, state, at, ctx),
      advise: (command, { state, at, ctx }) => checkContract(ctx, state, command, at),
      decide: (command, { state, at, ctx }) => decideContract(command, state, at, ctx),
    },
  },
  steps: {},
  events: {
    contractSigned: {
      apply: contractSigned,
      record: ({ contract: { amountFen, performanceSecurityFen, document } }) =>
        parts({ amountFen, performanceSecurityFen }, {}, [document.sha256]),
      reads: open({ papers: CONTRACT }),
      announces: { kind: 'contract', body: contractAnnouncement },
      tells: (event, state) => [...contractNotices(event, state), ...signedContractNotices(event, state)],
    },
  },
};
