import { happened } from '../../case/happened.ts';
import { refuseEmptyTexts } from '../../case/refusals.ts';
import { warningOf } from '../../law/breach.ts';
import type { LawContext } from '../../law/context.ts';
import { parts } from '../../record/parts.ts';
import type { Instant } from '../../time/instant.ts';
import type { ComplaintChapter } from '../ground/kind.ts';
import { ended } from '../ground/progress.ts';
import { OF_COMPLAINT } from '../ground/recorded.ts';
import { complaintRules } from '../ground/rules.ts';
import type { ComplaintState } from '../ground/state.ts';
import type { WithdrawalCommand, WithdrawalEvent } from './commands-and-events.ts';
import { withdrawnNotices } from './notices.ts';

/** The complainant takes it back, which ends it. What no verified text settles is said. */
export function decideWithdrawal(
  { reason }: WithdrawalCommand,
  at: Instant,
  ctx: LawContext,
): WithdrawalEvent[] {
  const { withdrawal } = complaintRules(ctx);
  const warnings =
    withdrawal === null
      ? []
      : [
          warningOf(ctx, withdrawal, {
            field: null,
            zh: '撤回投诉的条件和后果依据的条文未经核实：查实有明显违法行为的，行政监督部门可以不准撤回并继续处理。',
            en: 'On what conditions a complaint may be withdrawn was not verified: where a plain breach was found the authority may go on with it.',
            accepted: null,
          }),
        ];
  return [happened(at, ctx, withdrawal, { name: 'complaintWithdrawn', reason, warnings })];
}

/** A withdrawal ends the complaint. */
export function withdrawn({ at, warnings }: WithdrawalEvent, state: ComplaintState): ComplaintState {
  return {
    ...ended(state, at, null),
    status: 'withdrawn',
    withdrawnAt: at,
    warnings: [...state.warnings, ...warnings],
  };
}

export const withdrawal: ComplaintChapter<WithdrawalCommand, never, WithdrawalEvent> = {
  commands: {
    withdrawComplaint: {
      zh: '撤回投诉',
      en: 'withdrawing the complaint',
      by: 'complainant',
      while: ['filed', 'correcting', 'accepted'],
      refuse: ({ reason }) => refuseEmptyTexts({ reason: ['撤回理由', reason] }),
      decide: (command, { at, ctx }) => decideWithdrawal(command, at, ctx),
    },
  },
  steps: {},
  events: {
    complaintWithdrawn: {
      apply: withdrawn,
      record: ({ warnings, reason }) =>
        parts({ warnings: warnings.map(({ rule, zh }) => ({ rule, zh })) }, { reason }),
      reads: OF_COMPLAINT,
      announces: null,
      tells: withdrawnNotices,
    },
  },
};
