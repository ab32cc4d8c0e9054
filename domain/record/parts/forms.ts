import { z } from 'zod';
import { COMMITTEE_ROLES } from '../../tender/ground/parts.ts';

/** What the parts of entries are made of. Instants stand as text, ISO 8601 in Asia/Shanghai; money in fen. */

export const instantText = z.string().meta({
  description: 'ISO 8601, Asia/Shanghai',
  format: 'date-time',
  example: '2026-09-30T09:00:00.000+08:00',
});
export const party = z.strictObject({ name: z.string(), uscc: z.string() });
export const committee = z.array(
  z.strictObject({
    name: z.string(),
    role: z.enum(COMMITTEE_ROLES),
    employer: z.string(),
  }),
);
export const moved = { fromAt: instantText, toAt: instantText };
export const outages = z.array(z.strictObject({ fromAt: instantText, untilAt: instantText }));
export const warnings = z.array(z.strictObject({ rule: z.string(), zh: z.string() }));

/** What an entry of one kind tells everybody, and what it only commits to beside who did it and from where. */
export interface EntryParts {
  readonly data: z.ZodObject;
  readonly secret: z.ZodObject;
}

/** The parts of a kind of entry. Members that entries of earlier versions lack are optional. */
export const entryParts = <
  const Data extends z.ZodRawShape = Record<never, never>,
  const Secret extends z.ZodRawShape = Record<never, never>,
>(
  data = {} as Data,
  secret = {} as Secret,
) => ({ data: z.strictObject(data), secret: z.strictObject(secret) });

/** Of what tells no more than that it happened. */
export const nothingMore = entryParts();
