import type { Refusal } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import { pkiRefusal } from './refusals.ts';
import type { CertificateFacts, Purpose } from './types.ts';

/** id-kp-OCSPSigning (RFC 6960 section 4.2.2.2). */
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
/** Extended key usages that let a person sign or sign in: any, client authentication, e-mail, document signing (RFC 9336). */
const PERSONAL_USAGES = [
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.36',
  // Microsoft's and Adobe's document signing, which came before RFC 9336 and which authorities still issue.
  '1.3.6.1.4.1.311.10.3.12',
  '1.2.840.113583.1.1.5',
];
/** Smallest RSA modulus that still counts as secure (GB/T 35276 and NIST SP 800-57 agree on it). */
const RSA_MIN_BITS = 2048;

/**
 * Whether a chain of certificates, whose signatures are known to hold, carries a purpose at an instant
 * (RFC 5280 section 6.1): `path` goes from the certificate to the authority of the trust list, both
 * included. Gives the first reason against it, or null.
 */
export function refusePath(path: readonly CertificateFacts[], at: Instant, purpose: Purpose): Refusal | null {
  const [leaf, ...above] = path;
  if (leaf === undefined || above.length === 0) return pkiRefusal('certificate-untrusted');
  return (
    refuseUsage(leaf, purpose) ??
    path.map((one) => refuseAlways(one, at)).find((found) => found !== null) ??
    above.map((one, below) => refuseIssuing(one, below)).find((found) => found !== null) ??
    null
  );
}

function refuseAlways(one: CertificateFacts, at: Instant): Refusal | null {
  if (at < one.notBefore) return pkiRefusal('certificate-not-yet-valid', one.subject);
  if (at > one.notAfter) return pkiRefusal('certificate-expired', one.subject);
  if (one.unknownCritical.length > 0)
    return pkiRefusal('certificate-extension', one.unknownCritical.join(', '));
  if (one.key.kind === 'rsa' && one.key.bits < RSA_MIN_BITS) return pkiRefusal('signature-algorithm');
  return null;
}

/** `below`: how many certificates stand between this one and the end of the chain. */
function refuseIssuing(one: CertificateFacts, below: number): Refusal | null {
  const mayIssue =
    one.isAuthority &&
    (one.keyUsage === null || one.keyUsage.includes('keyCertSign')) &&
    (one.pathLength === null || below <= one.pathLength);
  return mayIssue ? null : pkiRefusal('certificate-authority', one.subject);
}

function refuseUsage(leaf: CertificateFacts, purpose: Purpose): Refusal | null {
  const { keyUsage, extendedKeyUsage, isAuthority } = leaf;
  const signs =
    keyUsage === null || keyUsage.includes('digitalSignature') || keyUsage.includes('nonRepudiation');
  const extended =
    purpose === 'respond'
      ? extendedKeyUsage?.includes(OCSP_SIGNING) === true
      : extendedKeyUsage === null || extendedKeyUsage.some((one) => PERSONAL_USAGES.includes(one));
  // A key that issues certificates must not be a person's: it lies with an authority, not in a token.
  return signs && extended && !isAuthority ? null : pkiRefusal('certificate-usage', leaf.subject);
}
