import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as asn1js from 'asn1js';
import { readCertificate } from '../../../runtime/pki/certificate.ts';
import { readCms } from '../../../runtime/pki/cms.ts';
import { readCrl } from '../../../runtime/pki/crl.ts';
import { revokeDevelopment } from '../../../runtime/pki/dev/authority.ts';
import { CHALLENGE_NEEDS, DOCUMENT_NEEDS, type Verifier } from '../../../runtime/pki/index.ts';
import { ocspRequest, readOcsp } from '../../../runtime/pki/ocsp.ts';
import { keyFromPem } from '../../../runtime/pki/keys.ts';
import {
  openssl,
  startAuthorities,
  testVerifier,
  type TestAuthorities,
  type TestSigner,
} from '../../support/pki.ts';

/** GM/T 0009: the identifier of a signer who has none of their own; OpenSSL wants to be told. */
const DISTID = 'distid:1234567812345678';
const CONTENT = Buffer.from('招标文件\n', 'utf8');
const PARTY = { kind: 'party', uscc: '91130230MA0EXA0150', name: '示例有限公司' } as const;

let authorities: TestAuthorities;
let verifier: Verifier;
let signers: Record<'rsa' | 'ecdsa' | 'sm2', TestSigner>;
let contentFile: string;
beforeAll(async () => {
  authorities = await startAuthorities();
  verifier = testVerifier(authorities);
  signers = {
    rsa: await authorities.issue('rsa', PARTY),
    ecdsa: await authorities.issue('ecdsa', PARTY),
    sm2: await authorities.issue('sm2', PARTY),
  };
  contentFile = await authorities.file('content', CONTENT);
});
afterAll(() => authorities.close());

const byOpenssl = async (kind: 'rsa' | 'ecdsa', ...more: string[]): Promise<Buffer> => {
  const out = path.join(authorities.dir, `signed-${kind}-${more.join('').replaceAll(/\W/g, '')}.der`);
  const { certificateFile, keyFile } = signers[kind];
  await openssl(
    ...['cms', '-sign', '-binary', '-in', contentFile, '-signer', certificateFile, '-inkey', keyFile],
    ...['-outform', 'DER', '-out', out, ...more],
  );
  return readFile(out);
};
const load = async (name: string): Promise<Buffer> =>
  Buffer.from(await (await fetch(`${authorities.url}/${name}`)).arrayBuffer());

describe('what we make, OpenSSL accepts', () => {
  it.each(['rsa', 'ecdsa'] as const)(
    'cms -verify: a detached %s signature of the CAdES baseline',
    async (kind) => {
      const signature = await authorities.file('ours.der', await signers[kind].sign(CONTENT));
      const verify = (content: string) =>
        openssl(
          ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', signature, '-content', content],
          ...['-CAfile', root, '-purpose', 'any', '-cades'],
        );
      const root = await authorities.rootFile(kind);
      expect(await verify(contentFile)).toContain('CAdES Verification successful');
      const other = await authorities.file('other', Buffer.concat([CONTENT, Buffer.of(0)]));
      await expect(verify(other)).rejects.toThrow('Verification failure');
    },
  );

  it.each(['rsa', 'ecdsa'] as const)('verify -crl_check_all: a %s chain and its two lists', async (kind) => {
    const revoked = await authorities.issue(kind, PARTY);
    await revokeDevelopment(authorities.folder, kind, revoked.certificate.facts.serial);
    const lists: string[] = [];
    for (const name of ['ca', 'root']) {
      const der = await authorities.file('list.crl', await load(`${kind}/${name}.crl`));
      lists.push(await openssl('crl', '-inform', 'DER', '-in', der));
    }
    const crls = await authorities.file('lists.pem', lists.join(''));
    const root = await authorities.rootFile(kind);
    const issuing = await authorities.issuingFile(kind);
    const verify = (certificate: string) =>
      openssl(
        ...['verify', '-x509_strict', '-crl_check_all', '-CAfile', root, '-untrusted', issuing],
        ...['-CRLfile', crls, certificate],
      );
    expect(await verify(signers[kind].certificateFile)).toContain('OK');
    await expect(verify(revoked.certificateFile)).rejects.toThrow('certificate revoked');
  });

  it.each(['rsa', 'ecdsa'] as const)('ocsp: good, revoked and unknown of %s', async (kind) => {
    const revoked = await authorities.issue(kind, PARTY);
    await revokeDevelopment(authorities.folder, kind, revoked.certificate.facts.serial);
    const issuer = await authorities.issuingFile(kind);
    const root = await authorities.rootFile(kind);
    const ask = (subject: string[]) =>
      openssl(
        ...['ocsp', '-issuer', issuer, ...subject, '-url', `${authorities.url}/${kind}/ocsp`],
        ...['-CAfile', root, '-verify_other', issuer],
      );
    const good = await ask(['-cert', signers[kind].certificateFile]);
    expect(good).toContain('Response verify OK');
    expect(good).toContain(': good');
    expect(await ask(['-cert', revoked.certificateFile])).toContain(': revoked');
    expect(await ask(['-serial', '0x1234567890'])).toContain(': unknown');
  });

  it('verify and dgst: an SM2 chain, and what an SM2 key of ours signed', async () => {
    const { sm2 } = signers;
    const root = await authorities.rootFile('sm2');
    const issuing = await authorities.issuingFile('sm2');
    // OpenSSL 3.0 hands the identifier on to the last certificate alone: the chain is checked link by link.
    const link = ['verify', '-vfyopt', DISTID, '-x509_strict', '-partial_chain', '-trusted'];
    expect(await openssl(...link, issuing, sm2.certificateFile)).toContain('OK');
    expect(await openssl(...link, root, issuing)).toContain('OK');
    await expect(openssl(...link, root, sm2.certificateFile)).rejects.toThrow();
    // OpenSSL 3.0 has no CMS with SM2: what it checks is the signature over the signed attributes, which is all of it.
    const cms = await readCms(await sm2.sign(CONTENT));
    const signature = await authorities.file(
      'sm2.sig',
      Buffer.from(cms.info.signature.valueBlock.valueHexView),
    );
    const attributes = await authorities.file('attributes', cms.signedBytes);
    const key = path.join(authorities.dir, 'sm2-public.pem');
    await openssl('x509', '-in', sm2.certificateFile, '-pubkey', '-noout', '-out', key);
    const check = ['dgst', '-sm3', '-verify', key, '-sigopt', DISTID, '-signature', signature];
    expect(await openssl(...check, attributes)).toContain('Verified OK');
    await expect(openssl(...check, contentFile)).rejects.toThrow();
  });
});

describe('what OpenSSL makes, we accept', () => {
  const cases = [
    ['rsa', []],
    ['rsa', ['-md', 'sha512']],
    ['rsa', ['-keyid']],
    ['rsa', ['-keyopt', 'rsa_padding_mode:pss']],
    ['ecdsa', []],
    ['ecdsa', ['-md', 'sha384']],
  ] as const;
  it.each(cases)('cms -sign -cades with %s %j', async (kind, more) => {
    const signature = await byOpenssl(kind, '-cades', ...more);
    const {
      certificate,
      path: chain,
      warnings,
    } = await verifier.signature(signature, CONTENT, Date.now(), DOCUMENT_NEEDS, 'sign');
    expect(certificate.facts.sha256).toBe(signers[kind].certificate.facts.sha256);
    expect([chain.length, warnings]).toEqual([3, []]);
  });

  it('cms -sign without -cades to a challenge, which needs no more; to a document it is not enough', async () => {
    const signature = await byOpenssl('ecdsa');
    const checked = await verifier.signature(signature, CONTENT, Date.now(), CHALLENGE_NEEDS, 'sign-in');
    expect(checked.certificate.facts.usccs).toEqual([PARTY.uscc]);
    await expect(
      verifier.signature(signature, CONTENT, Date.now(), DOCUMENT_NEEDS, 'sign'),
    ).rejects.toMatchObject({ refusal: { code: 'signature-attributes' } });
  });

  it('an SM2 signature by dgst in the place of ours', async () => {
    const { sm2 } = signers;
    const ours = await sm2.sign(CONTENT);
    const cms = await readCms(ours);
    const out = path.join(authorities.dir, 'by-openssl.sig');
    const attributes = await authorities.file('attributes', cms.signedBytes);
    await openssl('dgst', '-sm3', '-sign', sm2.keyFile, '-sigopt', DISTID, '-out', out, attributes);
    const theirs = withSignature(ours, await readFile(out));
    expect(theirs.equals(ours)).toBe(false);
    const checked = await verifier.signature(theirs, CONTENT, Date.now(), DOCUMENT_NEEDS, 'sign');
    expect(checked.certificate.facts.key.kind).toBe('sm2');
  });

  it('certificates of req and x509 with SM2, and its keys', async () => {
    const key = path.join(authorities.dir, 'openssl-sm2.pem');
    const out = path.join(authorities.dir, 'openssl-sm2.crt');
    await openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', key);
    await openssl(
      ...[
        'req',
        '-x509',
        '-new',
        '-key',
        key,
        '-sm3',
        '-sigopt',
        DISTID,
        '-subj',
        '/CN=sm2',
        '-days',
        '2',
        '-out',
        out,
      ],
    );
    const certificate = readCertificate(await readFile(out));
    const { key: facts, isAuthority } = certificate.facts;
    expect([facts, isAuthority]).toEqual([{ kind: 'sm2', bits: 256 }, true]);
    const signature = await authorities.file('x.sig', keyFromPem(await readFile(key, 'utf8')).sign(CONTENT));
    const publicKey = path.join(authorities.dir, 'openssl-sm2.pub');
    await openssl('pkey', '-in', key, '-pubout', '-out', publicKey);
    const said = await openssl(
      ...['dgst', '-sm3', '-verify', publicKey, '-sigopt', DISTID, '-signature', signature, contentFile],
    );
    expect(said).toContain('Verified OK');
  });

  it('lists and OCSP answers of ca and ocsp', async () => {
    const dir = authorities.dir;
    const at = (name: string) => path.join(dir, name);
    await writeFile(
      at('ca.cnf'),
      `[ca]\ndefault_ca=d\n[d]\ndatabase=${at('index.txt')}\nserial=${at('serial')}\nnew_certs_dir=${dir}\ncrlnumber=${at('crlnumber')}\ndefault_md=sha256\npolicy=p\ndefault_crl_days=1\n[p]\ncommonName=supplied\n[req]\ndistinguished_name=n\n[n]\n[v3]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n[leaf]\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nauthorityKeyIdentifier=keyid\n`,
    );
    await Promise.all([
      writeFile(at('index.txt'), ''),
      writeFile(at('serial'), '1000'),
      writeFile(at('crlnumber'), '01'),
    ]);
    const newKey = (name: string) =>
      openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', at(name));
    await newKey('o-ca.key');
    await openssl(
      ...['req', '-x509', '-config', at('ca.cnf'), '-extensions', 'v3', '-new', '-key', at('o-ca.key')],
      ...['-subj', '/CN=their CA', '-days', '5', '-out', at('o-ca.crt')],
    );
    const ca = ['ca', '-batch', '-config', at('ca.cnf'), '-keyfile', at('o-ca.key'), '-cert', at('o-ca.crt')];
    const issuer = readCertificate(await readFile(at('o-ca.crt')));
    for (const name of ['kept', 'lost']) {
      await newKey(`${name}.key`);
      await openssl(
        'req',
        '-new',
        '-config',
        at('ca.cnf'),
        '-key',
        at(`${name}.key`),
        '-subj',
        `/CN=${name}`,
        '-out',
        at(`${name}.csr`),
      );
      await openssl(
        ...ca,
        '-extensions',
        'leaf',
        '-days',
        '2',
        '-in',
        at(`${name}.csr`),
        '-out',
        at(`${name}.crt`),
      );
    }
    await openssl(...ca, '-revoke', at('lost.crt'));
    await openssl(...ca, '-gencrl', '-out', at('their.crl'));
    for (const [name, status] of [
      ['kept', 'good'],
      ['lost', 'revoked'],
    ] as const) {
      const certificate = readCertificate(await readFile(at(`${name}.crt`)));
      expect(readCrl(await readFile(at('their.crl')), certificate, issuer)).toMatchObject({ status });
      const { der, nonce } = ocspRequest(certificate, issuer);
      await writeFile(at('question.der'), der);
      await openssl(
        ...[
          'ocsp',
          '-index',
          at('index.txt'),
          '-rsigner',
          at('o-ca.crt'),
          '-rkey',
          at('o-ca.key'),
          '-CA',
          at('o-ca.crt'),
        ],
        ...['-reqin', at('question.der'), '-respout', at('answer.der'), '-ndays', '1'],
      );
      const answer = await readFile(at('answer.der'));
      const now = Date.now();
      expect(readOcsp(answer, certificate, issuer, { nonce, at: now })).toMatchObject({ status });
      expect(() => readOcsp(answer, certificate, issuer, { nonce: '00'.repeat(16), at: now })).toThrow(
        'another question',
      );
    }
  });
});

/** The same CMS with another signature value: its last element but for unsigned attributes, which ours has not. */
function withSignature(cms: Buffer, signature: Uint8Array): Buffer {
  const { result } = asn1js.fromBER(Uint8Array.from(cms));
  const signedData = ((result as asn1js.Sequence).valueBlock.value[1] as asn1js.Constructed).valueBlock
    .value[0];
  const infos = (signedData as asn1js.Sequence).valueBlock.value.at(-1) as asn1js.Set;
  const info = infos.valueBlock.value[0] as asn1js.Sequence;
  info.valueBlock.value[info.valueBlock.value.length - 1] = new asn1js.OctetString({
    valueHex: Uint8Array.from(signature),
  });
  return Buffer.from(result.toBER());
}
