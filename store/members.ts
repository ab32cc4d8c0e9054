import { v7 as uuidv7 } from 'uuid';
import type { Instant } from '../domain/time/instant.ts';
import { Party, type PartyContact, type PartyRole } from './entities.ts';
import { endSignInsBy } from './sign-ins.ts';
import { CLOCK_MS, num, row, rows, type Em, type Tx } from './store.ts';

/** A person's place in a party. */
export interface Member {
  readonly personId: string;
  readonly login: string;
  readonly realName: string;
  readonly role: PartyRole;
  readonly manages: boolean;
  readonly addedAt: Instant;
}

/** The members of a party, the first added first. */
export async function listMembers(em: Em, partyId: string): Promise<Member[]> {
  const found = await rows(
    em,
    `select m.person_id, person.login, person.real_name, m.role, m.manages, m.added_at
     from membership m join person on person.id = m.person_id where m.party_id = $1
     order by m.added_at, person.login, m.role`,
    [partyId],
  );
  return found.map((line) => ({
    personId: String(line['person_id']),
    login: String(line['login']),
    realName: String(line['real_name']),
    role: line['role'] as PartyRole,
    manages: line['manages'] === true,
    addedAt: num(line['added_at']),
  }));
}

/**
 * Takes a person out of a party in every role; the certificates that they registered for it end. Gives the roles;
 * `last-manager`: nobody else manages the party, and nothing was changed. Removals of one party follow one another.
 */
export async function removeMember(
  tx: Tx,
  given: { readonly partyId: string; readonly personId: string },
): Promise<string[] | 'last-manager'> {
  const { partyId, personId } = given;
  await rows(tx, `select 1 from party where id = $1 for update`, [partyId]);
  const managers = await rows(
    tx,
    `select distinct person_id from membership where party_id = $1 and manages`,
    [partyId],
  );
  if (managers.length === 1 && managers[0]?.['person_id'] === personId) return 'last-manager';
  const removed = await rows(
    tx,
    `delete from membership where party_id = $1 and person_id = $2 returning role`,
    [partyId, personId],
  );
  await endCertificates(tx, partyId, personId);
  return removed.map((line) => String(line['role'])).sort();
}

/** Takes all members out of a party, as when it is given to whom it belongs. Gives their ids. */
export async function removeAllMembers(tx: Tx, partyId: string): Promise<string[]> {
  const removed = await rows(tx, `delete from membership where party_id = $1 returning person_id`, [partyId]);
  const persons = [...new Set(removed.map((line) => String(line['person_id'])))];
  for (const personId of persons) await endCertificates(tx, partyId, personId);
  return persons;
}

/** Why a certificate ended whose holder was taken out of its party: the organisation may give it to another member. */
export const MEMBER_REMOVED = 'member-removed';

async function endCertificates(tx: Tx, partyId: string, personId: string): Promise<void> {
  const ended = await rows(
    tx,
    `update certificate set withdrawn_at = ${CLOCK_MS}, withdrawn_because = $3
     where party_id = $1 and person_id = $2 and withdrawn_at is null returning sha256`,
    [partyId, personId, MEMBER_REMOVED],
  );
  // Ended for good: the certificate may come back with another member, the sign-ins that rest on it do not.
  for (const { sha256 } of ended) await endSignInsBy(tx, String(sha256), 'removed');
}

/** How a party was reached before a change, or is since. */
interface Reached {
  readonly address: string;
  readonly contact: PartyContact | null;
}

/** Something that was said of a party, or who acts for it, and was changed. */
export type PartyChange =
  | { readonly what: 'name'; readonly from: string; readonly to: string }
  | { readonly what: 'contact'; readonly from: Reached; readonly to: Reached }
  | { readonly what: 'kind'; readonly gained: string }
  /** The party was given to whom a claim says: how many members it lost. */
  | { readonly what: 'members'; readonly removed: number; readonly claim: string };

/** What was changed of a party, the first change first. */
export async function partyChanges(
  em: Em,
  partyId: string,
): Promise<(PartyChange & { readonly at: Instant })[]> {
  const found = await rows(em, `select what, facts, at from party_change where party_id = $1 order by seq`, [
    partyId,
  ]);
  return found.map((line) => ({
    ...({ what: line['what'], ...(line['facts'] as object) } as PartyChange),
    at: num(line['at']),
  }));
}

/** Keeps a change of a party for good. */
export async function keepChange(
  tx: Tx,
  partyId: string,
  { what, ...facts }: PartyChange,
  personId: string,
): Promise<void> {
  await rows(
    tx,
    `insert into party_change (id, party_id, what, facts, person_id, at) values ($1, $2, $3, $4, $5, ${CLOCK_MS})`,
    [uuidv7(), partyId, what, JSON.stringify(facts), personId],
  );
}

export interface PartyDetails {
  readonly name: string;
  readonly address: string;
  readonly contact: PartyContact | null;
}

/** Changes what is said of a party and keeps what was said before. Nothing is kept where nothing differs. */
export async function changeParty(
  tx: Tx,
  partyId: string,
  given: PartyDetails,
  personId: string,
): Promise<{ readonly party: Party; readonly contactChanged: boolean }> {
  const { name, address } = given;
  const contact = given.contact === null ? null : JSON.stringify(given.contact);
  const before = await row(
    tx,
    `select name, address, contact, (address <> $2 or contact is distinct from $3::jsonb) as moved
     from party where id = $1 for update`,
    [partyId, address, contact],
  );
  const old: Reached = {
    address: String(before?.['address']),
    contact: (before?.['contact'] as PartyContact | null) ?? null,
  };
  const contactChanged = before?.['moved'] === true;
  if (before?.['name'] !== name)
    await keepChange(tx, partyId, { what: 'name', from: String(before?.['name']), to: name }, personId);
  if (contactChanged)
    await keepChange(
      tx,
      partyId,
      { what: 'contact', from: old, to: { address, contact: given.contact } },
      personId,
    );
  await rows(tx, `update party set name = $2, address = $3, contact = $4 where id = $1`, [
    partyId,
    name,
    address,
    contact,
  ]);
  const party = await tx.findOneOrFail(Party, { id: partyId }, { refresh: true });
  return { party, contactChanged };
}

/** Lets a party act in a further role. False when it does already. */
export async function addKind(tx: Tx, partyId: string, kind: string, personId: string): Promise<boolean> {
  const gained = await rows(
    tx,
    `update party set kinds = array_append(kinds, $2) where id = $1 and not ($2 = any(kinds)) returning id`,
    [partyId, kind],
  );
  if (gained.length === 0) return false;
  await keepChange(tx, partyId, { what: 'kind', gained: kind }, personId);
  return true;
}
