import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { citationIn } from '../../domain/law/citation.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { createDraft, createFence, databaseNow, saveState } from '../../store/index.ts';
import { courseAt } from '../support/course.ts';
import { moment } from '../support/process.ts';
import { decideAtOnce } from './support/deciding.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';

let platform: TestPlatform;
let asker: Acting;
let other: Acting;
let purchaser: Acting;
let otherPurchaser: Acting;
let tender: TenderState;

beforeAll(async () => {
  platform = await startPlatform();
  decideAtOnce(platform);
  [asker, other] = [await actingAs(platform, 'bidder'), await actingAs(platform, 'bidder')];
  [purchaser, otherPurchaser] = [await actingAs(platform, 'tenderee'), await actingAs(platform, 'tenderee')];
  tender = await launched();
});
afterAll(() => platform.close());

/** A procurement of the purchaser whose documents are being issued; it stands on Friday, 18 September. */
async function launched(): Promise<TenderState> {
  const { state: example } = courseAt('procurement-open', 'documents');
  const { partyName: name, uscc, partyId: ownerPartyId } = purchaser.identity;
  const draft = { ...example.draft, tenderee: { name, uscc }, agency: null };
  const state: TenderState = { ...example, id: uuidv7(), rehearsal: true, draft };
  const { id, documentsIssuedFromAt: documentsFromAt, bidDeadlineAt, launchedAt: clockStartsAt } = state;
  await platform.deps.store.transaction(async (tx) => {
    const shiftMs = moment('2026-09-18 10:00') - (await databaseNow(tx));
    await createDraft(tx, { id, ownerPartyId, draft, rehearsal: true, clockStartsAt });
    await createFence(tx, { tenderId: id, rehearsal: true, shiftMs, documentsFromAt, bidDeadlineAt });
    await saveState(tx, state);
  });
  return state;
}

const address = (rest = ''): string => `/v1/tenders/${tender.id}/questions${rest}`;
const post = (who: Acting, path: string, text: string) =>
  send(platform, 'POST', path, { token: who.token, json: { text } });
const seenBy = async (who: Acting) => (await send(platform, 'GET', address(), { token: who.token })).json;

describe('questions to the purchaser (GP-501)', () => {
  it('are asked, seen by who asked and by the purchaser alone, and answered', async () => {
    const asked = await post(asker, address(), '是否需要现场演示？');
    expect(asked).toMatchObject({ status: 200, json: { status: 'accepted' } });
    const questionId = String(asked.json['questionId']);
    const question = {
      questionId,
      text: '是否需要现场演示？',
      answerDueAt: '2026-09-23T00:00:00.000+08:00',
      answeredAt: null,
      answer: null,
    };
    for (const who of [asker, purchaser])
      expect(await seenBy(who)).toEqual({ questions: [{ ...question, askedAt: expect.any(String) }] });
    expect(await seenBy(other)).toEqual({ questions: [] });
    expect(await seenBy(otherPurchaser)).toMatchObject({ code: 'not-your-tender' });
    expect(JSON.stringify(await seenBy(purchaser))).not.toContain(asker.identity.partyId);

    const answer = address(`/${questionId}/answer`);
    expect(await post(otherPurchaser, answer, '不需要。')).toMatchObject({
      json: { code: 'not-your-tender' },
    });
    expect(await post(purchaser, answer, '不需要。')).toMatchObject({
      status: 200,
      json: { status: 'accepted', warnings: [{ rule: 'GP-501', severity: 'warns' }] },
    });
    expect(await seenBy(asker)).toMatchObject({
      questions: [{ answer: '不需要。', answeredAt: expect.any(String) }],
    });
    expect(await post(purchaser, answer, '不需要。')).toMatchObject({ json: { code: 'already-answered' } });
  });

  it('show the public whether they are answered in time, and nothing of what was said', async () => {
    const seen = await send(platform, 'GET', `/v1/tenders/${tender.id}`);
    const said = JSON.stringify(seen.json);
    expect(seen.json['duties']).toContainEqual(
      expect.objectContaining({ id: expect.stringMatching(/^answer:/), rule: 'GP-501', timedOutAt: null }),
    );
    for (const secret of ['现场演示', '不需要', asker.identity.partyId, asker.identity.partyName])
      expect(said).not.toContain(secret);
  });
});

describe('what is refused in a procurement', () => {
  it('cites procurement’s ruleset where nobody may know who bids, not 招标投标法', async () => {
    const { article } = citationIn(tender.ruleset, 'EB-006');
    const refused = { status: 409, json: { code: 'not-closed', rule: 'EB-006', article } };
    const list = await send(platform, 'GET', `/v1/tenders/${tender.id}/bids`, { token: purchaser.token });
    const stream = await send(platform, 'GET', `/v1/tenders/${tender.id}/opening/stream`);
    for (const answer of [list, stream]) {
      expect(answer).toMatchObject(refused);
      expect(answer.text).not.toMatch(/ZTB|招标投标法第/);
    }
  });
});
