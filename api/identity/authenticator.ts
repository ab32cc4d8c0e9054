import type { Identity, PersonIdentity } from '../deps.ts';

/** What a person proves themselves with. A CA's signed challenge will be a further kind. */
export interface PasswordCredentials {
  readonly kind: 'password';
  readonly login: string;
  readonly password: string;
}
export type Credentials = PasswordCredentials;

/** A person whose credentials were right. */
export interface ProvenPerson {
  readonly personId: string;
  readonly login: string;
}

/**
 * The one seam of identity: who somebody is, and the token that says so for a short while. Password
 * now; a certificate of a CA (电子招标投标办法 art. 40) is another implementation, and nothing else changes.
 */
export interface Authenticator {
  /** Throws problems: 401 `wrong-credentials` (never saying which part was wrong), 429 after too many failures. */
  prove(credentials: Credentials, address: string): Promise<ProvenPerson>;
  /** A token for a person, acting for a party or not. `expiresAt` in epoch ms. */
  issue(identity: PersonIdentity | Identity): Promise<{ token: string; expiresAt: number }>;
  /** The identity a token carries. Throws the problem 401 `invalid-token`. */
  verify(token: string): Promise<PersonIdentity>;
}
