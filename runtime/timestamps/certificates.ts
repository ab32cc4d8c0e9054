import { X509Certificate } from 'node:crypto';
import { BasicConstraints, Certificate, ExtKeyUsage } from 'pkijs';
import { OID } from './der.ts';
import { TimestampError } from './refusal.ts';

/** What the subject of everything that only development may trust carries. */
export const DEVELOPMENT_MARK = 'DEVELOPMENT ONLY';

/** Extensions whose meaning is checked here; a path with another critical one is refused (RFC 5280 section 4.2). */
const UNDERSTOOD: readonly string[] = [OID.extendedKeyUsage, OID.keyUsage, OID.basicConstraints];
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
/** digitalSignature and nonRepudiation, the bits that a time-stamping key may have (RFC 3161 section 2.3). */
const SIGNING_BITS = 0b1100_0000;
/** Authorities between a signer and its root at most. */
const DEEPEST = 6;

/** The certificates of a PEM text. Throws an Error when there is none, or one cannot be read. */
export function certificatesOf(pem: string): X509Certificate[] {
  const found = pem.match(PEM) ?? [];
  if (found.length === 0) throw new Error('the text holds no PEM certificate');
  return found.map((one) => new X509Certificate(one));
}

/** Whether a certificate says of itself that it is for development only. */
export function isForDevelopment(certificate: X509Certificate): boolean {
  return certificate.subject.includes(DEVELOPMENT_MARK);
}

/**
 * Checks that a certificate is made for signing time-stamps and nothing else (RFC 3161 section 2.3): one
 * extended key usage, timeStamping, marked critical; not an authority. Throws `wrong-usage`.
 */
export function assertTimeStamping(signer: X509Certificate): void {
  const read = parsedOf(signer);
  const usage = read.extensions?.filter((one) => one.extnID === OID.extendedKeyUsage) ?? [];
  const purposes = usage[0]?.parsedValue instanceof ExtKeyUsage ? usage[0].parsedValue.keyPurposes : [];
  const onlyStamping = purposes.length === 1 && purposes[0] === OID.timeStamping;
  if (usage.length !== 1 || usage[0]?.critical !== true || !onlyStamping) {
    throw new TimestampError(
      'wrong-usage',
      'the signer has no critical extended key usage that is timeStamping alone',
    );
  }
  const bits = keyUsageBits(read);
  if (signer.ca || (bits !== null && ((bits & SIGNING_BITS) === 0 || (bits & ~SIGNING_BITS) !== 0)))
    throw new TimestampError('wrong-usage', 'the key usage of the signer is not signing alone');
}

/**
 * The path from a signer to one of the anchors, signer first (RFC 5280 section 6): names, key identifiers
 * and signatures as OpenSSL checks them, authorities with their path lengths, and all valid at `at`.
 * Revocation is not looked up. Throws `unknown-root` or `certificate-not-valid`.
 */
export function pathToAnchor(
  signer: X509Certificate,
  others: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  at: Date,
): X509Certificate[] {
  const valid = (one: X509Certificate): boolean => one.validFromDate <= at && at <= one.validToDate;
  const path = climb([signer], { others, anchors, usable: valid, tried: new Set() });
  if (path !== null) return path;
  const expired = climb([signer], { others, anchors, usable: () => true, tried: new Set() });
  if (expired === null)
    throw new TimestampError('unknown-root', 'no trusted root stands behind the signer of the time-stamp');
  const { validFrom, validTo } = expired.find((one) => !valid(one)) ?? signer;
  throw new TimestampError(
    'certificate-not-valid',
    `a certificate is valid from ${validFrom} to ${validTo}, not at the time of the stamp`,
  );
}

interface Search {
  readonly others: readonly X509Certificate[];
  readonly anchors: readonly X509Certificate[];
  readonly usable: (one: X509Certificate) => boolean;
  /** Each certificate is tried once: two authorities that certify each other end the search, not the process. */
  readonly tried: Set<string>;
}

/** Goes on from the end of a path until an anchor stands there; null when none can be reached. */
function climb(path: readonly X509Certificate[], search: Search): X509Certificate[] | null {
  const certificate = path.at(-1)!;
  search.tried.add(certificate.fingerprint256);
  if (path.length > DEEPEST || !search.usable(certificate) || !understood(certificate)) return null;
  const below = path.length - 1;
  const anchor = search.anchors.find((one) => search.usable(one) && issued(one, certificate, below));
  if (anchor !== undefined) return [...path, anchor];
  for (const issuer of search.others) {
    if (search.tried.has(issuer.fingerprint256) || !issued(issuer, certificate, below)) continue;
    const whole = climb([...path, issuer], search);
    if (whole !== null) return whole;
  }
  return null;
}

/** Whether an authority with at most `below` authorities below it issued a certificate. */
function issued(issuer: X509Certificate, certificate: X509Certificate, below: number): boolean {
  if (!issuer.ca || !certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) return false;
  const constraints = extensionOf(parsedOf(issuer), OID.basicConstraints)?.parsedValue as unknown;
  const longest = constraints instanceof BasicConstraints ? constraints.pathLenConstraint : undefined;
  return longest === undefined || Number(longest) >= below;
}

function understood(certificate: X509Certificate): boolean {
  const { extensions = [] } = parsedOf(certificate);
  return extensions.every((one) => !one.critical || UNDERSTOOD.includes(one.extnID));
}

const parsed = new WeakMap<X509Certificate, Certificate>();

/** A certificate with its extensions to read; read once. */
export function parsedOf(certificate: X509Certificate): Certificate {
  const known = parsed.get(certificate) ?? Certificate.fromBER(certificate.raw);
  parsed.set(certificate, known);
  return known;
}

function extensionOf(certificate: Certificate, id: string) {
  return certificate.extensions?.find((one) => one.extnID === id);
}

function keyUsageBits(certificate: Certificate): number | null {
  const value = extensionOf(certificate, OID.keyUsage)?.parsedValue as
    { valueBlock: { valueHexView: Uint8Array } } | undefined;
  return value === undefined ? null : (value.valueBlock.valueHexView[0] ?? 0);
}
