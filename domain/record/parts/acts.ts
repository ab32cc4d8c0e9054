import { z } from 'zod';
import type { ActName } from '../../visibility/table.ts';
import { entryParts, instantText, nothingMore, type EntryParts } from './forms.ts';

const ofBid = { bidId: z.string() };
/** What a bidder's key signed to take a bid away; entries of earlier versions lack it. */
const removal = z
  .strictObject({
    statement: z.strictObject({
      format: z.string(),
      act: z.enum(['replace', 'withdraw']),
      tenderId: z.string(),
      lot: z.string(),
      bidderUscc: z.string(),
      bidId: z.string(),
      version: z.number(),
      sha256: z.string(),
      replacedBy: z.string().nullable(),
      signingKey: z.string(),
    }),
    signature: z.string(),
  })
  .nullable()
  .optional();
const whoseBid = {
  ...ofBid,
  version: z.number().optional(),
  signingKey: z.string().nullable().optional(),
  removal,
};
const arrival = z
  .strictObject({ earliest: instantText, latest: instantText, takenAt: instantText })
  .optional();
const submission = entryParts({ sizeBytes: z.number(), arrival, receiptId: z.string().optional() }, whoseBid);
const signature = entryParts({ kind: z.string(), signature: z.string().optional() });

/** Words that may name somebody are left out of the public part, and stand in the private one. */
const refusal = {
  code: z.string(),
  rule: z.string().nullable(),
  zh: z.string(),
  en: z.string(),
};
const refused = entryParts(
  {
    command: z.string(),
    receivedAt: instantText,
    refusals: z.array(z.strictObject({ ...refusal, zh: refusal.zh.optional(), en: refusal.en.optional() })),
  },
  {
    refusedBy: z.strictObject({ person: z.string(), reason: z.string() }).optional(),
    refusals: z.array(z.strictObject(refusal)).optional(),
  },
);

/** The parts of what the platform enters beside what happens to tenders and complaints. */
export const ACT_PARTS = {
  bidReceived: submission,
  bidReplaced: submission,
  bidWithdrawn: entryParts({ receiptId: z.string().optional() }, whoseBid),
  documentTaken: nothingMore,
  documentSigned: signature,
  draftSigned: signature,
  keyReceived: entryParts({}, ofBid),
  shareReceived: entryParts(
    {},
    {
      ...ofBid,
      trusteeId: z.string().optional(),
      verdict: z.string().optional(),
      reason: z.string().nullable().optional(),
    },
  ),
  commandRefused: refused,
  grievanceRefused: refused,
  actsSealed: entryParts({
    /** Root (hex) of the tree over the acts of the batch. */
    root: z.string(),
    depth: z.number(),
    /** Acts were committed to here that came from then on; null for the first batch. */
    fromAt: instantText.nullable(),
    /** And before this instant. */
    untilAt: instantText,
  }),
  outageSimulated: entryParts({ fromAt: instantText, untilAt: instantText, reason: z.string() }),
} as const satisfies Record<ActName, EntryParts>;
