import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { draftExample } from '../../api/trading/examples.ts';
import { acceptanceText, demandHash, type SealingDemand } from '../../domain/seal/index.ts';
import { generateKey } from '../../sealing/index.ts';
import { startAuthorities, type TestAuthorities, type TestSigner } from '../support/pki.ts';
import { decideAtOnce } from './support/deciding.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { listThem, register } from './support/pki.ts';
import { openedRecord } from './support/record.ts';

let platform: TestPlatform;
let authorities: TestAuthorities;
let owner: Acting;
let trustees: [Acting, Acting];
let signers: [TestSigner, TestSigner];
let document: string;
beforeAll(async () => {
  authorities = await startAuthorities();
  platform = await startPlatform();
  decideAtOnce(platform);
  await listThem(platform, authorities);
  owner = await actingAs(platform, 'tenderee');
  trustees = [await actingAs(platform, 'supervisor'), await actingAs(platform, 'bidder')];
  signers = [await signerOf(trustees[0]), await signerOf(trustees[1])];
  const stored = await send(platform, 'POST', '/v1/documents?name=a.txt', {
    token: owner.token,
    body: Buffer.from('a'),
    headers: { 'Content-Type': 'text/plain' },
  });
  document = String(stored.json['sha256']);
});
afterAll(async () => {
  await platform.close();
  await authorities.close();
});

async function signerOf(
  { identity, token }: Acting,
  kind: 'party' | 'person' = 'party',
): Promise<TestSigner> {
  const { uscc } = identity;
  const holder = kind === 'party' ? { kind, uscc, name: '示例单位' } : { kind, name: '张三' };
  const made = await authorities.issue('ecdsa', holder);
  const registered = await register(platform, token, made, kind === 'party' ? { uscc } : {});
  expect(registered.status).toBe(201);
  return made;
}

const demanding = (): SealingDemand => ({
  scheme: 'age',
  threshold: 2,
  trustees: trustees.map(({ identity }, at) => ({
    id: `trustee-${at + 1}`,
    name: identity.partyName,
    role: 'other',
    uscc: identity.uscc,
    recipient: generateKey('age').recipient,
  })),
});
const draftWith = (sealing: SealingDemand | null): object => ({
  ...draftExample,
  documents: [document],
  tendereeUscc: owner.identity.uscc,
  projectCode: null,
  sealing,
});
async function drafted(sealing: SealingDemand | null): Promise<{ id: string; etag: string }> {
  const made = await send(platform, 'POST', '/v1/tenders', {
    token: owner.token,
    json: { draft: draftWith(sealing), rehearsal: { startsAt: '2026-09-10T08:00:00+08:00' } },
  });
  expect([made.status, made.json['code']]).toEqual([201, undefined]);
  return { id: String(made.json['tenderId']), etag: made.headers.get('etag')! };
}

const asked = (by: Acting, id: string): Promise<Answer> =>
  send(platform, 'GET', `/v1/tenders/${id}/trustee-acceptance`, { token: by.token });
const accept = async (by: Acting, id: string, signer: TestSigner, text?: string): Promise<Answer> => {
  const signed = text ?? String((await asked(by, id)).json['text']);
  const signature = (await signer.sign(Buffer.from(signed))).toString('base64');
  return send(platform, 'POST', `/v1/tenders/${id}/trustee-acceptance`, {
    token: by.token,
    json: { signature },
  });
};
const launch = (id: string): Promise<Answer> =>
  send(platform, 'POST', `/v1/tenders/${id}/launch`, { token: owner.token });
/** For how many trustees the check of a draft says that they have not accepted. */
const missing = async (id: string): Promise<number> => {
  const { json } = await send(platform, 'POST', `/v1/tenders/${id}/check`, { token: owner.token });
  return (json['breaches'] as { code?: string }[]).filter(({ code }) => code === 'trustee-not-accepted')
    .length;
};

describe('a tender with trustees', () => {
  it('is not launched before each has accepted exactly its demand, and then says so in the record', async () => {
    const demand = demanding();
    const { id, etag } = await drafted(demand);
    const refused = await launch(id);
    expect([refused.status, refused.json['code']]).toEqual([409, 'trustee-not-accepted']);
    expect((refused.json['accepted'] as { en: string }).en).toContain('trustee-acceptance');
    expect(await missing(id)).toBe(2);
    const read = await asked(trustees[0], id);
    expect(read.json).toMatchObject({ trusteeId: 'trustee-1', sealing: demand, acceptedAt: null });
    expect(read.json['text']).toBe(acceptanceText(id, demand, 'trustee-1'));
    const first = await accept(trustees[0], id, signers[0]);
    expect([first.status, first.json['acceptedAt']]).toEqual([201, expect.any(String)]);
    expect(await missing(id)).toBe(1);
    expect((await launch(id)).json['code']).toBe('trustee-not-accepted');
    expect((await accept(trustees[1], id, signers[1])).status).toBe(201);
    expect(await missing(id)).toBe(0);

    // Whoever changes a key afterwards asks them all again.
    const swapped = demand.trustees.map((one, at) =>
      at === 0 ? { ...one, recipient: generateKey('age').recipient } : one,
    );
    const change = (sealing: SealingDemand, ifMatch: string) =>
      send(platform, 'PUT', `/v1/drafts/${id}`, {
        token: owner.token,
        json: { draft: draftWith(sealing) },
        headers: { 'If-Match': ifMatch },
      });
    const changed = await change({ ...demand, trustees: swapped }, etag);
    expect(changed.status).toBe(200);
    expect(await missing(id)).toBe(2);
    expect((await launch(id)).json['code']).toBe('trustee-not-accepted');

    expect((await change(demand, changed.headers.get('etag')!)).status).toBe(200);
    const launched = await launch(id);
    expect([launched.status, launched.json['code']]).toEqual([200, undefined]);
    const sha256 = createHash('sha256')
      .update(acceptanceText(id, demand, 'trustee-1'))
      .digest('hex');
    const notice = (await openedRecord(platform, 0, 'rehearsals')).find(
      (entry) => entry.event === 'noticePublished' && entry.tenderId === id,
    );
    expect(notice?.data).toMatchObject({
      sealing: demand,
      acceptances: [
        { trusteeId: 'trustee-1', uscc: trustees[0].identity.uscc, text: sha256 },
        { trusteeId: 'trustee-2', uscc: trustees[1].identity.uscc },
      ],
    });
    // Anybody verifies the signature over what the record names.
    const open = await send(platform, 'GET', `/v1/tenders/${id}/documents/${sha256}/signatures`, {});
    expect(open.json['signatures']).toMatchObject([{ kind: 'trusteeAcceptance', sha256 }]);
    const late = await accept(trustees[0], id, signers[0]);
    expect([late.status, late.json['code']]).toEqual([409, 'already-launched']);
    expect(demandHash(demand)).toHaveLength(64);
  });

  it('is shown to no stranger, and takes no signature of another, of a person or over anything else', async () => {
    const demand = demanding();
    const { id } = await drafted(demand);
    const stranger = await actingAs(platform, 'bidder');
    const theirs = await signerOf(stranger);
    for (const by of [stranger, owner]) {
      expect((await asked(by, id)).status).toBe(404);
      expect((await accept(by, id, theirs, 'x')).status).toBe(404);
    }
    const text = acceptanceText(id, demand, 'trustee-2');
    // The other trustee's text, another tender's, a certificate of another party, one of a person.
    const wrong: [TestSigner, string | undefined][] = [
      [signers[0], text],
      [signers[0], acceptanceText('01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11', demand, 'trustee-1')],
      [theirs, undefined],
      [await signerOf(trustees[0], 'person'), undefined],
    ];
    const codes: unknown[] = [];
    for (const [signer, signed] of wrong)
      codes.push((await accept(trustees[0], id, signer, signed)).json['code']);
    expect(codes).toEqual([
      'signature-digest',
      'signature-digest',
      'certificate-not-yours',
      'certificate-uscc',
    ]);
    expect(await missing(id)).toBe(2);
  });

  it('without trustees asks nobody', async () => {
    const { id } = await drafted({ scheme: 'gm', threshold: 0, trustees: [] });
    expect(await missing(id)).toBe(0);
    expect((await launch(id)).status).toBe(200);
  });
});
