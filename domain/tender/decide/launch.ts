import { checkDraft } from '../../law/checks/draft.ts';
import type { LawContext } from '../../law/context.ts';
import { procedureOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { acceptancesOf } from '../admit/trustees.ts';
import type { TenderCommand } from '../commands.ts';
import type { TenderEvent } from '../events.ts';
import { happened } from './happened.ts';

/** The notice goes out, with the deadlines it was checked against and what was only warned of. */
export function decideLaunch(
  command: Extract<TenderCommand, { name: 'launchTender' }>,
  tenderId: string,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { draft, rehearsal } = command;
  const procedure = procedureOf(draft);
  const { breaches, deadlines } = checkDraft(ctx, draft, at);
  const acceptances = acceptancesOf(command);
  const warnings = breaches.filter((breach) => breach.severity === 'warns');
  return [
    happened(at, ctx, procedure.rules.notice, {
      name: 'noticePublished',
      tenderId,
      draft,
      rehearsal,
      ruleset: ctx.ruleset.id,
      procedure: procedure.id,
      deadlines,
      warnings,
      ...(acceptances.length === 0 ? {} : { acceptances }),
    }),
  ];
}
