import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseInstant } from '../../domain/time/instant.ts';
import { exampleDocument } from '../support/drafts.ts';
import { actingAs, send } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender, setClock } from './support/tender.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

it('a rehearsal beyond the calendar keeps no other tender from a holiday notice', async () => {
  const owner = await actingAs(platform, 'tenderee');
  const administrator = await actingAs(platform, 'administrator');
  const launched = () =>
    launchedTender(platform, owner.identity.partyId, {
      documents: [exampleDocument()],
      at: (state) => state.launchedAt,
    });
  const [lost, other] = [await launched(), await launched()];
  await setClock(platform, lost.id, parseInstant('9999-01-01T00:00:00+08:00'));
  const answer = await send(platform, 'POST', '/v1/admin/holiday-notices', {
    token: administrator.token,
    json: {
      year: 2027,
      source: '国办发明电〔2026〕号',
      publishedDate: '2026-11-30',
      restDates: ['2027-01-01'],
      workDates: [],
    },
  });
  expect([answer.status, answer.json['tenders'], answer.json['refused']]).toEqual([
    201,
    [other.id],
    [{ id: lost.id, code: 'beyond-calendar' }],
  ]);
});

it('an administrator has everything that runs derived again without a notice, and nobody else does', async () => {
  const owner = await actingAs(platform, 'tenderee');
  const administrator = await actingAs(platform, 'administrator');
  const running = await launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument()],
    at: (state) => state.launchedAt,
  });
  const derive = (token: string) =>
    send(platform, 'POST', '/v1/admin/rederivations', { token, json: undefined });
  expect((await derive(owner.token)).status).toBe(403);
  const answer = await derive(administrator.token);
  expect(answer.status).toBe(200);
  expect(answer.json['tenders']).toContain(running.id);
});
