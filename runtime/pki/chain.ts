import { isIssuedBy, type ReadCertificate } from './certificate.ts';

const MAX_LENGTH = 8;

/**
 * The chain from a certificate to an authority of the trust list, both included: names, key
 * identifiers and signatures fit. Null when there is none. Whether it may be used for something is
 * decided in domain/pki/path.ts.
 */
export function chainTo(
  certificate: ReadCertificate,
  between: readonly ReadCertificate[],
  authorities: readonly ReadCertificate[],
): ReadCertificate[] | null {
  return extend([certificate], between, authorities);
}

function extend(
  chain: readonly ReadCertificate[],
  between: readonly ReadCertificate[],
  authorities: readonly ReadCertificate[],
): ReadCertificate[] | null {
  const last = chain.at(-1);
  if (last === undefined || chain.length >= MAX_LENGTH) return null;
  const authority = authorities.find((one) => isIssuedBy(last, one));
  if (authority !== undefined) return [...chain, authority];
  for (const next of between) {
    if (chain.some((one) => one.facts.sha256 === next.facts.sha256) || !isIssuedBy(last, next)) continue;
    const found = extend([...chain, next], between, authorities);
    if (found !== null) return found;
  }
  return null;
}
