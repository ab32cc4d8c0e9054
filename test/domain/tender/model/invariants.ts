import assert from 'node:assert/strict';
import { rulesetById } from '../../../../domain/law/context.ts';
import { PHASES, procedureById, type Phase } from '../../../../domain/procedure/index.ts';
import { RECORD_PARTS } from '../../../../domain/record/parts/index.ts';
import { recordParts } from '../../../../domain/record/public-part.ts';
import type { Refusal } from '../../../../domain/refusal.ts';
import {
  factsOf,
  type Milestone,
  type TenderEvent,
  type TenderState,
} from '../../../../domain/tender/index.ts';
import type { Instant } from '../../../../domain/time/instant.ts';

/** What holds of every refusal: programs can compare it, people can read it in both languages, and the law is cited where it refuses. */
export function expectRefusal(refusal: Refusal, { ruleset }: TenderState): void {
  const { code, rule, article, zh, en, accepted } = refusal;
  assert.match(zh, /\p{Script=Han}/u, code);
  assert.match(en, /^\P{Script=Han}*[A-Za-z]/u, code);
  if (accepted !== null) {
    assert.notEqual(accepted.zh.trim(), '', code);
    assert.notEqual(accepted.en.trim(), '', code);
  }
  assert.equal(article === null, rule === null, code);
  if (rule === null) {
    assert.match(code, /^[a-z]+(-[a-z]+)*$/);
    return;
  }
  assert.equal(code, rule);
  const known = rulesetById(ruleset).rules[rule];
  assert.equal(article, known?.article, rule);
  assert.ok(known?.verification === 'V' || known?.verification === 'V2', `${rule} refuses unread`);
}

/** What holds of every event: its instant, that its rule is one of the tender's ruleset, and that the record says of it what its kind of entry says. */
export function expectEvent(event: TenderEvent, at: Instant, { ruleset }: TenderState): void {
  assert.equal(event.at, at);
  assert.equal(event.article === null, event.rule === null, event.name);
  if (event.rule !== null)
    assert.equal(event.article, rulesetById(ruleset).rules[event.rule]?.article, event.name);
  const { data, secret } = recordParts(event);
  RECORD_PARTS[event.name].data.parse(data);
  RECORD_PARTS[event.name].secret.parse(secret);
}

/** What must have come before a milestone. */
const AFTER: Readonly<Partial<Record<Milestone, Milestone>>> = {
  applicationsClosed: 'firstStageOpened',
  firstStageConcluded: 'applicationsClosed',
  documentsClosed: 'documentsOpened',
  bidsClosed: 'documentsClosed',
  keysComplete: 'bidsClosed',
  bidsOpened: 'bidsClosed',
  evaluationReported: 'bidsOpened',
  candidatesPublished: 'evaluationReported',
  publicityEnded: 'candidatesPublished',
  awardNoticeIssued: 'evaluationReported',
  contractSigned: 'awardNoticeIssued',
  writtenReportSubmitted: 'awardNoticeIssued',
};

function expectMilestones({ milestones, procedure, firstStage, outcome }: TenderState): void {
  const { phases } = procedureById(procedure);
  for (const [name, at] of Object.entries(milestones) as [Milestone, Instant][]) {
    const before = AFTER[name];
    if (before !== undefined) assert.ok((milestones[before] ?? Infinity) <= at, `${name} before ${before}`);
  }
  assert.equal(firstStage !== null, phases.includes('prequalification') || phases.includes('proposals'));
  if (firstStage === null) assert.equal(milestones.firstStageOpened, undefined);
  else if (milestones.documentsOpened !== undefined)
    assert.notEqual(milestones.firstStageConcluded, undefined);
  if (phases.includes('publicity') && milestones.awardNoticeIssued !== undefined)
    assert.notEqual(milestones.publicityEnded, undefined);
  if (!phases.includes('publicity')) assert.equal(milestones.candidatesPublished, undefined);
  const ends = {
    failed: outcome === 'failed-fewer-than-three' || outcome === 'all-rejected',
    terminated: outcome === 'terminated',
    invalidated: outcome === 'invalidated',
  };
  for (const [end, so] of Object.entries(ends) as [Milestone, boolean][])
    if (so) assert.notEqual(milestones[end], undefined, end);
    else if (outcome === null) assert.equal(milestones[end], undefined, end);
}

/** The phase that the milestones amount to. */
function phaseBy({ milestones: passed, procedure }: TenderState): Phase {
  const { phases } = procedureById(procedure);
  if (passed.contractSigned !== undefined) return 'report';
  if (passed.awardNoticeIssued !== undefined) return 'contract';
  if (passed.publicityEnded !== undefined) return 'award';
  if (passed.evaluationReported !== undefined) return phases.includes('publicity') ? 'publicity' : 'award';
  if (passed.bidsOpened !== undefined) return 'evaluation';
  if (passed.bidsClosed !== undefined) return 'opening';
  if (passed.documentsClosed !== undefined) return 'bidding';
  if (passed.documentsOpened !== undefined) return 'documents';
  if (passed.firstStageOpened === undefined) return 'notice';
  return phases.includes('proposals') ? 'proposals' : 'prequalification';
}

/** What rests the process, counted from what happened to it. */
function expectSuspension({ suspension, objections, instructions, outcome, draft }: TenderState): void {
  if (outcome !== null) {
    assert.equal(suspension, null, 'a tender that is over is not suspended');
    return;
  }
  const suspends = draft.regime === 'tendering';
  const waiting = objections.filter((one) => suspends && one.subject !== 'opening' && one.reply === null);
  const grounds = suspension?.grounds ?? [];
  const byObjection = grounds.filter((one) => one.kind === 'objection').map(({ id }) => id);
  assert.deepEqual(
    byObjection,
    waiting.map(({ id }) => id),
  );
  const orders = grounds.filter((one) => one.kind === 'instruction');
  for (const { id } of orders) assert.equal(instructions.find((one) => one.id === id)?.kind, 'suspend');
  assert.ok(orders.length <= 1);
  assert.equal(suspension === null, grounds.length === 0);
  if (suspension === null) return;
  assert.equal(suspension.orderedSinceAt, orders[0]?.sinceAt ?? null);
  for (const { sinceAt } of grounds) assert.ok(suspension.sinceAt <= sinceAt);
}

const REPAYMENTS = ['repay', 'return-security', 'return-others-security'];

/** What is still owed once a tender is over: see `tenderFailed`, `tenderTerminated`, `tenderInvalidated`, `tenderCompleted`. */
function expectDuties({ duties, outcome, milestones, draft }: TenderState): void {
  assert.equal(new Set(duties.map(({ id }) => id)).size, duties.length, 'two duties of one id');
  for (const duty of duties) if (duty.timedOutAt !== null) assert.ok(duty.timedOutAt >= duty.dueAt, duty.id);
  if (outcome === null) return;
  for (const { id } of duties.filter((one) => one.metAt === null && one.timedOutAt === null)) {
    // What failed or was given up in procurement can still be challenged, and a challenge is answered.
    const challenged =
      draft.regime === 'government-procurement' && outcome !== 'invalidated' && id.startsWith('reply:');
    const owed =
      outcome === 'reported' ? /^(reply|answer|correct):/.test(id) : challenged || REPAYMENTS.includes(id);
    assert.ok(owed, `${id} is owed though the tender is ${outcome}`);
  }
  if (milestones.securityReturned === undefined) return;
  for (const { id, metAt } of duties) if (REPAYMENTS.includes(id)) assert.notEqual(metAt, null, id);
}

function expectFacts(state: TenderState): void {
  const facts = factsOf(state);
  assert.equal(facts.version, state.version);
  assert.equal(facts.phase, state.phase);
  assert.equal(facts.outcome, state.outcome);
  assert.equal(facts.suspended, state.suspension !== null);
  assert.deepEqual(facts.milestones, state.milestones);
  assert.equal(facts.bidDeadlineAt, state.bidDeadlineAt);
  assert.equal(facts.applicationsDueAt, state.firstStage?.dueAt ?? null);
  for (const { id, dueAt } of facts.duties) {
    const duty = state.duties.find((one) => one.id === id);
    assert.deepEqual([duty?.metAt, duty?.timedOutAt, duty?.dueAt], [null, null, dueAt]);
  }
}

/** What holds of any state. */
export function expectState(state: TenderState): void {
  assert.ok(
    procedureById(state.procedure).phases.includes(state.phase),
    `${state.procedure}: ${state.phase}`,
  );
  assert.equal(state.phase, phaseBy(state));
  assert.ok(state.documentsIssuedFromAt < state.documentsIssuedUntilAt);
  assert.ok(state.documentsIssuedUntilAt <= state.bidDeadlineAt);
  for (const objection of state.objections.filter((one) => one.reply === null)) {
    const duty = state.duties.find((one) => one.id === `reply:${objection.id}`);
    if (duty !== undefined) assert.equal(objection.replyDueAt, duty.dueAt, 'an objection follows its duty');
  }
  for (const { id, closedAt } of state.instructions)
    if (closedAt !== null)
      assert.notEqual(state.duties.find((one) => one.id === `correct:${id}`)?.metAt, null);
  for (const { id, answer } of state.questions) {
    assert.equal(state.draft.regime, 'government-procurement', 'a question in tendering');
    const duty = state.duties.find((one) => one.id === `answer:${id}`);
    // As that of a reply, it lapses with a tender that ends early; answering stays possible.
    if (duty !== undefined) assert.equal(duty.metAt, answer?.answeredAt ?? null);
    else assert.ok(state.outcome !== null && state.outcome !== 'reported');
  }
  expectMilestones(state);
  expectAwards(state);
  expectSuspension(state);
  expectDuties(state);
  expectFacts(state);
}

/** What a lost award takes with it. */
const OF_AN_AWARD = ['sign-contract', 'written-report', 'return-others-security'];
const UNDONE = ['awardNoticeIssued', 'writtenReportSubmitted', 'othersSecurityReturned'];

/** Who won before and lost it never wins again; nobody loses twice; and only ZTB-408 keeps a security. */
function expectAwards({ award, cancelledAwards, milestones, draft }: TenderState): void {
  const lost = cancelledAwards.map(({ candidate }) => candidate.bidId);
  assert.equal(new Set(lost).size, lost.length);
  if (award !== null) assert.ok(!lost.includes(award.candidate.bidId));
  assert.equal(award !== null, milestones.awardNoticeIssued !== undefined);
  for (const { securityKept, rule } of cancelledAwards)
    if (securityKept) assert.deepEqual([rule, draft.regime], ['ZTB-408', 'tendering']);
}

/** What holds between any two states that follow each other. */
export function expectChange(before: TenderState, after: TenderState, events: readonly TenderEvent[]): void {
  assert.equal(after.version, before.version + events.length);
  if (events.every(({ name }) => name === 'questionAsked' || name === 'questionAnswered')) {
    const { version: _1, questions: _2, duties: _3, deadlines: _4, ...rest } = after;
    for (const [name, value] of Object.entries(rest))
      assert.equal(value, before[name as keyof TenderState], `a question changed ${name}`);
  }
  // An award that is lost is the one step back: to where its notice left from, with one candidate fewer.
  const lost = events.some(({ name }) => name === 'awardCancelled');
  if (lost) assert.deepEqual([before.phase, after.phase, after.award], ['contract', 'award', null]);
  else assert.ok(PHASES.indexOf(after.phase) >= PHASES.indexOf(before.phase));
  assert.equal(after.cancelledAwards.length, before.cancelledAwards.length + (lost ? 1 : 0));
  const concluded = events.some(({ name }) => name === 'firstStageConcluded');
  if (!concluded) assert.ok(after.bidDeadlineAt >= before.bidDeadlineAt, 'the bid deadline');
  const later = (now: Instant | null | undefined, then: Instant | null | undefined, what: string) => {
    if (then != null) assert.ok(now != null && now >= then, `${what} moved earlier`);
  };
  later(after.publicityEndsAt, before.publicityEndsAt, 'the publicity');
  later(after.decryptionEndsAt, before.decryptionEndsAt, 'the decryption window');
  later(after.firstStage?.dueAt, before.firstStage?.dueAt, 'the applications');
  for (const duty of before.duties) {
    const now = after.duties.find((one) => one.id === duty.id);
    if (now !== undefined) later(now.dueAt, duty.dueAt, duty.id);
    else if (!lost || !OF_AN_AWARD.includes(duty.id))
      assert.notEqual(after.outcome, before.outcome, `${duty.id} is gone`);
  }
  for (const [milestone, at] of Object.entries(before.milestones))
    if (!lost || !UNDONE.includes(milestone))
      assert.equal(after.milestones[milestone as Milestone], at, milestone);
  if (before.outcome !== null && after.outcome !== before.outcome) assert.equal(after.outcome, 'invalidated');
}
