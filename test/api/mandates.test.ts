import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { draftExample } from '../../api/trading/examples.ts';
import { isoShanghai } from '../../domain/time/instant.ts';
import { startAuthorities, type TestAuthorities, type TestSigner } from '../support/pki.ts';
import { mandatesHeld } from '../../store/index.ts';
import { until } from '../support/until.ts';
import { decideAtOnce } from './support/deciding.ts';
import { actingAs, personOnly, prove, send, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { listThem, register } from './support/pki.ts';
import { openedRecord, settledHead } from './support/record.ts';

let platform: TestPlatform;
let authorities: TestAuthorities;
let tenderee: Acting;
let agency: Acting;
beforeAll(async () => {
  authorities = await startAuthorities();
  platform = await startPlatform();
  decideAtOnce(platform);
  await listThem(platform, authorities);
  tenderee = await actingAs(platform, 'tenderee');
});
afterAll(async () => {
  await platform.close();
  await authorities.close();
});

const HOUR_MS = 3_600_000;
const seen = (answer: Answer) => [answer.status, answer.json['code']];
const post = (by: Acting, path: string, json: object = {}) =>
  send(platform, 'POST', path, { token: by.token, json });
let project = 0;

interface Terms {
  readonly projectCode?: string | null;
  readonly fromAt?: number;
  readonly untilAt?: number;
}

async function drawn(terms: Terms = {}, by = tenderee): Promise<{ id: string; body: string }> {
  const { projectCode = null, fromAt = Date.now() - HOUR_MS, untilAt = Date.now() + HOUR_MS } = terms;
  const answer = await post(by, '/v1/mandates', {
    agencyUscc: agency.identity.uscc,
    scope: '招标全过程代理',
    projectCode,
    fromAt: isoShanghai(fromAt),
    untilAt: isoShanghai(untilAt),
  });
  expect(answer.status).toBe(201);
  return { id: String(answer.json['mandateId']), body: String(answer.json['body']) };
}

const sign = (id: string, json: object = {}, by = tenderee) => post(by, `/v1/mandates/${id}/sign`, json);
async function signed(terms: Terms = {}): Promise<string> {
  const { id } = await drawn(terms);
  expect((await sign(id)).json).toMatchObject({ signedBy: 'sign-in' });
  return id;
}

/** A draft in the tenderee's name by its agency, as it is answered. */
async function draft(projectCode = `OS-TEST-${project++}`): Promise<Answer> {
  const stored = await send(platform, 'POST', '/v1/documents?name=a.txt', {
    token: agency.token,
    body: Buffer.from('招标文件'),
    headers: { 'Content-Type': 'text/plain' },
  });
  return post(agency, '/v1/tenders', {
    draft: {
      ...draftExample,
      projectCode,
      documents: [stored.json['sha256']],
      tendereeUscc: tenderee.identity.uscc,
      agencyUscc: agency.identity.uscc,
    },
    rehearsal: { startsAt: '2026-09-09T15:00:00+08:00' },
  });
}

describe('an agency', () => {
  it.each<[string, string, () => Promise<unknown>]>([
    ['without a mandate', 'mandate-missing', () => Promise.resolve()],
    ['with one that nobody signed', 'mandate-missing', () => drawn()],
    ['with one for another project', 'mandate-other-project', () => signed({ projectCode: 'OS-OTHER' })],
    ['with one that expired', 'mandate-expired', () => signed({ untilAt: Date.now() - 1_000 })],
    [
      'with one that begins later',
      'mandate-not-yet',
      () => signed({ fromAt: Date.now() + HOUR_MS, untilAt: Date.now() + 2 * HOUR_MS }),
    ],
    [
      'with one that was revoked',
      'mandate-revoked',
      async () => post(tenderee, `/v1/mandates/${await signed()}/revoke`, { because: '合同解除' }),
    ],
  ])('%s does not draft in the name of a tenderee (%s)', async (_how, code, arrange) => {
    agency = await actingAs(platform, 'agency');
    await arrange();
    const answer = await draft();
    expect([...seen(answer), (answer.json['accepted'] as { en: string }).en]).toEqual([
      403,
      code,
      expect.stringContaining('/v1/mandates'),
    ]);
    const { json } = await send(platform, 'GET', '/v1/drafts', { token: agency.token });
    expect(json['drafts']).toEqual([]);
  });

  it('holds each mandate that is in force once, however often it was signed, and no more than what it is for', async () => {
    agency = await actingAs(platform, 'agency');
    for (const terms of [{}, {}, { projectCode: 'OS-HELD' }, { untilAt: Date.now() - 1_000 }])
      await signed(terms);
    const { uscc: agencyUscc } = agency.identity;
    const { uscc: tendereeUscc } = tenderee.identity;
    const held = await mandatesHeld(platform.deps.store.em(), agencyUscc);
    expect(held).toHaveLength(2);
    expect(held).toEqual(
      expect.arrayContaining([
        { tendereeUscc, agencyUscc, projectCode: null },
        { tendereeUscc, agencyUscc, projectCode: 'OS-HELD' },
      ]),
    );
  });

  it('launches under its mandate, which the record shows, and acts and reads no more once it is revoked', async () => {
    agency = await actingAs(platform, 'agency');
    const code = `OS-MANDATED-${project++}`;
    const mandate = await signed({ projectCode: code });
    const made = await draft(code);
    expect(made.status).toBe(201);
    const tender = `/v1/tenders/${String(made.json['tenderId'])}`;
    const launched = await post(agency, `${tender}/launch`);
    expect([launched.status, launched.json['status']]).toEqual([200, 'accepted']);
    const entries = await openedRecord(platform, 0, 'rehearsals');
    const notice = entries.findLast(({ event }) => event === 'noticePublished');
    expect(notice?.data['mandate']).toMatchObject({
      id: mandate,
      scope: '招标全过程代理',
      projectCode: code,
      signedBy: 'sign-in',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });

    const end = (by: Acting) => post(by, `${tender}/termination`, { reason: '项目取消' });
    const read = (by: Acting) => send(platform, 'GET', `${tender}/instructions`, { token: by.token });
    expect((await read(agency)).status).toBe(200);
    await post(tenderee, `/v1/mandates/${mandate}/revoke`, { because: '合同解除' });
    expect(seen(await end(agency))).toEqual([403, 'mandate-revoked']);
    expect(seen(await read(agency))).toEqual([403, 'mandate-revoked']);
    // The tenderee itself goes on.
    expect((await read(tenderee)).status).toBe(200);
    expect((await end(tenderee)).status).toBe(200);
  });

  it('drafts no more from the instant at which its mandate ends', async () => {
    agency = await actingAs(platform, 'agency');
    await signed({ untilAt: Date.now() + 4_000 });
    const refused = await until(async () => {
      const answer = await draft();
      return answer.status === 201 ? null : answer;
    });
    expect(seen(refused)).toEqual([403, 'mandate-expired']);
  });

  it('is not entrusted by itself, nor by somebody else', async () => {
    agency = await actingAs(platform, 'agency');
    const { id } = await drawn();
    const other = await actingAs(platform, 'tenderee');
    expect(seen(await sign(id, {}, agency))).toEqual([403, 'wrong-role']);
    expect(seen(await sign(id, {}, other))).toEqual([404, 'unknown-mandate']);
    expect(seen(await post(other, `/v1/mandates/${id}/revoke`, { because: '-' }))).toEqual([
      404,
      'unknown-mandate',
    ]);
    await drawn({}, other);
    expect(seen(await draft())).toEqual([403, 'mandate-missing']);
  });
});

describe('a tenderee with a certificate', () => {
  let owner: Acting;
  let signer: TestSigner;
  const party = (by: Acting) =>
    ({ kind: 'party', uscc: by.identity.uscc, name: by.identity.partyName }) as const;
  beforeAll(async () => {
    agency = await actingAs(platform, 'agency');
    owner = await actingAs(platform, 'tenderee');
    signer = await authorities.issue('ecdsa', party(owner));
    expect((await register(platform, owner.token, signer, { uscc: owner.identity.uscc })).status).toBe(201);
  });
  const signature = async (by: TestSigner, body: string) =>
    (await by.sign(Buffer.from(body))).toString('base64');

  it('signs by it alone: neither a sign-in nor the certificate of somebody else will do', async () => {
    const { id, body } = await drawn({}, owner);
    expect(seen(await sign(id, {}, owner))).toEqual([422, 'mandate-signature-needed']);
    const other = await drawn({}, owner);
    const wrong = { signature: await signature(signer, other.body) };
    expect(seen(await sign(id, wrong, owner))).toEqual([422, 'signature-digest']);
    const theirs = await authorities.issue('ecdsa', party(agency));
    expect((await register(platform, agency.token, theirs, { uscc: agency.identity.uscc })).status).toBe(201);
    const foreign = { signature: await signature(theirs, body) };
    expect(seen(await sign(id, foreign, owner))).toEqual([403, 'certificate-not-yours']);

    const from = await settledHead(platform);
    const right = { signature: await signature(signer, body) };
    expect((await sign(id, right, owner)).json).toMatchObject({ signedBy: 'certificate' });
    expect(seen(await sign(id, right, owner))).toEqual([409, 'mandate-settled']);
    const [entry] = await openedRecord(platform, from);
    expect([entry?.event, entry?.party, entry?.opened['cms']]).toEqual([
      'mandateSigned',
      owner.identity.uscc,
      right.signature,
    ]);
  });

  it('that turns out not to own the party has given nothing: its mandates end with its membership', async () => {
    const { id, body } = await drawn({}, owner);
    await sign(id, { signature: await signature(signer, body) }, owner);
    const real = await personOnly(platform);
    const { uscc, partyName: name } = owner.identity;
    const claim = await send(platform, 'POST', '/v1/parties', {
      token: real.token,
      json: { uscc, name, address: '-', kinds: ['tenderee'] },
    });
    const administrator = await actingAs(platform, 'administrator');
    const decided = await prove(platform, administrator, String(claim.json['claimId']), 'transfer');
    expect(decided.json['status']).toBe('transferred');
    const { json } = await send(platform, 'GET', '/v1/mandates', { token: agency.token });
    const given = (json['mandates'] as { tenderee: { uscc: string }; revokedAt: string | null }[]).filter(
      (one) => one.tenderee.uscc === uscc,
    );
    expect(given.length).toBeGreaterThan(0);
    expect(given.every(({ revokedAt }) => revokedAt !== null)).toBe(true);
  });
});
