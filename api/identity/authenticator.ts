import type { Identity, PersonIdentity } from '../deps.ts';

/** What a person proves themselves with. */
export interface PasswordCredentials {
  readonly kind: 'password';
  readonly login: string;
  readonly password: string;
}
/** A challenge of the platform, signed with a registered certificate: detached CMS, DER. */
export interface CertificateCredentials {
  readonly kind: 'certificate';
  readonly challengeId: string;
  readonly signature: Uint8Array;
}
export type Credentials = PasswordCredentials | CertificateCredentials;

/** A person whose credentials were right. */
export interface ProvenPerson {
  readonly personId: string;
  readonly login: string;
  readonly way: Credentials['kind'];
}

/**
 * The one seam of identity: who somebody is, by password or by the certificate of a recognised
 * authority (电子招标投标办法 art. 40), and the token that says so for a short while.
 */
export interface Authenticator {
  /**
   * Throws problems: 401 `wrong-credentials` (never saying which part was wrong), 429 after too many failures;
   * for certificates the codes of domain/pki/refusals.ts.
   */
  prove(credentials: Credentials, address: string): Promise<ProvenPerson>;
  /** A token for a person, acting for a party or not. `expiresAt` in epoch ms. */
  issue(identity: PersonIdentity | Identity): Promise<{ token: string; expiresAt: number }>;
  /** The identity a token carries. Throws the problem 401 `invalid-token`. */
  verify(token: string): Promise<PersonIdentity>;
}
