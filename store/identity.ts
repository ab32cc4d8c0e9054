import type { Instant } from '../domain/time/instant.ts';
import { Membership, Party, Person, type PartyRole } from './entities.ts';
import { databaseNow } from './fence.ts';
import { row, rows, type Em, type Tx } from './store.ts';

export { Membership, Party, Person, type PartyRole } from './entities.ts';

export interface NewPerson {
  readonly id: string;
  readonly login: string;
  readonly passwordHash: string;
  readonly realName: string;
  readonly phone: string;
}

/** Registers a person. Null when the login is taken. */
export async function createPerson(tx: Tx, given: NewPerson): Promise<Person | null> {
  const inserted = await rows(
    tx,
    `insert into person (id, login, password_hash, real_name, phone, registered_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (login) do nothing returning id`,
    [given.id, given.login, given.passwordHash, given.realName, given.phone, await databaseNow(tx)],
  );
  return inserted.length === 0 ? null : personById(tx, given.id);
}

export async function personById(em: Em, id: string): Promise<Person | null> {
  return em.findOne(Person, { id });
}

export async function personByLogin(em: Em, login: string): Promise<Person | null> {
  return em.findOne(Person, { login });
}

export interface NewParty {
  readonly id: string;
  readonly uscc: string;
  readonly name: string;
  readonly address: string;
  readonly kinds: readonly string[];
  readonly regions?: readonly string[] | null;
  readonly industries?: readonly string[] | null;
}

/**
 * Registers a party as proven: whoever calls it has seen the proof (store/claims.ts keeps it). Null when its unified
 * social credit code is registered already.
 */
export async function createParty(tx: Tx, given: NewParty): Promise<Party | null> {
  const inserted = await rows(
    tx,
    `insert into party (id, uscc, name, address, kinds, regions, industries, registered_at, proven_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict (uscc) do nothing returning id`,
    [
      given.id,
      given.uscc,
      given.name,
      given.address,
      [...given.kinds],
      given.regions ?? null,
      given.industries ?? null,
      await databaseNow(tx),
    ],
  );
  return inserted.length === 0 ? null : partyById(tx, given.id);
}

export async function partyById(em: Em, id: string): Promise<Party | null> {
  return em.findOne(Party, { id });
}

/** The proven party with this code. */
export async function partyByUscc(em: Em, uscc: string): Promise<Party | null> {
  return em.findOne(Party, { uscc, provenAt: { $ne: null } });
}

/** The proven parties with these unified social credit codes; who is not registered and proven yet is left out. */
export async function partiesByUscc(em: Em, usccs: readonly string[]): Promise<Party[]> {
  if (usccs.length === 0) return [];
  const found = { uscc: { $in: [...usccs] }, provenAt: { $ne: null } };
  return em.find(Party, found, { orderBy: { id: 'asc' } });
}

/** The authorities whose regions (code prefixes) and industries cover a place and an industry; none given: all. */
export async function supervisorsFor(
  em: Em,
  region: string,
  industry: string,
): Promise<{ id: string; name: string }[]> {
  const found = await rows(
    em,
    `select id, name from party where 'supervisor' = any(kinds)
       and (regions is null or exists (select 1 from unnest(regions) prefix where $1 like prefix || '%'))
       and (industries is null or $2 = any(industries)) order by id`,
    [region, industry],
  );
  return found.map((line) => ({ id: String(line['id']), name: String(line['name']) }));
}

/**
 * Lets a person act for a party in a role. False when that is so already. The first member of a party manages it;
 * of the others those who are given that right.
 */
export async function addMembership(
  tx: Tx,
  given: { personId: string; partyId: string; role: string; manages?: boolean },
): Promise<boolean> {
  const inserted = await rows(
    tx,
    `insert into membership (person_id, party_id, role, added_at, manages)
     values ($1, $2, $3, $4, $5 or not exists (select 1 from membership where party_id = $2))
     on conflict do nothing returning role`,
    [given.personId, given.partyId, given.role, await databaseNow(tx), given.manages ?? false],
  );
  return inserted.length > 0;
}

/** A person's right to act, with the party it is for. */
export interface ActingRight {
  readonly partyId: string;
  readonly uscc: string;
  readonly partyName: string;
  readonly role: PartyRole;
  readonly addedAt: Instant;
  readonly manages: boolean;
  /** Whether the party is proven: nobody acts for one that is not. */
  readonly proven: boolean;
}

export async function membershipsOf(em: Em, personId: string): Promise<ActingRight[]> {
  const found = await em.find(Membership, { personId }, { orderBy: { addedAt: 'asc', role: 'asc' } });
  const parties = new Map(
    (await em.find(Party, { id: { $in: found.map((line) => line.partyId) } })).map((party) => [
      party.id,
      party,
    ]),
  );
  return found.flatMap(({ partyId, role, addedAt, manages }) => {
    const party = parties.get(partyId);
    if (party === undefined) return [];
    const { uscc, name: partyName } = party;
    return [{ partyId, uscc, partyName, role, addedAt, manages, proven: party.provenAt !== null }];
  });
}

/** How a person stands to a party at this moment. */
export interface Standing {
  readonly partyName: string;
  readonly proven: boolean;
  readonly manages: boolean;
}

/** Whether a person may act for a party in a role as it stands now; null when not, or no longer. */
export async function standingOf(
  em: Em,
  given: { readonly personId: string; readonly partyId: string; readonly role: string },
): Promise<Standing | null> {
  const found = await row(
    em,
    `select p.name, p.proven_at, m.manages from membership m join party p on p.id = m.party_id
     where m.person_id = $1 and m.party_id = $2 and m.role = $3`,
    [given.personId, given.partyId, given.role],
  );
  if (found === null) return null;
  return {
    partyName: String(found['name']),
    proven: found['proven_at'] !== null,
    manages: found['manages'] === true,
  };
}

/** Whether anybody holds the role at all: the first administrator is made when nobody does. */
export async function anyMembershipWithRole(em: Em, role: PartyRole): Promise<boolean> {
  return (await em.count(Membership, { role })) > 0;
}
