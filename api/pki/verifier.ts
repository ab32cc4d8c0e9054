import { isForDevelopment } from '../../domain/pki/index.ts';
import type { Config } from '../../runtime/config.ts';
import { ConfigError } from '../../runtime/config.ts';
import { createVerifier, readCertificates, type PkiThreads, type Verifier } from '../../runtime/pki/index.ts';
import {
  keepRevocationAnswer,
  registeredChains,
  revocationAnswer,
  trustList,
  type Store,
} from '../../store/index.ts';

/** The verifier on the trust list as the store holds it at each use: a suspension works from its instant on, in every process. */
export function openVerifier(
  store: Store,
  config: Pick<Config, 'production' | 'pki'>,
  threads: PkiThreads,
): Verifier {
  const { revocation, revocationFreshMs, revocationTimeoutMs } = config.pki;
  return createVerifier({
    production: config.production,
    threads,
    authorities: () => trustList(store.em()),
    revocation: {
      policy: revocation,
      freshMs: revocationFreshMs,
      timeoutMs: revocationTimeoutMs,
      cache: {
        get: (certificate) => revocationAnswer(store.em(), certificate),
        put: (certificate, answer) => keepRevocationAnswer(store.em(), certificate, answer),
      },
    },
  });
}

/**
 * Refuses to run a production that knows the development authority, or a certificate of its. Throws a
 * ConfigError that says what is to be taken away.
 */
export async function assertFitForProduction(
  store: Store,
  config: Pick<Config, 'production'>,
): Promise<void> {
  if (!config.production) return;
  const listed = (await trustList(store.em())).filter(({ events }) => events.at(-1)?.change !== 'removed');
  if (listed.some((one) => namesDevelopment(one.pem + one.betweenPem)))
    throw new ConfigError(
      'OPENSEAL_PRODUCTION: the trust list holds the development authority; remove it first',
    );
  if ((await registeredChains(store.em())).some(namesDevelopment))
    throw new ConfigError(
      'OPENSEAL_PRODUCTION: certificates of the development authority are registered; this is not a production database',
    );
}

function namesDevelopment(pem: string): boolean {
  return isForDevelopment(readCertificates(pem).flatMap(({ facts }) => [facts.subject, facts.issuer]));
}
