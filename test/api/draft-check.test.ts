import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { draftExample } from '../../api/trading/examples.ts';
import { exampleDocument } from '../support/drafts.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender } from './support/tender.ts';

let platform: TestPlatform;
let owner: Acting;
let document: string;
beforeAll(async () => {
  platform = await startPlatform();
  owner = await actingAs(platform, 'tenderee');
  const stored = await send(platform, 'POST', '/v1/documents?name=a.txt', {
    token: owner.token,
    body: Buffer.from('a'),
    headers: { 'Content-Type': 'text/plain' },
  });
  document = String(stored.json['sha256']);
});
afterAll(() => platform.close());

interface Said {
  readonly code?: string;
  readonly rule: string | null;
  readonly severity: string;
  readonly accepted: { readonly en: string } | null;
}

/** What the check and the launch of a draft with these changes say. */
async function judged(changes: object): Promise<{ checked: Said[]; launched: Said[] }> {
  const made = await send(platform, 'POST', '/v1/tenders', {
    token: owner.token,
    json: {
      draft: { ...draftExample, documents: [document], tendereeUscc: owner.identity.uscc, ...changes },
      rehearsal: { startsAt: '2026-09-10T08:00:00+08:00' },
    },
  });
  expect(made.status).toBe(201);
  const tender = `/v1/tenders/${String(made.json['tenderId'])}`;
  const check = await send(platform, 'POST', `${tender}/check`, { token: owner.token });
  expect(check.status).toBe(200);
  const launch = await send(platform, 'POST', `${tender}/launch`, { token: owner.token });
  expect([409, 422]).toContain(launch.status);
  return { checked: check.json['breaches'] as Said[], launched: launch.json['errors'] as Said[] };
}

describe('the check of a draft', () => {
  it.each([
    ['a procedure that its law does not know', { method: 'negotiation' }, 'unknown-procedure'],
    ['no first stage where there must be one', { method: 'two-stage' }, 'first-stage-missing'],
    ['no documents', { documents: [] }, 'no-documents'],
    [
      'a schedule beyond the calendar',
      { schedule: { ...draftExample.schedule, openingAt: '2090-09-30T09:00:00+08:00' } },
      'beyond-calendar',
    ],
  ])('says of %s what the launch refuses', async (_name, changes, code) => {
    const { checked, launched } = await judged(changes);
    const blocking = checked.filter(({ severity }) => severity === 'blocks');
    const codes = blocking.map((one) => one.code ?? one.rule);
    expect(codes).toContain(code);
    expect([...new Set(codes)].sort()).toEqual([...new Set(launched.map((one) => one.code!))].sort());
    expect(blocking.find((one) => one.code === code)?.accepted).not.toBeNull();
  });
});

describe("a rehearsal's clock", () => {
  it('is not moved to where no working day is known', async () => {
    const tender = await launchedTender(platform, owner.identity.partyId, {
      documents: [exampleDocument()],
      at: (state) => state.launchedAt,
      tenderee: { name: owner.identity.partyName!, uscc: owner.identity.uscc! },
    });
    for (const to of ['9999-01-01T00:00:00+08:00', '2003-12-31T00:00:00+08:00']) {
      const answer = await send(platform, 'POST', `/v1/tenders/${tender.id}/clock`, {
        token: owner.token,
        json: { to },
      });
      expect([answer.status, answer.json['code']]).toEqual([409, 'beyond-calendar']);
    }
  });
});
