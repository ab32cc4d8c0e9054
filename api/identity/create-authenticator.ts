import type { Verifier } from '../../runtime/pki/index.ts';
import { hasCertificate, type Store } from '../../store/index.ts';
import { problem } from '../problem.ts';
import type { Authenticator } from './authenticator.ts';
import { certificateProver } from './certificate-prover.ts';
import { passwordProver } from './password-prover.ts';
import { issueToken, readToken, type TokenOptions } from './tokens.ts';

export interface AuthenticatorOptions {
  readonly store: Store;
  readonly tokens: TokenOptions;
  readonly verifier: Verifier;
  /** Whether a password signs in for good; if not, it serves until the first certificate is registered. */
  readonly passwords: boolean;
}

/** Sign-in by certificate and, where configured, by password. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { store, tokens, verifier, passwords } = options;
  const byPassword = passwordProver(store);
  const byCertificate = certificateProver(store, verifier);
  return {
    prove: async (credentials, address) => {
      if (credentials.kind === 'certificate') return byCertificate(credentials);
      const proven = await byPassword(credentials, address);
      // Only who has no certificate yet may come in by password, to register one.
      if (!passwords && (await hasCertificate(store.em(), proven.personId))) throw certificateRequired();
      return proven;
    },
    issue: (identity) => issueToken(identity, tokens),
    verify: (token) => readToken(token, tokens),
  };
}

/** The problem of who comes with a password where only certificates sign in. */
export function certificateRequired(): Error {
  return problem(403, 'certificate-required', {
    zh: '本平台以数字证书登录；密码只用于登记首个证书',
    en: 'this platform signs in by certificate; a password only serves to register the first one',
    accepted: {
      zh: 'POST /v1/challenges，签名后 POST /v1/sessions/certificate',
      en: 'POST /v1/challenges, sign it, then POST /v1/sessions/certificate',
    },
  });
}
