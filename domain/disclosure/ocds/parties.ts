import type { MandateRef } from '../../party/mandate.ts';
import type { Contact } from '../../tender/ground/draft.ts';
import type { PartyRef } from '../../case/references.ts';
import { publicBids } from '../../tender/ground/public-bids.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import { isoShanghai } from '../../time/instant.ts';

/**
 * The identifier scheme of parties. The register of such schemes (org-id.guide) names none for the
 * unified social credit code of GB 32100, which is issued by several registers, not by one; the name
 * follows its form, country and list.
 */
const USCC_SCHEME = 'CN-USCC';

interface Party {
  readonly id: string;
  readonly name: string;
  readonly identifier: { readonly scheme: string; readonly id: string; readonly legalName: string };
  readonly roles: readonly string[];
  readonly details?: Readonly<Record<string, unknown>>;
  readonly address?: { readonly streetAddress: string; readonly countryName: string };
  readonly contactPoint?: { readonly name: string; readonly telephone: string; readonly email?: string };
}

export function partyId(uscc: string): string {
  return `${USCC_SCHEME}-${uscc}`;
}

/** A reference to an entry of `parties`. */
export function partyReference(party: PartyRef): { id: string; name: string } {
  return { id: partyId(party.uscc), name: party.name };
}

/**
 * Everybody the public may know of: the tenderee as buyer, whoever runs the procedure as procuring
 * entity with the published contact, the bidders once their bids were opened, the supplier once awarded.
 */
export function partiesOf(state: TenderState): Party[] {
  const { tenderee, agency, contact, mandate = null } = state.draft;
  const parties = new Map<string, Party>();
  const supplierUscc = state.award?.candidate.uscc;
  if (agency === null) addParty(parties, tenderee, ['buyer', 'procuringEntity'], contact);
  else {
    addParty(parties, tenderee, ['buyer']);
    addParty(parties, agency, ['procuringEntity'], contact);
    if (mandate)
      parties.set(agency.uscc, { ...parties.get(agency.uscc)!, details: { mandate: mandateOf(mandate) } });
  }
  for (const bid of publicBids(state)) {
    addParty(parties, bid, bid.uscc === supplierUscc ? ['tenderer', 'supplier'] : ['tenderer']);
  }
  return [...parties.values()];
}

/** Under which mandate of the buyer the procuring entity acts. */
function mandateOf({ fromAt, untilAt, ...terms }: MandateRef): Record<string, unknown> {
  return { ...terms, fromAt: isoShanghai(fromAt), untilAt: isoShanghai(untilAt) };
}

/** Adds a party, or the roles to the one already there: OCDS lists each organization once. */
function addParty(
  parties: Map<string, Party>,
  ref: PartyRef,
  roles: readonly string[],
  contact?: Contact,
): void {
  const known = parties.get(ref.uscc);
  parties.set(ref.uscc, {
    ...(known ?? {
      ...partyReference(ref),
      identifier: { scheme: USCC_SCHEME, id: ref.uscc, legalName: ref.name },
    }),
    roles: [...new Set([...(known?.roles ?? []), ...roles])],
    ...(contact === undefined ? {} : contactOf(contact)),
  });
}

function contactOf(contact: Contact): Pick<Party, 'address' | 'contactPoint'> {
  const { name, phone, email, address } = contact;
  return {
    address: { streetAddress: address, countryName: '中国' },
    contactPoint: { name, telephone: phone, ...(email === undefined ? {} : { email }) },
  };
}
