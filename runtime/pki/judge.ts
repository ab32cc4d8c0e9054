import {
  CLOCK_SKEW_MS,
  isForDevelopment,
  refusePath,
  refuseStanding,
  standingAt,
  type CertificateFacts,
  type PkiWarning,
  type Purpose,
  type TrustEvent,
} from '../../domain/pki/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { readCertificate, readCertificates, type ReadCertificate } from './certificate.ts';
import { chainBudget, chainTo, type ChainBudget } from './chain.ts';
import { checkCms, readCms, type ReadCms } from './cms.ts';
import { PkiRefused, refused } from './errors.ts';

/**
 * What can be judged of certificates and signatures by their bytes and the trust list alone. All of it may have been
 * written by anybody to be slow to read: it runs in a thread (runtime/pki/thread.ts), and what comes back is plain.
 */

/** An authority of the trust list as it is handed to a thread. */
export interface ListedPem {
  readonly pem: string;
  /** Authorities below it whose certificates do not travel with signatures: PEM, one after the other; may be empty. */
  readonly betweenPem: string;
  /** What an administrator did to it and when. */
  readonly events: readonly TrustEvent[];
}

/** By what is judged. */
export interface Standard {
  readonly authorities: readonly ListedPem[];
  readonly at: Instant;
  readonly purpose: Purpose;
  /** In production nothing of the development authority is accepted. */
  readonly production: boolean;
}

/** What a signature must have beside content type and digest. */
export interface Needs {
  readonly signingTime: boolean;
  readonly signingCertificate: boolean;
}

/** A certificate as it was read, without what only reading needs. */
export interface PlainCertificate {
  readonly facts: CertificateFacts;
  readonly der: Uint8Array;
}

/** A path that holds, its authorities not asked yet: from the certificate to the authority of the trust list. */
export interface JudgedPath {
  readonly path: readonly PlainCertificate[];
}
export interface JudgedSignature extends JudgedPath {
  readonly signingTime: Instant | null;
  readonly warnings: readonly PkiWarning[];
}

interface Authority {
  readonly certificate: ReadCertificate;
  readonly between: readonly ReadCertificate[];
  readonly events: readonly TrustEvent[];
}

/** Judges a certificate (the first of a PEM text; the others may lie above it). Throws a PkiRefused. */
export function judgeCertificate(pem: string, standard: Standard): JudgedPath {
  const [certificate, ...carried] = readCertificates(pem);
  if (certificate === undefined) throw refused('certificate-malformed');
  const path = judgedPath(certificate, carried, authoritiesOf(standard), standard, chainBudget());
  return { path: path.map(plain) };
}

/** Judges a detached CMS signature over a content with a digest, which is taken as the signature names it. Throws a PkiRefused. */
export async function judgeSignature(
  der: Uint8Array,
  contentDigest: Uint8Array,
  needs: Needs,
  standard: Standard,
): Promise<JudgedSignature> {
  const cms = await readCms(der);
  checkCms(cms, contentDigest);
  refuseAttributes(cms, standard.at, needs);
  const authorities = authoritiesOf(standard);
  const budget = chainBudget();
  const path = judgedPath(cms.signer, cms.certificates, authorities, standard, budget);
  refuseStrangers(cms, path, authorities, budget);
  return { path: path.map(plain), signingTime: cms.signingTime, warnings: unsignedWarning(cms) };
}

/** The certificates of a PEM text, read. Throws a PkiRefused. */
export function plainCertificates(pem: string): PlainCertificate[] {
  return readCertificates(pem).map(plain);
}

const plain = ({ facts, der }: ReadCertificate): PlainCertificate => ({ facts, der });

const readBefore = new Map<string, Pick<Authority, 'certificate' | 'between'>>();
const READ_BEFORE_MAX = 1_000;

/** Parsing, and checking how authorities issued each other, is not done again for what did not change. */
function authoritiesOf({ authorities }: Standard): Authority[] {
  return authorities.map(({ pem, betweenPem, events }) => {
    const key = pem + betweenPem;
    const known = readBefore.get(key) ?? {
      certificate: readCertificate(pem),
      between: betweenPem === '' ? [] : readCertificates(betweenPem),
    };
    if (readBefore.size >= READ_BEFORE_MAX) readBefore.clear();
    readBefore.set(key, known);
    return { ...known, events };
  });
}

function judgedPath(
  certificate: ReadCertificate,
  carried: readonly ReadCertificate[],
  authorities: readonly Authority[],
  standard: Standard,
  budget: ChainBudget,
): readonly ReadCertificate[] {
  const { at, purpose, production } = standard;
  const { authority, path } = pathOf(certificate, carried, authorities, at, budget);
  const facts = path.map((one) => one.facts);
  const refusal = refuseStanding(standingAt(authority.events, at)) ?? refusePath(facts, at, purpose);
  if (refusal !== null) throw new PkiRefused(refusal);
  if (production && isForDevelopment(facts.flatMap((one) => [one.subject, one.issuer])))
    throw refused('development-certificate');
  return path;
}

function pathOf(
  certificate: ReadCertificate,
  carried: readonly ReadCertificate[],
  all: readonly Authority[],
  at: Instant,
  budget: ChainBudget,
): { authority: Authority; path: readonly ReadCertificate[] } {
  // Of two authorities that fit, one that is trusted goes first; the others only say why not.
  const trusted = all.filter((one) => standingAt(one.events, at) === 'trusted');
  for (const group of [trusted, all]) {
    const between = [...group.flatMap((one) => one.between), ...carried];
    const path = chainTo(
      certificate,
      between,
      group.map((one) => one.certificate),
      budget,
    );
    const top = path?.at(-1)?.facts.sha256;
    const authority = group.find((one) => one.certificate.facts.sha256 === top);
    if (path !== null && authority !== undefined) return { authority, path };
  }
  throw refused('certificate-untrusted', certificate.facts.issuer);
}

function refuseAttributes(cms: ReadCms, at: Instant, needs: Needs): void {
  if (needs.signingTime && cms.signingTime === null) throw refused('signature-attributes');
  if (needs.signingCertificate && cms.namesSigner === null) throw refused('signature-attributes');
  const { notBefore, notAfter } = cms.signer.facts;
  const claimed = cms.signingTime;
  if (claimed === null) return;
  if (claimed > at + CLOCK_SKEW_MS || claimed < notBefore - CLOCK_SKEW_MS || claimed > notAfter)
    throw refused('signature-time');
}

/**
 * Each further certificate that a signature carries must be of a known authority too (an encryption
 * certificate of the same holder, the authority itself): otherwise its bytes would mean nothing and could be any.
 */
function refuseStrangers(
  cms: ReadCms,
  path: readonly ReadCertificate[],
  all: readonly Authority[],
  budget: ChainBudget,
): void {
  const known = new Set(
    [...path, ...all.flatMap((one) => [one.certificate, ...one.between])].map((one) => one.facts.sha256),
  );
  const authorities = all.map((one) => one.certificate);
  for (const one of cms.certificates) {
    if (known.has(one.facts.sha256)) continue;
    if (chainTo(one, [...path, ...cms.certificates], authorities, budget) === null)
      throw refused('certificate-untrusted', one.facts.subject);
  }
}

function unsignedWarning(cms: ReadCms): PkiWarning[] {
  if (!cms.hasUnsigned) return [];
  return [
    {
      code: 'unsigned-attributes',
      zh: '签名带有未签属性（如时间戳），此处未予核验',
      en: 'the signature has unsigned attributes (e.g. a time stamp), which were not looked at',
    },
  ];
}
