import { v7 as uuidv7 } from 'uuid';
import { beginSignIn, certificatesOf, signInStanding } from '../../store/index.ts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureExampleAdministrator } from '../../api/identity/administrator.ts';
import { revokeDevelopment } from '../../runtime/pki/dev/authority.ts';
import { startAuthorities, type TestAuthorities, type TestSigner } from '../support/pki.ts';
import {
  actingAs,
  personOnly,
  PASSWORD,
  prove,
  send,
  testUscc,
  type Acting,
  type Answer,
} from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { challengeTo, listThem, register, signInWith } from './support/pki.ts';
import { openedRecord, settledHead } from './support/record.ts';

let platform: TestPlatform;
let authorities: TestAuthorities;
let unlisted: TestAuthorities;
let administrator: Acting;
beforeAll(async () => {
  [authorities, unlisted] = [await startAuthorities(), await startAuthorities()];
  platform = await startPlatform();
  await listThem(platform, authorities);
  administrator = await actingAs(platform, 'administrator');
});
afterAll(async () => {
  await platform.close();
  await Promise.all([authorities.close(), unlisted.close()]);
});

const NAME = '真实有限公司';
const seen = (answer: Answer) => [answer.status, answer.json['code']];
let number = 5_000;

interface Claimant {
  readonly login: string;
  readonly personId: string;
  readonly token: string;
  readonly claimId: string;
}

/** A new person with an open claim to a code. */
async function claimant(uscc: string, name = NAME, kinds = ['bidder']): Promise<Claimant> {
  const person = await personOnly(platform);
  const { token } = person;
  const { json } = await send(platform, 'POST', '/v1/parties', {
    token,
    json: { uscc, name, address: '唐山', kinds },
  });
  return { ...person, claimId: String(json['claimId']) };
}

const certificate = (uscc: string, name = NAME): Promise<TestSigner> =>
  authorities.issue('ecdsa', { kind: 'party', uscc, name });
const signInAs = (token: string, uscc: string, role?: string) =>
  send(platform, 'POST', '/v1/sessions/switch', { token, json: { uscc, role }, key: null });
const bids = (token: string) => send(platform, 'GET', '/v1/me/notices', { token });

/** A person who acts for a party that their certificate proved. */
async function proven(uscc = testUscc(number++)): Promise<Claimant & { uscc: string; acting: string }> {
  const one = await claimant(uscc);
  const answer = await register(platform, one.token, await certificate(uscc), { uscc });
  expect(answer.status).toBe(201);
  return { ...one, uscc, acting: String((await signInAs(one.token, uscc)).json['token']) };
}

describe('a claim to a code', () => {
  it('lets nobody act, and locks out nobody: the real one comes second and proves itself', async () => {
    const uscc = testUscc(number++);
    const squatter = await claimant(uscc, '抢注公司');
    expect(seen(await signInAs(squatter.token, uscc))).toEqual([403, 'party-not-proven']);
    const act = await bids(squatter.token);
    expect([...seen(act), (act.json['accepted'] as { en: string }).en]).toEqual([
      403,
      'party-not-proven',
      expect.stringContaining('certificate'),
    ]);

    const real = await claimant(uscc);
    const from = await settledHead(platform);
    expect((await register(platform, real.token, await certificate(uscc), { uscc })).status).toBe(201);
    const session = await signInAs(real.token, uscc, 'bidder');
    expect(session.json['acting']).toMatchObject({ uscc, partyName: NAME, role: 'bidder' });
    expect((await bids(String(session.json['token']))).status).toBe(200);
    const entries = await openedRecord(platform, from);
    expect(entries.map(({ event, party }) => [event, party])).toEqual([
      ['partyRegistered', uscc],
      ['certificateRegistered', uscc],
    ]);
    expect(entries[0]!.data).toEqual({ uscc, name: NAME, kinds: ['bidder'], proof: 'certificate' });
    expect(entries[0]!.opened['claim']).toBe(real.claimId);

    expect(seen(await signInAs(squatter.token, uscc))).toEqual([403, 'party-not-proven']);
    expect(seen(await bids(squatter.token))).toEqual([403, 'party-not-proven']);
  });

  it.each([
    [
      'of an authority that is not on the list',
      'certificate-untrusted',
      (uscc: string) => unlisted.issue('ecdsa', { kind: 'party', uscc, name: NAME }),
    ],
    [
      'that its authority revoked',
      'certificate-revoked',
      async (uscc: string) => {
        const signer = await certificate(uscc);
        await revokeDevelopment(authorities.folder, 'ecdsa', signer.certificate.facts.serial, Date.now() - 1);
        return signer;
      },
    ],
    ['of another code', 'certificate-uscc', () => certificate(testUscc(4_999))],
    ['of a person', 'certificate-uscc', () => authorities.issue('ecdsa', { kind: 'person', name: NAME })],
    ['that bears another name', 'certificate-party-name', (uscc: string) => certificate(uscc, '别的公司')],
  ])('is not proven by a certificate %s (%s)', async (_what, code, signerOf) => {
    const uscc = testUscc(number++);
    const one = await claimant(uscc);
    const answer = await register(platform, one.token, await signerOf(uscc), { uscc });
    expect(seen(answer)).toEqual([422, code]);
    expect(seen(await signInAs(one.token, uscc))).toEqual([403, 'party-not-proven']);
    const own = await send(platform, 'GET', '/v1/claims', { token: one.token });
    expect(own.json['claims']).toMatchObject([{ status: 'pending', certificate: null }]);
  });

  it("is not proven by the answer to somebody else's challenge, nor without a claim of one's own", async () => {
    const uscc = testUscc(number++);
    const [real, thief] = [await claimant(uscc), await claimant(uscc)];
    const { challengeId, body } = await challengeTo(platform, real.token);
    const signature = (await (await certificate(uscc)).sign(Buffer.from(body))).toString('base64');
    const json = { challengeId, signature, uscc };
    expect(seen(await send(platform, 'POST', '/v1/certificates', { token: thief.token, json }))).toEqual([
      403,
      'challenge-not-yours',
    ]);
    const nobody = await personOnly(platform);
    expect(seen(await register(platform, nobody.token, await certificate(uscc), { uscc }))).toEqual([
      403,
      'no-membership',
    ]);
  });

  it('that two prove at once is proven once; the other becomes a dispute with its proof kept', async () => {
    const uscc = testUscc(number++);
    const both = [await claimant(uscc), await claimant(uscc)];
    const from = await settledHead(platform);
    const answers = await Promise.all(
      both.map(async ({ token }) => register(platform, token, await certificate(uscc), { uscc })),
    );
    expect(answers.map(seen).toSorted()).toEqual([
      [201, undefined],
      [409, 'party-disputed'],
    ]);
    const entries = await openedRecord(platform, from);
    expect(entries.filter(({ event }) => event === 'partyRegistered')).toHaveLength(1);
    const winner = answers.findIndex(({ status }) => status === 201);
    const loser = both[1 - winner]!;
    expect(seen(await signInAs(loser.token, uscc))).toEqual([403, 'party-not-proven']);

    const listed = await send(platform, 'GET', '/v1/admin/claims?limit=200', { token: administrator.token });
    const [dispute] = (listed.json['claims'] as Record<string, unknown>[]).filter(
      (one) => one['uscc'] === uscc,
    );
    expect(dispute).toMatchObject({
      claimId: loser.claimId,
      claimant: { login: loser.login },
      party: { name: NAME },
      certificate: { subject: expect.stringContaining(uscc) as unknown as string },
    });

    // It waits for the administrator, in the queue as well, until it is decided.
    const waiting = async (): Promise<unknown> => {
      const { json } = await send(platform, 'GET', '/v1/admin/queue?kind=claim&limit=200', {
        token: administrator.token,
      });
      return (json['items'] as { key: string }[]).find(({ key }) => key === loser.claimId);
    };
    const path = `/v1/admin/claims/${loser.claimId}/decision`;
    expect(await waiting()).toMatchObject({
      kind: 'claim',
      late: true,
      actions: [{ action: 'decide', possible: true, path }],
      details: { uscc, disputed: true },
    });
    const reason = '证书签发早于对方。';
    const decided = await send(platform, 'POST', path, {
      token: administrator.token,
      json: { outcome: 'reject', reason, evidence: [] },
    });
    expect(decided).toMatchObject({ status: 200 });
    expect(await waiting()).toBeUndefined();
  });
});

describe('a proof whose process dies before its answer is kept', () => {
  /** Does something while no answer under a key can be kept: what the database does then is undone, or was done before. */
  async function dying(key: string, work: () => Promise<Answer>): Promise<void> {
    const execute = (text: string) => platform.deps.store.em().getConnection().execute(text);
    await execute(
      `create function die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`,
    );
    await execute(
      `create trigger die before update on remembered_answer for each row when (new.idempotency_key = '${key}') execute function die()`,
    );
    expect((await work()).status).toBe(500);
    await execute(`drop function die() cascade`);
  }
  const proveBy = async (one: Claimant, uscc: string) => {
    const { challengeId, body } = await challengeTo(platform, one.token);
    const signature = (await (await certificate(uscc)).sign(Buffer.from(body))).toString('base64');
    const key = uuidv7();
    const again = () =>
      send(platform, 'POST', '/v1/certificates', {
        token: one.token,
        key,
        json: { challengeId, signature, uscc },
      });
    return { key, again };
  };

  it('is taken when it is sent again, and a repeat of that is given the same answer', async () => {
    const uscc = testUscc(number++);
    const { key, again } = await proveBy(await claimant(uscc), uscc);
    await dying(key, again);
    const first = await again();
    expect(first.status).toBe(201);
    expect([(await again()).status, (await again()).json]).toEqual([201, first.json]);
  });

  it('is told of the dispute that it came to, however often it is sent', async () => {
    const { uscc } = await proven();
    const one = await claimant(uscc);
    const { key, again } = await proveBy(one, uscc);
    await dying(key, again);
    const first = await again();
    expect(seen(first)).toEqual([409, 'party-disputed']);
    const second = await again();
    expect([...seen(second), second.headers.get('content-type')]).toEqual([
      409,
      'party-disputed',
      'application/problem+json',
    ]);
    expect(second.json).toEqual(first.json);
    const { claims } = (await send(platform, 'GET', '/v1/claims', { token: one.token })).json;
    expect(claims).toMatchObject([{ status: 'pending', certificate: { sha256: expect.any(String) } }]);
  });
});

describe('the administrator', () => {
  it('proves by evidence that is kept, and that only the claimant and administrators read', async () => {
    const uscc = testUscc(number++);
    const [one, rival] = [await claimant(uscc), await claimant(uscc)];
    const decision = (json: object) =>
      send(platform, 'POST', `/v1/admin/claims/${one.claimId}/decision`, {
        token: administrator.token,
        json,
      });
    expect(seen(await decision({ outcome: 'prove', reason: '口头' }))).toEqual([422, 'evidence-needed']);
    expect(seen(await decision({ outcome: 'transfer', reason: '口头', evidence: ['0'.repeat(64)] }))).toEqual(
      [422, 'unknown-document'],
    );
    expect(seen(await signInAs(one.token, uscc))).toEqual([403, 'party-not-proven']);
    const from = await settledHead(platform);
    expect((await prove(platform, administrator, one.claimId)).json).toMatchObject({ status: 'proven' });
    expect(seen(await prove(platform, administrator, one.claimId))).toEqual([409, 'party-disputed']);
    expect((await signInAs(one.token, uscc)).status).toBe(201);

    const { claims } = (await send(platform, 'GET', '/v1/claims', { token: one.token })).json as {
      claims: { evidence: { sha256: string }[] }[];
    };
    const [{ sha256 }] = claims[0]!.evidence as [{ sha256: string }];
    const read = (token: string) =>
      send(platform, 'GET', `/v1/claims/${one.claimId}/evidence/${sha256}`, { token });
    for (const { token } of [one, administrator])
      expect([(await read(token)).status, (await read(token)).text]).toEqual([
        200,
        `evidence for ${one.claimId}`,
      ]);
    const tenderee = await actingAs(platform, 'tenderee');
    for (const { token } of [rival, tenderee])
      expect(seen(await read(token))).toEqual([404, 'unknown-claim']);
    const [entry] = await openedRecord(platform, from);
    expect([entry?.event, entry?.opened['evidence'], entry?.opened['reason']]).toEqual([
      'partyRegistered',
      [sha256],
      '已核对营业执照',
    ]);
    const { opened: _private, ...open } = entry!;
    expect(JSON.stringify(open)).not.toContain(sha256);
  });

  it('is nobody else, and decides no claim of their own', async () => {
    const uscc = testUscc(number++);
    const one = await claimant(uscc);
    for (const role of ['tenderee', 'supervisor'] as const) {
      const other = await actingAs(platform, role);
      expect((await prove(platform, other, one.claimId)).status).toBe(403);
      expect((await send(platform, 'GET', '/v1/admin/claims', { token: other.token })).status).toBe(403);
    }
    const { token } = administrator;
    const own = await send(platform, 'POST', '/v1/parties', {
      token,
      json: { uscc, name: NAME, address: '-', kinds: ['bidder'] },
    });
    expect(seen(await prove(platform, administrator, String(own.json['claimId'])))).toEqual([
      403,
      'own-claim',
    ]);
  });

  it('gives a party to whom it belongs: who had it acts no more, by no token, sign-in or certificate', async () => {
    const squatter = await proven();
    const { uscc } = squatter;
    const held = await certificate(uscc);
    expect((await register(platform, squatter.token, held, { uscc })).status).toBe(201);
    const real = await claimant(uscc);
    expect(seen(await prove(platform, administrator, real.claimId))).toEqual([409, 'party-disputed']);
    expect((await bids(squatter.acting)).status).toBe(200);
    const transfer = await prove(platform, administrator, real.claimId, 'transfer');
    expect([transfer.status, transfer.json['status']]).toEqual([200, 'transferred']);

    expect(seen(await bids(squatter.acting))).toEqual([403, 'membership-ended']);
    expect(seen(await signInAs(squatter.acting, uscc))).toEqual([403, 'no-membership']);
    expect(seen(await signInWith(platform, squatter.login, held, { uscc }))).toEqual([
      409,
      'certificate-withdrawn',
    ]);
    const { certificates } = (await send(platform, 'GET', '/v1/certificates', { token: squatter.acting }))
      .json as { certificates: { withdrawnBecause: string | null }[] };
    expect(certificates.map(({ withdrawnBecause }) => withdrawnBecause)).toEqual([
      'member-removed',
      'member-removed',
    ]);
    expect((await bids(String((await signInAs(real.token, uscc)).json['token']))).status).toBe(200);
  });

  it('can make the claimant a member of the party instead, or reject; each is decided once', async () => {
    const first = await proven();
    const [second, third] = [await claimant(first.uscc), await claimant(first.uscc)];
    expect((await prove(platform, administrator, second.claimId, 'add-member')).json['status']).toBe('added');
    expect((await prove(platform, administrator, third.claimId, 'reject')).json['status']).toBe('rejected');
    for (const { claimId } of [second, third])
      expect(seen(await prove(platform, administrator, claimId, 'add-member'))).toEqual([
        409,
        'claim-settled',
      ]);
    const { json } = await send(platform, 'GET', `/v1/parties/${first.uscc}/members`, {
      token: first.acting,
    });
    expect(json['members']).toMatchObject([
      { login: first.login, manages: true },
      { login: second.login, manages: false },
    ]);
    expect(seen(await signInAs(third.token, first.uscc))).toEqual([403, 'no-membership']);
  });

  it('registers an authority, and an operator is made, whoever claimed the code before', async () => {
    const [authority, operator] = [testUscc(number++), testUscc(number++)];
    const squatters = [await claimant(authority), await claimant(operator)];
    const login = `supervisor-${number}`;
    const made = await send(platform, 'POST', '/v1/admin/authorities', {
      token: administrator.token,
      json: {
        uscc: authority,
        name: '某市发展和改革委员会',
        address: '某市',
        regions: null,
        industries: null,
        person: { login, password: PASSWORD, realName: '赵六', phone: '13800000001' },
      },
    });
    expect(made.status).toBe(201);
    const { store } = platform.deps;
    const named = { login: `operator-${number}`, password: PASSWORD, uscc: operator, partyName: '运营方' };
    expect(await ensureExampleAdministrator(store, named)).toBe(true);
    for (const [at, uscc] of [authority, operator].entries())
      expect(seen(await signInAs(squatters[at]!.token, uscc))).toEqual([403, 'party-not-proven']);
    expect(seen(await prove(platform, administrator, squatters[0]!.claimId, 'transfer'))).toEqual([
      409,
      'party-not-transferable',
    ]);
  });
});

/** A sign-in of a person by the certificate that they registered; its id. */
async function signInBy(personId: string): Promise<string> {
  const { store } = platform.deps;
  const [own] = await certificatesOf(store.em(), personId, null);
  const given = {
    way: 'certificate',
    certificate: own!.sha256,
    passwordHash: null,
    device: 'test',
    network: '::1',
  } as const;
  const id = uuidv7();
  await store.transaction((tx) => beginSignIn(tx, { id, personId, lifetimeMs: 3_600_000, ...given }));
  return id;
}

const standing = (personId: string, signInId: string) =>
  signInStanding(platform.deps.store.em(), { signInId, personId, partyId: null, role: null });

describe('the members of a party', () => {
  const add = (token: string, uscc: string, login: string, more: object = {}) =>
    send(platform, 'POST', `/v1/parties/${uscc}/members`, {
      token,
      json: { login, role: 'bidder', ...more },
    });
  const remove = (token: string, uscc: string, login: string) =>
    send(platform, 'DELETE', `/v1/parties/${uscc}/members/${login}`, { token });

  it('are removed by who manages it, and their tokens no longer act', async () => {
    const first = await proven();
    const { uscc } = first;
    const member = await personOnly(platform);
    expect((await add(first.acting, uscc, member.login)).status).toBe(201);
    const token = String((await signInAs(member.token, uscc)).json['token']);
    expect((await bids(token)).status).toBe(200);
    expect(seen(await add(token, uscc, (await personOnly(platform)).login))).toEqual([403, 'not-managing']);
    expect(seen(await remove(token, uscc, first.login))).toEqual([403, 'not-managing']);
    const key = await certificate(uscc);
    expect((await register(platform, token, key, { uscc })).status).toBe(201);
    const byCertificate = await signInBy(member.personId);
    expect((await standing(member.personId, byCertificate))?.live).toBe(true);

    const from = await settledHead(platform);
    expect((await remove(first.acting, uscc, member.login)).json).toEqual({
      login: member.login,
      roles: ['bidder'],
    });
    expect(seen(await bids(token))).toEqual([403, 'membership-ended']);
    expect(seen(await signInAs(token, uscc))).toEqual([403, 'no-membership']);
    expect((await send(platform, 'GET', '/v1/me', { token })).json).toMatchObject({
      acting: null,
      memberships: [],
    });
    expect(seen(await remove(first.acting, uscc, member.login))).toEqual([404, 'unknown-member']);
    expect(
      (await openedRecord(platform, from)).map(({ event, opened }) => [event, opened['member']]),
    ).toEqual([['memberRemoved', member.personId]]);
    // The key that the organisation keeps is given to another member, who brings none of the removed one's sign-ins back.
    expect((await register(platform, first.acting, key, { uscc })).status).toBe(201);
    expect(await standing(member.personId, byCertificate)).toMatchObject({
      live: false,
      signIn: { endedBecause: 'removed' },
    });
  });

  it('keep one who manages it, also when two remove each other at once', async () => {
    const first = await proven();
    const { uscc } = first;
    expect(seen(await remove(first.acting, uscc, first.login))).toEqual([409, 'last-manager']);
    const second = await personOnly(platform);
    await add(first.acting, uscc, second.login, { manages: true });
    const acting = String((await signInAs(second.token, uscc)).json['token']);
    const answers = await Promise.all([
      remove(first.acting, uscc, second.login),
      remove(acting, uscc, first.login),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const [left] = answers[0].status === 200 ? [first.acting] : [acting];
    const { json } = await send(platform, 'GET', `/v1/parties/${uscc}/members`, { token: left! });
    expect(json['members']).toMatchObject([{ manages: true }]);
  });

  it('are seen by the party alone', async () => {
    const [one, other] = [await proven(), await proven()];
    for (const path of ['', '/members'])
      expect(
        seen(await send(platform, 'GET', `/v1/parties/${one.uscc}${path}`, { token: other.acting })),
      ).toEqual([403, 'not-your-party']);
    expect(seen(await add(other.acting, one.uscc, other.login))).toEqual([403, 'not-your-party']);
    expect(seen(await remove(other.acting, one.uscc, one.login))).toEqual([403, 'not-your-party']);
  });
});

describe('what is said of a party', () => {
  it('is changed with its history; a name only to what a certificate of its bears', async () => {
    const one = await proven();
    const { uscc, acting: token } = one;
    const change = (json: object) => send(platform, 'PUT', `/v1/parties/${uscc}`, { token, json });
    const contact = { name: '王五', phone: '0315-5550100' };
    const said = { name: NAME, address: '唐山市', contact };
    expect((await change(said)).json).toMatchObject(said);
    expect(seen(await change({ ...said, name: '更名有限公司' }))).toEqual([422, 'certificate-party-name']);
    await register(platform, token, await certificate(uscc, '更名有限公司'), { uscc });
    const from = await settledHead(platform);
    const renamed = await change({ ...said, name: '更名有限公司' });
    expect(renamed.json['changes']).toMatchObject([
      { what: 'contact', from: { address: '唐山', contact: null }, to: { address: '唐山市', contact } },
      { what: 'name', from: NAME, to: '更名有限公司' },
    ]);
    const entries = await openedRecord(platform, from);
    expect(entries.map(({ event, data }) => [event, data])).toEqual([
      ['partyRenamed', { uscc, name: '更名有限公司', formerName: NAME }],
    ]);
    // The token of before acts under the new name at once.
    expect((await send(platform, 'GET', '/v1/me', { token })).json['acting']).toMatchObject({
      partyName: '更名有限公司',
    });
  });

  it('can be that it acts in a further role, of those in which parties trade', async () => {
    const one = await proven();
    const gain = (token: string, kind: string, uscc = one.uscc) =>
      send(platform, 'POST', `/v1/parties/${uscc}/kinds`, { token, json: { kind } });
    expect((await gain(one.acting, 'supervisor')).status).toBe(400);
    expect((await gain(one.acting, 'tenderee')).status).toBe(201);
    expect((await gain(one.acting, 'tenderee')).status).toBe(201);
    expect((await signInAs(one.token, one.uscc, 'tenderee')).status).toBe(201);
    const { json } = await send(platform, 'GET', `/v1/parties/${one.uscc}`, { token: one.acting });
    expect(json['kinds']).toEqual(['bidder', 'tenderee']);
    expect(seen(await gain(administrator.token, 'bidder', administrator.identity.uscc))).toEqual([
      409,
      'operator-trades-not',
    ]);
  });
});

describe('a party that was registered before parties had to be proven', () => {
  it('acts no more until it is proven, and is then the member who proved it', async () => {
    const [squatter, real] = [await actingAs(platform, 'bidder', NAME), await personOnly(platform)];
    const { uscc, partyId } = squatter.identity;
    const { store } = platform.deps;
    await store.em().getConnection().execute(`update party set proven_at = null where id = '${partyId}'`);
    expect(seen(await bids(squatter.token))).toEqual([403, 'party-not-proven']);
    expect(seen(await signInAs(squatter.token, uscc))).toEqual([403, 'party-not-proven']);
    const { token } = real;
    await send(platform, 'POST', '/v1/parties', {
      token,
      json: { uscc, name: NAME, address: '唐山', kinds: ['bidder'] },
    });
    expect((await register(platform, token, await certificate(uscc), { uscc })).status).toBe(201);
    expect(seen(await bids(squatter.token))).toEqual([403, 'membership-ended']);
    const session = await signInAs(token, uscc);
    expect((await bids(String(session.json['token']))).status).toBe(200);
  });
});
