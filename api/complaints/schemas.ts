import { z } from 'zod';
import {
  DECISION_OUTCOMES,
  EXCLUDED_KINDS,
  REFUSAL_GROUNDS,
  REMEDIES,
} from '../../domain/complaint/ground/state.ts';
import { INSTRUCTION_KINDS } from '../../domain/tender/ground/parts.ts';
import { idSchema, instantSchema, multilineText, sha256Schema, text, usccSchema } from '../schema.ts';

const contentFields = {
  points: z
    .array(
      z.strictObject({
        text: multilineText(5000),
        from: z.enum(['objection', 'reply', 'new']).default('objection'),
      }),
    )
    .min(1)
    .max(20),
  request: multilineText(5000),
  evidence: z.array(sha256Schema).max(50),
};

/** A complaint as it is handed in: evidence by its hashes, authorities by their codes, the first of them decides. */
export const complaintSchema = z.strictObject({
  subject: z.enum(['prequalification', 'documents', 'opening', 'result', 'other']),
  objectionId: idSchema.nullable(),
  knownAt: instantSchema,
  interest: multilineText(5000).nullable().default(null),
  authorities: z.array(usccSchema).min(1).max(5),
  ...contentFields,
});

export const correctionSchema = z.strictObject(contentFields);

export const reasonSchema = z.strictObject({ reason: multilineText(5000) });

export const correctionRequestSchema = z.strictObject({ text: multilineText(5000), dueAt: instantSchema });

export const refusalSchema = z.strictObject({ ground: z.enum(REFUSAL_GROUNDS), reason: multilineText(5000) });

export const excludedTimeSchema = z.strictObject({ kind: z.enum(EXCLUDED_KINDS), text: multilineText(2000) });

export const statementSchema = z.strictObject({
  text: multilineText(20_000),
  documents: z.array(sha256Schema).max(20),
});

export const decisionSchema = z.strictObject({
  outcome: z.enum(DECISION_OUTCOMES),
  remedy: z.enum(REMEDIES).nullable(),
  reasons: multilineText(50_000),
  documents: z.array(sha256Schema).max(20),
});

/** An order to the tender in the course of a complaint: to rest (CMP-008, GP-511), to go on, to correct; or that the award or the tender is void. */
export const complaintInstructionSchema = z.strictObject({
  kind: z.enum(INSTRUCTION_KINDS),
  basis: text(40),
  text: multilineText(20_000),
  dueAt: instantSchema.nullable().default(null),
});
