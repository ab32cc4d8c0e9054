import type { PersonIdentity } from '../caller.ts';

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

/** Where somebody comes from who wants to sign in. */
export interface Caller {
  readonly address: string;
  /** The User-Agent that was sent. */
  readonly userAgent: string;
  /** The token of a known device, as the caller showed it. */
  readonly device: string | null;
}

/** A person whose credentials were right. */
export interface ProvenPerson {
  readonly personId: string;
  readonly login: string;
  readonly way: Credentials['kind'];
  /** The hash that the password was compared with; null for a certificate. */
  readonly passwordHash: string | null;
  /** SHA-256 of the certificate; null for a password. */
  readonly certificate: string | null;
}

/**
 * The one seam of identity: who somebody is, by password or by the certificate of a recognised
 * authority (电子招标投标办法 art. 40), the sign-in that this begins, and the token that says so for a short while.
 */
export interface Authenticator {
  /**
   * Throws problems: 401 `wrong-credentials` (never saying which part was wrong), 429 after too many failures;
   * for certificates the codes of domain/pki/refusals.ts.
   */
  prove(credentials: Credentials, caller: Caller): Promise<ProvenPerson>;
  /**
   * Begins a sign-in of a person who proved themselves; they act for nobody yet. Throws the problem 401 when their
   * password was changed meanwhile.
   */
  begin(person: ProvenPerson, caller: Caller): Promise<PersonIdentity>;
  /** A token for a sign-in, acting for a party or not. `expiresAt` in epoch ms; never later than the sign-in's end. */
  issue(identity: PersonIdentity): Promise<{ token: string; expiresAt: number }>;
  /**
   * The identity a token carries, as it stands now: of a live sign-in alone, and acting only if its person still
   * may. Throws the problem 401 `invalid-token`, `token-expired` or `sign-in-ended`.
   */
  verify(token: string): Promise<PersonIdentity>;
  /** As `verify`, for an identity that was verified before, e.g. when a stream was begun. */
  again(identity: PersonIdentity): Promise<PersonIdentity>;
  /**
   * Looks again at what a sign-in rests on: a certificate that is revoked, expired or no longer trusted ends it.
   * Throws the problem of the refusal; while an authority cannot be asked, 503 and nothing is ended.
   */
  recheck(identity: PersonIdentity): Promise<void>;
  /** Counts a try of the old password by a signed-in person. Throws the problem 429 after too many. */
  countTry(signInId: string): Promise<void>;
  /** What a device keeps that signed in by password. */
  deviceToken(personId: string): Promise<string>;
  /** Whose known device somebody comes from; null when it is unknown. */
  deviceOwner(device: string | null): Promise<string | null>;
}
