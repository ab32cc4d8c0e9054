import type { Binding } from '../domain/pki/index.ts';
import type { Instant } from '../domain/time/instant.ts';
import { MEMBER_REMOVED } from './members.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

export type ChallengePurpose = 'sign-in' | 'register-certificate';

/** A question that only the holder of a key can answer, once and soon. */
export interface ChallengeRow {
  readonly id: string;
  readonly purpose: ChallengePurpose;
  /** Who asked, when signed in. */
  readonly personId: string | null;
  /** Who wants to sign in. */
  readonly login: string | null;
  /** What is to be signed, UTF-8. */
  readonly body: string;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
}

/** For how long a challenge that ran out is kept, so that its late answer is told why. */
const KEPT_MS = 86_400_000;

/** Keeps a challenge; those long past go. */
export async function keepChallenge(tx: Tx, given: Omit<ChallengeRow, 'usedAt'>): Promise<void> {
  await rows(tx, `delete from challenge where expires_at < ${CLOCK_MS} - $1`, [KEPT_MS]);
  await rows(
    tx,
    `insert into challenge (id, purpose, person_id, login, body, issued_at, expires_at)
     values ($1, $2, $3, $4, $5, ${CLOCK_MS}, $6)`,
    [given.id, given.purpose, given.personId, given.login, given.body, given.expiresAt],
  );
}

export async function challengeById(em: Em, id: string): Promise<ChallengeRow | null> {
  const found = await row(em, `select * from challenge where id = $1`, [id]);
  return (
    found && {
      id: String(found['id']),
      purpose: found['purpose'] as ChallengePurpose,
      personId: (found['person_id'] as string | null) ?? null,
      login: (found['login'] as string | null) ?? null,
      body: String(found['body']),
      expiresAt: num(found['expires_at']),
      usedAt: numOrNull(found['used_at']),
    }
  );
}

/** Uses a challenge up. False when it was used before, or has expired by the database's clock: of two answers at once, one wins. */
export async function useChallenge(em: Em, id: string): Promise<boolean> {
  const used = await rows(
    em,
    `update challenge set used_at = ${CLOCK_MS} where id = $1 and used_at is null and expires_at > ${CLOCK_MS} returning id`,
    [id],
  );
  return used.length > 0;
}

/** A certificate that somebody registered and proved to hold the key of. */
export interface CertificateRow extends Binding {
  readonly sha256: string;
  readonly pem: string;
  /** The certificates above it, up to the authority of the trust list, PEM. */
  readonly chainPem: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly withdrawnBecause: string | null;
  readonly replacedBy: string | null;
}

function certificate(found: Row): CertificateRow {
  return {
    sha256: String(found['sha256']),
    pem: String(found['pem']),
    chainPem: String(found['chain_pem']),
    subject: String(found['subject']),
    issuer: String(found['issuer']),
    personId: String(found['person_id']),
    partyId: (found['party_id'] as string | null) ?? null,
    notBefore: num(found['not_before']),
    notAfter: num(found['not_after']),
    registeredAt: num(found['registered_at']),
    withdrawnAt: numOrNull(found['withdrawn_at']),
    withdrawnBecause: (found['withdrawn_because'] as string | null) ?? null,
    replacedBy: (found['replaced_by'] as string | null) ?? null,
  };
}

export type NewCertificate = Pick<
  CertificateRow,
  'sha256' | 'pem' | 'chainPem' | 'subject' | 'issuer' | 'personId' | 'partyId' | 'notBefore' | 'notAfter'
>;

/**
 * Registers a certificate. Null when it is registered already, by whomever: only one that ended because its holder was
 * taken out of the party may be registered again, for another member.
 */
export async function registerCertificate(tx: Tx, given: NewCertificate): Promise<CertificateRow | null> {
  const found = await row(
    tx,
    `insert into certificate (sha256, pem, chain_pem, subject, issuer, person_id, party_id, not_before, not_after, registered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, ${CLOCK_MS})
     on conflict (sha256) do update set person_id = excluded.person_id, party_id = excluded.party_id,
       registered_at = excluded.registered_at, withdrawn_at = null, withdrawn_because = null
       where certificate.withdrawn_because = '${MEMBER_REMOVED}' returning *`,
    [
      given.sha256,
      given.pem,
      given.chainPem,
      given.subject,
      given.issuer,
      given.personId,
      given.partyId,
      given.notBefore,
      given.notAfter,
    ],
  );
  return found && certificate(found);
}

/** Ends the use of a certificate here, from the database's instant on. False when it was ended before. */
export async function withdrawCertificate(
  tx: Tx,
  sha256: string,
  because: string,
  replacedBy: string | null,
): Promise<boolean> {
  const ended = await rows(
    tx,
    `update certificate set withdrawn_at = ${CLOCK_MS}, withdrawn_because = $2, replaced_by = $3
     where sha256 = $1 and withdrawn_at is null returning sha256`,
    [sha256, because, replacedBy],
  );
  return ended.length > 0;
}

export async function certificateBySha256(em: Em, sha256: string): Promise<CertificateRow | null> {
  const found = await row(em, `select * from certificate where sha256 = $1`, [sha256]);
  return found && certificate(found);
}

/** A person's certificates and, when they act for a party, that party's, the latest first. */
export async function certificatesOf(
  em: Em,
  personId: string,
  partyId: string | null,
): Promise<CertificateRow[]> {
  const found = await rows(
    em,
    `select * from certificate where person_id = $1 or party_id = $2 order by registered_at desc, sha256`,
    [personId, partyId],
  );
  return found.map(certificate);
}

/** Whether a person has a certificate in use: then a password alone may not do. */
export async function hasCertificate(em: Em, personId: string): Promise<boolean> {
  const found = await row(
    em,
    `select 1 as one from certificate where person_id = $1 and withdrawn_at is null and not_after > ${CLOCK_MS} limit 1`,
    [personId],
  );
  return found !== null;
}

/** The chains (PEM) above registered certificates, each once: a production looks for development ones among them. */
export async function registeredChains(em: Em): Promise<string[]> {
  const found = await rows(em, `select distinct chain_pem from certificate`);
  return found.map((line) => String(line['chain_pem']));
}
