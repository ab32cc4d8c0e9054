import { isIssuedBy, type ReadCertificate } from './certificate.ts';
import { refused } from './errors.ts';

/** Certificates from the first to the authority of the trust list, both included, at most. */
const LONGEST = 8;
/**
 * Signatures of certificates that one verification checks at most. Honest chains need a handful; certificates made
 * to fit each other in every way would need one for each pair, and each costs up to some milliseconds.
 */
const CHECKS_MAX = 64;

/** What is left of the checks of one verification. */
export interface ChainBudget {
  checksLeft: number;
}

/** A budget for one verification. */
export const chainBudget = (): ChainBudget => ({ checksLeft: CHECKS_MAX });

/** `isIssuedBy` within a budget. Throws a PkiRefused, `certificate-paths`, when it is used up. */
function issuedWithin(budget: ChainBudget, certificate: ReadCertificate, issuer: ReadCertificate): boolean {
  return isIssuedBy(certificate, issuer, () => {
    if (budget.checksLeft-- <= 0) throw refused('certificate-paths');
  });
}

/**
 * The shortest chain from a certificate to an authority of the trust list, both included: names, key
 * identifiers and signatures fit. Null when there is none. It is searched breadth first and comes to each
 * certificate once, so that the work grows with the pairs of certificates and not with the paths through them.
 * Whether it may be used for something is decided in domain/pki/path.ts. Throws a PkiRefused: `certificate-paths`.
 */
export function chainTo(
  certificate: ReadCertificate,
  between: readonly ReadCertificate[],
  authorities: readonly ReadCertificate[],
  budget: ChainBudget,
): ReadCertificate[] | null {
  const come = new Set([certificate.facts.sha256]);
  let chains: ReadCertificate[][] = [[certificate]];
  for (let length = 1; length < LONGEST && chains.length > 0; length++) {
    const longer: ReadCertificate[][] = [];
    for (const chain of chains) {
      const last = chain.at(-1)!;
      const authority = authorities.find((one) => issuedWithin(budget, last, one));
      if (authority !== undefined) return [...chain, authority];
      for (const next of between) {
        if (come.has(next.facts.sha256) || !issuedWithin(budget, last, next)) continue;
        come.add(next.facts.sha256);
        longer.push([...chain, next]);
      }
    }
    chains = longer;
  }
  return null;
}
