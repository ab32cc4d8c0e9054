import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { DecisionDeps } from '../../../activities/decisions/deps.ts';
import { createDecisions } from '../../../activities/decisions/index.ts';
import { recordOpening } from '../../../activities/opening/record-opening.ts';
import type { Actor, OpenedBid, TenderCommand, TenderState } from '../../../domain/tender/index.ts';
import { LATEST_AT } from '../../../domain/time/instant.ts';
import {
  commandById,
  loadState,
  queuePage,
  receiveCommand,
  takeUpAgain,
  type QueueItem,
  type Store,
} from '../../../store/index.ts';
import { agencyActor, exampleOpenedBids, supervisorActor } from '../../support/drafts.ts';
import { putTender } from '../../support/launched.ts';
import { calendarToday, moment, processAt } from '../../support/process.ts';
import { testStore, type TestStore } from '../../support/store.ts';

const DEADLINE_AT = moment('2026-09-30 09:00');
/** An instant that no calendar and no form has, as an older version may have taken one. */
const NO_INSTANT = 9e15;

let given: TestStore;
let store: Store;
let deps: DecisionDeps;
beforeAll(async () => {
  given = await testStore();
  ({ store } = given);
  deps = {
    store,
    downtimeRule: false,
    remindBeforeMs: 0,
    platform: { publicUrl: 'http://platform.test', platformName: '平台', ocidPrefix: 'ocds-test' },
    calendar: () => Promise.resolve(calendarToday()),
    wake: () => Promise.resolve(),
  };
});
afterAll(() => given.close());

const sql = (text: string, values: unknown[] = []) => store.plainTransaction((tx) => tx.query(text, values));

const clarification = (changes: Partial<Extract<TenderCommand, { name: 'issueClarification' }>> = {}) =>
  ({
    name: 'issueClarification',
    id: randomUUID(),
    kind: 'clarification',
    affectsBids: false,
    title: '澄清',
    text: '进水水质以附表三为准。',
    documents: [],
    newBidDeadlineAt: null,
    ...changes,
  }) satisfies TenderCommand;
const termination: TenderCommand = { name: 'terminateTender', reason: '项目规划调整。' };

async function received(
  tenderId: string,
  payload: TenderCommand,
  actor: Actor = agencyActor,
): Promise<string> {
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
  return command.id;
}

const handle = (tenderId: string, commandId: string) =>
  createDecisions(deps).handleCommand({ tenderId, commandId });
const stateOf = async (id: string): Promise<TenderState> => (await loadState(store.em(), id, false))!;
const queued = async (tenderId: string): Promise<QueueItem[]> => {
  const filter = { kind: null, tenderId, region: null, rehearsal: null, late: false, soonMs: 0 };
  return queuePage(store.em(), filter, { after: null, limit: 50 });
};

describe('a command whose decision throws', () => {
  it('is set aside with its fault, without what it was about, and the commands after it are decided', async () => {
    const { id } = await putTender(store, processAt('bidding').state, { at: DEADLINE_AT - 3_600_000 });
    const broken = await received(id, clarification({ newBidDeadlineAt: NO_INSTANT, title: '张三的秘密' }));
    const sound = await received(id, clarification());
    expect(await handle(id, broken)).toMatchObject({ status: 'set-aside' });
    expect(await handle(id, sound)).toMatchObject({ status: 'accepted' });
    expect((await stateOf(id)).clarifications).toHaveLength(1);
    const [item] = (await queued(id)).filter(({ kind }) => kind === 'set-aside');
    expect(item).toMatchObject({ key: broken, body: { name: 'issueClarification', timesSetAside: 1 } });
    expect(item?.body.fault).toMatch(/^RangeError at .*\(domain\/[\w/.-]+\.ts:\d+\)/);
    expect(item?.body.fault).not.toContain('张三');
    expect(item?.body.fault).not.toContain(String(NO_INSTANT));
    // A repeat of the message finds what became of it.
    expect(await handle(id, broken)).toMatchObject({ status: 'set-aside' });
  });

  it('is set aside too where it is met on the way to a step of the clock, which is taken', async () => {
    const { id } = await putTender(store, processAt('bidding').state, { at: DEADLINE_AT - 60_000 });
    const broken = await received(id, clarification({ newBidDeadlineAt: NO_INSTANT }));
    await sql('update tender_fence set shift_ms = shift_ms + 61000 where tender_id = $1', [id]);
    const closed = await createDecisions(deps).closeBids({ tenderId: id, dueAt: DEADLINE_AT });
    expect(closed.facts?.milestones).toMatchObject({ bidsClosed: DEADLINE_AT });
    expect(closed.failing).toBeUndefined();
    expect((await commandById(store.em(), broken))?.status).toBe('set-aside');
  });

  it('is decided as of its instant of receipt when it is taken up again after a mend', async () => {
    const { id } = await putTender(store, processAt('bidding').state, { at: DEADLINE_AT - 3_600_000 });
    const broken = await received(id, clarification({ newBidDeadlineAt: NO_INSTANT }));
    await handle(id, broken);
    await sql(`update command set payload = jsonb_set(payload, '{newBidDeadlineAt}', 'null') where id = $1`, [
      broken,
    ]);
    expect(await store.transaction((tx) => takeUpAgain(tx, broken))).toBe(true);
    expect(await store.transaction((tx) => takeUpAgain(tx, broken))).toBe(false);
    expect(await handle(id, broken)).toMatchObject({ status: 'accepted' });
    const { at } = (await commandById(store.em(), broken))!;
    expect((await stateOf(id)).clarifications).toMatchObject([{ issuedAt: at }]);
  });

  it('is set aside where the whole decision is rolled back, as by a state that cannot be read', async () => {
    const { id } = await putTender(store, processAt('bidding').state, { at: DEADLINE_AT - 3_600_000 });
    const command = await received(id, clarification());
    await sql(`update tender set state = state - 'draft' where id = $1`, [id]);
    expect(await handle(id, command)).toEqual({ facts: null, status: 'set-aside' });
  });

  it('is tried again, not set aside, while the database is away, busy or full', async () => {
    const { id } = await putTender(store, processAt('bidding').state, { at: DEADLINE_AT - 3_600_000 });
    const command = await received(id, clarification());
    for (const code of ['40001', '40P01', '57P01', '08006', '53100', '55P03', 'ECONNRESET', 'ENOSPC']) {
      const away = (): never => {
        throw Object.assign(new Error('away'), { code });
      };
      const platform = Object.defineProperty({ ...deps.platform }, 'publicUrl', {
        get: away,
        enumerable: true,
      });
      const decided = createDecisions({ ...deps, platform }).handleCommand({
        tenderId: id,
        commandId: command,
      });
      await expect(decided).rejects.toMatchObject({ code });
      expect((await commandById(store.em(), command))?.status).toBe('received');
    }
    expect(await handle(id, command)).toMatchObject({ status: 'accepted' });
  });
});

/** Has the database refuse an event of a tender, until it is mended. */
async function refusedByDatabase(tenderId: string, event: string): Promise<() => Promise<unknown>> {
  const name = `planted_${randomUUID().replaceAll('-', '')}`;
  await sql(
    `create function ${name}() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$`,
  );
  await sql(
    `create trigger ${name} before insert on rehearsals.record_intake for each row
     when (new.body->>'event' = '${event}' and new.body->>'tenderId' = '${tenderId}') execute function ${name}()`,
  );
  return () => sql(`drop trigger ${name} on rehearsals.record_intake`);
}

describe('a step of the clock whose decision throws', () => {
  it('stands in the queue, and the commands after it are decided', async () => {
    const { id } = await putTender(store, processAt('bidding').state, { at: DEADLINE_AT + 60_000 });
    await refusedByDatabase(id, 'bidsClosed');
    const closed = await createDecisions(deps).closeBids({ tenderId: id, dueAt: DEADLINE_AT });
    expect(closed).toMatchObject({
      failing: true,
      facts: { milestones: { documentsClosed: expect.any(Number) } },
    });
    const failing = (await queued(id)).filter(({ kind }) => kind === 'step');
    expect(failing).toMatchObject([
      { key: `${id}/closeBids`, body: { step: 'closeBids', dueAt: DEADLINE_AT, attempts: 1 } },
    ]);
    expect(failing[0]?.body.lastError).toMatch(/P0001/);
    expect(failing[0]?.body.lastError).not.toContain('planted');
    expect(await handle(id, await received(id, termination))).toMatchObject({ status: 'accepted' });
    expect((await stateOf(id)).outcome).toBe('terminated');
  });

  it('lets the bids stay closed to what comes late, is taken as of its instant once mended, and leaves the queue', async () => {
    const { id } = await putTender(store, processAt('bidding').state, { at: DEADLINE_AT + 60_000 });
    const mend = await refusedByDatabase(id, 'bidsClosed');
    const decisions = createDecisions(deps);
    await decisions.closeBids({ tenderId: id, dueAt: DEADLINE_AT });
    const late = await received(id, clarification({ newBidDeadlineAt: moment('2026-11-05 09:00') }));
    expect(await handle(id, late)).toMatchObject({ status: 'refused' });
    expect((await commandById(store.em(), late))?.refusals).toMatchObject([{ code: 'deadline-passed' }]);
    await mend();
    const closed = await decisions.closeBids({ tenderId: id, dueAt: DEADLINE_AT });
    expect(closed.facts?.milestones).toMatchObject({ bidsClosed: DEADLINE_AT });
    expect(closed.failing).toBeUndefined();
    expect((await queued(id)).filter(({ kind }) => kind === 'step')).toEqual([]);
  });
});

describe('an opening that cannot be recorded', () => {
  const kept = (): Promise<boolean> => Promise.resolve(true);
  const openedBids = async (id: string): Promise<readonly OpenedBid[]> =>
    (await stateOf(id)).openedBids ?? [];
  const inOpening = () => putTender(store, processAt('opening').state, { at: moment('2026-09-30 10:00') });

  it('goes on without the one bid that it cannot be recorded with, which is none of its bidder’s doing', async () => {
    const { id } = await inOpening();
    const [first, second, third] = exampleOpenedBids();
    await recordOpening(deps, id, [first!, { ...second!, priceFen: 'much' }, third!], kept);
    expect(
      (await openedBids(id)).map(({ result, attribution, priceFen }) => [result, attribution, priceFen]),
    ).toEqual([
      ['opened', null, first!.priceFen],
      ['platform-failed', 'not-bidder', null],
      ['opened', null, third!.priceFen],
    ]);
    expect((await stateOf(id)).milestones.bidsOpened).toBeDefined();
  });

  it('is not recorded where it is no single bid’s: nobody’s bid is to bear that', async () => {
    const { id } = await inOpening();
    const mend = await refusedByDatabase(id, 'bidsOpened');
    await expect(recordOpening(deps, id, exampleOpenedBids(), kept)).rejects.toMatchObject({ code: 'P0001' });
    const every = exampleOpenedBids().map((bid) => ({ ...bid, priceFen: 'much' }));
    await mend();
    await expect(recordOpening(deps, id, every, kept)).rejects.toThrow(RangeError);
    expect((await stateOf(id)).milestones.bidsOpened).toBeUndefined();
    await recordOpening(deps, id, exampleOpenedBids(), kept);
    expect((await openedBids(id)).map(({ result }) => result)).toEqual(['opened', 'opened', 'opened']);
  });
});

describe('the bounds of amounts and instants', () => {
  it('are those that decisions take: an instruction due at the last instant there is', async () => {
    const { id } = await putTender(store, processAt('bidding').state, { at: DEADLINE_AT - 3_600_000 });
    const command = await received(
      id,
      {
        name: 'issueInstruction',
        id: randomUUID(),
        kind: 'correct',
        basis: 'ZTB-001',
        text: '请改正。',
        dueAt: LATEST_AT,
      },
      supervisorActor,
    );
    expect(await handle(id, command)).toMatchObject({ status: 'accepted' });
  });
});
