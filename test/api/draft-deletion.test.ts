import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { draftExample } from '../../api/trading/examples.ts';
import { receiveCommand, setAside } from '../../store/index.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { exampleDocument } from '../support/drafts.ts';
import { launchedTender } from './support/tender.ts';

let platform: TestPlatform;
let owner: Acting;
let stranger: Acting;
let document: string;
beforeAll(async () => {
  platform = await startPlatform();
  owner = await actingAs(platform, 'tenderee');
  stranger = await actingAs(platform, 'tenderee');
  const stored = await send(platform, 'POST', '/v1/documents?name=a.txt', {
    token: owner.token,
    body: Buffer.from('a'),
    headers: { 'Content-Type': 'text/plain' },
  });
  document = String(stored.json['sha256']);
});
afterAll(() => platform.close());

const draftOf = (projectCode: string) => ({
  draft: { ...draftExample, documents: [document], tendereeUscc: owner.identity.uscc, projectCode },
});
const draft = (projectCode: string): Promise<Answer> =>
  send(platform, 'POST', '/v1/tenders', { token: owner.token, json: draftOf(projectCode) });
const remove = (id: unknown, token = owner.token, headers: Record<string, string> = {}): Promise<Answer> =>
  send(platform, 'DELETE', `/v1/drafts/${String(id)}`, { token, headers });

describe('a draft that was never launched', () => {
  it('is deleted by its owner, is not found any more, and frees its code', async () => {
    const { json } = await draft('DEL-1');
    expect((await draft('DEL-1')).json['code']).toBe('project-code-taken');
    const answer = await remove(json['tenderId']);
    expect([answer.status, answer.json]).toEqual([200, { tenderId: json['tenderId'], projectCode: 'DEL-1' }]);
    const path = `/v1/drafts/${String(json['tenderId'])}`;
    expect((await send(platform, 'GET', path, { token: owner.token })).status).toBe(404);
    expect((await remove(json['tenderId'])).status).toBe(404);
    const launch = `/v1/tenders/${String(json['tenderId'])}/launch`;
    expect((await send(platform, 'POST', launch, { token: owner.token })).status).toBe(404);
    const listed = await send(platform, 'GET', '/v1/drafts', { token: owner.token });
    expect((listed.json['drafts'] as { tenderId: string }[]).map((one) => one.tenderId)).not.toContain(
      json['tenderId'],
    );
    expect((await draft('DEL-1')).status).toBe(201);
  });

  it('is as unknown to others as what never was', async () => {
    const { json } = await draft('DEL-2');
    expect((await remove(json['tenderId'], stranger.token)).status).toBe(404);
    expect((await draft('DEL-2')).status).toBe(409);
  });

  it('is deleted in the version that was read, where one is named', async () => {
    const { json } = await draft('DEL-3');
    const answer = await remove(json['tenderId'], owner.token, { 'If-Match': '"another"' });
    expect([answer.status, answer.json['code']]).toEqual([412, 'version-changed']);
  });

  it('stays while a launch of it waits to be decided or was set aside, and once it is launched', async () => {
    const { json } = await draft('DEL-4');
    const tenderId = String(json['tenderId']);
    const id = uuidv7();
    await platform.deps.store.transaction((tx) =>
      receiveCommand(tx, {
        id,
        tenderId,
        payload: { name: 'launchTender' } as never,
        actor: { ...owner.identity, role: 'tenderee' },
        address: '::1',
        claim: null,
      }),
    );
    const waiting = await remove(tenderId);
    expect([waiting.status, waiting.json['code']]).toEqual([409, 'launch-pending']);
    // An administrator may have it decided after all.
    expect(await platform.deps.store.transaction((tx) => setAside(tx, id, 'Error at decide'))).toBe(true);
    const setBy = await remove(tenderId);
    expect([setBy.status, setBy.json['code']]).toEqual([409, 'launch-pending']);
    const { uscc, partyName: name } = owner.identity;
    const launched = await launchedTender(platform, owner.identity.partyId, {
      documents: [exampleDocument()],
      at: (state) => state.launchedAt,
      tenderee: { uscc, name },
    });
    const over = await remove(launched.id);
    expect([over.status, over.json['code']]).toEqual([409, 'already-launched']);
  });
});

describe('a draft that is replaced', () => {
  it('does not get a code that is taken, and stays as it was', async () => {
    await draft('PUT-1');
    const other = await draft('PUT-2');
    const path = `/v1/drafts/${String(other.json['tenderId'])}`;
    const answer = await send(platform, 'PUT', path, {
      token: owner.token,
      json: draftOf('PUT-1'),
      headers: { 'If-Match': other.headers.get('ETag') ?? '' },
    });
    expect([answer.status, answer.json['code']]).toEqual([409, 'project-code-taken']);
    const read = await send(platform, 'GET', path, { token: owner.token });
    expect((read.json['draft'] as { projectCode: string }).projectCode).toBe('PUT-2');
  });
});
