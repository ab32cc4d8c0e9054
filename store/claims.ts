import { v7 as uuidv7 } from 'uuid';
import type { DocumentRef } from '../domain/case/references.ts';
import type { Instant } from '../domain/time/instant.ts';
import { Party } from './entities.ts';
import { addMembership, createParty, type NewParty } from './identity.ts';
import { queueInvitations } from './invitations.ts';
import { CLOCK_MS, lockOn, num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

/**
 * pending: nobody has proven it. proven: its party was proven by it. added: its person was made a member of the party
 * that was proven before. transferred: the party was given to its person. The rest came to nothing.
 */
export type ClaimStatus = 'pending' | 'proven' | 'added' | 'transferred' | 'rejected' | 'withdrawn';

/** An organisation certificate that answered a challenge for a claim, with what was signed: the proof can be made again. */
export interface ClaimCertificate {
  readonly sha256: string;
  readonly subject: string;
  readonly issuer: string;
  /** PEM, the certificate first. */
  readonly chain: string;
  readonly challenge: string;
  /** Detached CMS, base64 of DER. */
  readonly signature: string;
}

/** Somebody's claim to act for the party of a code. */
export interface Claim {
  readonly id: string;
  readonly uscc: string;
  readonly personId: string;
  readonly name: string;
  readonly address: string;
  readonly kinds: readonly string[];
  readonly claimedAt: Instant;
  readonly status: ClaimStatus;
  readonly certificate: ClaimCertificate | null;
  readonly settledAt: Instant | null;
  readonly reason: string | null;
  /** What the administrator decided upon. */
  readonly evidence: readonly DocumentRef[];
}

/** A claim as the administrator sees it: with who makes it, and what else is said of the code. */
export interface ClaimForDecision extends Claim {
  readonly login: string;
  readonly realName: string;
  readonly phone: string;
  /** The party proven under the code: the claim is a dispute with it. */
  readonly party: { readonly partyId: string; readonly name: string; readonly provenAt: Instant } | null;
  /** Other pending claims to the code. */
  readonly rivals: number;
}

function claim(found: Row): Claim {
  return {
    id: String(found['id']),
    uscc: String(found['uscc']),
    personId: String(found['person_id']),
    name: String(found['name']),
    address: String(found['address']),
    kinds: found['kinds'] as string[],
    claimedAt: num(found['claimed_at']),
    status: found['status'] as ClaimStatus,
    certificate: (found['certificate'] as ClaimCertificate | null) ?? null,
    settledAt: numOrNull(found['settled_at']),
    reason: (found['reason'] as string | null) ?? null,
    evidence: (found['evidence'] as DocumentRef[] | null) ?? [],
  };
}

/** How many claims of one person may be open at a time. */
export const OPEN_CLAIMS = 10;

/** Lets transactions about one code follow one another: of two proofs at once, one is the first. */
export async function lockCode(tx: Tx, uscc: string): Promise<void> {
  await lockOn(tx, `party ${uscc}`);
}

/** Opens a claim, or finds the open one of the same person to the same code and says anew what it says. Null: too many are open. */
export async function openClaim(
  tx: Tx,
  given: Pick<Claim, 'uscc' | 'personId' | 'name' | 'address' | 'kinds'>,
): Promise<Claim | null> {
  const { uscc, personId, name, address, kinds } = given;
  await rows(tx, `select 1 from person where id = $1 for update`, [personId]);
  const open = await rows(tx, `select uscc from party_claim where person_id = $1 and status = 'pending'`, [
    personId,
  ]);
  if (open.length >= OPEN_CLAIMS && !open.some((one) => one['uscc'] === uscc)) return null;
  const found = await row(
    tx,
    `insert into party_claim (id, uscc, person_id, name, address, kinds, claimed_at, status)
     values ($1, $2, $3, $4, $5, $6, ${CLOCK_MS}, 'pending')
     on conflict (person_id, uscc) where status = 'pending'
     do update set name = excluded.name, address = excluded.address, kinds = excluded.kinds returning *`,
    [uuidv7(), uscc, personId, name, address, [...kinds]],
  );
  return claim(found!);
}

export async function claimById(em: Em, id: string): Promise<Claim | null> {
  const found = await row(em, `select * from party_claim where id = $1`, [id]);
  return found && claim(found);
}

/** A person's open claim to a code. */
export async function pendingClaim(em: Em, personId: string, uscc: string): Promise<Claim | null> {
  const found = await row(
    em,
    `select * from party_claim where person_id = $1 and uscc = $2 and status = 'pending'`,
    [personId, uscc],
  );
  return found && claim(found);
}

/** Whether a person has an open claim to any code. */
export async function hasOpenClaim(em: Em, personId: string): Promise<boolean> {
  const found = await row(
    em,
    `select 1 as one from party_claim where person_id = $1 and status = 'pending' limit 1`,
    [personId],
  );
  return found !== null;
}

/** A person's claims, the latest first. */
export async function claimsOf(em: Em, personId: string): Promise<Claim[]> {
  const found = await rows(
    em,
    `select * from party_claim where person_id = $1 order by (status = 'pending') desc, id desc limit 100`,
    [personId],
  );
  return found.map(claim);
}

/** Claims for the administrator in the order of their ids, of one status or of all. */
export async function listClaims(
  em: Em,
  status: ClaimStatus | null,
  page: { readonly after: string | null; readonly limit: number },
): Promise<ClaimForDecision[]> {
  const found = await rows(
    em,
    `select c.*, person.login, person.real_name, person.phone, p.id as party_id, p.name as party_name, p.proven_at,
       (select count(*) from party_claim o where o.uscc = c.uscc and o.status = 'pending' and o.id <> c.id) as rivals
     from party_claim c join person on person.id = c.person_id
       left join party p on p.uscc = c.uscc and p.proven_at is not null
     where ($1::text is null or c.status = $1) and ($2::uuid is null or c.id > $2) order by c.id limit $3`,
    [status, page.after, page.limit],
  );
  return found.map((line) => ({
    ...claim(line),
    login: String(line['login']),
    realName: String(line['real_name']),
    phone: String(line['phone']),
    party:
      line['party_id'] === null
        ? null
        : {
            partyId: String(line['party_id']),
            name: String(line['party_name']),
            provenAt: num(line['proven_at']),
          },
    rivals: num(line['rivals']),
  }));
}

/** Keeps the certificate that answered for an open claim. */
export async function keepClaimCertificate(tx: Tx, id: string, certificate: ClaimCertificate): Promise<void> {
  await rows(tx, `update party_claim set certificate = $2 where id = $1 and status = 'pending'`, [
    id,
    JSON.stringify(certificate),
  ]);
}

export interface Settlement {
  readonly status: Exclude<ClaimStatus, 'pending'>;
  readonly personId: string;
  readonly reason: string | null;
  readonly evidence: readonly DocumentRef[];
}

/** Settles an open claim. False when it was settled before: of two decisions at once, one is the first. */
export async function settleClaim(tx: Tx, id: string, given: Settlement): Promise<boolean> {
  const settled = await rows(
    tx,
    `update party_claim set status = $2, settled_at = ${CLOCK_MS}, settled_by = $3, reason = $4, evidence = $5
     where id = $1 and status = 'pending' returning id`,
    [id, given.status, given.personId, given.reason, JSON.stringify(given.evidence)],
  );
  return settled.length > 0;
}

/** By what a party was proven; `facts` are kept for good. */
export interface Proof {
  readonly how: 'certificate' | 'administrator' | 'operator';
  readonly facts: Readonly<Record<string, unknown>>;
  readonly personId: string | null;
}

/** Keeps by what a party was proven. */
export async function keepProof(
  tx: Tx,
  partyId: string,
  claimId: string | null,
  proof: Proof,
): Promise<void> {
  await rows(
    tx,
    `insert into party_proof (id, party_id, claim_id, how, facts, person_id, at) values ($1, $2, $3, $4, $5, $6, ${CLOCK_MS})`,
    [uuidv7(), partyId, claimId, proof.how, JSON.stringify(proof.facts), proof.personId],
  );
}

/**
 * Makes the party of a claim, proven, with its person as the one member, who manages it. Null when a party is proven
 * under the code already. The code is locked until the transaction ends. A party that was registered before parties
 * had to be proven becomes the claimant's: who else was its member has an open claim.
 */
export async function proveParty(tx: Tx, claimed: Claim, proof: Proof): Promise<Party | null> {
  const { uscc, personId, name, address, kinds } = claimed;
  await lockCode(tx, uscc);
  const known = await row(tx, `select id, proven_at from party where uscc = $1 for update`, [uscc]);
  if (known !== null && known['proven_at'] !== null) return null;
  const partyId = known === null ? uuidv7() : String(known['id']);
  if (known === null) await createParty(tx, { id: partyId, uscc, name, address, kinds });
  else {
    await rows(tx, `delete from membership where party_id = $1`, [partyId]);
    await rows(
      tx,
      `update party set name = $2, address = $3, kinds = $4, proven_at = ${CLOCK_MS} where id = $1`,
      [partyId, name, address, [...kinds]],
    );
  }
  for (const role of kinds) await addMembership(tx, { personId, partyId, role, manages: true });
  await keepProof(tx, partyId, claimed.id, proof);
  await queueInvitations(tx, { id: partyId, uscc });
  return tx.findOneOrFail(Party, { id: partyId }, { refresh: true });
}

/**
 * Makes the party of an authority or of the operator, whoever claimed its code before: claims are no parties, and who
 * was registered under the code without proof is its member no more. A party that is proven gains the kind. Null when
 * it has it already.
 */
export async function appointParty(
  tx: Tx,
  given: Omit<NewParty, 'kinds'> & { readonly kind: 'supervisor' | 'administrator' },
  proof: Proof,
): Promise<Party | null> {
  const { uscc, name, address, kind, regions = null, industries = null } = given;
  await lockCode(tx, uscc);
  const known = await row(tx, `select id, kinds, proven_at from party where uscc = $1 for update`, [uscc]);
  if (known === null) {
    const made = await createParty(tx, { ...given, kinds: [kind] });
    if (made !== null) await keepProof(tx, made.id, null, proof);
    return made;
  }
  const partyId = String(known['id']);
  const proven = known['proven_at'] !== null;
  if (proven && (known['kinds'] as string[]).includes(kind)) return null;
  if (!proven) await rows(tx, `delete from membership where party_id = $1`, [partyId]);
  await rows(
    tx,
    `update party set name = $2, address = $3, kinds = case when proven_at is null then array[$4] else array_append(kinds, $4) end,
       regions = $5, industries = $6, proven_at = coalesce(proven_at, ${CLOCK_MS}) where id = $1`,
    [partyId, name, address, kind, regions, industries],
  );
  await keepProof(tx, partyId, null, proof);
  return tx.findOneOrFail(Party, { id: partyId }, { refresh: true });
}
