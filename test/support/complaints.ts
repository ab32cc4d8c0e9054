import {
  admitComplaint,
  applyComplaint,
  decideComplaint,
  decideComplaintStep,
  type ComplaintCommand,
  type ComplaintEvent,
  type ComplaintState,
  type Surroundings,
} from '../../domain/complaint/index.ts';
import { rulesetInForce, type LawContext } from '../../domain/law/context.ts';
import type { Refusal } from '../../domain/refusal.ts';
import {
  admit,
  apply,
  decide,
  type Actor,
  type TenderCommand,
  type TenderState,
} from '../../domain/tender/index.ts';
import { buildCalendar } from '../../domain/time/calendar.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { agencyActor, bidderActors, exampleDocument, exampleDraft, supervisorActor } from './drafts.ts';
import { exampleCommands, moment, processAt, type Stage } from './process.ts';

export const AUTHORITY = {
  partyId: 'party-supervisor',
  name: '唐山市发展和改革委员会',
  uscc: '11130200000000000X',
};
export const OTHER_AUTHORITY = {
  partyId: 'party-other',
  name: '河北省住房和城乡建设厅',
  uscc: '11130000000000000X',
};
export const otherSupervisor: Actor = {
  ...supervisorActor,
  partyId: OTHER_AUTHORITY.partyId,
  partyName: OTHER_AUTHORITY.name,
};
export const complainant: Actor = bidderActors[0];

/** An objection to the documents of 12 September, answered on the 14th unless told otherwise. */
export function objectedTender(repliedAt: string | null = '2026-09-14 10:00'): TenderState {
  const process = processAt('documents');
  process.give(exampleCommands.object(), complainant, '2026-09-12 10:00');
  if (repliedAt !== null) process.give(exampleCommands.reply(), agencyActor, repliedAt);
  return process.state;
}

/** The example tender at a stage, with nothing objected. */
export const tenderAt = (stage: Stage): TenderState => processAt(stage).state;

/** The law of a tender. */
export function lawOf(tender: TenderState): LawContext {
  return { ruleset: rulesetInForce(tender.draft.regime, tender.launchedAt), calendar: buildCalendar() };
}

/** A procurement whose documents were challenged on 12 September, answered on the 16th unless told otherwise. */
export function challengedTender(repliedAt: string | null = '2026-09-16 10:00'): TenderState {
  const at = moment('2026-09-09 15:00');
  const ctx = { ruleset: rulesetInForce('government-procurement', at), calendar: buildCalendar() };
  const schedule = {
    documentsIssuedFromAt: moment('2026-09-10 09:00'),
    documentsIssuedUntilAt: moment('2026-09-18 17:00'),
    bidDeadlineAt: moment('2026-10-20 09:00'),
    openingAt: moment('2026-10-20 09:00'),
  };
  const draft = exampleDraft({
    regime: 'government-procurement',
    attributes: { mandatory: true, stateOwned: true, category: 'goods' },
    schedule,
  });
  let state: TenderState | null = null;
  const give = (command: TenderCommand, actor: Actor, when: number): void => {
    const refusals = admit(command, actor, state, when, ctx);
    if (refusals.length > 0) throw new Error(refusals.map(({ code, en }) => `${code} ${en}`).join('; '));
    for (const event of decide(command, actor, state, 'tender-1', when, ctx)) state = apply(event, state);
  };
  give({ name: 'launchTender', draft, rehearsal: false, ruleset: ctx.ruleset.id }, agencyActor, at);
  give(exampleCommands.object(), complainant, moment('2026-09-12 10:00'));
  if (repliedAt !== null) give(exampleCommands.reply(), agencyActor, moment(repliedAt));
  return state!;
}

/** A lawful complaint about the documents, to be given as it is or changed. */
export function filing(overrides: Partial<Extract<ComplaintCommand, { name: 'fileComplaint' }>> = {}) {
  return {
    name: 'fileComplaint',
    id: 'complaint-1',
    subject: 'documents',
    objectionId: 'objection-1',
    knownAt: parseInstant('2026-09-11T09:00:00+08:00'),
    interest: null,
    authorities: [AUTHORITY],
    points: [{ text: '资质要求排斥潜在投标人。', from: 'objection' }],
    request: '责令修改招标文件。',
    evidence: [exampleDocument('同类项目清单.pdf', 'e')],
    ...overrides,
  } as const satisfies ComplaintCommand;
}

/** What the record shows around it: a bidder that took the documents. */
export function around(tender: TenderState, overrides: Partial<Surroundings> = {}): Surroundings {
  return {
    tender,
    participation: { tookDocumentsAt: moment('2026-09-10 10:00'), bidAt: null },
    others: [],
    unfoundedAt: [],
    ...overrides,
  };
}

/** A complaint driven through the pure functions alone. */
export class Complaint {
  state: ComplaintState | null = null;
  readonly events: ComplaintEvent[] = [];
  surroundings: Surroundings;
  private readonly ctx: LawContext;

  constructor(tender: TenderState, overrides: Partial<Surroundings> = {}) {
    this.surroundings = around(tender, overrides);
    this.ctx = lawOf(tender);
  }

  /** The complaint, filed. */
  get now(): ComplaintState {
    if (this.state === null) throw new Error('not filed yet');
    return this.state;
  }

  refusals(command: ComplaintCommand, actor: Actor, at: string): Refusal[] {
    return admitComplaint(command, actor, this.state, moment(at), this.ctx, this.surroundings);
  }

  /** Gives a command; throws with the codes when it is refused. */
  give(command: ComplaintCommand, actor: Actor, at: string, calendar = this.ctx.calendar): ComplaintEvent[] {
    const refusals = this.refusals(command, actor, at);
    if (refusals.length > 0) throw new Error(refusals.map(({ code, en }) => `${code} ${en}`).join('; '));
    const ctx = { ...this.ctx, calendar };
    return this.take(decideComplaint(command, actor, this.state, moment(at), ctx, this.surroundings));
  }

  /** Reminds the owner of a duty. */
  remind(dutyId: string, at: string): ComplaintEvent[] {
    return this.take(decideComplaintStep({ name: 'announceDue', dutyId }, this.now, moment(at), this.ctx));
  }

  /** Takes a step of the clock. */
  step(dutyId: string, at: string): ComplaintEvent[] {
    return this.take(decideComplaintStep({ name: 'timeOutDuty', dutyId }, this.now, moment(at), this.ctx));
  }

  private take(events: ComplaintEvent[]): ComplaintEvent[] {
    for (const event of events) this.state = applyComplaint(event, this.state);
    this.events.push(...events);
    return events;
  }
}

/** A complaint in tendering, filed on 15 September. */
export function filedComplaint(overrides: Partial<Surroundings> = {}): Complaint {
  const complaint = new Complaint(objectedTender(), overrides);
  complaint.give(filing(), complainant, '2026-09-15 10:00');
  return complaint;
}

/** One in procurement, filed on 17 September. */
export function filedInProcurement(overrides: Partial<Surroundings> = {}): Complaint {
  const complaint = new Complaint(challengedTender(), overrides);
  complaint.give(filing(), complainant, '2026-09-17 10:00');
  return complaint;
}
