import { z } from 'zod';
import { entryParts, outages } from './forms.ts';

export const openingResult = z.enum([
  'opened',
  'no-key',
  'wrong-key',
  'too-few-shares',
  'misdealt',
  'corrupted',
  'file-changed',
  'platform-failed',
  'no-bid-letter',
  'wrong-letter',
]);
export const attribution = z.enum(['bidder', 'not-bidder']);

/** What a finding rests on, its instants as text. */
export const openingEvidence = z.strictObject({
  openedBy: z.enum(['key', 'shares']).nullable(),
  foundSha256: z.string(),
  plaintextSha256: z.string().nullable(),
  key: z.enum(['fits', 'wrong', 'none']),
  refusedKeys: z.number(),
  prompted: z.boolean(),
  hall: z.enum(['up', 'down', 'not-measured']),
  outages,
  shares: z
    .strictObject({
      threshold: z.number(),
      trustees: z.array(
        z.strictObject({
          trusteeId: z.string(),
          verdict: z.enum(['good', 'bidder-fault', 'trustee-fault', 'absent']),
          reason: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
  mismatch: z.enum(['tender', 'bidder', 'version']).nullable(),
});

const offer = {
  name: z.string(),
  uscc: z.string(),
  priceFen: z.string().nullable(),
  durationDays: z.number().nullable(),
  quality: z.string().nullable(),
};

/** What was read out of each bid, and which files were in them; who offered what is only committed to where nothing is read out. */
export const bidsOpened = entryParts(
  {
    bids: z.array(
      z.strictObject({
        bidId: z.string(),
        ...z.strictObject(offer).partial().shape,
        result: openingResult,
        signed: z.boolean().optional(),
        attribution: attribution.nullable().optional(),
        evidence: openingEvidence.optional(),
      }),
    ),
  },
  {
    contents: z.array(z.strictObject({ bidId: z.string(), sha256: z.string() })).optional(),
    offers: z.array(z.strictObject({ bidId: z.string(), ...offer })).optional(),
  },
);
