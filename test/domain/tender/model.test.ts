import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import {
  admit,
  apply,
  decide,
  decideStep,
  factsOf,
  PHASES,
  replay,
  type Actor,
  type ObjectionSubject,
  type SystemStep,
  type TenderCommand,
  type TenderEvent,
  type TenderState,
} from '../../../domain/tender/index.ts';
import { MS_PER_DAY, type Instant } from '../../../domain/time/instant.ts';
import {
  administratorActor,
  agencyActor,
  bidderActors,
  exampleCandidate,
  exampleDraft,
  EXAMPLE_LAUNCH_AT,
  exampleOpenedBids,
  strangerActor,
  supervisorActor,
  tendereeActor,
} from '../../support/drafts.ts';
import { exampleCommands as example, lawAt, launchProcess } from '../../support/process.ts';

const ctx = lawAt();
const ACTORS: readonly Actor[] = [
  agencyActor,
  tendereeActor,
  ...bidderActors,
  strangerActor,
  supervisorActor,
  administratorActor,
];
const RUNS = 250;

/** One move: time goes on, then a command is given by someone, or the clock takes a step. */
type Move =
  | {
      readonly kind: 'command';
      readonly afterMs: number;
      readonly command: TenderCommand;
      readonly actor: Actor;
    }
  | { readonly kind: 'step'; readonly afterMs: number; readonly step: SystemStep }
  /** What the process itself waits for next, at the instant it waits for: so that runs reach the later phases. */
  | { readonly kind: 'onward' };

const afterMs = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 3_600_000 }),
  fc.integer({ min: 1, max: 4 * MS_PER_DAY }),
  fc.integer({ min: 1, max: 40 * MS_PER_DAY }),
);
const objectionId = fc.constantFrom('objection-1', 'objection-2', 'objection-3');
const subject = fc.constantFrom<ObjectionSubject>('documents', 'documents', 'result', 'opening');
const text = fc.constantFrom('理由充分。', '理由充分。', '理由充分。', ' ');
const newBidDeadlineAt = fc.option(
  fc.integer({ min: -5, max: 40 }).map((days) => exampleDraft().schedule.bidDeadlineAt + days * MS_PER_DAY),
);
const candidates = fc
  .uniqueArray(fc.constantFrom(1, 2, 3), { maxLength: 3 })
  .map((ranks) => ranks.map(exampleCandidate));

const command: fc.Arbitrary<TenderCommand> = fc.oneof(
  fc
    .record({ id: fc.constantFrom('c-1', 'c-2'), affectsBids: fc.boolean(), text, newBidDeadlineAt })
    .map((given) => example.clarify(given)),
  fc.record({ id: objectionId, subject, text }).map((given) => example.object(given)),
  fc.tuple(objectionId, text).map(([id, said]) => example.reply(id, said)),
  candidates.map((given) => example.report({ candidates: given })),
  fc
    .option(fc.integer({ min: -3, max: 60 }))
    .map((days) => example.publish(days === null ? null : EXAMPLE_LAUNCH_AT + days * MS_PER_DAY)),
  fc
    .tuple(fc.constantFrom('bid-1', 'bid-2', 'bid-9'), fc.option(text))
    .map(([bidId, reason]) => example.award(bidId, reason)),
  fc
    .constantFrom('1768000000', '0', '1')
    .map((amountFen) => example.sign({ amountFen, performanceSecurityFen: '0' })),
  fc.constant(example.returnSecurity()),
  text.map((said) => example.writeReport(said)),
  fc.constant<TenderCommand>({ name: 'rederiveDeadlines' }),
  fc.constant<TenderCommand>({
    name: 'launchTender',
    draft: exampleDraft(),
    rehearsal: false,
    ruleset: ctx.ruleset.id,
  }),
);

const step: fc.Arbitrary<SystemStep> = fc.oneof(
  fc.constantFrom<SystemStep>(
    { name: 'openDocuments' },
    { name: 'closeDocuments' },
    { name: 'completeKeys' },
    { name: 'endPublicity' },
  ),
  fc
    .constantFrom(2, 3, 4)
    .map((count) => ({ name: 'closeBids', bidCount: count, bidderCount: count }) as const),
  fc.constant<SystemStep>({ name: 'openBids', bids: exampleOpenedBids() }),
  fc
    .constantFrom(
      'reply:objection-1',
      'publish-candidates',
      'sign-contract',
      'written-report',
      'return-security',
      'nothing',
    )
    .map((dutyId) => ({ name: 'timeOutDuty', dutyId }) as const),
);

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      afterMs,
      command,
      actor: fc.constantFrom(...ACTORS),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      afterMs: fc.constant(60_000),
      command,
      actor: fc.constant(agencyActor),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      afterMs: fc.constant(60_000),
      command: fc.record({ id: objectionId, subject }).map((given) => example.object(given)),
      actor: fc.constantFrom(...bidderActors),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('step' as const), afterMs, step }) },
  { weight: 8, arbitrary: fc.constant({ kind: 'onward' as const }) },
);

/** What brings the example on from where it stands, with the earliest instant for it. */
function onward(state: TenderState): { at: Instant; act: TenderCommand | SystemStep; actor: Actor } {
  const open = state.objections.find((one) => state.suspension?.grounds.some(({ id }) => id === one.id));
  if (open !== undefined) return { at: 0, act: example.reply(open.id), actor: agencyActor };
  const steps: Readonly<
    Record<(typeof PHASES)[number], () => { at: Instant; act: TenderCommand | SystemStep }>
  > = {
    notice: () => ({ at: state.documentsIssuedFromAt, act: { name: 'openDocuments' } }),
    prequalification: () => ({ at: 0, act: { name: 'closeApplications' } }),
    proposals: () => ({ at: 0, act: { name: 'closeApplications' } }),
    documents: () => ({ at: state.documentsIssuedUntilAt, act: { name: 'closeDocuments' } }),
    bidding: () => ({ at: state.bidDeadlineAt, act: { name: 'closeBids', bidCount: 3, bidderCount: 3 } }),
    opening: () => ({
      at: state.decryptionEndsAt ?? 0,
      act: { name: 'openBids', bids: exampleOpenedBids() },
    }),
    evaluation: () => ({ at: 0, act: example.report() }),
    publicity: () =>
      state.publicityEndsAt === null
        ? { at: 0, act: example.publish() }
        : { at: state.publicityEndsAt, act: { name: 'endPublicity' } },
    award: () => ({ at: 0, act: example.award('bid-1', '第一名放弃') }),
    contract: () => ({ at: 0, act: example.sign() }),
    report: () => ({
      at: 0,
      act: state.milestones.securityReturned === undefined ? example.returnSecurity() : example.writeReport(),
    }),
  };
  return { actor: agencyActor, ...steps[state.phase]() };
}

function isStep(act: TenderCommand | SystemStep): act is SystemStep {
  return [
    'openDocuments',
    'closeDocuments',
    'closeBids',
    'completeKeys',
    'openBids',
    'endPublicity',
    'timeOutDuty',
  ].includes(act.name);
}

/** The events of one move on a state; none when refused or not due. */
function take(
  state: TenderState,
  act: TenderCommand | SystemStep,
  actor: Actor,
  at: Instant,
): { events: TenderEvent[]; refused: boolean } {
  if (isStep(act)) return { events: decideStep(act, state, at, ctx), refused: false };
  const refusals = admit(act, actor, state, at, ctx);
  if (refusals.length > 0) {
    for (const refusal of refusals) expect(refusal.article === null).toBe(refusal.rule === null);
    return { events: [], refused: true };
  }
  return { events: decide(act, actor, state, state.id, at, ctx), refused: false };
}

/** What holds between any two states that follow each other. */
function expectSound(before: TenderState, after: TenderState, events: readonly TenderEvent[]): void {
  expect(after.version).toBe(before.version + events.length);
  expect(PHASES.indexOf(after.phase)).toBeGreaterThanOrEqual(PHASES.indexOf(before.phase));
  expect(after.bidDeadlineAt).toBeGreaterThanOrEqual(before.bidDeadlineAt);
  if (before.publicityEndsAt !== null)
    expect(after.publicityEndsAt).toBeGreaterThanOrEqual(before.publicityEndsAt);
  for (const [milestone, at] of Object.entries(before.milestones))
    expect(after.milestones).toHaveProperty(milestone, at);
  const waiting = after.objections
    .filter((one) => one.subject !== 'opening' && one.reply === null)
    .map((one) => one.id);
  expect(after.suspension?.grounds.map(({ id }) => id) ?? []).toEqual(waiting);
  expect(after.suspension === null).toBe(waiting.length === 0);
  expect(isDeepStrictEqual(JSON.parse(JSON.stringify(after)), after)).toBe(true);
  expect(factsOf(after).suspended).toBe(after.suspension !== null);
  for (const duty of factsOf(after).duties)
    expect(after.duties.find((one) => one.id === duty.id)?.metAt).toBeNull();
}

/** What is owed is owed after the end as well: replies, repayments, and the watch over both. */
const AFTER_THE_END: readonly string[] = [
  'replyObjection',
  'returnBidSecurity',
  'announceDue',
  'timeOutDuty',
];

const reached = new Map<string, number>();

function run(moves: readonly Move[]): void {
  let state = launchProcess().state;
  let at = EXAMPLE_LAUNCH_AT;
  const log: TenderEvent[] = [...launchProcess().events];
  for (const one of moves) {
    const next = one.kind === 'onward' ? onward(state) : null;
    at = next === null ? at + (one as Exclude<Move, { kind: 'onward' }>).afterMs : Math.max(at + 1, next.at);
    const act =
      next?.act ?? (one.kind === 'command' ? one.command : (one as Extract<Move, { kind: 'step' }>).step);
    const actor = next?.actor ?? (one.kind === 'command' ? one.actor : agencyActor);
    const frozen = JSON.stringify(state);
    const { events, refused } = take(state, act, actor, at);
    expect(JSON.stringify(state)).toBe(frozen);
    if (state.outcome !== null && !AFTER_THE_END.includes(act.name))
      expect({ act: act.name, refused: refused || isStep(act), events }).toEqual({
        act: act.name,
        refused: true,
        events: [],
      });
    const after = events.reduce((current, event) => apply(event, current), state);
    if (state.outcome !== null)
      expect([after.outcome, after.phase, after.award]).toEqual([state.outcome, state.phase, state.award]);
    if (!refused && !isStep(act)) expect(events.length).toBeGreaterThan(0);
    for (const event of events) expect(event.at).toBe(at);
    expectSound(state, after, events);
    log.push(...events);
    state = after;
    // A step of the clock that was taken is done: repeating it brings nothing.
    if (isStep(act)) expect(decideStep(act, state, at, ctx)).toEqual([]);
  }
  expect(isDeepStrictEqual(replay(log), state)).toBe(true);
  const where = state.outcome ?? state.phase;
  reached.set(where, (reached.get(where) ?? 0) + 1);
}

/** Short runs that end early in the law, and long ones that go far. */
const moves = fc.oneof(
  fc.array(move, { minLength: 1, maxLength: 15, size: 'max' }),
  fc.array(move, { minLength: 20, maxLength: 50, size: 'max' }),
);

describe('a tender under random commands, steps and times', () => {
  it('never breaks what must hold', () => {
    const allTheWay = Array.from({ length: 20 }, (): Move => ({ kind: 'onward' }));
    fc.assert(fc.property(moves, run), { numRuns: RUNS, examples: [[allTheWay]] });
    // The runs are worth nothing if they all stay near the start.
    expect(reached.get('reported')).toBeGreaterThan(0);
    expect(reached.size).toBeGreaterThanOrEqual(6);
  });
});
