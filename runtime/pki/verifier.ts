import {
  CLOCK_SKEW_MS,
  isForDevelopment,
  refusePath,
  refuseStanding,
  standingAt,
  type PkiWarning,
  type Purpose,
  type TrustEvent,
} from '../../domain/pki/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { ReadCertificate } from './certificate.ts';
import { chainTo } from './chain.ts';
import { checkCms, readCms, type Content, type ReadCms } from './cms.ts';
import { PkiRefused, refused } from './errors.ts';
import {
  checkRevocation,
  namedHosts,
  type AskAt,
  type RevocationOptions,
  type RevocationResult,
} from './revocation.ts';

/** An authority of the trust list, with what an administrator did to it and when. */
export interface TrustedAuthority extends AskAt {
  readonly certificate: ReadCertificate;
  /** Authorities below it whose certificates do not travel with signatures. */
  readonly between: readonly ReadCertificate[];
  readonly events: readonly TrustEvent[];
}

export interface VerifierOptions {
  readonly authorities: () => Promise<readonly TrustedAuthority[]>;
  readonly revocation: RevocationOptions;
  /** In production nothing of the development authority is accepted. */
  readonly production: boolean;
}

/** A certificate that is accepted, and what that rests on. */
export interface CheckedCertificate {
  readonly certificate: ReadCertificate;
  /** From the certificate to the authority of the trust list. */
  readonly path: readonly ReadCertificate[];
  readonly warnings: readonly PkiWarning[];
  readonly revocation: readonly RevocationResult[];
}

/** A signature that holds. */
export interface CheckedSignature extends CheckedCertificate {
  readonly cms: ReadCms;
}

/** What a signature must have beside content type and digest. */
export interface Needs {
  readonly signingTime: boolean;
  readonly signingCertificate: boolean;
}
/** Signatures on documents: 电子签名法 13 and 14 want to know later when, and by which certificate exactly. */
export const DOCUMENT_NEEDS: Needs = { signingTime: true, signingCertificate: true };
/** Answers to challenges: these are fresh by the challenge itself, and not every middleware writes the attributes. */
export const CHALLENGE_NEEDS: Needs = { signingTime: false, signingCertificate: false };

/** Judges certificates and signatures against the trust list. Its methods throw a PkiRefused that says why not. */
export interface Verifier {
  /** A certificate alone, at an instant. `carried` are further certificates that may lie between it and an authority. */
  certificate(
    certificate: ReadCertificate,
    carried: readonly ReadCertificate[],
    at: Instant,
    purpose: Purpose,
  ): Promise<CheckedCertificate>;
  /** A detached CMS signature (DER) over a content, received at an instant. */
  signature(
    der: Uint8Array,
    content: Content,
    at: Instant,
    needs: Needs,
    purpose: Purpose,
  ): Promise<CheckedSignature>;
}

/** Builds the verifier. */
export function createVerifier(options: VerifierOptions): Verifier {
  const certificate: Verifier['certificate'] = (one, carried, at, purpose) =>
    checkCertificate(one, carried, at, purpose, options);
  return {
    certificate,
    signature: async (der, content, at, needs, purpose) => {
      const cms = await readCms(der);
      await checkCms(cms, content);
      refuseAttributes(cms, at, needs);
      const checked = await certificate(cms.signer, cms.certificates, at, purpose);
      await refuseStrangers(cms, checked.path, options);
      return { ...checked, cms, warnings: [...checked.warnings, ...unsignedWarning(cms)] };
    },
  };
}

async function checkCertificate(
  certificate: ReadCertificate,
  carried: readonly ReadCertificate[],
  at: Instant,
  purpose: Purpose,
  options: VerifierOptions,
): Promise<CheckedCertificate> {
  const { authority, path } = await pathOf(certificate, carried, at, options);
  const facts = path.map((one) => one.facts);
  const refusal = refuseStanding(standingAt(authority.events, at)) ?? refusePath(facts, at, purpose) ?? null;
  if (refusal !== null) throw new PkiRefused(refusal);
  if (options.production && isForDevelopment(facts.flatMap((one) => [one.subject, one.issuer])))
    throw refused('development-certificate');
  const named = namedHosts(authority);
  const revocation: RevocationResult[] = [];
  // The authority of the trust list itself is revoked by an administrator: nobody stands above it.
  for (const [index, one] of path.slice(0, -1).entries()) {
    const askAt = index === 0 ? authority : { ocspUrl: null, crlUrl: null };
    const result = await checkRevocation(one, path[index + 1]!, askAt, named, at, options.revocation);
    if (result.refusal !== null) throw new PkiRefused(result.refusal);
    revocation.push(result);
  }
  const warnings = revocation.flatMap((one) => (one.warning === null ? [] : [one.warning]));
  return { certificate, path, warnings, revocation };
}

async function pathOf(
  certificate: ReadCertificate,
  carried: readonly ReadCertificate[],
  at: Instant,
  options: VerifierOptions,
): Promise<{ authority: TrustedAuthority; path: readonly ReadCertificate[] }> {
  const all = await options.authorities();
  // Of two authorities that fit, one that is trusted goes first; the others only say why not.
  const trusted = all.filter((one) => standingAt(one.events, at) === 'trusted');
  for (const group of [trusted, all]) {
    const between = [...group.flatMap((one) => one.between), ...carried];
    const path = chainTo(
      certificate,
      between,
      group.map((one) => one.certificate),
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
async function refuseStrangers(
  cms: ReadCms,
  path: readonly ReadCertificate[],
  options: VerifierOptions,
): Promise<void> {
  const all = await options.authorities();
  const known = new Set(
    [...path, ...all.flatMap((one) => [one.certificate, ...one.between])].map((one) => one.facts.sha256),
  );
  const authorities = all.map((one) => one.certificate);
  for (const one of cms.certificates) {
    if (known.has(one.facts.sha256)) continue;
    if (chainTo(one, [...path, ...cms.certificates], authorities) === null)
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
