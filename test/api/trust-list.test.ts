import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDeps } from '../../api/open-deps.ts';
import { PKI_CODES, pkiRefusal } from '../../domain/pki/index.ts';
import { loadConfig } from '../../runtime/config.ts';
import { toPem } from '../../runtime/pki/index.ts';
import { openssl } from '../support/openssl.ts';
import { startAuthorities, type TestAuthorities } from '../support/pki.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { listThem, register } from './support/pki.ts';
import { openedRecord, settledHead } from './support/record.ts';

let platform: TestPlatform;
let authorities: TestAuthorities;
let administrator: Acting;
beforeAll(async () => {
  authorities = await startAuthorities();
  platform = await startPlatform();
  administrator = await actingAs(platform, 'administrator');
});
afterAll(async () => {
  await platform.close();
  await authorities.close();
});

const seen = (answer: Answer) => [answer.status, answer.json['code']];
const pem = (kind: 'rsa' | 'ecdsa' | 'sm2', which: 'root' | 'issuing' = 'root') =>
  toPem('CERTIFICATE', authorities.of[kind][which].certificate.der);
const post = (path: string, json: object) =>
  send(platform, 'POST', `/v1/admin/trusted-authorities${path}`, { token: administrator.token, json });
const list = async () =>
  (await send(platform, 'GET', '/v1/trust-list')).json['authorities'] as Record<string, unknown>[];

describe('the trust list', () => {
  it('is changed by administrators, dated, entered in the record, and works at once', async () => {
    const from = await settledHead(platform);
    expect(await list()).toEqual([]);
    const acting = await actingAs(platform, 'bidder');
    const { uscc } = acting.identity;
    const tryOne = async () => {
      const signer = await authorities.issue('ecdsa', { kind: 'party', uscc, name: '示例单位' });
      return (await register(platform, acting.token, signer, { uscc })).json['code'] ?? 'accepted';
    };
    expect(await tryOne()).toBe('certificate-untrusted');
    const given = {
      name: '示例机构',
      certificate: pem('ecdsa'),
      between: [pem('ecdsa', 'issuing')],
      reason: '互认协议',
    };
    const added = await post('', given);
    const { sha256 } = authorities.of.ecdsa.root.certificate.facts;
    expect([added.status, added.json['sha256'], added.json['standing'], added.json['development']]).toEqual([
      201,
      sha256,
      'trusted',
      true,
    ]);
    expect(await tryOne()).toBe('accepted');
    expect(seen(await post('', given))).toEqual([409, 'authority-listed']);
    expect(seen(await post(`/${sha256}/resume`, { reason: 'x' }))).toEqual([409, 'wrong-standing']);
    expect((await post(`/${sha256}/suspend`, { reason: '通报' })).json['standing']).toBe('suspended');
    expect(seen(await post(`/${sha256}/suspend`, { reason: '通报' }))).toEqual([409, 'wrong-standing']);
    expect(await tryOne()).toBe('authority-suspended');
    expect((await post(`/${sha256}/resume`, { reason: '整改' })).json['standing']).toBe('trusted');
    expect(await tryOne()).toBe('accepted');
    expect((await post(`/${sha256}/remove`, { reason: '终止' })).json['standing']).toBe('removed');
    expect(await tryOne()).toBe('authority-removed');
    expect((await post('', given)).status).toBe(201);
    expect(await tryOne()).toBe('accepted');
    const [shown] = await list();
    const history = shown!['history'] as { change: string; reason: string; at: string }[];
    expect(history.map((one) => one.change)).toEqual(['added', 'suspended', 'resumed', 'removed', 'added']);
    expect(history.map((one) => one.at)).toEqual(history.map((one) => one.at).toSorted());
    const entries = (await openedRecord(platform, from)).filter((entry) =>
      entry.event.startsWith('trustedAuthority'),
    );
    expect(entries.map((entry) => entry.event)).toEqual([
      'trustedAuthorityAdded',
      'trustedAuthoritySuspended',
      'trustedAuthorityResumed',
      'trustedAuthorityRemoved',
      'trustedAuthorityAdded',
    ]);
    for (const entry of entries) {
      expect(entry.data['authority']).toBe(sha256);
      expect(entry.opened['person']).toBe(administrator.identity.personId);
    }
  });

  it('takes no certificate that cannot issue, and nothing that is none', async () => {
    const holder = await authorities.issue('rsa', { kind: 'person', name: '张三' });
    const given = { name: 'x', reason: 'x' };
    expect(
      seen(await post('', { ...given, certificate: toPem('CERTIFICATE', holder.certificate.der) })),
    ).toEqual([422, 'certificate-authority']);
    expect(seen(await post('', { ...given, certificate: 'nonsense' }))).toEqual([
      422,
      'certificate-malformed',
    ]);
    expect(
      seen(await post('', { ...given, certificate: pem('rsa'), ocspUrl: 'file:///etc/passwd' })),
    ).toEqual([400, 'invalid-request']);
    expect(seen(await post(`/${'0'.repeat(64)}/suspend`, { reason: 'x' }))).toEqual([
      404,
      'unknown-authority',
    ]);
  });

  it('states the policy of revocation checks', async () => {
    const { json } = await send(platform, 'GET', '/v1/trust-list');
    expect(json['revocation']).toEqual({ whenUnreachable: 'refuse', maxAgeSeconds: 86_400 });
  });
});

describe('a production', () => {
  /** Production wants a time-stamping authority; nothing is stamped here. */
  const PRODUCTION = {
    OPENSEAL_PRODUCTION: 'true',
    OPENSEAL_TSA_URL: 'http://127.0.0.1:1/',
    OPENSEAL_TSA_ROOTS: '',
  };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'openseal-roots-'));
    PRODUCTION.OPENSEAL_TSA_ROOTS = path.join(folder, 'root.pem');
    const subject = ['-subj', '/CN=Some Authority', '-keyout', 'root.key', '-out', 'root.pem'];
    await openssl(
      folder,
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      ...subject,
    );
  });
  afterAll(() => rm(folder, { recursive: true }));
  const production = (on: TestPlatform) => {
    const config = loadConfig({ ...PRODUCTION, OPENSEAL_DATA: on.dataDir });
    return openDeps(config, on.databaseUrl, '127.0.0.1:1', on.deps.logger);
  };

  it('does not start with the development authority, nor with a certificate that chains to it', async () => {
    const other = await startPlatform();
    try {
      await (await production(other)).close();
      await listThem(other, authorities);
      await expect(production(other)).rejects.toThrow(/OPENSEAL_PRODUCTION: the trust list/);
      const acting = await actingAs(other, 'bidder');
      const { uscc } = acting.identity;
      const signer = await authorities.issue('sm2', { kind: 'party', uscc, name: '示例单位' });
      expect((await register(other, acting.token, signer, { uscc })).status).toBe(201);
      const { token } = await actingAs(other, 'administrator');
      for (const { root } of Object.values(authorities.of)) {
        const path = `/v1/admin/trusted-authorities/${root.certificate.facts.sha256}/remove`;
        expect((await send(other, 'POST', path, { token, json: { reason: '投产' } })).status).toBe(200);
      }
      await expect(production(other)).rejects.toThrow(/OPENSEAL_PRODUCTION: certificates/);
    } finally {
      await other.close();
    }
  });

  it('does not put it on its trust list', async () => {
    const strict = await startPlatform(PRODUCTION);
    try {
      const { token } = await actingAs(strict, 'administrator');
      const json = { name: 'x', certificate: pem('sm2'), reason: 'x' };
      const answer = await send(strict, 'POST', '/v1/admin/trusted-authorities', { token, json });
      expect(seen(answer)).toEqual([422, 'development-certificate']);
    } finally {
      await strict.close();
    }
  });
});

describe('refusals', () => {
  it.each(PKI_CODES)('%s says why in both languages', (code) => {
    const { zh, en } = pkiRefusal(code, 'x');
    expect(zh).toMatch(/[\u4e00-\u9fff].*：x$/);
    expect(en).toMatch(/^[\u0000-\u007f]+: x$/);
  });
});
