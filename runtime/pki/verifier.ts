import type { PkiWarning, Purpose } from '../../domain/pki/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { PkiRefused } from './errors.ts';
import type { ListedPem, Needs, PlainCertificate, Standard } from './judge.ts';
import { checkRevocation, type AskAt, type RevocationOptions, type RevocationResult } from './revocation.ts';
import { digestOf, type Digest } from './signatures.ts';
import type { PkiThreads } from './threads.ts';

/** An authority of the trust list, with what an administrator did to it and when, and where it may be asked. */
export interface TrustedAuthority extends ListedPem, AskAt {
  /** SHA-256 (hex) of its certificate. */
  readonly sha256: string;
}

export interface VerifierOptions {
  readonly authorities: () => Promise<readonly TrustedAuthority[]>;
  readonly revocation: RevocationOptions;
  /** In production nothing of the development authority is accepted. */
  readonly production: boolean;
  /** Where bytes are read and signatures checked. */
  readonly threads: PkiThreads;
}

/** A certificate that is accepted, and what that rests on. */
export interface CheckedCertificate {
  readonly certificate: PlainCertificate;
  /** From the certificate to the authority of the trust list. */
  readonly path: readonly PlainCertificate[];
  readonly warnings: readonly PkiWarning[];
  readonly revocation: readonly RevocationResult[];
}

/** A signature that holds. */
export interface CheckedSignature extends CheckedCertificate {
  /** The signer's own claim; null without. */
  readonly signingTime: Instant | null;
}

/** What the bytes under a signature must come to: the bytes, or their digest when it is asked for. */
export type Content = Uint8Array | ((digest: Digest) => Promise<Uint8Array>);

/** Signatures on documents: 电子签名法 13 and 14 want to know later when, and by which certificate exactly. */
export const DOCUMENT_NEEDS: Needs = { signingTime: true, signingCertificate: true };
/** Answers to challenges: these are fresh by the challenge itself, and not every middleware writes the attributes. */
export const CHALLENGE_NEEDS: Needs = { signingTime: false, signingCertificate: false };

/**
 * Judges certificates and signatures against the trust list, away from the event loop. Its methods throw a PkiRefused
 * that says why not, or a WorkError when the work was given up.
 */
export interface Verifier {
  /** A certificate alone, at an instant: the first of a PEM text, whose others may lie between it and an authority. */
  certificate(pem: string, at: Instant, purpose: Purpose): Promise<CheckedCertificate>;
  /** A detached CMS signature (DER) over a content, received at an instant. */
  signature(
    der: Uint8Array,
    content: Content,
    at: Instant,
    needs: Needs,
    purpose: Purpose,
  ): Promise<CheckedSignature>;
  /** The certificates of a PEM text, read and not judged. */
  read(pem: string): Promise<readonly PlainCertificate[]>;
  /** The digest that a signature (DER) names. */
  digestOf(der: Uint8Array): Promise<Digest>;
}

/** Builds the verifier. */
export function createVerifier(options: VerifierOptions): Verifier {
  const { threads } = options;
  return {
    certificate: async (pem, at, purpose) => {
      const { authorities, standard } = await standardOf(options, at, purpose);
      const { path } = await threads.run('certificate', { pem, standard });
      return asked(path, authorities, at, options);
    },
    signature: async (der, content, at, needs, purpose) => {
      const cms = Uint8Array.from(der);
      const name = await threads.run('digest', { cms });
      const digest = content instanceof Uint8Array ? await digestOf(name, content) : await content(name);
      const { authorities, standard } = await standardOf(options, at, purpose);
      const input = { cms, digest: Uint8Array.from(digest), needs, standard };
      const { path, signingTime, warnings } = await threads.run('signature', input);
      const checked = await asked(path, authorities, at, options);
      return { ...checked, signingTime, warnings: [...checked.warnings, ...warnings] };
    },
    read: (pem) => threads.run('certificates', { pem }),
    digestOf: (der) => threads.run('digest', { cms: Uint8Array.from(der) }),
  };
}

async function standardOf(
  options: VerifierOptions,
  at: Instant,
  purpose: Purpose,
): Promise<{ authorities: readonly TrustedAuthority[]; standard: Standard }> {
  const authorities = await options.authorities();
  const listed = authorities.map(({ pem, betweenPem, events }) => ({ pem, betweenPem, events }));
  return { authorities, standard: { authorities: listed, at, purpose, production: options.production } };
}

/** Asks the authorities of a path that holds about each of its certificates. */
async function asked(
  path: readonly PlainCertificate[],
  authorities: readonly TrustedAuthority[],
  at: Instant,
  options: VerifierOptions,
): Promise<CheckedCertificate> {
  const top = path.at(-1)!.facts.sha256;
  const listed = authorities.find((one) => one.sha256 === top);
  const revocation: RevocationResult[] = [];
  // The authority of the trust list itself is revoked by an administrator: nobody stands above it.
  for (const [index, one] of path.slice(0, -1).entries()) {
    const askAt = index === 0 && listed !== undefined ? listed : { ocspUrl: null, crlUrl: null };
    const { revocation: how, threads } = options;
    const result = await checkRevocation(one, path[index + 1]!, askAt, at, how, threads);
    if (result.refusal !== null) throw new PkiRefused(result.refusal);
    revocation.push(result);
  }
  const warnings = revocation.flatMap((one) => (one.warning === null ? [] : [one.warning]));
  return { certificate: path[0]!, path, warnings, revocation };
}
