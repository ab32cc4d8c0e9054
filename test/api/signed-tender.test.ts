import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { draftExample } from '../../api/trading/examples.ts';
import type { DocumentRef } from '../../domain/case/references.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { revokeDevelopment } from '../../runtime/pki/dev/authority.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { loadState, signedBids } from '../../store/index.ts';
import { startAuthorities, type TestAuthorities, type TestSigner } from '../support/pki.ts';
import { moment } from '../support/process.ts';
import { decideAtOnce } from './support/deciding.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { listThem, register, tenderOf } from './support/pki.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord, settledHead } from './support/record.ts';
import { setClock } from './support/tender.ts';

let platform: TestPlatform;
let authorities: TestAuthorities;
let owner: Acting;
let signer: TestSigner;
beforeAll(async () => {
  authorities = await startAuthorities();
  platform = await startPlatform();
  decideAtOnce(platform);
  await listThem(platform, authorities);
  owner = await actingAs(platform, 'tenderee');
  signer = await signerOf(owner);
});
afterAll(async () => {
  await platform.close();
  await authorities.close();
});

const seen = ({ status, json }: Answer) => [status, json['code'], json['rule'] ?? null];
const UNSIGNED = [422, 'EB-020', 'EB-020'];
const post = (by: Acting, path: string, json: object, key?: string) =>
  send(platform, 'POST', path, { token: by.token, json, ...(key === undefined ? {} : { key }) });

async function signerOf({ identity, token }: Acting): Promise<TestSigner> {
  const { uscc } = identity;
  const made = await authorities.issue('ecdsa', { kind: 'party', uscc, name: '示例单位' });
  expect((await register(platform, token, made, { uscc })).status).toBe(201);
  return made;
}

/** A document of a party, with its bytes. */
async function stored(by: Acting): Promise<{ bytes: Buffer<ArrayBuffer>; sha256: string; ref: DocumentRef }> {
  const bytes = Buffer.from(randomBytes(200));
  const answer = await send(platform, 'POST', '/v1/documents?name=a', {
    token: by.token,
    body: bytes,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  expect(answer.status).toBe(201);
  return { bytes, sha256: String(answer.json['sha256']), ref: answer.json as unknown as DocumentRef };
}

async function sign(
  tenderId: string,
  sha256: string,
  bytes: Uint8Array,
  kind: string,
  by = owner,
  signing = signer,
): Promise<Answer> {
  const signature = (await signing.sign(bytes)).toString('base64');
  return post(by, `/v1/tenders/${tenderId}/documents/${sha256}/signatures`, { kind, signature });
}

/** A draft of the owner. */
async function drafted(sha256: string, change: object = { signatures: 'required' }): Promise<Answer> {
  const draft = { ...draftExample, tendereeUscc: owner.identity.uscc, documents: [sha256], ...change };
  return post(owner, '/v1/tenders', { draft, rehearsal: { startsAt: '2026-09-09T15:00:00+08:00' } });
}

/** A launched tender of the owner that requires signatures. */
const requiring = (change: (state: TenderState) => Partial<TenderState> = () => ({})) =>
  tenderOf(platform, owner, (state) => ({
    draft: { ...state.draft, signatures: 'required' },
    ...change(state),
  }));

const clarification = (documents: string[]) => ({
  kind: 'clarification',
  affectsBids: false,
  title: '澄清一',
  text: '按附表一执行。',
  documents,
  newBidDeadlineAt: null,
});

describe('a launch that requires signatures', () => {
  it('is refused, and recorded as refused, until its documents are signed', async () => {
    const document = await stored(owner);
    const created = await drafted(document.sha256);
    const id = String(created.json['tenderId']);
    expect((created.json['draft'] as { signatures: string }).signatures).toBe('required');
    const checked = () => send(platform, 'POST', `/v1/tenders/${id}/check`, { token: owner.token });
    const breaches = async () =>
      ((await checked()).json['breaches'] as { code?: string }[]).filter(({ code }) => code === 'EB-020');
    expect(await breaches()).toHaveLength(1);
    const from = await settledHead(platform, 'rehearsals');
    const refused = await post(owner, `/v1/tenders/${id}/launch`, {});
    expect(seen(refused)).toEqual(UNSIGNED);
    expect(refused.json['article']).toBe('电子招标投标办法第四十条');
    expect((await openedRecord(platform, from, 'rehearsals')).at(-1)?.event).toBe('commandRefused');

    expect((await sign(id, document.sha256, document.bytes, 'documents')).status).toBe(201);
    expect(await breaches()).toEqual([]);
    expect((await post(owner, `/v1/tenders/${id}/launch`, {})).status).toBe(200);
    const state = await loadState(platform.deps.store.em(), id, false);
    expect(state?.draft.signatures).toBe('required');
    const shown = await send(platform, 'GET', `/v1/tenders/${id}`);
    expect(shown.json['signatures']).toBe('required');
    const entry = (await openedRecord(platform, from, 'rehearsals')).find(
      ({ event }) => event === 'noticePublished',
    );
    expect(entry?.data).toMatchObject({ signatures: 'required' });
  });

  it('is not asked of a draft that says nothing, where the platform does not', async () => {
    const created = await drafted((await stored(owner)).sha256, {});
    expect((created.json['draft'] as { signatures: string }).signatures).toBe('recorded');
    expect((await post(owner, `/v1/tenders/${String(created.json['tenderId'])}/launch`, {})).status).toBe(
      200,
    );
    const list = await send(platform, 'GET', '/v1/trust-list');
    const profile = await send(platform, 'GET', '/v1/platform');
    expect([list.json['signatures'], profile.json['signatures']]).toEqual([
      'recorded',
      { floor: 'recorded', rule: 'EB-020', article: '电子招标投标办法第四十条' },
    ]);
  });
});

describe('a command whose documents are to be signed', () => {
  it('is refused with the signature of another document, party, kind or tender, and taken with its own', async () => {
    const { id } = await requiring();
    const other = await requiring();
    const [document, another] = [await stored(owner), await stored(owner)];
    const give = (sha256 = document.sha256) =>
      post(owner, `/v1/tenders/${id}/clarifications`, clarification([sha256]));
    expect(seen(await give())).toEqual(UNSIGNED);
    await sign(id, another.sha256, another.bytes, 'clarification');
    await sign(id, document.sha256, document.bytes, 'documents');
    await sign(other.id, document.sha256, document.bytes, 'clarification');
    expect(seen(await give())).toEqual(UNSIGNED);
    // A stranger's signature is not even kept: the tender has no such document for them.
    const stranger = await actingAs(platform, 'tenderee');
    const theirs = await sign(
      id,
      document.sha256,
      document.bytes,
      'clarification',
      stranger,
      await signerOf(stranger),
    );
    expect(seen(theirs)).toEqual([404, 'unknown-document', null]);
    expect(seen(await give())).toEqual(UNSIGNED);
    const without = await post(owner, `/v1/tenders/${id}/clarifications`, clarification([]));
    expect(seen(without)).toEqual(UNSIGNED);

    await sign(id, document.sha256, document.bytes, 'clarification');
    expect((await give()).status).toBe(200);
    expect((await loadState(platform.deps.store.em(), id, false))?.clarifications).toHaveLength(1);
  });

  it('is refused when the certificate was revoked since, and taken when signed anew', async () => {
    const { id } = await requiring();
    const document = await stored(owner);
    const lost = await signerOf(owner);
    await sign(id, document.sha256, document.bytes, 'clarification', owner, lost);
    await revokeDevelopment(authorities.folder, 'ecdsa', lost.certificate.facts.serial, Date.now());
    // The answer of when it was signed is forgotten, as it is when it grows old: the authority is asked anew.
    await platform.deps.store.em().getConnection().execute('delete from revocation_answer');
    const give = () => post(owner, `/v1/tenders/${id}/clarifications`, clarification([document.sha256]));
    const refused = await give();
    expect(seen(refused)).toEqual(UNSIGNED);
    expect(String(refused.json['detail'])).toContain('吊销');
    await sign(id, document.sha256, document.bytes, 'clarification');
    expect((await give()).status).toBe(200);
  });

  it('repeats its answer for the same key, whatever was signed meanwhile', async () => {
    const { id } = await requiring();
    const document = await stored(owner);
    const key = randomUUID();
    const give = () => post(owner, `/v1/tenders/${id}/clarifications`, clarification([document.sha256]), key);
    expect(seen(await give())).toEqual(UNSIGNED);
    await sign(id, document.sha256, document.bytes, 'clarification');
    expect(seen(await give())).toEqual(UNSIGNED);
  });
});

describe('an application', () => {
  it('is signed by its applicant before it is handed in', async () => {
    const bidder = await actingAs(platform, 'bidder');
    const { id } = await requiring((state) => ({
      procedure: 'open-prequalified',
      phase: 'prequalification',
      draft: { ...state.draft, qualification: 'before', signatures: 'required' },
      firstStage: {
        issuedFromAt: state.launchedAt,
        issuedUntilAt: moment('2026-09-20 09:00'),
        dueAt: moment('2026-09-20 09:00'),
        applications: [],
        conclusion: null,
      },
    }));
    const document = await stored(bidder);
    const apply = () => post(bidder, `/v1/tenders/${id}/applications`, { documents: [document.sha256] });
    expect(seen(await apply())).toEqual(UNSIGNED);
    const signed = await sign(id, document.sha256, document.bytes, 'bid', bidder, await signerOf(bidder));
    expect(signed.status).toBe(201);
    expect((await apply()).status).toBe(200);
  });
});

describe('a bid', () => {
  it('is signed sealed until the deadline: it is received unsigned, and signed late it counts as unsigned', async () => {
    const { id, bidDeadlineAt } = await requiring((state) => ({
      phase: 'bidding',
      milestones: state.milestones,
    }));
    const bidders = [await actingAs(platform, 'bidder'), await actingAs(platform, 'bidder')] as const;
    await setClock(platform, id, bidDeadlineAt - 3_600_000);
    const bids = [];
    for (const bidder of bidders) {
      const letter = { format: 'openseal-bid/1' as const, tenderId: id, bidderUscc: bidder.identity.uscc };
      const rest = {
        priceFen: '1',
        durationDays: 1,
        quality: '合格',
        projectManager: null,
        certificate: null,
      };
      const bytes = Buffer.from((await sealBid({ ...letter, ...rest })).bytes);
      const answer = await send(platform, 'POST', `/v1/tenders/${id}/bids`, {
        token: bidder.token,
        body: bytes,
        headers: { 'Content-Type': 'application/octet-stream' },
      });
      const { signBy, bidId } = answer.json as { signBy: { path: string }; bidId: string };
      expect([answer.status, signBy]).toMatchObject([201, { kind: 'bid' }]);
      bids.push({ bytes, bidId, sha256: signBy.path.split('/').at(-2)! });
    }
    const [inTime, late] = bids;
    const first = await sign(
      id,
      inTime!.sha256,
      inTime!.bytes,
      'bid',
      bidders[0],
      await signerOf(bidders[0]),
    );
    expect(first.status).toBe(201);
    await setClock(platform, id, bidDeadlineAt);
    const second = await sign(id, late!.sha256, late!.bytes, 'bid', bidders[1], await signerOf(bidders[1]));
    expect(seen(second)).toEqual([409, 'window-over', 'EB-020']);
    expect(await signedBids(platform.deps.store.em(), id)).toEqual(new Set([inTime!.bidId]));
  });
});

describe('an award notice', () => {
  it('comes as a signed document, which the winner is given', async () => {
    const noticed = await stored(owner);
    const winner = await actingAs(platform, 'bidder');
    const { id } = await requiring((state) => {
      const candidate = {
        rank: 1,
        bidId: randomUUID(),
        uscc: winner.identity.uscc,
        name: '示例',
        priceFen: '1',
      };
      const rest = { quality: '合格', durationDays: 1, projectManager: null, certificate: null, score: null };
      return {
        phase: 'contract',
        award: {
          candidate: { ...candidate, ...rest, qualifications: '' },
          decidedAt: state.launchedAt,
          noticeAt: state.launchedAt,
          documents: [noticed.ref],
        },
      };
    });
    const take = (by: Acting) =>
      send(platform, 'GET', `/v1/tenders/${id}/documents/${noticed.sha256}`, { token: by.token });
    const statuses = [];
    for (const by of [owner, winner, await actingAs(platform, 'bidder')])
      statuses.push((await take(by)).status);
    expect(statuses).toEqual([200, 200, 404]);
  });
});

describe('a platform whose every tender requires signatures', () => {
  it('drafts so by itself, and refuses to launch a draft that asks less', async () => {
    const strict = await startPlatform({ OPENSEAL_SIGNATURES: 'required' });
    try {
      decideAtOnce(strict);
      const acting = await actingAs(strict, 'tenderee');
      const { token, identity } = acting;
      const body = Buffer.from('招标文件');
      const headers = { 'Content-Type': 'application/octet-stream' };
      const { json } = await send(strict, 'POST', '/v1/documents?name=a', { token, body, headers });
      const draft = { ...draftExample, tendereeUscc: identity.uscc, documents: [json['sha256']] };
      const rehearsal = { startsAt: '2026-09-09T15:00:00+08:00' };
      const created = async (change: object) =>
        (
          await send(strict, 'POST', '/v1/tenders', {
            token,
            json: { draft: { ...draft, ...change }, rehearsal },
          })
        ).json;
      expect(await created({})).toMatchObject({ draft: { signatures: 'required' } });
      const below = await created({ signatures: 'recorded' });
      const refused = await send(strict, 'POST', `/v1/tenders/${String(below['tenderId'])}/launch`, {
        token,
      });
      expect(seen(refused)).toEqual([409, 'signatures-below-floor', null]);
      const list = await send(strict, 'GET', '/v1/trust-list');
      const profile = await send(strict, 'GET', '/v1/platform');
      expect([list.json['signatures'], profile.json['signatures']]).toMatchObject([
        'required',
        { floor: 'required' },
      ]);
    } finally {
      await strict.close();
    }
  });
});
