import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { announcementOf, ocidOf, releaseOf, renderPage } from '../../domain/disclosure/index.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { storeAnnouncement, storeRelease } from '../../store/index.ts';
import { exampleDocument } from '../support/drafts.ts';
import { launchProcess } from '../support/process.ts';
import { actingAs, send } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender } from './support/tender.ts';

let platform: TestPlatform;
let tender: TenderState;
const ids: string[] = [];
let releaseId: string;
let ocid: string;

beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_ROLES: 'public' });
  const owner = await actingAs(platform, 'agency');
  tender = await launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument('招标文件.pdf', 'a')],
    at: (state) => state.launchedAt,
  });
  const { config, store } = platform.deps;
  const context = {
    publicUrl: config.http.publicUrl,
    platformName: config.platformName,
    ocidPrefix: config.ocidPrefix,
  };
  const event = launchProcess().events[0]!;
  const announcement = announcementOf(event, tender, context)!;
  for (let number = 0; number < 3; number++) {
    const id = uuidv7();
    const url = `${context.publicUrl}/announcements/${id}`;
    const html = renderPage(announcement, {
      ...context,
      url,
      id,
      publishedAt: tender.launchedAt,
      tenderUrl: `${context.publicUrl}/v1/tenders/${tender.id}`,
    });
    const { kind, title } = announcement;
    await store.transaction((tx) =>
      storeAnnouncement(tx, {
        id,
        tenderId: tender.id,
        kind,
        title,
        publishedAt: tender.launchedAt,
        rehearsal: true,
        html,
      }),
    );
    ids.push(id);
  }
  releaseId = uuidv7();
  ocid = ocidOf(context.ocidPrefix, tender.id, true);
  const release = releaseOf(event, tender, { ...context, releaseId, publishedAt: tender.launchedAt })!;
  await store.transaction((tx) =>
    storeRelease(tx, {
      id: releaseId,
      tenderId: tender.id,
      ocid,
      publishedAt: tender.launchedAt,
      release: release as Record<string, unknown>,
    }),
  );
});
afterAll(() => platform.close());

describe('announcements', () => {
  it('are listed newest first, page by page', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await send(
        platform,
        'GET',
        `/v1/announcements?tenderId=${tender.id}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...(page.json['announcements'] as { id: string }[]).map((one) => one.id));
      cursor = page.json['next'] as string | null;
    }
    expect(seen).toEqual([...ids].reverse());
  });

  it('are pages that may load nothing and run nothing but their own style', async () => {
    const page = await send(platform, 'GET', `/announcements/${ids[0]}`, {
      headers: { Accept: 'text/html' },
    });
    expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = page.headers.get('Content-Security-Policy')!;
    const style = /<style>([\s\S]*?)<\/style>/.exec(page.text)![1]!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).not.toContain('unsafe-inline');
    expect(page.text).toContain(tender.draft.title);
    expect(page.headers.get('Vary')).toContain('Accept');
  });

  it('are JSON for who asks for JSON', async () => {
    const answer = await send(platform, 'GET', `/announcements/${ids[0]}`, {
      headers: { Accept: 'application/json' },
    });
    expect(answer.json).toMatchObject({
      id: ids[0],
      tenderId: tender.id,
      rehearsal: true,
      kind: 'tender-notice',
    });
  });
});

describe('OCDS', () => {
  it('gives a release in its package', async () => {
    const { json, status } = await send(platform, 'GET', `/ocds/releases/${releaseId}.json`);
    expect([status, json['uri']]).toEqual([200, `http://platform.test/ocds/releases/${releaseId}.json`]);
    expect((json['releases'] as { ocid: string }[]).map((one) => one.ocid)).toEqual([ocid]);
  });

  it('gives a process as a record with its compiled release', async () => {
    const { json, status } = await send(platform, 'GET', `/ocds/records/${ocid}.json`);
    expect(status).toBe(200);
    expect(json['records']).toMatchObject([
      { ocid, releases: [{ ocid }], compiledRelease: { ocid, tag: ['compiled'] } },
    ]);
  });
});

describe("the platform's keys", () => {
  it('are public, and only their public halves', async () => {
    const { json } = await send(platform, 'GET', '/.well-known/openseal-keys.json');
    const keys = json['keys'] as Record<string, unknown>[];
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect([key['kty'], 'd' in key]).toEqual(['OKP', false]);
  });
});
