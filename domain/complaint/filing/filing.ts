import type { Actor } from '../../case/actor.ts';
import { happened } from '../../case/happened.ts';
import { warningOf } from '../../law/breach.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Breach } from '../../law/types.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { Instant } from '../../time/instant.ts';
import { shownInstant } from '../../time/text.ts';
import { complaintDuty } from '../ground/duties.ts';
import { complaintRules } from '../ground/rules.ts';
import type { ComplaintState, ComplaintTender } from '../ground/state.ts';
import type { Surroundings } from '../ground/surroundings.ts';
import type { ComplaintFiled, FileComplaint } from './command.ts';
import { filingTime } from './filing-time.ts';
import { standingOf } from './standing.ts';

/** A complaint is received: from now the authority's time to say whether it takes it runs. */
export function decideFiling(
  command: FileComplaint,
  actor: Actor,
  at: Instant,
  ctx: LawContext,
  around: Surroundings,
): ComplaintFiled[] {
  const { tender } = around;
  const [authority, ...told] = command.authorities;
  if (actor.partyId === null || actor.uscc === null || authority === undefined)
    throw new Error('a complaint comes from a party and goes to an authority');
  const rules = complaintRules(ctx);
  const objection = tender.objections.find((one) => one.id === command.objectionId) ?? null;
  const given = { subject: command.subject, claimedAt: command.knownAt };
  const time = filingTime(ctx, tender, given, objection);
  const review = rules.review === null ? null : deadlineAfter(ctx, rules.review, at);
  const { points, request, evidence } = command;
  return [
    happened(at, ctx, rules.filing, {
      name: 'complaintFiled',
      complaint: {
        id: command.id,
        rehearsal: tender.rehearsal,
        regime: ctx.ruleset.regime,
        ruleset: tender.ruleset,
        tender: tenderOf(tender),
        complainant: { partyId: actor.partyId, uscc: actor.uscc, name: actor.partyName ?? '' },
        standing: standingOf(actor, around),
        interest: command.interest,
        authority,
        told,
        subject: command.subject,
        objectionId: command.objectionId,
        claimedAt: command.knownAt,
        knownAt: time.knownAt,
        content: { points, request, evidence },
      },
      deadlines: [time.deadline, review].filter((one) => one !== null),
      duties: review === null ? [] : [complaintDuty('review', 'supervisor', review)],
      warnings: warningsOf(command, time.knownAt, ctx, around),
    }),
  ];
}

function tenderOf({ id, draft }: TenderState): ComplaintTender {
  const { title, projectCode, tenderee, agency, region, industry, attributes } = draft;
  return { id, title, projectCode, tenderee, agency, region, industry, attributes };
}

/** What is said to the authority and refuses nothing: an earlier knowledge than claimed, the same matter again after a withdrawal. */
function warningsOf(
  command: FileComplaint,
  knownAt: Instant,
  ctx: LawContext,
  { tender, others }: Surroundings,
): Breach[] {
  const { filing, withdrawal } = complaintRules(ctx);
  const warnings: Breach[] = [];
  if (knownAt < command.knownAt) {
    const [claimed, shown] = [shownInstant(command.knownAt), shownInstant(knownAt)];
    warnings.push(
      warningOf(ctx, filing, {
        field: 'knownAt',
        zh: `投诉人称${claimed}知道，记录显示不晚于${shown}即应当知道，期限自后者起算。`,
        en: `The complainant says it knew at ${claimed}; the record shows that it knew by ${shown}, from which its time runs.`,
        accepted: null,
      }),
    );
  }
  const again = others.some(
    (one) =>
      one.tenderId === tender.id && one.status === 'withdrawn' && one.objectionId === command.objectionId,
  );
  if (again && withdrawal !== null) {
    warnings.push(
      warningOf(ctx, withdrawal, {
        field: null,
        zh: '投诉人曾撤回对同一事项的投诉；撤回后不得以同一的事实和理由再提出投诉（凭记忆，未核实原文）。',
        en: 'The complainant withdrew a complaint in this matter; after that the same facts and reasons are no new complaint (from memory, the text was not verified).',
        accepted: null,
      }),
    );
  }
  return warnings;
}

/** A complaint as its filing begins it. */
export function filed({ complaint, deadlines, duties, warnings, at }: ComplaintFiled): ComplaintState {
  return {
    ...complaint,
    version: 1,
    status: 'filed',
    filedAt: at,
    receivedAt: at,
    acceptedAt: null,
    correction: null,
    refusal: null,
    copiesSentAt: null,
    statement: null,
    excludedTime: [],
    decision: null,
    repeatedlyUnfounded: null,
    publishedAt: null,
    withdrawnAt: null,
    deadlines,
    duties,
    warnings,
  };
}
