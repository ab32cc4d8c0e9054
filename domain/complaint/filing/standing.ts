import type { Actor } from '../../case/actor.ts';
import type { Standing } from '../ground/state.ts';
import type { Surroundings } from '../ground/surroundings.ts';

/** What ties a party to the tender, by the strongest that the record shows. */
export function standingOf(actor: Actor, { tender, participation }: Surroundings): Standing {
  if (participation.bidAt !== null) return 'bidder';
  if (tender.firstStage?.applications.some((one) => one.partyId === actor.partyId) === true)
    return 'applicant';
  if (tender.draft.invitees.some(({ uscc }) => uscc === actor.uscc)) return 'invitee';
  return participation.tookDocumentsAt === null ? 'stated-interest' : 'document-holder';
}
