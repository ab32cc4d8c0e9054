import type { Reader } from '../../domain/visibility/index.ts';
import { complaintsAskedOf, type Em } from '../../store/index.ts';
import type { Identity } from '../deps.ts';

/** The complaints of a tender that an authority was asked in, and the objections they follow: their ids. */
export async function askedIn(
  em: Em,
  tenderId: string,
  { partyId }: Identity,
): Promise<ReadonlySet<unknown>> {
  const complaints = await complaintsAskedOf(em, tenderId, partyId);
  return new Set<unknown>(
    complaints.flatMap(({ id, objectionId }) => [id, ...(objectionId === null ? [] : [objectionId])]),
  );
}

/** As whom an authority reads an act, by the complaint or the objection that the act concerns. */
export const readerAmong =
  (asked: ReadonlySet<unknown>) =>
  ({ complaintId, objectionId, id }: Readonly<Record<string, unknown>>): Reader =>
    [complaintId, objectionId, id].some((one) => asked.has(one)) ? 'asked' : 'observing';
