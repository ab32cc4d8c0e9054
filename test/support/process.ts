import { trusteeUscc } from '../../domain/opening/trustee.ts';
import type { KnownSignature } from '../../domain/pki/index.ts';
import { acceptanceHash, TRUSTEE_ACCEPTANCE } from '../../domain/seal/acceptance.ts';
import { rulesetInForce, type LawContext } from '../../domain/law/context.ts';
import type { Regime } from '../../domain/law/types.ts';
import type { Refusal } from '../../domain/refusal.ts';
import {
  admit,
  apply,
  decide,
  decideStep,
  type Actor,
  type SystemStep,
  type TenderCommand,
  type TenderDraft,
  type TenderEvent,
  type TenderState,
} from '../../domain/tender/index.ts';
import { buildCalendar, LIBRARY_LAST_YEAR, type Calendar } from '../../domain/time/calendar.ts';
import { dateOf, parseInstant, type Instant } from '../../domain/time/instant.ts';
import {
  agencyActor,
  bidderActors,
  EXAMPLE_LAUNCH_AT,
  exampleCandidate,
  exampleCommittee,
  exampleDocument,
  exampleDraft,
  exampleOpenedBids,
} from './drafts.ts';

const calendar = buildCalendar();

/** An instant in Asia/Shanghai, e.g. `moment('2026-09-30 09:00')`. */
export function moment(text: string): Instant {
  return parseInstant(`${text.replace(' ', 'T')}+08:00`);
}

/** The law in force at an instant, on the calendar that comes with the platform. */
export function lawAt(at: Instant = EXAMPLE_LAUNCH_AT, regime: Regime = 'tendering'): LawContext {
  return { ruleset: rulesetInForce(regime, at), calendar };
}

/** The calendar as it stands today, for tenders that run by the real clock: with made-up notices of the years that have come. */
export function calendarToday(): Calendar {
  const count = Number(dateOf(Date.now()).slice(0, 4)) - LIBRARY_LAST_YEAR;
  const years = Array.from({ length: Math.max(0, count) }, (_, index) => LIBRARY_LAST_YEAR + 1 + index);
  const notice = { source: '示例通知', restDates: [], workDates: [] };
  return buildCalendar(years.map((year) => ({ ...notice, year, publishedDate: `${year - 1}-11-01` })));
}

/** A tender driven through the pure functions alone. */
export interface Process {
  readonly state: TenderState;
  readonly events: readonly TenderEvent[];
  /** Gives a command; throws with the codes when it is refused. */
  give(command: TenderCommand, actor: Actor, at: string): TenderEvent[];
  /** Takes a step of the clock. */
  step(step: SystemStep, at: string): TenderEvent[];
  /** The refusals of a command, without giving it. */
  refusals(command: TenderCommand, actor: Actor, at: string): Refusal[];
}

const EXAMPLE_TENDER_ID = 'tender-1';

/** What the trustees of a draft sign: each accepts exactly its demand. */
function acceptancesOf(draft: TenderDraft): KnownSignature[] {
  const { sealing = null } = draft;
  return (sealing?.trustees ?? []).map((trustee) => ({
    kind: TRUSTEE_ACCEPTANCE,
    documentSha256: acceptanceHash(EXAMPLE_TENDER_ID, sealing!, trustee.id),
    uscc: trusteeUscc(draft, trustee) ?? '',
    role: 'tenderee',
    revokedAt: null,
  }));
}

/** Launches a tender on the example draft, under the law of its regime. */
export function launchProcess(
  overrides: Partial<TenderDraft> = {},
  at: Instant = EXAMPLE_LAUNCH_AT,
): Process {
  const draft = exampleDraft(overrides);
  const ctx = lawAt(at, draft.regime);
  const launch: TenderCommand = {
    name: 'launchTender',
    tenderId: EXAMPLE_TENDER_ID,
    draft,
    rehearsal: false,
    ruleset: ctx.ruleset.id,
    signed: acceptancesOf(draft),
  };
  throwRefused(launch, admit(launch, agencyActor, null, at, ctx));
  const events = decide(launch, agencyActor, null, EXAMPLE_TENDER_ID, at, ctx);
  let state = events.reduce<TenderState | null>((before, event) => apply(event, before), null) as TenderState;
  const take = (added: TenderEvent[]) => {
    for (const event of added) state = apply(event, state);
    events.push(...added);
    return added;
  };
  return {
    get state() {
      return state;
    },
    events,
    refusals: (command, actor, when) => admit(command, actor, state, moment(when), ctx),
    give(command, actor, when) {
      throwRefused(command, admit(command, actor, state, moment(when), ctx));
      return take(decide(command, actor, state, state.id, moment(when), ctx));
    },
    step: (step, when) => take(decideStep(step, state, moment(when), ctx)),
  };
}

function throwRefused(command: TenderCommand, refusals: readonly Refusal[]): void {
  if (refusals.length === 0) return;
  throw new Error(`${command.name} refused: ${refusals.map((one) => `${one.code} ${one.en}`).join('; ')}`);
}

/** Commands that are lawful in the example at their time, to be given as they are or changed. */
export const exampleCommands = {
  clarify(overrides = {}): TenderCommand {
    return {
      name: 'issueClarification',
      id: 'clarification-1',
      kind: 'clarification',
      affectsBids: false,
      title: '关于进水水质的澄清',
      text: '进水水质以招标文件附表三为准。',
      documents: [],
      newBidDeadlineAt: null,
      ...overrides,
    };
  },
  object(overrides = {}): TenderCommand {
    return {
      name: 'fileObjection',
      id: 'objection-1',
      subject: 'documents',
      text: '资质要求偏高。',
      ...overrides,
    };
  },
  reply(objectionId = 'objection-1', text = '资质要求与项目规模相适应，维持不变。'): TenderCommand {
    return { name: 'replyObjection', objectionId, text };
  },
  report(overrides = {}): TenderCommand {
    return {
      name: 'submitEvaluationReport',
      committee: exampleCommittee(),
      candidates: [1, 2, 3].map(exampleCandidate),
      rejected: [],
      summary: '三家投标人均通过评审，按综合得分排序。',
      documents: [exampleDocument('评标报告.pdf', 'b')],
      ...overrides,
    };
  },
  publish(publicityEndsAt: Instant | null = null): TenderCommand {
    return { name: 'publishCandidates', publicityEndsAt };
  },
  award(bidId = 'bid-1', reason: string | null = null): TenderCommand {
    return { name: 'issueAwardNotice', bidId, reason };
  },
  cancelAward(overrides = {}): TenderCommand {
    return {
      name: 'cancelAward',
      ground: 'will-not-sign',
      reason: '经两次书面催告，中标人无正当理由拒绝订立合同。',
      documents: [exampleDocument('催告函.pdf', 'e')],
      ...overrides,
    };
  },
  sign(overrides = {}): TenderCommand {
    return {
      name: 'signContract',
      amountFen: '1768000000',
      performanceSecurityFen: '176800000',
      document: exampleDocument('合同.pdf', 'c'),
      ...overrides,
    };
  },
  returnSecurity(interestFen = '12345'): TenderCommand {
    return { name: 'returnBidSecurity', interestFen, whose: 'all' };
  },
  writeReport(text = '招标投标情况书面报告。'): TenderCommand {
    return { name: 'submitWrittenReport', text, documents: [exampleDocument('书面报告.pdf', 'd')] };
  },
} as const;

export const STAGES = [
  'notice',
  'documents',
  'bidding',
  'opening',
  'evaluation',
  'publicity',
  'published',
  'award',
  'contract',
  'report',
] as const;
export type Stage = (typeof STAGES)[number];

/** The example tender brought lawfully to a stage. `published`: within the publicity of the candidates. */
export function processAt(stage: Stage, overrides: Partial<TenderDraft> = {}): Process {
  const process = launchProcess(overrides);
  const moves: Readonly<Record<Exclude<Stage, 'notice'>, () => unknown>> = {
    documents: () => process.step({ name: 'openDocuments' }, '2026-09-10 09:00'),
    bidding: () => process.step({ name: 'closeDocuments' }, '2026-09-16 17:00'),
    opening: () => process.step({ name: 'closeBids', bidCount: 3, bidderCount: 3 }, '2026-09-30 09:00'),
    evaluation: () => {
      process.step({ name: 'completeKeys' }, '2026-09-30 09:20');
      process.step({ name: 'openBids', bids: exampleOpenedBids() }, '2026-09-30 09:21');
    },
    publicity: () => process.give(exampleCommands.report(), agencyActor, '2026-10-10 16:00'),
    published: () => process.give(exampleCommands.publish(), agencyActor, '2026-10-12 10:00'),
    award: () => process.step({ name: 'endPublicity' }, '2026-10-16 00:00'),
    contract: () => process.give(exampleCommands.award(), agencyActor, '2026-10-16 10:00'),
    report: () => process.give(exampleCommands.sign(), agencyActor, '2026-11-02 10:00'),
  };
  for (const next of STAGES.slice(1, STAGES.indexOf(stage) + 1)) {
    if (next !== 'notice') moves[next]();
  }
  return process;
}

/** The first bidder of the example. */
export const bidder: Actor = bidderActors[0];
