import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Actor } from '../domain/case/actor.ts';

const instant = () => p.bigint('number');

/** A natural person who signs in. */
export const PersonSchema = defineEntity({
  name: 'Person',
  tableName: 'person',
  properties: {
    id: p.uuid().primary(),
    login: p.text().unique(),
    passwordHash: p.text(),
    realName: p.text(),
    phone: p.text(),
    registeredAt: instant(),
  },
});
export class Person extends PersonSchema.class {}
PersonSchema.setClass(Person);

/** How a party is reached. */
export interface PartyContact {
  readonly name: string;
  readonly phone: string;
  readonly email?: string | undefined;
}

/**
 * A legal person, by its unified social credit code. Regions and industries: what a supervisor is competent for.
 * `provenAt` null: registered before parties had to be proven, and it acts only once it is.
 */
export const PartySchema = defineEntity({
  name: 'Party',
  tableName: 'party',
  properties: {
    id: p.uuid().primary(),
    uscc: p.text().unique(),
    name: p.text(),
    address: p.text(),
    kinds: p.array(),
    regions: p.array().nullable(),
    industries: p.array().nullable(),
    registeredAt: instant(),
    provenAt: instant().nullable(),
    contact: p.json<PartyContact>().nullable(),
  },
});
export class Party extends PartySchema.class {}
PartySchema.setClass(Party);

/** In what a person acts for a party. */
export type PartyRole = Exclude<Actor['role'], 'system'>;

/** A person's right to act for a party in a role; `manages`: also to add and remove members and to change what is said of it. */
export const MembershipSchema = defineEntity({
  name: 'Membership',
  tableName: 'membership',
  properties: {
    personId: p.uuid().primary(),
    partyId: p.uuid().primary(),
    role: p.text().$type<PartyRole>().primary(),
    addedAt: instant(),
    manages: p.boolean(),
  },
});
export class Membership extends MembershipSchema.class {}
MembershipSchema.setClass(Membership);

export const entities = [Person, Party, Membership];
