import { CertificateRevocationList, type IssuingDistributionPoint } from 'pkijs';
import type { RevocationAnswer } from '../../domain/pki/index.ts';
import { serialOf, type ReadCertificate } from './certificate.ts';
import { assertDer, derFrom } from './der.ts';
import { signatureBytes, signatureHolds } from './signatures.ts';

const ISSUING_DISTRIBUTION_POINT = '2.5.29.28';

/** An answer that cannot be used: not one, of somebody else, or not signed by who may sign it. */
export class UnusableAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableAnswer';
  }
}

/** What a CRL (RFC 5280 section 5), DER or PEM, says of a certificate. Throws an UnusableAnswer. */
export function readCrl(
  given: Uint8Array,
  certificate: ReadCertificate,
  issuer: ReadCertificate,
): RevocationAnswer {
  const crl = parse(given);
  const { keyUsage } = issuer.facts;
  if (!Buffer.from(crl.issuer.toSchema().toBER()).equals(certificate.issuerDer))
    throw new UnusableAnswer('the list is of another issuer');
  if (keyUsage !== null && !keyUsage.includes('cRLSign'))
    throw new UnusableAnswer('the issuer may not sign lists');
  const signature = signatureBytes(crl.signatureValue);
  const inner = crl.signature.toSchema().toBER();
  const holds =
    Buffer.from(inner).equals(Buffer.from(crl.signatureAlgorithm.toSchema().toBER())) &&
    signatureHolds(crl.signatureAlgorithm, null, issuer.key, crl.tbsView, signature);
  if (!holds) throw new UnusableAnswer('the signature of the list does not hold');
  assertWhole(crl, certificate);
  const entry = (crl.revokedCertificates ?? []).find(
    (one) => serialOf(one.userCertificate) === certificate.facts.serial,
  );
  return {
    by: 'crl',
    status: entry === undefined ? 'good' : 'revoked',
    thisUpdate: crl.thisUpdate.value.getTime(),
    nextUpdate: crl.nextUpdate?.value.getTime() ?? null,
    revokedAt: entry?.revocationDate.value.getTime() ?? null,
  };
}

function parse(given: Uint8Array): CertificateRevocationList {
  try {
    const [der] = derFrom(given, ['X509 CRL']);
    if (der === undefined) throw new UnusableAnswer('not a list');
    assertDer(der);
    return CertificateRevocationList.fromBER(Uint8Array.from(der));
  } catch {
    throw new UnusableAnswer('not a certificate revocation list in DER or PEM');
  }
}

/** A list that covers less than all certificates of the issuer (a delta, some reasons, attribute certificates) proves nothing good. */
function assertWhole(crl: CertificateRevocationList, certificate: ReadCertificate): void {
  for (const { extnID, critical, parsedValue } of crl.crlExtensions?.extensions ?? []) {
    if (!critical) continue;
    if (extnID !== ISSUING_DISTRIBUTION_POINT)
      throw new UnusableAnswer('the list has an unknown critical extension');
    const point = parsedValue as IssuingDistributionPoint;
    const { isAuthority } = certificate.facts;
    const covers =
      !point.indirectCRL &&
      !point.onlyContainsAttributeCerts &&
      point.onlySomeReasons === 0 &&
      !(isAuthority ? point.onlyContainsUserCerts : point.onlyContainsCACerts);
    if (!covers) throw new UnusableAnswer('the list does not cover the certificate');
  }
  // An indirect list names the issuer of each entry; such entries are not by this issuer.
  for (const entry of crl.revokedCertificates ?? [])
    if ((entry.crlEntryExtensions?.extensions ?? []).some((one) => one.critical))
      throw new UnusableAnswer('the list has an entry with an unknown critical extension');
}
