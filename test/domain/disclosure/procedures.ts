import type { BodyOf } from '../../../domain/case/chapter.ts';
import { rulesetInForce, type LawContext } from '../../../domain/law/context.ts';
import { procedureOf } from '../../../domain/procedure/index.ts';
import {
  admit,
  apply,
  decide,
  decideStep,
  type Actor,
  type Instruction,
  type PartyRef,
  type SystemStep,
  type TenderCommand,
  type TenderDraft,
  type TenderEvent,
  type TenderState,
} from '../../../domain/tender/index.ts';
import { buildCalendar } from '../../../domain/time/calendar.ts';
import type { Instant } from '../../../domain/time/instant.ts';
import {
  agencyActor,
  bidderActors,
  EXAMPLE_PARTIES,
  exampleCandidate,
  exampleCommittee,
  exampleDocument,
  exampleDraft,
  exampleOpenedBids,
  supervisorActor,
} from '../../support/drafts.ts';
import { exampleCommands } from '../../support/process.ts';
import { on, type Step } from './lives.ts';

const calendar = buildCalendar();

/** A life that is lived by the domain's own decisions under the law in force; what is not decided here yet is told by hand. */
export class Life {
  readonly steps: Step[] = [];
  #state: TenderState | null = null;
  readonly #ctx: LawContext;

  constructor(draft: TenderDraft, launchAt: Instant = on('09-09 15:00'), rehearsal = false) {
    this.#ctx = { ruleset: rulesetInForce(draft.regime, launchAt), calendar };
    this.#give(
      { name: 'launchTender', draft, rehearsal, ruleset: this.#ctx.ruleset.id },
      agencyActor,
      launchAt,
    );
  }

  get state(): TenderState {
    if (this.#state === null) throw new Error('not launched');
    return this.#state;
  }

  /** Gives a command; throws with what the law refuses. */
  give(command: TenderCommand, actor: Actor, at: string): this {
    return this.#give(command, actor, on(at));
  }

  step(step: SystemStep, at: string): this {
    const events = decideStep(step, this.state, on(at), this.#ctx);
    if (events.length === 0) throw new Error(`${step.name} brings nothing at ${at}`);
    return this.#take(events);
  }

  /** Tells an event with a rule that these rulesets may not have yet. */
  tell(
    body: BodyOf<TenderEvent>,
    at: string,
    rule: string | null = null,
    article: string | null = null,
  ): this {
    return this.#take([{ ...body, at: on(at), rule, article }]);
  }

  #give(command: TenderCommand, actor: Actor, at: Instant): this {
    const refusals = admit(command, actor, this.#state, at, this.#ctx);
    if (refusals.length > 0)
      throw new Error(`${command.name}: ${refusals.map((one) => `${one.code} ${one.en}`).join('; ')}`);
    return this.#take(decide(command, actor, this.#state, 'tender-1', at, this.#ctx));
  }

  #take(events: readonly Parameters<typeof apply>[0][]): this {
    for (const event of events) {
      this.#state = apply(event, this.#state);
      this.steps.push({ event, state: this.#state });
    }
    return this;
  }
}

export const AUTHORITY = '唐山市发展和改革委员会';
/** Applied and was rejected: never named to anybody but itself. */
export const REJECTED = EXAMPLE_PARTIES.stranger;
export const REJECTION_REASON = '近五年没有同类业绩。';
export const ORDER_TEXT = '经查，资格条件涉嫌排斥潜在投标人，暂停核查。';
export const REPORT_TEXT = '已修改资格条件并重新核对。';
export const INVITED: readonly PartyRef[] = [
  EXAMPLE_PARTIES.bidder1,
  EXAMPLE_PARTIES.bidder2,
  EXAMPLE_PARTIES.bidder3,
].map(({ name, uscc }) => ({ name, uscc }));
/** What the tenderee wrote names one of the invited: what is published does not. */
export const INVITED_REASON = `技术复杂，仅有少量潜在投标人（如${EXAMPLE_PARTIES.bidder2.name}）可供选择。`;

const FIRST_STAGE = {
  documents: [exampleDocument('资格预审文件.pdf', 'f')],
  issuedFromAt: on('09-10 09:00'),
  issuedUntilAt: on('09-16 17:00'),
  dueAt: on('09-22 09:00'),
};
const SECOND_SCHEDULE = {
  documentsIssuedFromAt: on('09-28 09:00'),
  documentsIssuedUntilAt: on('10-10 17:00'),
  bidDeadlineAt: on('10-20 09:00'),
  openingAt: on('10-20 09:00'),
};

export const PREQUALIFIED = exampleDraft({
  qualification: 'before',
  firstStage: FIRST_STAGE,
  schedule: SECOND_SCHEDULE,
});
export const TWO_STAGE = exampleDraft({
  method: 'two-stage',
  firstStage: FIRST_STAGE,
  schedule: SECOND_SCHEDULE,
});
export const INVITED_DRAFT = exampleDraft({
  method: 'invited',
  invitees: INVITED,
  methodReason: INVITED_REASON,
  attributes: { mandatory: true, stateOwned: false, category: 'engineering' },
});
export const PROCUREMENT = exampleDraft({
  title: '唐山市示例中学教学设备采购',
  projectCode: 'OS-GP-2026-0001',
  regime: 'government-procurement',
  attributes: { mandatory: false, stateOwned: false, category: 'goods' },
  industry: 'education',
  scope: '教学设备一批的供货、安装与调试。',
  evaluationMethod: '综合评分法',
  schedule: {
    documentsIssuedFromAt: on('09-10 09:00'),
    documentsIssuedUntilAt: on('09-18 17:00'),
    bidDeadlineAt: on('09-30 09:00'),
    openingAt: on('09-30 09:00'),
  },
});

const [bidder1, bidder2, bidder3] = bidderActors;
const rejectedActor: Actor = {
  role: 'bidder',
  personId: 'person-rejected',
  partyId: REJECTED.id,
  uscc: REJECTED.uscc,
  partyName: REJECTED.name,
};

/** A prequalification or two stages, until the applications are closed: four applied. */
export function applied(draft: TenderDraft): Life {
  const life = new Life(draft).step({ name: 'openFirstStage' }, '09-10 09:00');
  [bidder1, bidder2, bidder3, rejectedActor].forEach((actor, index) => {
    const documents = [exampleDocument(`申请文件${index + 1}.pdf`, String(index + 4))];
    life.give({ name: 'submitApplication', id: `application-${index + 1}`, documents }, actor, '09-18 10:00');
  });
  return life.step({ name: 'closeApplications' }, '09-22 09:00');
}

/** On to the result: three may bid, one may not. */
export function concluded(draft: TenderDraft, admitted = INVITED.map(({ uscc }) => uscc)): Life {
  const everybody = [...INVITED.map(({ uscc }) => uscc), REJECTED.uscc];
  return applied(draft).give(
    {
      name: 'concludeFirstStage',
      admitted,
      rejected: everybody
        .filter((uscc) => !admitted.includes(uscc))
        .map((uscc) => ({ uscc, reason: REJECTION_REASON })),
      committee: exampleCommittee(),
      documents: [exampleDocument('招标文件.pdf', 'a')],
      schedule: SECOND_SCHEDULE,
    },
    agencyActor,
    '09-25 10:00',
  );
}

/** What is left from the issue of the documents to the closing of three bids, at the schedule's own times. */
export function closed(life: Life): Life {
  const { documentsIssuedFromAt, documentsIssuedUntilAt, bidDeadlineAt } = life.state;
  const text = (at: Instant) => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
  if (life.state.milestones.documentsOpened === undefined)
    life.step({ name: 'openDocuments' }, text(documentsIssuedFromAt));
  if (life.state.milestones.documentsClosed === undefined)
    life.step({ name: 'closeDocuments' }, text(documentsIssuedUntilAt));
  return life.step({ name: 'closeBids', bidCount: 3, bidderCount: 3 }, text(bidDeadlineAt));
}

/** On to the opening of the three bids, half an hour after the deadline. */
export function opened(life: Life): Life {
  const date = life.state.bidDeadlineAt === SECOND_SCHEDULE.bidDeadlineAt ? '10-20' : '09-30';
  return closed(life)
    .step({ name: 'completeKeys' }, `${date} 09:20`)
    .step({ name: 'openBids', bids: exampleOpenedBids() }, `${date} 09:30`);
}

/** A procurement by open tender, from the notice to the filing of the contract. */
export function procured(draft: TenderDraft = PROCUREMENT): Life {
  const committee = exampleCommittee();
  return opened(new Life(draft))
    .give(
      exampleCommands.report({
        committee: [...committee, ...experts(2)],
        candidates: [1, 2, 3].map(exampleCandidate),
      }),
      agencyActor,
      '10-09 16:00',
    )
    .give(exampleCommands.award(), agencyActor, '10-12 10:00')
    .give({ name: 'returnBidSecurity', interestFen: '1234', whose: 'others' }, agencyActor, '10-14 10:00')
    .give(exampleCommands.sign(), agencyActor, '10-20 10:00')
    .give(exampleCommands.returnSecurity(), agencyActor, '10-21 10:00')
    .give(exampleCommands.writeReport(), agencyActor, '10-22 10:00');
}

const experts = (count: number) =>
  ['吴示例', '郑示例']
    .slice(0, count)
    .map((name) => ({ name, role: 'expert' as const, employer: '评审专家库' }));

/** In the bidding, one of whose clarifications names a party that is secret. */
export function bidding(draft: TenderDraft): Life {
  return new Life(draft)
    .step({ name: 'openDocuments' }, '09-10 09:00')
    .step({ name: 'closeDocuments' }, draft.regime === 'tendering' ? '09-16 17:00' : '09-18 17:00');
}

export function order(
  kind: Instruction['kind'],
  id: string,
  at: string,
  basis: string,
  article: string,
): BodyOf<TenderEvent> {
  return {
    name: 'instructionIssued',
    duty: null,
    instruction: {
      id,
      kind,
      basis,
      article,
      authority: AUTHORITY,
      text: ORDER_TEXT,
      issuedAt: on(at),
      dueAt: null,
      acknowledgedAt: null,
      report: null,
      closedAt: null,
    },
  };
}

export const ORDERS = {
  tendering: ['CMP-008', '招标投标法实施条例第六十二条第一款'],
  'government-procurement': ['GP-511', '政府采购法第五十七条'],
} as const;

/** Suspended by order on 20 September; where the law limits such an order, until 20 October. */
export function suspendedByOrder(draft: TenderDraft): Life {
  const [rule, article] = ORDERS[draft.regime];
  const untilAt = procedureOf(draft).rules.suspensionLimit === null ? null : on('10-21 00:00');
  return bidding(draft)
    .tell(order('suspend', 'instruction-1', '09-20 11:00', rule, article), '09-20 11:00', rule, article)
    .tell(
      {
        name: 'processSuspended',
        ground: {
          id: 'instruction-1',
          kind: 'instruction',
          rule,
          article,
          sinceAt: on('09-20 11:00'),
          untilAt,
        },
      },
      '09-20 11:00',
      rule,
      article,
    )
    .tell({ name: 'instructionAcknowledged', instructionId: 'instruction-1' }, '09-20 15:00', rule, article)
    .tell(
      { name: 'instructionReported', instructionId: 'instruction-1', text: REPORT_TEXT, documents: [] },
      '09-21 15:00',
      rule,
      article,
    );
}

/** On to the resumption by order three days later, the deadline moved. */
export function resumedByOrder(draft: TenderDraft): Life {
  const [rule, article] = ORDERS[draft.regime];
  return suspendedByOrder(draft)
    .tell(order('resume', 'instruction-2', '09-23 11:00', rule, article), '09-23 11:00', rule, article)
    .tell(
      { name: 'suspensionLifted', groundId: 'instruction-1', because: 'order' },
      '09-23 11:00',
      rule,
      article,
    )
    .tell({ name: 'processResumed', suspendedMs: 3 * 86_400_000 }, '09-23 11:00', rule, article)
    .tell(moved('10-03 09:00'), '09-23 11:00', rule, article)
    .tell({ name: 'instructionClosed', instructionId: 'instruction-1' }, '09-23 11:30', rule, article);
}

/** The order runs out at the limit of the law. */
export function resumedAtLimit(draft: TenderDraft): Life {
  const [rule, article] = ORDERS[draft.regime];
  return suspendedByOrder(draft)
    .tell(
      { name: 'suspensionLifted', groundId: 'instruction-1', because: 'limit' },
      '10-21 00:00',
      rule,
      article,
    )
    .tell(
      { name: 'processResumed', suspendedMs: on('10-21 00:00') - on('09-20 11:00') },
      '10-21 00:00',
      rule,
      article,
    );
}

const moved = (to: string): BodyOf<TenderEvent> => ({
  name: 'bidDeadlineMoved',
  fromAt: on('09-30 09:00'),
  toAt: on(to),
  because: 'suspension',
  deadlines: [],
});

/** A tender given up in the bidding. */
export function terminated(draft: TenderDraft): Life {
  return bidding(draft).give(
    { name: 'terminateTender', reason: `项目因规划调整取消，此前已与${EXAMPLE_PARTIES.bidder3.name}沟通。` },
    agencyActor,
    '09-21 10:00',
  );
}

/** A tender declared void after its award. */
export function invalidated(): Life {
  const draft = exampleDraft();
  return opened(new Life(draft))
    .give(exampleCommands.report(), agencyActor, '10-10 16:00')
    .give(exampleCommands.publish(), agencyActor, '10-12 10:00')
    .step({ name: 'endPublicity' }, '10-16 00:00')
    .give(exampleCommands.award(), agencyActor, '10-16 10:00')
    .give(
      {
        name: 'issueInstruction',
        id: 'instruction-9',
        kind: 'invalidate',
        basis: 'ZTB-412',
        text: ORDER_TEXT,
        dueAt: null,
      },
      supervisorActor,
      '10-19 10:00',
    );
}

/** An open tender whose first winner will not sign: the second candidate does. */
export function replaced(): Life {
  return opened(new Life(exampleDraft()))
    .give(exampleCommands.report(), agencyActor, '10-10 16:00')
    .give(exampleCommands.publish(), agencyActor, '10-12 10:00')
    .step({ name: 'endPublicity' }, '10-16 00:00')
    .give(exampleCommands.award(), agencyActor, '10-16 10:00')
    .give(exampleCommands.cancelAward({ reason: LOST_REASON }), agencyActor, '11-02 10:00')
    .give(exampleCommands.award('bid-2'), agencyActor, '11-03 10:00')
    .give(
      exampleCommands.sign({
        amountFen: exampleCandidate(2).priceFen,
        performanceSecurityFen: '0',
      }),
      agencyActor,
      '11-10 10:00',
    )
    .give(exampleCommands.returnSecurity(), agencyActor, '11-12 10:00');
}

/** What the tenderee says of the winner; between them and the authorities. */
export const LOST_REASON = '项目经理两次口头表示不签。';

/** A procurement whose award the department declares void; it is given up to be held anew. */
export function voided(): Life {
  return opened(new Life(PROCUREMENT))
    .give(
      exampleCommands.report({ committee: [...exampleCommittee(), ...experts(2)] }),
      agencyActor,
      '10-09 16:00',
    )
    .give(exampleCommands.award(), agencyActor, '10-12 10:00')
    .give(
      {
        name: 'issueInstruction',
        id: 'instruction-8',
        kind: 'void-award',
        basis: 'GP-512',
        text: ORDER_TEXT,
        dueAt: null,
      },
      supervisorActor,
      '10-14 10:00',
    )
    .give({ name: 'terminateTender', reason: '重新采购。' }, agencyActor, '10-15 10:00');
}

/** The platform could not be reached for three quarters of an hour before the deadline. */
export function madeUp(draft: TenderDraft = exampleDraft()): Life {
  return bidding(draft).step(
    {
      name: 'makeUpDowntime',
      outages: [
        { fromAt: on('09-30 07:00'), untilAt: on('09-30 07:30') },
        { fromAt: on('09-30 08:40'), untilAt: on('09-30 08:55') },
      ],
    },
    '09-30 09:00',
  );
}
