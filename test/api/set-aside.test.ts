import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { commandById, listNotices, nextDelivery, receiveCommand } from '../../store/index.ts';
import { putTender } from '../support/launched.ts';
import { exampleCommands, moment, processAt } from '../support/process.ts';
import { decideAtOnce } from './support/deciding.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord, settledHead } from './support/record.ts';

let platform: TestPlatform;
let administrator: Acting;
let agency: Acting;
beforeAll(async () => {
  platform = await startPlatform();
  decideAtOnce(platform);
  administrator = await actingAs(platform, 'administrator');
  agency = await actingAs(platform, 'agency');
});
afterAll(() => platform.close());

const sql = (text: string, values: unknown[] = []) =>
  platform.deps.store.plainTransaction((tx) => tx.query(text, values));

/** A clarification of the agency that an older version took with an instant which no calendar has; its sender's token. */
async function setAsideCommand(): Promise<{ tenderId: string; commandId: string }> {
  const { store } = platform.deps;
  const { id: tenderId } = await putTender(store, processAt('bidding').state, {
    at: moment('2026-09-20 09:00'),
  });
  const { command } = await store.transaction((tx) =>
    receiveCommand(tx, {
      id: randomUUID(),
      tenderId,
      payload: exampleCommands.clarify({ id: randomUUID(), newBidDeadlineAt: 9e15 }),
      actor: {
        role: 'agency',
        personId: agency.identity.personId,
        partyId: agency.identity.partyId,
        uscc: processAt('bidding').state.draft.agency!.uscc,
        partyName: '代理机构',
      },
      address: '203.0.113.9',
      claim: null,
    }),
  );
  await platform.deps.forward(command.id);
  return { tenderId, commandId: command.id };
}

const act = (
  commandId: string,
  action: 'retry' | 'refusal',
  json: object = {},
  token = administrator.token,
) => send(platform, 'POST', `/v1/admin/commands/${commandId}/${action}`, { token, key: randomUUID(), json });

describe('a command that was set aside', () => {
  it('stands in the queue with what can be done, and its sender reads that the administrator has it', async () => {
    const { tenderId, commandId } = await setAsideCommand();
    const queue = await send(platform, 'GET', `/v1/admin/queue?tenderId=${tenderId}&kind=set-aside`, {
      token: administrator.token,
    });
    expect(queue.json['items']).toMatchObject([
      {
        kind: 'set-aside',
        key: commandId,
        actions: [
          { action: 'retry', possible: true, path: `/v1/admin/commands/${commandId}/retry` },
          { action: 'refuse', possible: true, path: `/v1/admin/commands/${commandId}/refusal` },
        ],
        details: {
          name: 'issueClarification',
          timesSetAside: 1,
          fault: expect.stringMatching(/^RangeError at /),
        },
      },
    ]);
    expect(queue.text).not.toMatch(/203\.0\.113\.9|进水水质/);
    const own = await send(platform, 'GET', `/v1/commands/${commandId}`, { token: agency.token });
    expect([own.status, own.json['status']]).toEqual([200, 'set-aside']);
    expect(own.json['note']).toMatchObject({ en: expect.stringContaining('administrator') });
  });

  it('is decided again on the administrator’s word, and set aside again while nothing was mended', async () => {
    const { tenderId, commandId } = await setAsideCommand();
    expect((await act(commandId, 'retry')).json).toMatchObject({ commandId, status: 'set-aside' });
    expect((await commandById(platform.deps.store.em(), commandId))?.timesSetAside).toBe(2);
    await sql(`update command set payload = jsonb_set(payload, '{newBidDeadlineAt}', 'null') where id = $1`, [
      commandId,
    ]);
    expect((await act(commandId, 'retry')).json).toMatchObject({ commandId, status: 'accepted' });
    const again = await act(commandId, 'retry');
    expect([again.status, again.json['code']]).toEqual([409, 'not-set-aside']);
    const queue = await send(platform, 'GET', `/v1/admin/queue?tenderId=${tenderId}&kind=set-aside`, {
      token: administrator.token,
    });
    expect(queue.json['items']).toEqual([]);
  });

  it('is refused with a reason, which its sender is told, and which the record commits to and does not show', async () => {
    const { tenderId, commandId } = await setAsideCommand();
    const from = await settledHead(platform, 'rehearsals');
    const reason = '截止时间字段超出范围，请重新提交。';
    const refused = await act(commandId, 'refusal', { reason });
    expect([refused.status, refused.json['status']]).toEqual([200, 'refused']);
    const own = await send(platform, 'GET', `/v1/commands/${commandId}`, { token: agency.token });
    expect([own.json['code'], own.json['detail']]).toEqual([
      'cannot-be-decided',
      expect.stringContaining(reason),
    ]);
    const told = await nextDelivery(platform.deps.store.em(), `tender:${tenderId}`);
    expect(told).toMatchObject({
      kind: 'notify',
      payload: {
        to: { partyId: agency.identity.partyId },
        kind: 'command-refused',
        textZh: expect.stringContaining(reason),
      },
    });
    const [entry] = (await openedRecord(platform, from, 'rehearsals')).filter(
      ({ event }) => event === 'commandRefused',
    );
    expect(JSON.stringify(entry?.data)).not.toContain(reason);
    expect(entry).toMatchObject({
      data: { command: 'issueClarification', refusals: [{ code: 'cannot-be-decided' }] },
      opened: { command: commandId, refusedBy: { person: administrator.identity.personId, reason } },
    });
    expect((await act(commandId, 'refusal', { reason })).json['code']).toBe('not-set-aside');
    expect(
      await listNotices(
        platform.deps.store.em(),
        agency.identity,
        { tenderId: null, unread: null },
        { after: null, limit: 5 },
      ),
    ).toEqual([]);
  });

  it('is the administrator’s alone to deal with', async () => {
    const { commandId } = await setAsideCommand();
    for (const action of ['retry', 'refusal'] as const)
      expect((await act(commandId, action, { reason: '理由' }, agency.token)).status).toBe(403);
    const unknown = await act(randomUUID(), 'retry');
    expect([unknown.status, unknown.json['code']]).toEqual([404, 'unknown-command']);
  });
});
