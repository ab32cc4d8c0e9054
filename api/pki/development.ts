import { v7 as uuidv7 } from 'uuid';
import { DEVELOPMENT_MARK } from '../../domain/pki/index.ts';
import { toPem } from '../../runtime/pki/index.ts';
import type { DevelopmentAuthority } from '../../runtime/pki/dev/authority.ts';
import { addAuthority, trustList, type Store } from '../../store/index.ts';
import { enterIdentity } from '../identity/entries.ts';

/** Puts the development authorities on the trust list of an installation for trying things out. Repeating it changes nothing. */
export async function listDevelopmentAuthorities(
  store: Store,
  authorities: readonly DevelopmentAuthority[],
): Promise<void> {
  const known = new Set((await trustList(store.em())).map((one) => one.sha256));
  for (const { kind, root, issuing } of authorities) {
    const { sha256 } = root.certificate.facts;
    // One that an administrator suspended or removed stays so.
    if (known.has(sha256)) continue;
    const name = `openseal ${kind.toUpperCase()} ${DEVELOPMENT_MARK}`;
    const reason = '本机试用';
    await store.transaction(async (tx) => {
      const row = {
        sha256,
        name,
        pem: toPem('CERTIFICATE', root.certificate.der),
        betweenPem: toPem('CERTIFICATE', issuing.certificate.der),
        ocspUrl: null,
        crlUrl: null,
      };
      if ((await addAuthority(tx, row, { id: uuidv7(), reason, personId: null })) === null) return;
      await enterIdentity(tx, 'trustedAuthorityAdded', null, { authority: sha256, name, reason }, {});
    });
  }
}
