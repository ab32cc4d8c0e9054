import type { Actor } from '../case/actor.ts';
import { opensInSecret } from '../procedure/index.ts';
import type { Contact, TenderDraft } from '../tender/ground/draft.ts';
import type { Candidate, CommitteeMember } from '../tender/ground/parts.ts';
import type { TenderState } from '../tender/ground/state.ts';
import type { SystemStep, TenderCommand } from '../tender/tender.ts';
import type { HolidayNotice } from '../time/calendar.ts';
import type { Instant } from '../time/instant.ts';

export const ARCHIVE_FORMAT = 'openseal-archive/1';

/** Stands for a text that was left out; an empty one stays empty, for that is what checks look at. */
export const LEFT_OUT = '〔略〕';

/** One thing that happened in a tender: a command as it was received, or a step of the clock. */
export type ArchivedMove =
  | {
      readonly kind: 'command';
      readonly at: Instant;
      readonly actor: Actor;
      readonly command: TenderCommand;
      /** The codes by which it was refused then; null when it was accepted. */
      readonly refused: readonly string[] | null;
    }
  | { readonly kind: 'step'; readonly at: Instant; readonly step: SystemStep };

/** A tender that is over, as it went, the launch first. Instants in milliseconds, money in fen, as in the domain. */
export interface ArchivedTender {
  readonly tenderId: string;
  readonly projectCode: string;
  readonly ruleset: string;
  readonly moves: readonly ArchivedMove[];
}

/** A file of archived tenders. It holds no personal data: who acted stands there as a party and a role. */
export interface Archive {
  readonly format: typeof ARCHIVE_FORMAT;
  /** The holiday notices that the calendar knew beside its own years. */
  readonly holidayNotices: readonly HolidayNotice[];
  readonly tenders: readonly ArchivedTender[];
}

/** What the archive of a tender is made from. */
export interface ArchiveInput {
  /** After its last event. */
  readonly state: TenderState;
  /** In the order of their receipt, those that were refused among them. */
  readonly commands: readonly {
    readonly at: Instant;
    readonly actor: Actor;
    readonly payload: TenderCommand;
    readonly refusals: readonly { readonly code: string }[] | null;
  }[];
  /** What the closing counted; null when there was none. */
  readonly closing: { readonly bidCount: number; readonly bidderCount: number } | null;
}

/**
 * The archive of one tender: its commands with their instants, and the steps of the clock told from its
 * milestones. Names of persons, how to reach them, and texts in which they may stand are left out; what the
 * law's checks read of them is only whether they are there. Where nothing is opened in public, who bid is left out too.
 */
export function archiveOf({ state, commands, closing }: ArchiveInput): ArchivedTender {
  const moves: ArchivedMove[] = [
    ...stepsOf(state, closing),
    ...commands.map(({ at, actor, payload, refusals }): ArchivedMove => ({
      kind: 'command',
      at,
      actor: actorOf(actor, payload),
      command: impersonal(payload, opensInSecret(state.draft)),
      refused: refusals === null || refusals.length === 0 ? null : refusals.map(({ code }) => code),
    })),
  ];
  return {
    tenderId: state.id,
    projectCode: state.draft.projectCode,
    ruleset: state.ruleset,
    // Steps stand first in the list and the sort is stable: of one instant, a step comes before a command.
    moves: moves.toSorted((a, b) => a.at - b.at),
  };
}

/**
 * Who acted, without the person. Who objected or asked stays unknown (招标投标法 22, 44), but for the opening, where only
 * those who bid may, before all the others.
 */
function actorOf(actor: Actor, command: TenderCommand): Actor {
  const party = { ...actor, personId: null };
  const unnamed =
    command.name === 'askQuestion' || (command.name === 'fileObjection' && command.subject !== 'opening');
  if (!unnamed) return party;
  return { ...party, partyId: LEFT_OUT, uscc: LEFT_OUT, partyName: null };
}

function stepsOf(state: TenderState, closing: ArchiveInput['closing']): ArchivedMove[] {
  const { milestones } = state;
  const moves: ArchivedMove[] = [];
  const add = (at: Instant | null | undefined, step: SystemStep) => {
    if (at !== null && at !== undefined) moves.push({ kind: 'step', at, step });
  };
  add(milestones.firstStageOpened, { name: 'openFirstStage' });
  add(milestones.applicationsClosed, { name: 'closeApplications' });
  add(milestones.documentsOpened, { name: 'openDocuments' });
  add(milestones.documentsClosed, { name: 'closeDocuments' });
  if (closing !== null) add(milestones.bidsClosed, { name: 'closeBids', ...closing });
  add(milestones.keysComplete, { name: 'completeKeys' });
  const secret = opensInSecret(state.draft);
  const bids = (state.openedBids ?? []).map((bid) => ({
    ...(secret ? nameless(bid) : bid),
    projectManager: bid.projectManager === null ? null : conceal(bid.projectManager),
  }));
  add(milestones.bidsOpened, { name: 'openBids', bids });
  add(milestones.publicityEnded, { name: 'endPublicity' });
  for (const { id: dutyId, announcedAt, timedOutAt } of state.duties) {
    add(announcedAt, { name: 'announceDue', dutyId });
    add(timedOutAt, { name: 'timeOutDuty', dutyId });
  }
  return moves;
}

/** A bid is known by its id; the checks read of its bidder only that it is the same everywhere. */
function nameless<Named extends { readonly name: string; readonly uscc: string }>(bid: Named): Named {
  return { ...bid, name: LEFT_OUT, uscc: LEFT_OUT };
}

function conceal(text: string): string {
  return text.trim() === '' ? text : LEFT_OUT;
}

/** Every command is decided here by name: a new one that carries words of people is not archived with them by oversight. */
function impersonal(command: TenderCommand, secret: boolean): TenderCommand {
  switch (command.name) {
    case 'launchTender':
      return { ...command, draft: impersonalDraft(command.draft) };
    case 'issueClarification':
      return { ...command, text: conceal(command.text) };
    case 'fileObjection':
    case 'replyObjection':
    case 'askQuestion':
    case 'answerQuestion':
    case 'submitWrittenReport':
    case 'issueInstruction':
    case 'reportInstruction':
      return { ...command, text: conceal(command.text) };
    case 'concludeFirstStage':
      return {
        ...command,
        committee: anonymous(command.committee),
        rejected: command.rejected.map((one) => ({ ...one, reason: conceal(one.reason) })),
      };
    case 'submitEvaluationReport':
      return {
        ...command,
        committee: anonymous(command.committee),
        candidates: command.candidates.map((one) => impersonalCandidate(secret ? nameless(one) : one)),
        rejected: command.rejected.map((one) => ({ ...one, reason: conceal(one.reason) })),
        summary: conceal(command.summary),
      };
    case 'issueAwardNotice':
      return { ...command, reason: command.reason === null ? null : conceal(command.reason) };
    case 'cancelAward':
    case 'terminateTender':
    case 'escalateDuty':
    case 'extendDuty':
      return { ...command, reason: conceal(command.reason) };
    case 'signInAtOpening':
    case 'confirmOpening':
    case 'submitApplication':
    case 'publishCandidates':
    case 'signContract':
    case 'returnBidSecurity':
    case 'acknowledgeInstruction':
    case 'closeInstruction':
    case 'remindDuty':
    case 'rederiveDeadlines':
      return command;
    default:
      return command satisfies never;
  }
}

function impersonalDraft(draft: TenderDraft): TenderDraft {
  return {
    ...draft,
    contact: impersonalContact(draft.contact),
    objectionContact: impersonalContact(draft.objectionContact),
    methodReason: draft.methodReason === null ? null : conceal(draft.methodReason),
  };
}

function impersonalContact({ name, phone, address }: Contact): Contact {
  return { name: conceal(name), phone: conceal(phone), address: conceal(address) };
}

function impersonalCandidate(candidate: Candidate): Candidate {
  const { projectManager, certificate, priceCorrection = null } = candidate;
  return {
    ...candidate,
    ...(priceCorrection === null
      ? {}
      : { priceCorrection: { ...priceCorrection, reason: conceal(priceCorrection.reason) } }),
    projectManager: projectManager === null ? null : conceal(projectManager),
    certificate: certificate === null ? null : conceal(certificate),
    qualifications: conceal(candidate.qualifications),
  };
}

/** Members by their number: how many there are, and how many are experts, is what the law asks. */
function anonymous(committee: readonly CommitteeMember[]): CommitteeMember[] {
  return committee.map(({ role }, index) => ({ name: `成员${index + 1}`, role, employer: LEFT_OUT }));
}
