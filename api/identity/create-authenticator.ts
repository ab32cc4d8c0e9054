import { v7 as uuidv7 } from 'uuid';
import { networkOf } from '../../runtime/addresses.ts';
import type { Verifier } from '../../runtime/pki/index.ts';
import {
  beginSignIn,
  endSignIn,
  hasCertificate,
  signInStanding,
  type SignIn,
  type SignInStanding,
  type Store,
} from '../../store/index.ts';
import type { PersonIdentity } from '../deps.ts';
import { problem, ProblemError } from '../problem.ts';
import type { Authenticator, Caller, ProvenPerson } from './authenticator.ts';
import { certificateProver, recheckCertificate } from './certificate-prover.ts';
import { deviceName } from './device-name.ts';
import { issueDeviceToken, readDeviceToken } from './device-token.ts';
import { passwordProver, tryCounter, wrongCredentials } from './password-prover.ts';
import { inStanding } from './standing.ts';
import { issueToken, readToken, signInAgain, type TokenClaims, type TokenOptions } from './tokens.ts';

export interface AuthenticatorOptions {
  readonly store: Store;
  readonly tokens: TokenOptions;
  readonly verifier: Verifier;
  /** Whether a password signs in for good; if not, it serves until the first certificate is registered. */
  readonly passwords: boolean;
  /** How long a sign-in lasts at the most, from its proof on, whatever is done to prolong it; ms. */
  readonly signInMs: number;
}

/** Of where a sign-in came from this much is kept: enough to see that it was another city or provider. */
const COARSE = { ipv4: 24, ipv6: 48 } as const;

/** Sign-in by certificate and, where configured, by password. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { store, tokens, verifier, passwords } = options;
  const deviceOwner = (device: string | null): Promise<string | null> => readDeviceToken(device, tokens);
  const byPassword = passwordProver(store, ({ device }) => deviceOwner(device));
  const byCertificate = certificateProver(store, verifier);
  const now = async (claims: TokenClaims): Promise<PersonIdentity> =>
    identityOf(await signInStanding(store.em(), claims), claims);
  return {
    prove: async (credentials, caller) => {
      if (credentials.kind === 'certificate') return byCertificate(credentials);
      const proven = await byPassword(credentials, caller);
      // Only who has no certificate yet may come in by password, to register one.
      if (!passwords && (await hasCertificate(store.em(), proven.personId))) throw certificateRequired();
      return proven;
    },
    begin: (person, caller) => begin(options, person, caller),
    issue: (identity) => issueToken(identity, tokens),
    verify: async (token) => now(await readToken(token, tokens)),
    again: async (identity) =>
      inStanding(await now(identity), 'person', { store }) as Promise<PersonIdentity>,
    recheck: (identity) => recheck(options, identity),
    countTry: tryCounter(),
    deviceToken: (personId) => issueDeviceToken(personId, tokens),
    deviceOwner,
  };
}

async function begin(
  { store, signInMs }: AuthenticatorOptions,
  person: ProvenPerson,
  caller: Caller,
): Promise<PersonIdentity> {
  const { personId, login, way, certificate, passwordHash } = person;
  const begun = await store.transaction((tx) =>
    beginSignIn(tx, {
      id: uuidv7(),
      personId,
      way,
      certificate,
      passwordHash,
      lifetimeMs: signInMs,
      device: deviceName(caller.userAgent),
      network: networkOf(caller.address, COARSE),
    }),
  );
  if (begun === null) throw wrongCredentials();
  return actingForNobody(begun, login);
}

function actingForNobody({ id, personId, endsAt, way }: SignIn, login: string): PersonIdentity {
  return {
    personId,
    login,
    role: null,
    partyId: null,
    uscc: null,
    partyName: null,
    way,
    signInId: id,
    signInEndsAt: endsAt,
  };
}

/**
 * Who a token's claims are about now. A right to act that is gone is left as the token says it, without a name: what
 * becomes of it is said where each request looks at parties and members (standing.ts).
 */
function identityOf(standing: SignInStanding | null, claims: TokenClaims): PersonIdentity {
  if (standing === null || !standing.live)
    throw signInAgain('sign-in-ended', '此登录已结束，请重新登录', 'this sign-in has ended: sign in again');
  const { signIn, login, acting } = standing;
  const person = actingForNobody(signIn, login);
  const { role, partyId } = claims;
  if (role === null || partyId === null) return person;
  const how = acting === null ? 'none' : acting.proven ? 'proven' : 'unproven';
  const { uscc, partyName } = acting ?? { uscc: '', partyName: '' };
  return { ...person, role, partyId, uscc, partyName, standing: how };
}

async function recheck(options: AuthenticatorOptions, identity: PersonIdentity): Promise<void> {
  const { store, verifier, passwords } = options;
  const standing = await signInStanding(store.em(), identity);
  const certificate = standing?.signIn.certificate ?? null;
  if (certificate === null) {
    if (!passwords && (await hasCertificate(store.em(), identity.personId))) throw certificateRequired();
    return;
  }
  try {
    await recheckCertificate(store, verifier, certificate, identity.personId);
  } catch (error) {
    // That an authority is away says nothing against the certificate: later is soon enough to end the sign-in.
    if (error instanceof ProblemError && error.status < 500)
      await endSignIn(store.em(), identity.personId, identity.signInId, 'certificate-refused');
    throw error;
  }
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
