import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { storeAnnouncement } from '../../store/index.ts';
import { exampleDocument } from '../support/drafts.ts';
import { actingAs } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender } from './support/tender.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

describe('the first page', () => {
  it('leads everywhere it says, without a sign-in', async () => {
    const owner = await actingAs(platform, 'tenderee');
    const { id: tenderId } = await launchedTender(platform, owner.identity.partyId, {
      documents: [exampleDocument()],
      at: ({ documentsIssuedFromAt }) => documentsIssuedFromAt,
    });
    await platform.deps.store.transaction((tx) =>
      storeAnnouncement(tx, {
        id: uuidv7(),
        tenderId,
        kind: 'tender-notice',
        title: '示例<b>公告',
        publishedAt: Date.now(),
        rehearsal: true,
        html: '<!DOCTYPE html><title>示例</title>',
      }),
    );
    const answer = await fetch(`${platform.baseUrl}/`);
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
    const page = await answer.text();
    expect(page).toContain('示例&lt;b&gt;公告');
    const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, address]) => address!);
    expect(links.length).toBeGreaterThanOrEqual(8);
    for (const address of links) {
      const { status } = await fetch(platform.baseUrl + address);
      expect([address, status]).toEqual([address, 200]);
    }
  });
});
