import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { revokeDevelopment } from '../../runtime/pki/dev/authority.ts';
import { rows } from '../../store/store.ts';
import { openssl, startAuthorities, type TestAuthorities } from '../support/pki.ts';
import { actingAs, PASSWORD, personOnly, send, testUscc, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { challengeTo, listThem, register, signInWith } from './support/pki.ts';
import { openedRecord, settledHead } from './support/record.ts';
import { until } from '../support/until.ts';

let platform: TestPlatform;
let authorities: TestAuthorities;
beforeAll(async () => {
  authorities = await startAuthorities();
  platform = await startPlatform({ OPENSEAL_REVOCATION_FRESH_SECONDS: '1' });
  await listThem(platform, authorities);
});
afterAll(async () => {
  await platform.close();
  await authorities.close();
});

const seen = (answer: Answer) => [answer.status, answer.json['code']];
/** The name that people of the tests are registered under (test/api/support/people.ts). */
const REAL_NAME = '张三';
const party = (uscc: string) => ({ kind: 'party', uscc, name: '示例单位' }) as const;

describe('registering a certificate', () => {
  it.each(['rsa', 'ecdsa', 'sm2'] as const)(
    'binds one of %s to the party, and enters it in the record',
    async (kind) => {
      const { token, identity } = await actingAs(platform, 'bidder');
      const signer = await authorities.issue(kind, party(identity.uscc));
      const from = await settledHead(platform);
      const answer = await register(platform, token, signer, { uscc: identity.uscc });
      const { sha256, subject } = signer.certificate.facts;
      expect(answer.status).toBe(201);
      expect(answer.json).toMatchObject({ sha256, uscc: identity.uscc, withdrawnAt: null, warnings: [] });
      const listed = await send(platform, 'GET', '/v1/certificates', { token });
      expect(listed.json['certificates']).toMatchObject([{ sha256, uscc: identity.uscc }]);
      const [entry, ...more] = await openedRecord(platform, from);
      expect([entry?.event, entry?.party, entry?.opened['certificate'], more.length]).toEqual([
        'certificateRegistered',
        identity.uscc,
        sha256,
        0,
      ]);
      const { opened: _private, ...open } = entry!;
      expect(JSON.stringify(open)).not.toContain(subject);
    },
  );

  it('takes an answer that openssl cms -sign made', async () => {
    const { token, identity } = await actingAs(platform, 'bidder');
    const signer = await authorities.issue('rsa', party(identity.uscc));
    const { challengeId, body } = await challengeTo(platform, token);
    const out = path.join(authorities.dir, 'answer.pem');
    await openssl(
      ...[
        'cms',
        '-sign',
        '-binary',
        '-in',
        await authorities.file('challenge', body),
        '-outform',
        'PEM',
        '-out',
        out,
      ],
      ...['-signer', signer.certificateFile, '-inkey', signer.keyFile],
    );
    const json = { challengeId, signature: await readFile(out, 'utf8'), uscc: identity.uscc };
    expect((await send(platform, 'POST', '/v1/certificates', { token, json })).status).toBe(201);
  });

  it('binds a personal certificate to the person of that name, and to no other', async () => {
    const { token } = await actingAs(platform, 'bidder');
    const own = await authorities.issue('ecdsa', { kind: 'person', name: REAL_NAME });
    const answer = await register(platform, token, own);
    expect([answer.status, answer.json['uscc']]).toEqual([201, null]);
    const others = await authorities.issue('ecdsa', { kind: 'person', name: '李四光' });
    expect(seen(await register(platform, token, others))).toEqual([422, 'certificate-name']);
  });

  it('refuses what is not this party’s, not trusted, not valid, for another use, revoked, or registered', async () => {
    const { token, identity } = await actingAs(platform, 'bidder');
    const { uscc } = identity;
    const stranger = await startAuthorities();
    const now = Date.now();
    const revoked = await authorities.issue('ecdsa', party(uscc));
    await revokeDevelopment(authorities.folder, 'ecdsa', revoked.certificate.facts.serial, now - 2_000);
    const good = await authorities.issue('ecdsa', party(uscc));
    await register(platform, token, good, { uscc });
    const rows = [
      [await authorities.issue('ecdsa', party(testUscc(98765))), 422, 'certificate-uscc'],
      [await authorities.issue('ecdsa', { kind: 'person', name: REAL_NAME }), 422, 'certificate-uscc'],
      [await stranger.issue('ecdsa', party(uscc)), 422, 'certificate-untrusted'],
      [
        await authorities.issue('ecdsa', party(uscc), { keyUsage: ['keyAgreement'] }),
        422,
        'certificate-usage',
      ],
      [revoked, 422, 'certificate-revoked'],
      [good, 409, 'certificate-registered'],
    ] as const;
    for (const [signer, status, code] of rows)
      expect(seen(await register(platform, token, signer, { uscc }))).toEqual([status, code]);
    await stranger.close();
    const other = await actingAs(platform, 'bidder');
    expect(seen(await register(platform, other.token, good, { uscc }))).toEqual([403, 'no-membership']);
  });

  it('refuses an expired certificate, and one that is not valid yet, even with its clock set wrong', async () => {
    const { token, identity } = await actingAs(platform, 'bidder');
    const now = Date.now();
    for (const [options, code] of [
      [{ notBefore: now - 9_000_000, notAfter: now - 60_000 }, 'certificate-expired'],
      [{ notBefore: now + 240_000 }, 'certificate-not-yet-valid'],
    ] as const) {
      const signer = await authorities.issue('ecdsa', party(identity.uscc), options);
      const { challengeId, body } = await challengeTo(platform, token);
      const at = options.notBefore + 30_000;
      const signature = (await signer.sign(Buffer.from(body), at)).toString('base64');
      const json = { challengeId, signature, uscc: identity.uscc };
      expect(seen(await send(platform, 'POST', '/v1/certificates', { token, json }))).toEqual([422, code]);
    }
  });

  it('refuses a challenge of somebody else, of another purpose, or of nobody, and a changed one', async () => {
    const { token, identity } = await actingAs(platform, 'bidder');
    const other = await actingAs(platform, 'bidder');
    const signer = await authorities.issue('ecdsa', party(identity.uscc));
    const answer = async (challengeId: string, body: string) => {
      const signature = (await signer.sign(Buffer.from(body))).toString('base64');
      return seen(
        await send(platform, 'POST', '/v1/certificates', {
          token,
          json: { challengeId, signature, uscc: identity.uscc },
        }),
      );
    };
    const theirs = await challengeTo(platform, other.token);
    expect(await answer(theirs.challengeId, theirs.body)).toEqual([403, 'challenge-not-yours']);
    const signIn = await send(platform, 'POST', '/v1/challenges', {
      json: { login: identity.login },
      key: null,
    });
    const { challengeId, body } = signIn.json as { challengeId: string; body: string };
    expect(await answer(challengeId, body)).toEqual([404, 'challenge-unknown']);
    expect(await answer('01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11', body)).toEqual([404, 'challenge-unknown']);
    const mine = await challengeTo(platform, token);
    expect(mine.body).toContain('platform: http://platform.test\n');
    const elsewhere = mine.body.replace('http://platform.test', 'http://elsewhere.test');
    expect(await answer(mine.challengeId, elsewhere)).toEqual([422, 'signature-digest']);
    // A wrong answer does not use the challenge up; the right one does.
    expect((await answer(mine.challengeId, mine.body))[0]).toBe(201);
    expect(await answer(mine.challengeId, mine.body)).toEqual([409, 'challenge-used']);
  });

  it.each([['not base64!'], ['QQ=='], ['QR=='], ['']])('refuses the signature %j', async (signature) => {
    const { token } = await actingAs(platform, 'bidder');
    const { challengeId } = await challengeTo(platform, token);
    const answer = await send(platform, 'POST', '/v1/certificates', {
      token,
      json: { challengeId, signature },
    });
    expect([400, 422]).toContain(answer.status);
    expect(['invalid-request', 'signature-malformed']).toContain(answer.json['code']);
  });
});

describe('signing in by certificate', () => {
  it.each(['ecdsa', 'sm2'] as const)(
    'gives a session to who signs with a registered %s key',
    async (kind) => {
      const { token, identity } = await actingAs(platform, 'bidder');
      const { login, uscc } = identity;
      const signer = await authorities.issue(kind, party(uscc));
      await register(platform, token, signer, { uscc });
      const answer = await signInWith(platform, login, signer, { uscc, role: 'bidder' });
      expect(answer.json['acting']).toMatchObject({ uscc, role: 'bidder' });
      const me = await send(platform, 'GET', '/v1/me', { token: String(answer.json['token']) });
      expect([me.status, me.json['login']]).toEqual([200, login]);
    },
  );

  it('lets one answer in once, also of many that come at once', async () => {
    const { token, identity } = await actingAs(platform, 'bidder');
    const signer = await authorities.issue('ecdsa', party(identity.uscc));
    await register(platform, token, signer, { uscc: identity.uscc });
    const asked = await send(platform, 'POST', '/v1/challenges', {
      json: { login: identity.login },
      key: null,
    });
    const { challengeId, body } = asked.json as { challengeId: string; body: string };
    const signature = (await signer.sign(Buffer.from(body))).toString('base64');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        send(platform, 'POST', '/v1/sessions/certificate', { json: { challengeId, signature }, key: null }),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    const replayed = await send(platform, 'POST', '/v1/sessions/certificate', {
      json: { challengeId, signature },
      key: null,
    });
    expect(seen(replayed)).toEqual([409, 'challenge-used']);
  });

  it('refuses another’s challenge, and a certificate that is not registered, withdrawn, replaced or revoked', async () => {
    const { token, identity } = await actingAs(platform, 'bidder');
    const other = await actingAs(platform, 'bidder');
    const { login, uscc } = identity;
    const signer = await authorities.issue('ecdsa', party(uscc));
    expect(seen(await signInWith(platform, login, signer))).toEqual([422, 'certificate-unregistered']);
    await register(platform, token, signer, { uscc });
    expect(seen(await signInWith(platform, other.identity.login, signer))).toEqual([
      403,
      'challenge-not-yours',
    ]);

    const renewed = await authorities.issue('ecdsa', party(uscc));
    const { sha256 } = signer.certificate.facts;
    const theirs = await register(
      platform,
      other.token,
      await authorities.issue('ecdsa', party(other.identity.uscc)),
      {
        uscc: other.identity.uscc,
        replaces: sha256,
      },
    );
    expect(seen(theirs)).toEqual([403, 'certificate-not-yours']);
    expect((await register(platform, token, renewed, { uscc, replaces: sha256 })).status).toBe(201);
    expect(seen(await signInWith(platform, login, signer))).toEqual([409, 'certificate-withdrawn']);
    const session = await signInWith(platform, login, renewed);
    expect(session.status).toBe(201);
    const me = () => send(platform, 'GET', '/v1/me', { token: String(session.json['token']) });
    expect((await me()).status).toBe(200);

    const ended = `/v1/certificates/${renewed.certificate.facts.sha256}/withdraw`;
    const json = { because: 'U盾遗失' };
    expect(seen(await send(platform, 'POST', ended, { token: other.token, json }))).toEqual([
      404,
      'unknown-certificate',
    ]);
    expect((await send(platform, 'POST', ended, { token, json })).status).toBe(200);
    expect(seen(await send(platform, 'POST', ended, { token, json }))).toEqual([
      409,
      'certificate-withdrawn',
    ]);
    expect(seen(await signInWith(platform, login, renewed))).toEqual([409, 'certificate-withdrawn']);
    // What was signed in by it ends with it.
    expect(seen(await me())).toEqual([401, 'sign-in-ended']);

    const lost = await authorities.issue('ecdsa', party(uscc));
    await register(platform, token, lost, { uscc });
    await revokeDevelopment(authorities.folder, 'ecdsa', lost.certificate.facts.serial, Date.now() - 1_000);
    // The last answer of the authority is fresh for one second here.
    const answer = await until(async () => {
      const given = await signInWith(platform, login, lost);
      return given.status === 201 ? null : given;
    });
    expect(seen(answer)).toEqual([422, 'certificate-revoked']);
  });

  it('ends when the certificate is revoked, at the next renewal of the token at the latest', async () => {
    const { token, identity } = await actingAs(platform, 'bidder');
    const signer = await authorities.issue('sm2', party(identity.uscc));
    await register(platform, token, signer, { uscc: identity.uscc });
    const session = await signInWith(platform, identity.login, signer, { uscc: identity.uscc });
    const renew = (from: Answer) =>
      send(platform, 'POST', '/v1/sessions/switch', {
        token: String(from.json['token']),
        json: { uscc: identity.uscc },
        key: null,
      });
    expect((await renew(session)).json['acting']).toMatchObject({ uscc: identity.uscc });
    const { serial, sha256 } = signer.certificate.facts;
    await revokeDevelopment(authorities.folder, 'sm2', serial, Date.now() - 1_000);
    // The last answer of the authority is fresh for one second here.
    const refused = await until(async () => {
      const answer = await renew(session);
      return answer.status === 201 ? null : answer;
    });
    expect(seen(refused)).toEqual([422, 'certificate-revoked']);
    expect(seen(await renew(session))).toEqual([401, 'sign-in-ended']);
    const listed = await send(platform, 'GET', '/v1/sessions', { token });
    expect(listed.json['signIns']).toContainEqual(
      expect.objectContaining({
        way: 'certificate',
        certificate: sha256,
        endedBecause: 'certificate-refused',
      }),
    );
  });

  it('refuses a challenge that has run out', async () => {
    const brief = await startPlatform({ OPENSEAL_CHALLENGE_SECONDS: '1' });
    try {
      await listThem(brief, authorities);
      const { token, identity } = await actingAs(brief, 'bidder');
      const signer = await authorities.issue('ecdsa', party(identity.uscc));
      const { challengeId, body } = await challengeTo(brief, token);
      const signature = (await signer.sign(Buffer.from(`${body}x`))).toString('base64');
      const answer = () =>
        send(brief, 'POST', '/v1/certificates', { token, json: { challengeId, signature } });
      // Until it runs out, this answer is wrong for another reason.
      const last = await until(async () => {
        const given = await answer();
        return given.json['code'] === 'signature-digest' ? null : given;
      });
      expect(seen(last)).toEqual([409, 'challenge-expired']);
    } finally {
      await brief.close();
    }
  });

  it('refuses when the authority cannot be asked, and says to come again', async () => {
    const away = await startAuthorities();
    const other = await startPlatform();
    try {
      await listThem(other, away);
      const { token, identity } = await actingAs(other, 'bidder');
      const signer = await away.issue('ecdsa', party(identity.uscc));
      const before = await away.issue('ecdsa', party(identity.uscc));
      await register(other, token, before, { uscc: identity.uscc });
      const session = await signInWith(other, identity.login, before);
      await rows(other.deps.store.em(), `delete from revocation_answer`);
      await away.silence();
      const answer = await register(other, token, signer, { uscc: identity.uscc });
      expect([...seen(answer), answer.headers.get('Retry-After')]).toEqual([
        503,
        'revocation-unreachable',
        '60',
      ]);
      // A sign-in is not renewed then, and not ended either.
      const signedIn = { token: String(session.json['token']), key: null };
      const renewed = await send(other, 'POST', '/v1/sessions/switch', { ...signedIn, json: {} });
      expect(seen(renewed)).toEqual([503, 'revocation-unreachable']);
      expect((await send(other, 'GET', '/v1/me', signedIn)).status).toBe(200);
    } finally {
      await other.close();
      await away.close();
    }
  });
});

describe('a platform without passwords', () => {
  it('takes one only to register the first certificate, and to act for nobody', async () => {
    const strict = await startPlatform({ OPENSEAL_PASSWORDS: 'false' });
    try {
      await listThem(strict, authorities);
      const { login } = await personOnly(strict);
      const byPassword = (more: object = {}) =>
        send(strict, 'POST', '/v1/sessions', { json: { login, password: PASSWORD, ...more }, key: null });
      const token = String((await byPassword()).json['token']);
      const uscc = testUscc(4321);
      const made = await send(strict, 'POST', '/v1/parties', {
        token,
        json: { uscc, name: '示例单位', address: '唐山', kinds: ['bidder'] },
      });
      expect(made.status).toBe(201);
      expect(seen(await byPassword({ uscc }))).toEqual([403, 'certificate-required']);
      const switched = await send(strict, 'POST', '/v1/sessions/switch', {
        token,
        json: { uscc },
        key: null,
      });
      expect(seen(switched)).toEqual([403, 'certificate-required']);
      const signer = await authorities.issue('sm2', party(uscc));
      expect((await register(strict, token, signer, { uscc })).status).toBe(201);
      expect(seen(await byPassword())).toEqual([403, 'certificate-required']);
      const session = await signInWith(strict, login, signer);
      const again = await send(strict, 'POST', '/v1/sessions/switch', {
        token: String(session.json['token']),
        json: { uscc },
        key: null,
      });
      expect(again.json['acting']).toMatchObject({ uscc, role: 'bidder' });
    } finally {
      await strict.close();
    }
  });
});
