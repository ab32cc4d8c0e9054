import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { isValidUscc } from '../domain/party/uscc.ts';
import { ConfigError, loadConfig } from '../runtime/config.ts';
import { writeWhole } from '../runtime/files.ts';
import { readCertificates } from '../runtime/pki/certificate.ts';
import {
  developmentAuthorities,
  developmentFolder,
  developmentUrl,
  issueDevelopment,
  revokeDevelopment,
  type DevelopmentHolder,
} from '../runtime/pki/dev/authority.ts';
import { KEY_KINDS, keyFromPem, type KeyKind } from '../runtime/pki/keys.ts';
import { signCms } from '../runtime/pki/sign-cms.ts';

const program = new Command('certificate').description(
  'Development certificates (仅供开发 DEVELOPMENT ONLY) for parties and persons, and signatures with them.',
);
const kindOption = new Option('--kind <kind>', 'kind of key').choices(KEY_KINDS).default('ecdsa');

async function authorities() {
  const config = loadConfig(process.env);
  if (config.production)
    throw new ConfigError('OPENSEAL_PRODUCTION: there is no development authority in production');
  const folder = developmentFolder(config);
  const url = developmentUrl(config);
  return { folder, url, of: await developmentAuthorities(folder, url) };
}

program
  .command('issue')
  .description('issues a certificate: <out>.key.pem and <out>.pem (with the authority that issued it)')
  .addOption(kindOption)
  .requiredOption('--name <name>', "the party's name, or the person's real name")
  .option(
    '--uscc <code>',
    'for a party: its unified social credit code; without, the certificate is a person’s',
  )
  .requiredOption('--out <path>', 'where to write, without ending')
  .action(async (options: { kind: KeyKind; name: string; uscc?: string; out: string }) => {
    const { kind, name, uscc, out } = options;
    if (uscc !== undefined && !isValidUscc(uscc)) throw new Error(`${uscc} is not a valid code (GB 32100)`);
    const holder: DevelopmentHolder =
      uscc === undefined ? { kind: 'person', name } : { kind: 'party', uscc, name };
    const { folder, url, of } = await authorities();
    const { key, chain, certificate } = await issueDevelopment(folder, url, of[kind], holder);
    await writeWhole(path.resolve(`${out}.key.pem`), key);
    await writeWhole(path.resolve(`${out}.pem`), chain, 0o644);
    console.log(`${certificate.facts.sha256}  ${certificate.facts.subject}`);
  });

program
  .command('revoke')
  .description('revokes a certificate from now on; OCSP and CRL say so at once')
  .requiredOption('--certificate <file>', 'PEM or DER')
  .action(async (options: { certificate: string }) => {
    const [certificate] = readCertificates(await readFile(options.certificate));
    if (certificate === undefined) throw new Error('the file holds no certificate');
    const { folder, of } = await authorities();
    const kind = KEY_KINDS.find((one) =>
      of[one].issuing.certificate.subjectDer.equals(certificate.issuerDer),
    );
    if (kind === undefined) throw new Error('the certificate is not of these development authorities');
    await revokeDevelopment(folder, kind, certificate.facts.serial);
    console.log(`revoked ${certificate.facts.sha256}`);
  });

program
  .command('sign')
  .description('signs a file: detached CMS in DER with signing time and signing-certificate-v2')
  .requiredOption('--key <file>', 'private key, PKCS #8 in PEM')
  .requiredOption('--certificate <file>', 'certificate, and those above it, in PEM')
  .requiredOption('--in <file>', 'what to sign')
  .requiredOption('--out <file>', 'where to write the signature')
  .action(async (options: { key: string; certificate: string; in: string; out: string }) => {
    const [certificate, ...between] = readCertificates(await readFile(options.certificate));
    if (certificate === undefined) throw new Error('the file holds no certificate');
    const key = keyFromPem(await readFile(options.key, 'utf8'));
    const signer = { key, certificate, between };
    await writeWhole(
      path.resolve(options.out),
      await signCms(signer, createReadStream(options.in), Date.now()),
      0o644,
    );
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
