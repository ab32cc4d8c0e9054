import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

/** Why a sign-in was ended before its time. */
export type EndedBecause =
  'signed-out' | 'revoked' | 'password-changed' | 'certificate-withdrawn' | 'certificate-refused' | 'removed';

/** A sign-in, from the proof of who somebody is to its end. */
export interface SignIn {
  readonly id: string;
  readonly personId: string;
  readonly way: 'password' | 'certificate';
  /** SHA-256 of the certificate that it rests on. */
  readonly certificate: string | null;
  readonly provenAt: Instant;
  /** When it is over, whatever was done to prolong it. */
  readonly endsAt: Instant;
  /** Within a minute. */
  readonly lastSeenAt: Instant;
  /** Browser and system by family, e.g. `Firefox, Windows`. */
  readonly device: string;
  /** The network that it came from, coarse: an IPv4 /24 or an IPv6 /48. */
  readonly network: string;
  readonly endedAt: Instant | null;
  readonly endedBecause: EndedBecause | null;
}

/** For how long sign-ins that are over are shown to their person; then they are deleted. */
const KEPT_MS = 30 * 86_400_000;
/** How exactly it is noted when a sign-in was last used. */
const SEEN_EVERY_MS = 60_000;
const LISTED_AT_MOST = 200;

function signIn(found: Row): SignIn {
  return {
    id: String(found['id']),
    personId: String(found['person_id']),
    way: found['way'] as SignIn['way'],
    certificate: (found['certificate'] as string | null) ?? null,
    provenAt: num(found['proven_at']),
    endsAt: num(found['ends_at']),
    lastSeenAt: num(found['last_seen_at']),
    device: String(found['device']),
    network: String(found['network']),
    endedAt: numOrNull(found['ended_at']),
    endedBecause: (found['ended_because'] as EndedBecause | null) ?? null,
  };
}

export interface NewSignIn extends Pick<
  SignIn,
  'id' | 'personId' | 'way' | 'certificate' | 'device' | 'network'
> {
  readonly lifetimeMs: number;
  /** The hash that the password was compared with; null for a certificate. */
  readonly passwordHash: string | null;
}

/**
 * Begins a sign-in, by the database's clock. Null when the password that it rests on was changed since it was
 * compared: who holds the old one must not come in beside the change. What is long over is deleted.
 */
export async function beginSignIn(tx: Tx, given: NewSignIn): Promise<SignIn | null> {
  await rows(tx, `delete from sign_in where ends_at < ${CLOCK_MS} - $1::bigint`, [KEPT_MS]);
  // Shared with other sign-ins, exclusive with a change of the password.
  const person = await row(tx, `select password_hash from person where id = $1 for share`, [given.personId]);
  if (person === null) return null;
  if (given.passwordHash !== null && person['password_hash'] !== given.passwordHash) return null;
  const begun = await row(
    tx,
    `with clock as materialized (select ${CLOCK_MS} as at)
     insert into sign_in (id, person_id, way, certificate, proven_at, ends_at, last_seen_at, device, network)
     select $1, $2, $3, $4, at, at + $5::bigint, at, $6, $7 from clock returning *`,
    [given.id, given.personId, given.way, given.certificate, given.lifetimeMs, given.device, given.network],
  );
  return begun && signIn(begun);
}

/** The party and the role in which a person acts. */
interface Acting {
  readonly partyId: string;
  readonly role: string;
  readonly uscc: string;
  readonly partyName: string;
  /** Whether the party is proven to be its members'. */
  readonly proven: boolean;
}

/** How a sign-in stands now, and whether its person may still act as its token says. */
export interface SignInStanding {
  readonly signIn: SignIn;
  readonly login: string;
  /** Neither ended nor over, and the certificate that it rests on is neither withdrawn here nor expired. */
  readonly live: boolean;
  /** null: for nobody, because nobody was asked for or the right to is gone. */
  readonly acting: Acting | null;
}

/**
 * How a sign-in of a person stands at this instant: one statement, by primary keys. Null when there is none of
 * that id. It notes that the sign-in is used, once a minute.
 */
export async function signInStanding(
  em: Em,
  asked: { signInId: string; personId: string; partyId: string | null; role: string | null },
): Promise<SignInStanding | null> {
  const found = await row(
    em,
    `select s.*, p.login, ${CLOCK_MS} as now, m.role as acting_role, m.party_id as acting_party, q.uscc, q.name, q.proven_at as party_proven,
       s.ended_at is null and s.ends_at > ${CLOCK_MS}
         and (s.certificate is null or (c.withdrawn_at is null and c.not_after >= ${CLOCK_MS})) as live
     from sign_in s join person p on p.id = s.person_id
       left join certificate c on c.sha256 = s.certificate
       left join membership m on m.person_id = s.person_id and m.party_id = $3 and m.role = $4
       left join party q on q.id = m.party_id
     where s.id = $1 and s.person_id = $2`,
    [asked.signInId, asked.personId, asked.partyId, asked.role],
  );
  if (found === null) return null;
  const known = signIn(found);
  const live = found['live'] === true;
  if (live && num(found['now']) - known.lastSeenAt >= SEEN_EVERY_MS) await noteSeen(em, known.id);
  return { signIn: known, login: String(found['login']), live, acting: actingIn(found) };
}

function actingIn(found: Row): Acting | null {
  if (found['acting_role'] === null) return null;
  return {
    partyId: String(found['acting_party']),
    role: String(found['acting_role']),
    uscc: String(found['uscc']),
    partyName: String(found['name']),
    proven: found['party_proven'] !== null,
  };
}

/** That it could not be noted, e.g. because the disk is full, keeps nobody from reading. */
async function noteSeen(em: Em, id: string): Promise<void> {
  await rows(
    em,
    `update sign_in set last_seen_at = ${CLOCK_MS} where id = $1 and last_seen_at < ${CLOCK_MS}`,
    [id],
  ).catch(() => undefined);
}

/** A person's sign-ins that live, and those that ended lately, the newest first. */
export async function signInsOf(em: Em, personId: string): Promise<SignIn[]> {
  const found = await rows(
    em,
    `select * from sign_in where person_id = $1 and ends_at > ${CLOCK_MS} - $2::bigint
     order by proven_at desc, id desc limit $3`,
    [personId, KEPT_MS, LISTED_AT_MOST],
  );
  return found.map(signIn);
}

/** Ends one sign-in of a person. Null when they have none of that id; one that is over stays as it ended. */
export async function endSignIn(
  em: Em,
  personId: string,
  id: string,
  because: EndedBecause,
): Promise<SignIn | null> {
  await rows(
    em,
    `update sign_in set ended_at = ${CLOCK_MS}, ended_because = $3
     where id = $1 and person_id = $2 and ended_at is null`,
    [id, personId, because],
  );
  const found = await row(em, `select * from sign_in where id = $1 and person_id = $2`, [id, personId]);
  return found && signIn(found);
}

/**
 * Ends all sign-ins of a person but one (`except`; null: all of them), whatever party they act for. Gives how many.
 * Taking away a person's right to act for one party needs none of this: it is looked up with each request.
 */
export async function endSignIns(
  em: Em,
  personId: string,
  except: string | null,
  because: EndedBecause,
): Promise<number> {
  const ended = await rows(
    em,
    `update sign_in set ended_at = ${CLOCK_MS}, ended_because = $3
     where person_id = $1 and ended_at is null and ends_at > ${CLOCK_MS} and id is distinct from $2::uuid returning id`,
    [personId, except, because],
  );
  return ended.length;
}

/** Ends the sign-ins that rest on a certificate which is not to be used any more. */
export async function endSignInsBy(em: Em, certificate: string, because: EndedBecause): Promise<void> {
  await rows(
    em,
    `update sign_in set ended_at = ${CLOCK_MS}, ended_because = $2 where certificate = $1 and ended_at is null`,
    [certificate, because],
  );
}

/**
 * Changes a person's password and ends their other sign-ins, in one. False when the old one is not what it was
 * compared with any more: of two changes at once, one wins.
 */
export async function changePassword(
  tx: Tx,
  given: { personId: string; oldHash: string; newHash: string; keepSignIn: string },
): Promise<boolean> {
  const changed = await rows(
    tx,
    `update person set password_hash = $3 where id = $1 and password_hash = $2 returning id`,
    [given.personId, given.oldHash, given.newHash],
  );
  if (changed.length === 0) return false;
  await endSignIns(tx, given.personId, given.keepSignIn, 'password-changed');
  return true;
}
