import { z } from 'zod';
import type { BidReceipt } from '../../domain/bid/index.ts';
import { REMOVAL_FORMAT } from '../../domain/seal/index.ts';
import type { SignedReceipt } from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import { shownIdSchema, sha256Schema, shownInstantSchema } from '../schema.ts';
import { wordsSchema } from '../shown/law.ts';

/** Bids and their receipts, as answers show them. */

const removalSchema = z.strictObject({
  statement: z.strictObject({
    format: z.literal(REMOVAL_FORMAT),
    act: z.enum(['replace', 'withdraw']),
    tenderId: shownIdSchema,
    lot: z.string(),
    bidderUscc: z.string(),
    bidId: shownIdSchema,
    version: z.number(),
    sha256: sha256Schema,
    replacedBy: sha256Schema.nullable(),
    signingKey: z.string(),
  }),
  signature: z.string(),
});

/** What the platform signed. What is optional, receipts of before lack. */
export const receiptSchema: z.ZodType<BidReceipt> = z
  .strictObject({
    receiptId: shownIdSchema,
    entryId: shownIdSchema,
    kind: z.enum(['bid-received', 'bid-withdrawn']),
    tenderId: shownIdSchema,
    bidId: shownIdSchema,
    version: z.number(),
    bidderUscc: z.string(),
    sha256: sha256Schema,
    sizeBytes: z.number(),
    receivedAt: shownInstantSchema,
    bidDeadlineAt: shownInstantSchema,
    inRecordBy: shownInstantSchema.optional(),
    rehearsal: z.boolean(),
    arrival: z
      .strictObject({
        earliest: shownInstantSchema,
        latest: shownInstantSchema,
        takenAt: shownInstantSchema,
      })
      .optional(),
    demandSha256: sha256Schema.nullable().optional(),
    removableBy: z.strictObject({ signingKey: z.string().nullable(), ...wordsSchema.shape }).optional(),
    removal: removalSchema.nullable().optional(),
  })
  .meta({ id: 'BidReceipt', description: 'What a bidder is given at once, signed by the platform' });

export const signedReceiptSchema = z.strictObject({
  bidId: shownIdSchema,
  version: z.number(),
  receipt: receiptSchema,
  signature: z.string().meta({ description: 'Compact JWS (EdDSA) over the receipt' }),
});

/** The answer to a submission: where bids are to be signed, it says how and by when. */
export const receiptAnswerSchema = signedReceiptSchema.extend({
  signBy: z.strictObject({ path: z.string(), kind: z.literal('bid'), before: shownInstantSchema }).optional(),
});

export function shownReceipt(signed: SignedReceipt): Answer<typeof signedReceiptSchema> {
  const { bid, receipt, signature } = signed;
  return { bidId: bid.id, version: bid.version, receipt, signature };
}

/** The same to a bidder that has something left to do where bids are signed: the receipt alone does not show it. */
export function toBeSigned(signed: SignedReceipt): Answer<typeof receiptAnswerSchema> {
  const { tenderId, sha256, bidDeadlineAt: before } = signed.receipt;
  const path = `/v1/tenders/${tenderId}/documents/${sha256}/signatures`;
  return { ...shownReceipt(signed), signBy: { path, kind: 'bid', before } };
}
