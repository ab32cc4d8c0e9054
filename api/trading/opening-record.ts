import { z } from 'zod';
import { hallEndsAt, openingResponses } from '../../domain/opening/hall.ts';
import { attribution, openingEvidence, openingResult } from '../../domain/record/parts/opening.ts';
import { canonical } from '../../domain/record/leaf.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Deps } from '../deps.ts';
import type { Answer } from '../answer.ts';
import { shownIdSchema, sha256Schema, shown, shownInstantSchema } from '../schema.ts';

/** How one bid was read out, and what its bidder said of it. */
const readOutSchema = z.strictObject({
  readOut: z.number(),
  bidId: shownIdSchema,
  name: z.string(),
  uscc: z.string(),
  sha256: sha256Schema,
  signed: z.boolean().nullable(),
  result: openingResult,
  attribution: attribution.nullable(),
  evidence: openingEvidence.nullable(),
  priceFen: z.string().nullable(),
  durationDays: z.number().nullable(),
  quality: z.string().nullable(),
  projectManager: z.string().nullable(),
  response: z.enum(['confirmed', 'open', 'no-response', 'deemed-accepted']),
  confirmedAt: shownInstantSchema.nullable(),
});

export const openingRecordSchema = z.strictObject({
  format: z.literal('openseal-opening-record/1'),
  tenderId: shownIdSchema,
  projectCode: z.string(),
  title: z.string(),
  rehearsal: z.boolean(),
  bidDeadlineAt: shownInstantSchema,
  openedAt: shownInstantSchema,
  order: z.literal('receipt'),
  bids: z.array(readOutSchema),
  signedIn: z.number(),
  objections: z.number(),
  hallEndsAt: shownInstantSchema,
  final: z.boolean(),
});

/** An opening record with the platform's signature over its canonical form; null while the bids are not opened. */
export interface SignedOpeningRecord {
  readonly record: Answer<typeof openingRecordSchema>;
  /** Compact JWS (EdDSA) whose payload is the record in canonical form (RFC 8785). */
  readonly signature: string;
}

/**
 * The opening record at an instant (EB-016): what was read out for each bid, in the order in which the last
 * versions were received, how each fared and on what evidence, and who confirmed. Objectors are not named before
 * the award, so objections are only counted.
 */
export async function signedOpeningRecord(
  deps: Pick<Deps, 'signer'>,
  state: TenderState,
  at: Instant,
): Promise<SignedOpeningRecord | null> {
  const record = recordOf(state, at);
  if (record === null) return null;
  // Parsed again from its canonical form, the record's names stand in the order in which they are signed.
  const ordered = JSON.parse(canonical(record)) as typeof record;
  return { record: ordered, signature: await deps.signer.sign(ordered) };
}

function recordOf(state: TenderState, at: Instant): Answer<typeof openingRecordSchema> | null {
  const { openedBids, milestones, draft } = state;
  const endsAt = hallEndsAt(state);
  if (openedBids === null || milestones.bidsOpened === undefined || endsAt === null) return null;
  const responses = new Map(openingResponses(state, at).map((one) => [one.bidId, one]));
  const bids = openedBids.map(({ partyId: _partyId, content: _content, evidence, ...bid }, index) => {
    const answer = responses.get(bid.bidId);
    const confirmedAt = shown(answer?.confirmedAt ?? null);
    return {
      readOut: index + 1,
      ...bid,
      evidence: evidence === null ? null : shownEvidence(evidence),
      response: answer?.response ?? 'open',
      confirmedAt,
    };
  });
  return {
    format: 'openseal-opening-record/1',
    tenderId: state.id,
    projectCode: draft.projectCode,
    title: draft.title,
    rehearsal: state.rehearsal,
    bidDeadlineAt: shown(state.bidDeadlineAt),
    openedAt: shown(milestones.bidsOpened),
    order: 'receipt',
    bids,
    signedIn: state.signedIn.length,
    objections: state.objections.filter(({ subject }) => subject === 'opening').length,
    hallEndsAt: shown(endsAt),
    final: at >= endsAt,
  };
}

function shownEvidence(
  evidence: NonNullable<NonNullable<TenderState['openedBids']>[number]['evidence']>,
): Answer<typeof openingEvidence> {
  const outages = evidence.outages.map(({ fromAt, untilAt }) => ({
    fromAt: shown(fromAt),
    untilAt: shown(untilAt),
  }));
  return { ...evidence, outages };
}
