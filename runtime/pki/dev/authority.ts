import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { DEVELOPMENT_MARK, OCSP_SIGNING } from '../../../domain/pki/index.ts';
import type { Instant } from '../../../domain/time/instant.ts';
import { createOnce, writeWhole } from '../../files.ts';
import { buildCertificate, type CertificateRequest, type Issuer } from '../build.ts';
import { readCertificate, type ReadCertificate } from '../certificate.ts';
import { toPem } from '../der.ts';
import { generateKeyPem, KEY_KINDS, keyFromPem, type KeyKind } from '../keys.ts';

const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3650;
const HOLDER_DAYS = 365;
/** Certificates begin a little in the past, for clocks that are behind. */
const EARLIER_MS = 3_600_000;

/** One of the three development authorities, with a root, an issuing authority below it and its responder. */
export interface DevelopmentAuthority {
  readonly kind: KeyKind;
  readonly root: Issuer;
  readonly issuing: Issuer;
  readonly responder: Issuer;
}

const storedSchema = z.object({
  root: z.object({ key: z.string(), certificate: z.string() }),
  issuing: z.object({ key: z.string(), certificate: z.string() }),
  responder: z.object({ key: z.string(), certificate: z.string() }),
});
type Stored = z.output<typeof storedSchema>;

/** Where an installation keeps its development authorities. */
export function developmentFolder(config: { readonly keysDir: string }): string {
  return path.join(config.keysDir, 'development-ca');
}

/** The address of an installation's development authorities; they answer on its own machine alone. */
export function developmentUrl(config: { readonly pki: { readonly developmentPort: number } }): string {
  return `http://127.0.0.1:${config.pki.developmentPort}`;
}

/** The address at which a development authority answers. */
function authorityUrl(baseUrl: string, kind: KeyKind): string {
  return `${baseUrl}/${kind}`;
}

/**
 * The development authorities of a folder, one for each kind of key, made at first use. Their names say
 * that they are for development only, and production refuses them.
 */
export async function developmentAuthorities(
  folder: string,
  baseUrl: string,
): Promise<Readonly<Record<KeyKind, DevelopmentAuthority>>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made: DevelopmentAuthority[] = [];
  for (const kind of KEY_KINDS) {
    const file = path.join(folder, `${kind}.json`);
    const text = await createOnce(file, () => JSON.stringify(make(kind, baseUrl, Date.now())));
    made.push(read(kind, storedSchema.parse(JSON.parse(text))));
  }
  return Object.fromEntries(made.map((one) => [one.kind, one])) as Record<KeyKind, DevelopmentAuthority>;
}

function read(kind: KeyKind, stored: Stored): DevelopmentAuthority {
  const issuer = ({ key, certificate }: Stored['root']): Issuer => ({
    key: keyFromPem(key),
    certificate: readCertificate(certificate),
  });
  return {
    kind,
    root: issuer(stored.root),
    issuing: issuer(stored.issuing),
    responder: issuer(stored.responder),
  };
}

function make(kind: KeyKind, baseUrl: string, at: Instant): Stored {
  const url = authorityUrl(baseUrl, kind);
  const span = { notBefore: at - EARLIER_MS, notAfter: at + AUTHORITY_DAYS * DAY_MS };
  const named = (what: string) =>
    [
      ['C', 'CN'],
      ['O', DEVELOPMENT_MARK],
      ['CN', `openseal ${kind.toUpperCase()} ${what} ${DEVELOPMENT_MARK}`],
    ] as const;
  const issue = (request: Omit<CertificateRequest, 'spki'>, issuer: Issuer | null) => {
    const pem = generateKeyPem(kind);
    const key = keyFromPem(pem);
    const certificate = buildCertificate({ ...request, spki: key.spki }, issuer, key);
    return {
      issuer: { key, certificate },
      stored: { key: pem, certificate: toPem('CERTIFICATE', certificate.der) },
    };
  };
  const authority = { keyUsage: ['keyCertSign', 'cRLSign'] as const, ...span };
  const root = issue({ ...authority, subject: named('Root'), authority: { pathLength: 1 } }, null);
  const issuing = issue(
    { ...authority, subject: named('CA'), authority: { pathLength: 0 }, crlUrl: `${url}/root.crl` },
    root.issuer,
  );
  const responder = issue(
    {
      ...span,
      subject: named('OCSP'),
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: [OCSP_SIGNING],
      ocspNoCheck: true,
    },
    issuing.issuer,
  );
  return { root: root.stored, issuing: issuing.stored, responder: responder.stored };
}

/** Whom a development certificate is for. */
export type DevelopmentHolder =
  | { readonly kind: 'party'; readonly uscc: string; readonly name: string }
  | { readonly kind: 'person'; readonly name: string };

export interface IssueOptions {
  readonly notBefore?: Instant;
  readonly notAfter?: Instant;
  readonly keyUsage?: CertificateRequest['keyUsage'];
  readonly extendedKeyUsage?: readonly string[];
}

/** Issues a certificate with a new key: the key and the certificate with its issuing authority's, both PEM. */
export async function issueDevelopment(
  folder: string,
  baseUrl: string,
  authority: DevelopmentAuthority,
  holder: DevelopmentHolder,
  options: IssueOptions = {},
): Promise<{ readonly key: string; readonly chain: string; readonly certificate: ReadCertificate }> {
  const key = generateKeyPem(authority.kind);
  const url = authorityUrl(baseUrl, authority.kind);
  const now = Date.now();
  const request: CertificateRequest = {
    subject: [
      ['C', 'CN'],
      ...(holder.kind === 'party'
        ? ([
            ['O', holder.name],
            ['organizationIdentifier', holder.uscc],
          ] as const)
        : []),
      ['OU', DEVELOPMENT_MARK],
      ['CN', holder.name],
    ],
    spki: keyFromPem(key).spki,
    notBefore: options.notBefore ?? now - EARLIER_MS,
    notAfter: options.notAfter ?? now + HOLDER_DAYS * DAY_MS,
    keyUsage: options.keyUsage ?? ['digitalSignature', 'nonRepudiation'],
    ...(options.extendedKeyUsage === undefined ? {} : { extendedKeyUsage: options.extendedKeyUsage }),
    ocspUrl: `${url}/ocsp`,
    crlUrl: `${url}/ca.crl`,
  };
  const certificate = buildCertificate(request, authority.issuing, authority.issuing.key);
  await writeWhole(
    path.join(folder, ISSUED, `${authority.kind}-${certificate.facts.serial}`),
    certificate.facts.subject,
  );
  const chain = [certificate, authority.issuing.certificate]
    .map((one) => toPem('CERTIFICATE', one.der))
    .join('');
  return { key, chain, certificate };
}

/** Revokes a development certificate from an instant on. */
export async function revokeDevelopment(
  folder: string,
  kind: KeyKind,
  serial: string,
  revokedAt: Instant = Date.now(),
): Promise<void> {
  await writeWhole(path.join(folder, REVOKED, `${kind}-${serial}`), String(revokedAt));
}

/** What the development authorities issued and revoked: a file for each, so that any tool may add one at any time. */
export interface Register {
  readonly issued: readonly { readonly kind: KeyKind; readonly serial: string }[];
  readonly revoked: readonly {
    readonly kind: KeyKind;
    readonly serial: string;
    readonly revokedAt: Instant;
  }[];
}
const ISSUED = 'issued';
const REVOKED = 'revoked';

/** Reads what was issued and revoked. */
export async function readRegister(folder: string): Promise<Register> {
  const revoked = (await entries(folder, REVOKED)).map(async ({ kind, serial, file }) => ({
    kind,
    serial,
    revokedAt: Number(await readFile(file, 'utf8')),
  }));
  return { issued: await entries(folder, ISSUED), revoked: await Promise.all(revoked) };
}

async function entries(
  folder: string,
  name: string,
): Promise<{ kind: KeyKind; serial: string; file: string }[]> {
  const names = await readdir(path.join(folder, name)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((one) => {
    const [, kind, serial] = /^([a-z0-9]+)-([0-9a-f]+)$/.exec(one) ?? [];
    const known = KEY_KINDS.find((candidate) => candidate === kind);
    if (known === undefined || serial === undefined) return [];
    return [{ kind: known, serial, file: path.join(folder, name, one) }];
  });
}
