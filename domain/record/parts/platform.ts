import { z } from 'zod';
import { MANDATE_SIGNINGS } from '../../party/mandate.ts';
import type { PlatformEntryName } from '../../visibility/table.ts';
import { entryParts, nothingMore, type EntryParts } from './forms.ts';

const role = z.enum(['tenderee', 'agency', 'bidder', 'supervisor', 'administrator']);
const named = { uscc: z.string(), name: z.string() };
const decided = z.enum(['added', 'transferred', 'rejected']);
const authority = entryParts({ authority: z.string(), name: z.string(), reason: z.string() });
const places = z.array(z.string()).nullable();

/**
 * The public parts of what is entered in the record of no tender. Its private parts, of which only persons and
 * their parties are told, are read by nobody through the record.
 */
export const PLATFORM_PARTS = {
  personRegistered: nothingMore,
  partyRegistered: entryParts({
    ...named,
    kinds: z.array(z.string()),
    proof: z.enum(['certificate', 'administrator', 'operator']).optional(),
  }),
  claimDecided: entryParts({ outcome: decided }),
  partyTransferred: entryParts({ outcome: decided }),
  partyRenamed: entryParts({ ...named, formerName: z.string() }),
  partyContactChanged: nothingMore,
  partyKindAdded: entryParts({ kind: role }),
  memberAdded: entryParts({ role, manages: z.boolean().optional() }),
  memberRemoved: entryParts({ role: z.string() }),
  mandateSigned: entryParts({
    mandate: z.string(),
    sha256: z.string(),
    signedBy: z.enum(MANDATE_SIGNINGS),
  }),
  mandateRevoked: entryParts({ mandate: z.string(), sha256: z.string() }),
  administratorAdded: entryParts(named),
  authorityRegistered: entryParts({ ...named, regions: places, industries: places }),
  authorityProfilePublished: entryParts({
    procedures: z.array(
      z.strictObject({ name: z.string(), timeLimit: z.string().nullable(), rules: z.array(z.string()) }),
    ),
  }),
  holidayNoticeAdded: entryParts({
    year: z.number(),
    source: z.string(),
    publishedDate: z.string(),
    restDates: z.array(z.string()),
    workDates: z.array(z.string()),
  }),
  trustedAuthorityAdded: authority,
  trustedAuthoritySuspended: authority,
  trustedAuthorityResumed: authority,
  trustedAuthorityRemoved: authority,
  certificateRegistered: entryParts({ kind: z.enum(['person', 'party']), issuer: z.string() }),
  certificateWithdrawn: entryParts({ kind: z.enum(['person', 'party']) }),
} as const satisfies Record<PlatformEntryName, EntryParts>;
