import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { Actor, TenderCommand, TenderState } from '../../domain/tender/index.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { bidding } from '../../rehearsal/acts/bidding.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, OPERATOR } from '../../rehearsal/examples.ts';
import { advance, HOUR_MS, of, type Scene } from '../../rehearsal/scene.ts';
import { launch } from '../../rehearsal/script.ts';
import { loadState, openStore, receiveCommand, type Store } from '../../store/index.ts';
import { runsOf } from '../support/engine.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { until, untilTrue } from '../support/until.ts';

const DEADLINE_AT = parseInstant('2026-09-30T09:00:00+08:00');
/** Older versions took instants that no calendar has (the first), and that the engine cannot show (the second). */
const NO_INSTANT = 9e15;
const BEYOND_9999 = Date.parse('9999-12-31T23:59:59-12:00');

interface Item {
  readonly kind: string;
  readonly key: string;
  readonly actions: readonly { readonly action: string; readonly path: string | null }[];
  readonly details: Record<string, unknown>;
}

let platform: TestPlatform;
let store: Store;
let administrator: PlatformUser;
let scene: Scene;

beforeAll(async () => {
  platform = await startPlatform();
  store = await openStore({ databaseUrl: await platform.databaseUrl() });
  administrator = await new PlatformUser(platform.baseUrl).signIn(
    EXAMPLE_LOGINS.administrator,
    platform.password,
    OPERATOR.uscc,
    'administrator',
  );
  scene = await launch(await exampleNotice('tangshan-2026-epc'), platform);
});
afterAll(async () => {
  await store?.close();
  await platform?.stop();
});

const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  store.plainTransaction((tx) => tx.query(text, values));
const stateOf = async (): Promise<TenderState> => (await loadState(store.em(), scene.tenderId, false))!;
const queued = async (kind: string): Promise<Item[]> => {
  const path = `/v1/admin/queue?tenderId=${scene.tenderId}&kind=${kind}`;
  return (await administrator.get(path))['items'] as Item[];
};
const pathOf = (item: Item | undefined, action: string): string =>
  item?.actions.find((one) => one.action === action)?.path ?? `no ${action}`;

/** Who acts for a party of the example, as commands carry it. */
async function actorOf(role: Actor['role'], uscc: string): Promise<Actor> {
  const [found] = await sql(
    `select p.id, p.name, m.person_id from party p join membership m on m.party_id = p.id where p.uscc = $1 limit 1`,
    [uscc],
  );
  const { id, name, person_id: personId } = found as Record<string, string>;
  return { role, personId: personId!, partyId: id!, uscc, partyName: name! };
}

/** Puts a command there as an older version received it: what the door refuses today is past it. */
async function planted(payload: TenderCommand, actor: Actor): Promise<string> {
  const given = { tenderId: scene.tenderId, payload, actor, address: '192.0.2.1', idempotencyKey: null };
  const { command } = await store.transaction((tx) => receiveCommand(tx, { id: uuidv7(), ...given }));
  return command.id;
}

const clarification = (newBidDeadlineAt: number | null) => ({
  ...{ kind: 'clarification' as const, affectsBids: false, title: '澄清', text: '以附表三为准。' },
  ...{ documents: [], newBidDeadlineAt },
});
const plantedClarification = async () =>
  planted(
    { name: 'issueClarification', id: uuidv7(), ...clarification(NO_INSTANT) },
    await actorOf('tenderee', scene.ownParty.uscc),
  );

const setAside = (id: string): Promise<Item> =>
  until(async () => {
    const [found] = await sql('select status, refusals from command where id = $1', [id]);
    if (found?.['status'] === 'refused') throw new Error(`refused: ${JSON.stringify(found['refusals'])}`);
    return (await queued('set-aside')).find(({ key }) => key === id) ?? null;
  });

describe('a tender with commands that cannot be decided', () => {
  it('has them set aside, and decides what comes after', async () => {
    const item = await setAside(await plantedClarification());
    expect(item.details).toMatchObject({
      name: 'issueClarification',
      fault: expect.stringMatching(/^RangeError/),
    });
    const answer = await scene.owner.post(of(scene, '/clarifications'), clarification(null));
    expect(answer['status']).toBe('accepted');
    // Mended, it is decided on the administrator's word, by the process that answered the message before.
    await sql(`update command set payload = jsonb_set(payload, '{newBidDeadlineAt}', 'null') where id = $1`, [
      item.key,
    ]);
    expect(await administrator.post(pathOf(item, 'retry'))).toMatchObject({ status: 'accepted' });
    expect((await stateOf()).clarifications).toHaveLength(2);
  });

  it('goes on where the engine cannot show an instant', async () => {
    const [authority] = await sql(`select uscc from party where 'supervisor' = any(kinds) limit 1`);
    const instruction = await planted(
      {
        name: 'issueInstruction',
        id: uuidv7(),
        kind: 'correct',
        basis: 'ZTB-001',
        text: '请改正。',
        dueAt: BEYOND_9999,
      },
      await actorOf('supervisor', String(authority?.['uscc'])),
    );
    await untilTrue(async () => {
      const [found] = await sql('select status from command where id = $1', [instruction]);
      return found?.['status'] === 'accepted';
    });
    const answer = await scene.owner.post(of(scene, '/clarifications'), clarification(null));
    expect(answer['status']).toBe('accepted');
    for (const run of await runsOf(platform, scene.tenderId)) expect(run.failedTasks).toEqual([]);
  });

  it('is closed at its deadline though what came before cannot be decided, and what is refused is told', async () => {
    await bidding(scene);
    await advance(scene, DEADLINE_AT - HOUR_MS);
    const broken = await plantedClarification();
    await sql(
      `create function planted() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$`,
    );
    await sql(
      `create trigger planted before insert on rehearsals.record_intake for each row
       when (new.body->>'event' = 'bidsClosed') execute function planted()`,
    );
    // The closing itself fails as well: the clock, commands and the queue go on without it.
    await advance(scene, DEADLINE_AT + 60_000);
    const [step] = await queued('step');
    expect(step).toMatchObject({ key: `${scene.tenderId}/closeBids`, details: { step: 'closeBids' } });
    const late = scene.owner.post(
      of(scene, '/clarifications'),
      clarification(DEADLINE_AT + 30 * 24 * HOUR_MS),
    );
    await expect(late).rejects.toThrow();
    const item = await setAside(broken);
    expect(await administrator.post(pathOf(item, 'refuse'), { reason: '截止时间无效。' })).toMatchObject({
      status: 'refused',
    });
    await until(async () => {
      const { notices } = (await scene.owner.get('/v1/me/notices')) as { notices: Record<string, unknown>[] };
      return notices.find((one) => one['kind'] === 'command-refused') ?? null;
    });
    await sql('drop trigger planted on rehearsals.record_intake');
    await administrator.post(pathOf(step, 'rederive'));
    await untilTrue(async () => (await stateOf()).milestones.bidsClosed === DEADLINE_AT);
    expect((await stateOf()).phase).toBe('opening');
    expect(await queued('step')).toEqual([]);
  });
});
