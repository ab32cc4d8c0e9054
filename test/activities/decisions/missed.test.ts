import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { DecisionDeps } from '../../../activities/decisions/deps.ts';
import { createDecisions } from '../../../activities/decisions/index.ts';
import type { TenderCommand, TenderState } from '../../../domain/tender/index.ts';
import { loadState, lockCommand, receiveCommand, type Store } from '../../../store/index.ts';
import { courseAt } from '../../support/course.ts';
import { agencyActor, bidderActors, supervisorActor } from '../../support/drafts.ts';
import { putTender } from '../../support/launched.ts';
import { orderOf } from '../../support/onward.ts';
import { calendarToday, exampleCommands, moment, processAt } from '../../support/process.ts';
import { testStore, type TestStore } from '../../support/store.ts';

const DEADLINE_AT = moment('2026-09-30 09:00');

let given: TestStore;
let store: Store;
beforeAll(async () => {
  given = await testStore();
  ({ store } = given);
});
afterAll(() => given.close());

const clarification: TenderCommand = {
  name: 'issueClarification',
  id: randomUUID(),
  kind: 'clarification',
  affectsBids: true,
  title: '澄清',
  text: '推迟投标截止时间。',
  documents: [],
  newBidDeadlineAt: moment('2026-11-05 09:00'),
};
const objection = (): TenderCommand => ({
  name: 'fileObjection',
  id: randomUUID(),
  subject: 'opening',
  text: '对开标有异议。',
});

/** Has a command to a tender received at exactly an instant; gives its id. */
async function received(tenderId: string, at: number, payload: TenderCommand, actor = agencyActor) {
  const { command } = await store.transaction((tx) =>
    receiveCommand(tx, {
      id: randomUUID(),
      tenderId,
      payload,
      actor: { ...actor, personId: randomUUID() },
      address: '192.0.2.1',
      claim: null,
    }),
  );
  await store.plainTransaction((tx) =>
    tx.query('update command set at = $2 where id = $1', [command.id, at]),
  );
  return command.id;
}

/** A tender whose process the engine lost, with its clock at an instant, and what comes of a command to it. */
async function found(state: TenderState, at: number, payload: TenderCommand, actor = agencyActor) {
  const { id: tenderId } = await putTender(store, state, { at });
  return decided(tenderId, await received(tenderId, at, payload, actor));
}

/** What comes of a command to a tender. */
async function decided(tenderId: string, commandId: string) {
  const decisions = createDecisions({
    store,
    downtimeRule: false,
    remindBeforeMs: 0,
    platform: { publicUrl: 'http://platform.test', platformName: '平台', ocidPrefix: 'ocds-test' },
    calendar: () => Promise.resolve(calendarToday()),
    wake: () => Promise.resolve(),
  } as DecisionDeps);
  const { facts, status } = await decisions.handleCommand({ tenderId, commandId });
  const settled = await store.transaction((tx) => lockCommand(tx, commandId));
  const { duties } = (await loadState(store.em(), tenderId, false))!;
  return { facts: facts!, status, duties, codes: settled!.refusals?.map(({ code }) => code) };
}

describe('a command to a tender whose process was lost', () => {
  it('is decided after the closing that it came after', async () => {
    const { state } = processAt('bidding');
    const late = await found(state, DEADLINE_AT + 60_000, clarification);
    expect(late).toMatchObject({ status: 'refused', codes: ['tender-over'] });
    expect(late.facts).toMatchObject({ outcome: 'failed-fewer-than-three' });
    expect(late.facts.milestones).toMatchObject({ bidsClosed: DEADLINE_AT, failed: DEADLINE_AT });
  });

  it('is decided after every step that it came after, each at its instant', async () => {
    const { state } = processAt('notice');
    const late = await found(state, DEADLINE_AT + 60_000, clarification);
    expect(late).toMatchObject({ status: 'refused', codes: ['tender-over'] });
    expect(late.facts.milestones).toMatchObject({
      documentsOpened: state.documentsIssuedFromAt,
      documentsClosed: state.documentsIssuedUntilAt,
      bidsClosed: DEADLINE_AT,
    });
  });

  it('is decided before a deadline that it came before', async () => {
    const { state } = processAt('bidding');
    const early = await found(state, moment('2026-09-12 09:00'), clarification);
    expect(early).toMatchObject({ status: 'accepted' });
    expect(early.facts.milestones.bidsClosed).toBeUndefined();
    expect(early.facts.bidDeadlineAt).toBe(moment('2026-11-05 09:00'));
  });

  it('finds the steps of a resting tender waiting', async () => {
    const { state } = processAt('bidding');
    const resting: TenderState = {
      ...state,
      suspension: { sinceAt: DEADLINE_AT - 3_600_000, rule: 'ZTB-504', grounds: [] } as never,
    };
    const [bidder] = bidderActors;
    const late = await found(resting, DEADLINE_AT + 60_000, objection(), bidder);
    expect(late.facts.milestones.bidsClosed).toBeUndefined();
  });
});

describe('what else fell due in a tender whose process was lost', () => {
  const signing = () => {
    const { state } = processAt('contract');
    return { state, dueAt: state.duties.find(({ id }) => id === 'sign-contract')!.dueAt };
  };

  it.each([
    ['in time, one ms before', -1],
    ['late, at', 0],
    ['late, after', 60_000],
  ])('has a duty met %s its due', async (_, after) => {
    const { state, dueAt } = signing();
    const signed = await found(state, dueAt + after, exampleCommands.sign());
    expect(signed.status).toBe('accepted');
    expect(signed.duties.find(({ id }) => id === 'sign-contract')).toMatchObject({
      metAt: dueAt + after,
      timedOutAt: after < 0 ? null : dueAt,
    });
  });

  it('has a duty met in time by what was received in time, though what came later is asked for first', async () => {
    const { state, dueAt } = signing();
    const { id } = await putTender(store, state, { at: dueAt + 60_000 });
    const inTime = await received(id, dueAt - 1, exampleCommands.sign());
    const later = await received(id, dueAt + 60_000, exampleCommands.sign());
    expect(await decided(id, later)).toMatchObject({ status: 'refused', codes: ['already-done'] });
    const { status, duties } = await decided(id, inTime);
    expect(status).toBe('accepted');
    const duty = duties.find((one) => one.id === 'sign-contract');
    expect(duty).toMatchObject({ metAt: dueAt - 1, timedOutAt: null });
  });

  it('has an order to suspend end where the law ends it, and then the closing wait for the deadline that moved', async () => {
    const course = courseAt('procurement-open', 'bidding');
    course.give(orderOf('suspend', course.state, 'order'), supervisorActor, '2026-09-21 10:00');
    const endsAt = course.state.suspension!.grounds[0]!.untilAt!;
    const late = await found(course.state, endsAt + 60_000, clarification);
    expect(late.facts).toMatchObject({ suspended: false, suspensionEndsAt: null, outcome: null });
    expect(late.facts.bidDeadlineAt).toBeGreaterThan(endsAt + 60_000);
  });
});
