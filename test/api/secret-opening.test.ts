import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { saveState } from '../../store/index.ts';
import { courseAt } from '../support/course.ts';
import { exampleDocument } from '../support/drafts.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender } from './support/tender.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

it('what was offered in a negotiation is for its purchaser, and for nobody else who asks', async () => {
  const owner = await actingAs(platform, 'tenderee');
  const [other, bidder] = [await actingAs(platform, 'tenderee'), await actingAs(platform, 'bidder')];
  const launched = await launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument()],
    at: (state) => state.bidDeadlineAt + 3_600_000,
  });
  const { state } = courseAt('procurement-negotiation', 'evaluation');
  const { uscc, partyName: name } = owner.identity;
  const draft = { ...state.draft, tenderee: { name, uscc } };
  await platform.deps.store.transaction((tx) => saveState(tx, { ...state, draft, id: launched.id }));

  const record = (by: Acting | null) =>
    send(
      platform,
      'GET',
      `/v1/tenders/${launched.id}/opening-record`,
      by === null ? {} : { token: by.token },
    );
  for (const reader of [null, other, bidder]) {
    const refused = await record(reader);
    const expected = reader === null ? [401, 'sign-in-required'] : [403, 'opening-secret'];
    expect([refused.status, refused.json['code']]).toEqual(expected);
    expect(refused.text).not.toContain(state.openedBids![0]!.name);
  }
  const own = await record(owner);
  expect(own.status).toBe(200);
  expect(own.json['bids']).toMatchObject(
    state.openedBids!.map(({ bidId, priceFen }) => ({ bidId, priceFen })),
  );
});
