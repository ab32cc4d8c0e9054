import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { usccCheckCharacter } from '../../domain/party/uscc.ts';
import { castOf, enter, exampleUscc } from '../../rehearsal/cast.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { of } from '../../rehearsal/scene.ts';
import { launch, rehearse } from '../../rehearsal/script.ts';
import type { Member, Sign } from '../../rehearsal/signing.ts';
import { readCertificates } from '../../runtime/pki/index.ts';
import { keyFromPem } from '../../runtime/pki/keys.ts';
import { signCms, type CmsSigner } from '../../runtime/pki/sign-cms.ts';
import { openssl } from '../support/pki.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { noticeOf } from '../support/procedures.ts';
import { until } from '../support/until.ts';

const execute = promisify(execFile);
const FIRST17 = '91130230MA0EXA099';
const USCC = FIRST17 + usccCheckCharacter(FIRST17);

let platform: TestPlatform;
let dir: string;
beforeAll(async () => {
  platform = await startPlatform();
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-certificates-'));
});
afterAll(async () => {
  await platform.stop();
  await rm(dir, { recursive: true, force: true });
});

/** One of the tools of the project, on the platform's data folder, as an operator runs it. */
async function tool(name: string, ...args: string[]): Promise<string> {
  const file = path.resolve(import.meta.dirname, `../../bin/${name}.ts`);
  const env = {
    ...process.env,
    OPENSEAL_DATA: platform.dataDir,
    OPENSEAL_DEVELOPMENT_CA_PORT: platform.developmentPort,
  };
  return (await execute(process.execPath, [file, ...args], { env })).stdout;
}

async function call(
  route: string,
  json?: object,
  token?: string,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await fetch(platform.baseUrl + route, {
    method: json === undefined ? 'GET' : 'POST',
    headers: {
      'Idempotency-Key': randomUUID(),
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

/** Signs a challenge with the project's own tool: OpenSSL 3.0 makes no CMS with SM2. */
async function answered(challenge: Record<string, unknown>, name: string): Promise<object> {
  const text = path.join(dir, 'challenge.txt');
  await writeFile(text, String(challenge['body']));
  const [key, certificate, out] = [`${name}.key.pem`, `${name}.pem`, 'answer.der'].map((one) =>
    path.join(dir, one),
  );
  await tool(
    'certificate',
    'sign',
    '--key',
    key!,
    '--certificate',
    certificate!,
    '--in',
    text,
    '--out',
    out!,
  );
  return { challengeId: challenge['challengeId'], signature: (await readFile(out!)).toString('base64') };
}

/** A certificate of a party of a rehearsal, issued by the development CA and registered. */
async function certified({ party, user }: Member): Promise<CmsSigner> {
  const out = path.join(dir, party.login);
  await tool('certificate', 'issue', '--uscc', party.uscc, '--name', party.name, '--out', out);
  const [certificate, ...between] = readCertificates(await readFile(`${out}.pem`, 'utf8'));
  const signer = {
    key: keyFromPem(await readFile(`${out}.key.pem`, 'utf8')),
    certificate: certificate!,
    between,
  };
  const { challengeId, body } = await user.post('/v1/certificates/challenges');
  const signature = (await signCms(signer, Buffer.from(String(body)), Date.now())).toString('base64');
  await user.post('/v1/certificates', { challengeId, signature, uscc: party.uscc });
  return signer;
}

describe('certificates on a platform as npm start runs it', () => {
  it('are issued by the development CA, registered, sign in, and are revoked', async () => {
    const person = {
      login: 'li.lei',
      password: 'correct horse battery staple',
      realName: '李雷',
      phone: '13800000009',
    };
    expect((await call('/v1/persons', person)).status).toBe(201);
    const session = await call('/v1/sessions', { login: person.login, password: person.password });
    const token = String(session.json['token']);
    await call('/v1/parties', { uscc: USCC, name: '示例公司', address: '唐山', kinds: ['bidder'] }, token);
    for (const kind of ['sm2', 'ecdsa', 'rsa']) {
      const out = path.join(dir, kind);
      await tool('certificate', 'issue', '--kind', kind, '--uscc', USCC, '--name', '示例公司', '--out', out);
      const challenge = await call('/v1/certificates/challenges', {}, token);
      const registered = await call(
        '/v1/certificates',
        { ...(await answered(challenge.json, kind)), uscc: USCC },
        token,
      );
      expect([kind, registered.status, registered.json['code']]).toEqual([kind, 201, undefined]);
      const signIn = await call('/v1/challenges', { login: person.login });
      const entered = await call('/v1/sessions/certificate', {
        ...(await answered(signIn.json, kind)),
        uscc: USCC,
      });
      expect([kind, entered.status, entered.json['acting']]).toMatchObject([kind, 201, { uscc: USCC }]);
    }
    // What the authority says of it now, OpenSSL asks as anybody would.
    await tool('certificate', 'revoke', '--certificate', path.join(dir, 'ecdsa.pem'));
    const base = `http://127.0.0.1:${platform.developmentPort}/ecdsa`;
    for (const name of ['ca', 'root'])
      await writeFile(path.join(dir, `${name}.pem`), await (await fetch(`${base}/${name}.pem`)).text());
    const said = await openssl(
      ...[
        'ocsp',
        '-issuer',
        path.join(dir, 'ca.pem'),
        '-cert',
        path.join(dir, 'ecdsa.pem'),
        '-url',
        `${base}/ocsp`,
      ],
      ...['-CAfile', path.join(dir, 'root.pem')],
    );
    expect(said).toContain('Response verify OK');
    expect(said).toContain(': revoked');
  });

  it('runs a tender that requires signatures from its launch to its report', async () => {
    const notice = await exampleNotice('xian-2026-servers');
    const draft = { signatures: 'required' };
    const unsigned = rehearse({ ...notice, projectCode: 'UNSIGNED-2026' }, { ...platform, draft });
    await expect(unsigned).rejects.toThrow('EB-020');

    const signers = new Map<string, CmsSigner>();
    const [, , forgetful] = castOf(notice).bidders;
    const sign: Sign = async (tenderId, by, kind, { bytes, sha256 }) => {
      // One bidder forgets to sign its bid: it is received, and the opening says so.
      if (by.party.uscc === forgetful!.uscc && kind === 'bid') return;
      const signer = signers.get(by.party.uscc) ?? (await certified(by));
      signers.set(by.party.uscc, signer);
      const signature = (await signCms(signer, bytes, Date.now())).toString('base64');
      await by.user.post(`/v1/tenders/${tenderId}/documents/${sha256}/signatures`, { kind, signature });
    };
    const id = await rehearse({ ...notice, projectCode: 'SIGNED-2026' }, { ...platform, draft, sign });

    const reader = new PlatformUser(platform.baseUrl);
    expect(await reader.get(`/v1/tenders/${id}`)).toMatchObject({
      outcome: 'reported',
      signatures: 'required',
    });
    const record = await reader.get(`/v1/tenders/${id}/opening-record`);
    const bids = record['bids'] as { uscc: string; signed: boolean }[];
    const opened = bids.map(({ uscc, signed }) => [uscc === forgetful!.uscc, signed]);
    expect(opened.toSorted()).toEqual([
      [false, true],
      [false, true],
      [true, false],
    ]);
    const agency = await new PlatformUser(platform.baseUrl).signIn(
      castOf(notice).agency!.login,
      platform.password,
      castOf(notice).agency!.uscc,
      'agency',
    );
    const { signatures } = (await agency.get(`/v1/tenders/${id}/signatures`)) as {
      signatures: { kind: string }[];
    };
    const kinds = Map.groupBy(signatures, ({ kind }) => kind);
    expect(Object.fromEntries([...kinds].map(([kind, of]) => [kind, of.length]))).toEqual({
      documents: 1,
      clarification: 1,
      bid: 3,
      evaluationReport: 1,
      awardNotice: 1,
      contract: 2,
      other: 1,
    });
  }, 300_000);

  it('rotates the key of receipts while it runs', async () => {
    const keys = async () =>
      (await call('/.well-known/openseal-keys.json')).json['keys'] as { kid: string }[];
    const [first, ...more] = await keys();
    expect(more).toEqual([]);
    const next = (await tool('keys', 'rotate')).trim();
    expect((await keys()).map(({ kid }) => kid)).toEqual([first!.kid, next]);
    expect(await tool('keys', 'list')).toMatch(new RegExp(`${next} EdDSA .*signs now`));
  });

  it('hands an invitation to a company that registers after it was invited by its code', async () => {
    const notice = noticeOf('invited');
    const name = '迟到登记示例有限公司';
    const latecomer = { login: 'latecomer', role: 'bidder' as const, name, uscc: exampleUscc(name) };
    const invited = [...castOf(notice).bidders.map(({ uscc }) => uscc), latecomer.uscc];
    const scene = await launch(notice, { ...platform, draft: { inviteeUsccs: invited } });
    const tender = await call(`/v1/tenders/${scene.tenderId}`);
    expect(tender.status).toBe(200);
    const file = of(scene, `/documents/${scene.document}`);

    const user = await enter(platform, latecomer);
    const letter = await until(async () => {
      const { notices } = (await user.get(`/v1/me/notices?tenderId=${scene.tenderId}`)) as {
        notices: { titleZh: string; kind: string }[];
      };
      return notices.find(({ titleZh }) => titleZh.includes('邀请')) ?? null;
    }, 'the invitation');
    expect(letter.titleZh).toContain('投标邀请书');
    expect(await user.get(file)).toBeDefined();
    // Who was not invited has neither the letter nor the documents.
    const stranger = await enter(platform, {
      login: 'stranger',
      role: 'bidder',
      name: '未受邀请示例有限公司',
      uscc: exampleUscc('未受邀请示例有限公司'),
    });
    expect(await stranger.get('/v1/me/notices')).toMatchObject({ notices: [] });
    await expect(stranger.get(file)).rejects.toMatchObject({ status: 422 });
  });

  it('does not run as a production on such a database', async () => {
    // A production wants a time-stamping authority, which is not asked here.
    const roots = path.join(platform.dataDir, 'tsa.pem');
    const subject = ['-subj', '/CN=Some Authority', '-keyout', `${roots}.key`, '-out', roots];
    await openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject);
    const env = {
      ...process.env,
      OPENSEAL_DATA: platform.dataDir,
      OPENSEAL_PRODUCTION: 'true',
      OPENSEAL_TSA_URL: 'http://127.0.0.1:1/',
      OPENSEAL_TSA_ROOTS: roots,
      DATABASE_URL: await platform.databaseUrl(),
      TEMPORAL_ADDRESS: `127.0.0.1:${platform.temporalPort}`,
    };
    for (const name of ['api', 'worker']) {
      const file = path.resolve(import.meta.dirname, `../../bin/${name}.ts`);
      await expect(execute(process.execPath, [file], { env, timeout: 300_000 })).rejects.toThrow(
        'OPENSEAL_PRODUCTION: the trust list holds the development authority',
      );
    }
    const file = path.resolve(import.meta.dirname, '../../bin/development-ca.ts');
    await expect(execute(process.execPath, [file], { env, timeout: 300_000 })).rejects.toThrow(
      'OPENSEAL_PRODUCTION',
    );
  });
});
