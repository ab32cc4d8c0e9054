import { pkiRefusal, refuseBinding, type PkiCode } from '../../domain/pki/index.ts';
import {
  CHALLENGE_NEEDS,
  PkiRefused,
  type CheckedSignature,
  type Verifier,
} from '../../runtime/pki/index.ts';
import {
  certificateBySha256,
  challengeById,
  databaseNow,
  personById,
  useChallenge,
  type ChallengePurpose,
  type ChallengeRow,
  type Store,
} from '../../store/index.ts';
import { orProblem } from '../pki/problems.ts';
import type { CertificateCredentials, ProvenPerson } from './authenticator.ts';

const refused = (code: PkiCode): PkiRefused => new PkiRefused(pkiRefusal(code));

/**
 * The challenge that an answer is for, when it may still be answered. Throws a PkiRefused: `challenge-unknown`,
 * `challenge-used`, `challenge-expired`.
 */
export async function openChallenge(
  store: Store,
  id: string,
  purpose: ChallengePurpose,
): Promise<ChallengeRow> {
  const challenge = await challengeById(store.em(), id);
  if (challenge === null || challenge.purpose !== purpose) throw refused('challenge-unknown');
  if (challenge.usedAt !== null) throw refused('challenge-used');
  if (challenge.expiresAt <= (await databaseNow(store.em()))) throw refused('challenge-expired');
  return challenge;
}

/** Checks the signature of an answer; the challenge is not used up by a wrong one. Throws a PkiRefused. */
export async function checkAnswer(
  store: Store,
  verifier: Verifier,
  challenge: ChallengeRow,
  signature: Uint8Array,
): Promise<CheckedSignature> {
  const at = await databaseNow(store.em());
  return verifier.signature(signature, Buffer.from(challenge.body, 'utf8'), at, CHALLENGE_NEEDS, 'sign-in');
}

/** Sign-in by a challenge that a registered certificate signed. */
export function certificateProver(
  store: Store,
  verifier: Verifier,
): (credentials: CertificateCredentials) => Promise<ProvenPerson> {
  const prove = async ({ challengeId, signature }: CertificateCredentials): Promise<ProvenPerson> => {
    const challenge = await openChallenge(store, challengeId, 'sign-in');
    const { certificate } = await checkAnswer(store, verifier, challenge, signature);
    const binding = await certificateBySha256(store.em(), certificate.facts.sha256);
    if (binding === null) throw refused('certificate-unregistered');
    const person = await personById(store.em(), binding.personId);
    if (person === null || person.login !== challenge.login) throw refused('challenge-not-yours');
    const at = await databaseNow(store.em());
    const refusal = refuseBinding(binding, { personId: person.id, partyId: binding.partyId }, at);
    if (refusal !== null) throw new PkiRefused(refusal);
    // Last of all, and by the database alone: of two who send the same answer, one is let in.
    if (!(await useChallenge(store.em(), challenge.id))) throw refused('challenge-used');
    return {
      personId: person.id,
      login: person.login,
      way: 'certificate',
      passwordHash: null,
      certificate: binding.sha256,
    };
  };
  return (credentials) => orProblem(() => prove(credentials));
}

/**
 * Checks the certificate of a sign-in as at its beginning: whose it is, and by the trust list and its authority as
 * they stand now. Throws the problem of the refusal.
 */
export function recheckCertificate(
  store: Store,
  verifier: Verifier,
  sha256: string,
  personId: string,
): Promise<void> {
  return orProblem(async () => {
    const binding = await certificateBySha256(store.em(), sha256);
    if (binding === null) throw refused('certificate-unregistered');
    const at = await databaseNow(store.em());
    const refusal = refuseBinding(binding, { personId, partyId: binding.partyId }, at);
    if (refusal !== null) throw new PkiRefused(refusal);
    await verifier.certificate(binding.pem + binding.chainPem, at, 'sign-in');
  });
}
