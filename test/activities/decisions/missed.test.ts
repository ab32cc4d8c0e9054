import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { DecisionDeps } from '../../../activities/decisions/deciding.ts';
import { createDecisions } from '../../../activities/decisions/index.ts';
import type { TenderCommand, TenderState } from '../../../domain/tender/index.ts';
import { lockCommand, receiveCommand, type Store } from '../../../store/index.ts';
import { agencyActor, bidderActors } from '../../support/drafts.ts';
import { putTender } from '../../support/launched.ts';
import { calendarToday, moment, processAt } from '../../support/process.ts';
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

/** A tender whose process the engine lost, with its clock at an instant, and what comes of a command to it. */
async function found(state: TenderState, at: number, payload: TenderCommand, actor = agencyActor) {
  const { id: tenderId } = await putTender(store, state, { at });
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
  const decisions = createDecisions({
    store,
    downtimeRule: false,
    remindBeforeMs: 0,
    platform: { publicUrl: 'http://platform.test', platformName: '平台', ocidPrefix: 'ocds-test' },
    calendar: () => Promise.resolve(calendarToday()),
    wake: () => Promise.resolve(),
  } as DecisionDeps);
  const decided = await decisions.handleCommand({ tenderId, commandId: command.id });
  const settled = await store.transaction((tx) => lockCommand(tx, command.id));
  return { facts: decided.facts!, status: decided.status, codes: settled!.refusals?.map(({ code }) => code) };
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
