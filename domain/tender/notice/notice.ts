import type { Disclosure } from '../../case/chapter.ts';
import type { LawContext } from '../../law/context.ts';
import { procedureOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { BIDDERS, ISSUED, open } from '../../visibility/audiences.ts';
import type { PartyRef } from '../../case/references.ts';
import type { TenderDraft } from '../ground/draft.ts';
import { happened } from '../../case/happened.ts';
import type { FirstStage } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';
import { noticeAnnouncement } from './announcement.ts';
import { checkDraft } from './checks/draft.ts';
import type { LaunchTender, NoticePublished } from './command.ts';
import { noticeKind } from './kind.ts';
import { invitationNotices } from './notices.ts';
import { noticeParts } from './record.ts';
import { acceptancesOf } from './trustees.ts';

/** The notice goes out, with the deadlines it was checked against and what was only warned of. */
export function decideLaunch(
  command: LaunchTender,
  tenderId: string,
  at: Instant,
  ctx: LawContext,
): NoticePublished[] {
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

/** The state of a tender whose notice was just published. */
export function launched(event: NoticePublished): TenderState {
  const { draft, at } = event;
  return {
    id: event.tenderId,
    version: 1,
    rehearsal: event.rehearsal,
    ruleset: event.ruleset,
    procedure: event.procedure,
    draft,
    phase: 'notice',
    launchedAt: at,
    documentsIssuedFromAt: draft.schedule.documentsIssuedFromAt,
    documentsIssuedUntilAt: draft.schedule.documentsIssuedUntilAt,
    bidDeadlineAt: draft.schedule.bidDeadlineAt,
    decryptionEndsAt: null,
    publicityEndsAt: null,
    firstStage: firstStageOf(draft),
    admitted: admittedAtLaunch(draft),
    milestones: { noticePublished: at },
    deadlines: event.deadlines,
    duties: [],
    clarifications: [],
    objections: [],
    questions: [],
    suspension: null,
    instructions: [],
    closedBidCount: null,
    signedIn: [],
    confirmations: [],
    openedBids: null,
    writtenReports: [],
    evaluation: null,
    award: null,
    cancelledAwards: [],
    contract: null,
    outcome: null,
  };
}

function firstStageOf({ firstStage }: TenderDraft): FirstStage | null {
  if (firstStage === null) return null;
  const { issuedFromAt, issuedUntilAt, dueAt } = firstStage;
  return { issuedFromAt, issuedUntilAt, dueAt, applications: [], conclusion: null };
}

/** Who may bid from the beginning: the invited; nobody while a first stage is to decide it; else anybody (null). */
function admittedAtLaunch(draft: TenderDraft): readonly PartyRef[] | null {
  if (draft.firstStage !== null) return [];
  return draft.invitees.length === 0 ? null : draft.invitees;
}

/** How the notice becomes known. */
export const noticeDisclosure: Disclosure<NoticePublished, TenderState> = {
  record: noticeParts,
  // Who is invited, and why nobody else is.
  reads: open({ facts: { ...BIDDERS, owner: 'at-once' }, papers: ISSUED }),
  announces: { kind: ({ draft }) => noticeKind(draft), body: noticeAnnouncement },
  // Where anybody may come the notice is published to all before anybody holds documents.
  tells: invitationNotices,
};
