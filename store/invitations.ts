import { v7 as uuidv7 } from 'uuid';
import { enqueueDelivery } from './deliveries.ts';
import { rows, type Em, type Tx } from './store.ts';

/** The lane of a tender's deliveries. */
const laneOf = (tenderId: string): string => `tender:${tenderId}`;

/** The tenders that are under way and invited a code, whether or not anybody had registered it. */
async function invitedTo(em: Em, uscc: string): Promise<string[]> {
  const found = await rows(
    em,
    `select id from tender where status = 'launched' and outcome is null
       and state->'draft'->'invitees' @> jsonb_build_array(jsonb_build_object('uscc', $1::text)) order by id`,
    [uscc],
  );
  return found.map((line) => String(line['id']));
}

/**
 * Queues for a party that was just proven what the tenders that invited its code told the invited before: the
 * invitation was kept for the code.
 */
export async function queueInvitations(tx: Tx, party: { id: string; uscc: string }): Promise<void> {
  for (const tenderId of await invitedTo(tx, party.uscc))
    await enqueueDelivery(tx, {
      id: uuidv7(),
      lane: laneOf(tenderId),
      kind: 'notify-late',
      tenderId,
      payload: { partyId: party.id },
    });
}

/** The lanes in which invitations of a code may wait. */
export async function invitationLanes(em: Em, uscc: string): Promise<string[]> {
  return (await invitedTo(em, uscc)).map(laneOf);
}
