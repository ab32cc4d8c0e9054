import { z } from 'zod';
import { SCHEMES, TRUSTEE_ROLES } from '../../domain/seal/index.ts';
import { sha256Schema } from '../schema.ts';

/** Parties and papers, as answers show them. */

export const partyRefSchema = z
  .strictObject({ name: z.string(), uscc: z.string() })
  .meta({ id: 'Party', description: 'A party by its name and its unified social credit code' });

export const contactSchema = z.strictObject({
  name: z.string(),
  phone: z.string(),
  address: z.string(),
  email: z.string().optional(),
});

export const paperSchema = z
  .strictObject({
    sha256: sha256Schema,
    name: z.string(),
    sizeBytes: z.number(),
    mediaType: z.string(),
  })
  .meta({ id: 'Paper', description: 'A document that the platform keeps, named by its hash' });

/** What the tender documents ask of the sealing of bids. */
export const sealingDemandSchema = z.strictObject({
  scheme: z.enum(SCHEMES),
  trustees: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      role: z.enum(TRUSTEE_ROLES),
      uscc: z.string().optional(),
      recipient: z.string(),
    }),
  ),
  threshold: z.number(),
});
