import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { createComplaintDecisions } from '../../activities/decisions/complaint.ts';
import type { ComplaintActivities } from '../../activities/types.ts';
import type { ComplaintCommand } from '../../domain/complaint/index.ts';
import type { Actor, TenderState } from '../../domain/tender/index.ts';
import { buildCalendar } from '../../domain/time/calendar.ts';
import type { Instant } from '../../domain/time/instant.ts';
import {
  createDraft,
  createFence,
  createParty,
  databaseNow,
  failingSteps,
  hasPendingCommands,
  KeyReusedError,
  loadComplaint,
  overdueCases,
  pendingCommands,
  receiveCommand,
  registerTaker,
  saveState,
  surroundingsOf,
  timedOutSteps,
  updateFence,
} from '../../store/index.ts';
import { filing, objectedTender } from '../support/complaints.ts';
import { supervisorActor } from '../support/drafts.ts';
import { moment } from '../support/process.ts';
import { bidderIn, claimOf, testStore, type TestStore } from '../support/store.ts';

let database: TestStore;
let decisions: ComplaintActivities;
let supervisor: Actor;
let woken: string[];

beforeAll(async () => {
  database = await testStore();
  woken = [];
  decisions = createComplaintDecisions({
    store: database.store,
    platform: { publicUrl: 'http://platform.test', platformName: '示例平台', ocidPrefix: 'ocds-openseal' },
    remindBeforeMs: 0,
    downtimeRule: false,
    calendar: () => Promise.resolve(buildCalendar()),
    wake: (lane) => Promise.resolve(void woken.push(lane)),
  });
  const partyId = uuidv7();
  await database.store.transaction((tx) =>
    createParty(tx, {
      id: partyId,
      uscc: `USCC-${partyId}`,
      name: '示例监督部门',
      address: '-',
      kinds: ['supervisor'],
    }),
  );
  supervisor = { ...supervisorActor, personId: uuidv7(), partyId, partyName: '示例监督部门' };
});
afterAll(async () => database.close());

/** A rehearsal in which a bidder of the store objected and was answered; its clock is put to an instant. */
async function tenderAt(at: Instant): Promise<{ tender: TenderState; bidder: Actor }> {
  const { store } = database;
  const bidder = await bidderIn(store, '示例投标人');
  const owner = await bidderIn(store, '示例招标人');
  const example = objectedTender();
  const objections = example.objections.map((one) => ({ ...one, partyId: bidder.partyId! }));
  const tender: TenderState = { ...example, id: uuidv7(), rehearsal: true, objections };
  await store.transaction(async (tx) => {
    const draft = { ...tender.draft, projectCode: tender.id };
    const { id, launchedAt, documentsIssuedFromAt: documentsFromAt, bidDeadlineAt } = tender;
    await createDraft(tx, {
      id,
      ownerPartyId: owner.partyId!,
      draft,
      rehearsal: true,
      clockStartsAt: launchedAt,
    });
    await createFence(tx, { tenderId: id, rehearsal: true, shiftMs: 0, documentsFromAt, bidDeadlineAt });
    await saveState(tx, tender);
    await registerTaker(tx, {
      tenderId: id,
      partyId: bidder.partyId!,
      sha256: 'a'.repeat(64),
      at: launchedAt,
    });
  });
  await setClock(tender.id, at);
  return { tender, bidder };
}

async function setClock(tenderId: string, at: Instant): Promise<void> {
  await database.store.transaction(async (tx) =>
    updateFence(tx, tenderId, { shiftMs: at - (await databaseNow(tx)) }),
  );
}

function receive(
  tenderId: string,
  complaintId: string,
  payload: ComplaintCommand,
  actor: Actor,
  key: string = uuidv7(),
) {
  return database.store.transaction((tx) =>
    receiveCommand<ComplaintCommand>(tx, {
      id: uuidv7(),
      tenderId,
      complaintId,
      payload,
      actor,
      address: '127.0.0.1',
      // The address of a request names the complaint, but for one that is filed.
      claim: claimOf(actor, key, payload.name === 'fileComplaint' ? 'file' : complaintId),
    }),
  );
}

const authority = () => ({ partyId: supervisor.partyId!, name: supervisor.partyName!, uscc: 'USCC' });
const complaintOf = (id: string) => filing({ id, authorities: [authority()] });
const statusOf = async (id: string) => (await loadComplaint(database.store.em(), id, false))?.status;

async function filed(at: Instant): Promise<{ tender: TenderState; bidder: Actor; complaintId: string }> {
  const { tender, bidder } = await tenderAt(at);
  const complaintId = uuidv7();
  const { command } = await receive(tender.id, complaintId, complaintOf(complaintId), bidder);
  const decided = await decisions.handleComplaintCommand({ complaintId, commandId: command.id });
  expect(decided).toMatchObject({ status: 'accepted', facts: { status: 'filed', ended: false } });
  return { tender, bidder, complaintId };
}

describe('commands to a complaint', () => {
  it('are no commands of the tender, and wait in their own line', async () => {
    const { tender, bidder } = await tenderAt(moment('2026-09-15 10:00'));
    const complaintId = uuidv7();
    await receive(tender.id, complaintId, complaintOf(complaintId), bidder);
    const { store } = database;
    expect(await hasPendingCommands(store.em(), tender.id)).toBe(false);
    expect(
      await store.transaction((tx) => pendingCommands(tx, tender.id, moment('2027-01-01 00:00'))),
    ).toEqual([]);
  });

  it('are given again by their key, but not for another complaint', async () => {
    const { tender, bidder, complaintId } = await filed(moment('2026-09-15 10:00'));
    const key = uuidv7();
    const withdraw = { name: 'withdrawComplaint', reason: '撤回' } as const;
    const first = await receive(tender.id, complaintId, withdraw, bidder, key);
    const again = await receive(tender.id, complaintId, withdraw, bidder, key);
    expect([again.repeated, again.command.id]).toEqual([true, first.command.id]);
    await expect(receive(tender.id, uuidv7(), withdraw, bidder, key)).rejects.toThrow(KeyReusedError);
    // A filing makes its complaint anew with every request: the first one counts.
    const filingKey = uuidv7();
    const [one, other] = [uuidv7(), uuidv7()];
    const made = await receive(tender.id, one, complaintOf(one), bidder, filingKey);
    const repeat = await receive(tender.id, other, complaintOf(other), bidder, filingKey);
    expect(repeat.command.complaintId).toBe(made.command.complaintId);
  });

  it('are decided once, whoever repeats them, and wake the tender’s deliveries', async () => {
    const { tender, complaintId } = await filed(moment('2026-09-15 10:00'));
    const { command } = await receive(tender.id, complaintId, { name: 'acceptComplaint' }, supervisor);
    const given = { complaintId, commandId: command.id };
    const answers = await Promise.all([1, 2, 3].map(() => decisions.handleComplaintCommand(given)));
    expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(new Set(answers.map(({ facts }) => facts?.version))).toEqual(new Set([2]));
    expect(woken).toContain(`tender:${tender.id}`);
  });

  it('CMP-006: of two filings of the same matter at once, one is a complaint', async () => {
    const { tender, bidder } = await tenderAt(moment('2026-09-15 10:00'));
    const ids = [uuidv7(), uuidv7(), uuidv7()];
    const commands = await Promise.all(ids.map((id) => receive(tender.id, id, complaintOf(id), bidder)));
    const answers = await Promise.all(
      ids.map((complaintId, index) =>
        decisions.handleComplaintCommand({ complaintId, commandId: commands[index]!.command.id }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['accepted', 'refused', 'refused']);
  });
});

describe('a complaint whose decision throws', () => {
  const sql = (text: string, values: unknown[] = []) =>
    database.store.plainTransaction((tx) => tx.query(text, values));

  it('has the command set aside, and the one after it decided', async () => {
    const { tender, bidder, complaintId } = await filed(moment('2026-09-15 10:00'));
    const broken = {
      name: 'requestCorrection',
      text: '请补正。',
      dueAt: 9e15,
    } as unknown as ComplaintCommand;
    const { command } = await receive(tender.id, complaintId, broken, supervisor);
    const sound = await receive(
      tender.id,
      complaintId,
      { name: 'withdrawComplaint', reason: '撤回' },
      bidder,
    );
    // The second is asked for first: what was received before it is met on the way.
    await sql('update command set at = at + 1 where id = $1', [sound.command.id]);
    const given = { complaintId, commandId: sound.command.id };
    expect(await decisions.handleComplaintCommand(given)).toMatchObject({ status: 'accepted' });
    expect(await statusOf(complaintId)).toBe('withdrawn');
    const again = await decisions.handleComplaintCommand({ complaintId, commandId: command.id });
    expect(again.status).toBe('set-aside');
  });

  it('is shown with its step that throws, and goes on with what comes after', async () => {
    const { tender, bidder, complaintId } = await filed(moment('2026-09-15 10:00'));
    await sql(
      `create function planted_complaint() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$`,
    );
    await sql(
      `create trigger planted_complaint before insert on rehearsals.record_intake for each row
       when (new.body->>'event' = 'complaintStepTimedOut') execute function planted_complaint()`,
    );
    const dueAt = (await loadComplaint(database.store.em(), complaintId, false))!.duties[0]!.dueAt;
    await setClock(tender.id, dueAt + 60_000);
    const given = { complaintId, dutyId: 'review', dueAt };
    expect(await decisions.timeOutComplaintDuty(given)).toMatchObject({
      failing: true,
      facts: { version: 1 },
    });
    const { command } = await receive(
      tender.id,
      complaintId,
      { name: 'withdrawComplaint', reason: '撤回' },
      bidder,
    );
    const handled = await decisions.handleComplaintCommand({ complaintId, commandId: command.id });
    expect(handled.status).toBe('accepted');
    expect(await failingSteps(database.store.em(), complaintId)).toBe(1);
    await sql('drop trigger planted_complaint on rehearsals.record_intake');
  });
});

describe('the clock of a complaint', () => {
  it('has an owner reminded once, of what is still owed when its instant comes', async () => {
    const { tender, complaintId } = await filed(moment('2026-09-15 10:00'));
    const dueAt = moment('2026-09-18 00:00');
    await setClock(tender.id, dueAt);
    const reminded = await decisions.remindComplaintDuty({ complaintId, dutyId: 'review', dueAt });
    const again = await decisions.remindComplaintDuty({ complaintId, dutyId: 'review', dueAt });
    expect([reminded.facts?.version, again.facts?.version]).toEqual([2, 2]);
    const { duties } = (await loadComplaint(database.store.em(), complaintId, false))!;
    expect(duties).toMatchObject([{ id: 'review', announcedAt: dueAt }]);
    // What was received before the reminder comes first, and leaves nothing to be reminded of.
    const other = await filed(moment('2026-09-15 10:00'));
    await receive(other.tender.id, other.complaintId, { name: 'acceptComplaint' }, supervisor);
    await setClock(other.tender.id, dueAt);
    const met = await decisions.remindComplaintDuty({
      complaintId: other.complaintId,
      dutyId: 'review',
      dueAt,
    });
    expect(met.facts).toMatchObject({ status: 'accepted', version: 2, duties: [{ id: 'decide' }] });
  });

  it('lets what was received in time be decided first, though it is decided late', async () => {
    const { tender, complaintId } = await filed(moment('2026-09-15 10:00'));
    await setClock(tender.id, moment('2026-09-18 23:59'));
    await receive(tender.id, complaintId, { name: 'acceptComplaint' }, supervisor);
    await setClock(tender.id, moment('2026-09-21 10:00'));
    const dueAt = moment('2026-09-19 00:00');
    const decided = await decisions.timeOutComplaintDuty({ complaintId, dutyId: 'review', dueAt });
    expect(decided.facts).toMatchObject({ status: 'accepted', duties: [{ id: 'decide' }] });
    const { duties } = (await loadComplaint(database.store.em(), complaintId, false))!;
    expect(duties.find(({ id }) => id === 'review')).toMatchObject({ timedOutAt: null });
  });

  it('times out what fell due before a command, though its process never came to it', async () => {
    const { tender, complaintId } = await filed(moment('2026-09-15 10:00'));
    await setClock(tender.id, moment('2026-09-21 10:00'));
    const { command } = await receive(tender.id, complaintId, { name: 'acceptComplaint' }, supervisor);
    await decisions.handleComplaintCommand({ complaintId, commandId: command.id });
    const { duties } = (await loadComplaint(database.store.em(), complaintId, false))!;
    expect(duties.find(({ id }) => id === 'review')).toMatchObject({
      timedOutAt: moment('2026-09-19 00:00'),
    });
  });

  it('has a duty whose due comes with a command timed out: the instant of the due is no longer in time', async () => {
    const { tender, complaintId } = await filed(moment('2026-09-15 10:00'));
    const dueAt = moment('2026-09-19 00:00');
    await setClock(tender.id, dueAt);
    const { command } = await receive(tender.id, complaintId, { name: 'acceptComplaint' }, supervisor);
    await database.store.plainTransaction((tx) =>
      tx.query('update command set at = $2 where id = $1', [command.id, dueAt]),
    );
    await decisions.handleComplaintCommand({ complaintId, commandId: command.id });
    const { duties } = (await loadComplaint(database.store.em(), complaintId, false))!;
    expect(duties.find(({ id }) => id === 'review')).toMatchObject({ metAt: dueAt, timedOutAt: dueAt });
  });

  it('is the database’s: a step that comes early is told to come back', async () => {
    const { complaintId } = await filed(moment('2026-09-15 10:00'));
    const early = decisions.timeOutComplaintDuty({
      complaintId,
      dutyId: 'review',
      dueAt: moment('2026-09-19 00:00'),
    });
    await expect(early).rejects.toMatchObject({ type: 'NotYetDue' });
  });

  it('that nobody watches is found, and is a timed-out step for the administrator once it was taken', async () => {
    const { store } = database;
    const { tender, complaintId } = await filed(moment('2026-09-15 10:00'));
    const lost = async () => (await overdueCases(store.em(), 60_000, 1_000)).map((one) => one.id);
    expect(await lost()).not.toContain(complaintId);
    await setClock(tender.id, moment('2026-09-19 00:02'));
    expect(await lost()).toContain(complaintId);
    await decisions.timeOutComplaintDuty({
      complaintId,
      dutyId: 'review',
      dueAt: moment('2026-09-19 00:00'),
    });
    expect(await lost()).not.toContain(complaintId);
    const steps = (await timedOutSteps(store.em())).filter((step) => step.complaintId === complaintId);
    expect(steps).toMatchObject([
      { tenderId: tender.id, rehearsal: true, duty: { id: 'review', owner: 'supervisor' } },
    ]);
  });
});

describe('what the record shows around a complaint', () => {
  it('is the party’s own part and its other complaints, but not this one', async () => {
    const { tender, bidder, complaintId } = await filed(moment('2026-09-15 10:00'));
    const em = database.store.em();
    const seen = await surroundingsOf(em, tender.id, bidder.partyId, uuidv7());
    expect(seen.participation).toEqual({ tookDocumentsAt: tender.launchedAt, bidAt: null });
    expect(seen.others).toMatchObject([{ id: complaintId, status: 'filed', subject: 'documents' }]);
    expect((await surroundingsOf(em, tender.id, bidder.partyId, complaintId)).others).toEqual([]);
    expect(await statusOf(complaintId)).toBe('filed');
    const other = await bidderIn(database.store, '别的投标人');
    const nothing = await surroundingsOf(em, tender.id, other.partyId, uuidv7());
    expect([nothing.participation.tookDocumentsAt, nothing.others]).toEqual([null, []]);
  });
});
