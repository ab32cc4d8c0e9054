import { z } from 'zod';
import {
  DECISION_OUTCOMES,
  EXCLUDED_KINDS,
  REFUSAL_GROUNDS,
  REMEDIES,
} from '../../domain/complaint/ground/state.ts';
import { shownIdSchema, shownInstantSchema } from '../schema.ts';
import { breachSchema, deadlineSchema } from '../shown/law.ts';
import { paperSchema } from '../shown/parties.ts';
import { instructionKindSchema, objectionSubjectSchema } from '../shown/tender-schema.ts';

/** A complaint, as answers show it. What a viewer may not know is not there. */

const at = shownInstantSchema;

const complaintDutySchema = z.strictObject({
  id: z.enum(['review', 'correct', 'copies', 'statement', 'decide', 'publish']),
  rule: z.string(),
  article: z.string(),
  owner: z.enum(['supervisor', 'complainant', 'respondent']),
  dueAt: at,
  metAt: at.nullable(),
  timedOutAt: at.nullable(),
  running: z.boolean(),
});

/** What everybody may know who may know of the complaint at all. */
const commonFields = {
  complaintId: shownIdSchema,
  version: z.number(),
  tenderId: shownIdSchema,
  title: z.string(),
  projectCode: z.string(),
  rehearsal: z.boolean(),
  ruleset: z.string(),
  subject: z.enum([...objectionSubjectSchema.options, 'other']),
  status: z.enum(['filed', 'correcting', 'accepted', 'refused', 'withdrawn', 'decided', 'published']),
  authority: z.string(),
  filedAt: at,
  acceptedAt: at.nullable(),
  withdrawnAt: at.nullable(),
  publishedAt: at.nullable(),
  copiesSentAt: at.nullable(),
  duties: z.array(complaintDutySchema),
};
export const commonSchema = z.strictObject(commonFields);

/** What was complained of and what came of it, as far as the viewer may read it. */
const contentFields = {
  complainant: z.strictObject({ name: z.string(), uscc: z.string().optional() }).nullable().optional(),
  points: z
    .array(z.strictObject({ text: z.string(), from: z.enum(['objection', 'reply', 'new']) }))
    .optional(),
  request: z.string().optional(),
  evidence: z.array(paperSchema).optional(),
  statement: z
    .strictObject({ text: z.string(), documents: z.array(paperSchema), madeAt: at })
    .nullable()
    .optional(),
  decision: z
    .strictObject({
      outcome: z.enum(DECISION_OUTCOMES),
      remedy: z.enum(REMEDIES).nullable(),
      reasons: z.string(),
      documents: z.array(paperSchema).optional(),
      decidedAt: at,
    })
    .nullable()
    .optional(),
  standing: z.enum(['bidder', 'applicant', 'invitee', 'document-holder', 'stated-interest']).optional(),
  interest: z.string().nullable().optional(),
  objectionId: shownIdSchema.nullable().optional(),
  claimedAt: at.optional(),
  knownAt: at.optional(),
  told: z.array(z.string()).optional(),
  warnings: z.array(breachSchema).optional(),
  correction: z
    .strictObject({ text: z.string(), requestedAt: at, dueAt: at, correctedAt: at.nullable() })
    .nullable()
    .optional(),
  refusal: z
    .strictObject({ ground: z.enum(REFUSAL_GROUNDS), reason: z.string(), refusedAt: at })
    .nullable()
    .optional(),
  excludedTime: z
    .array(
      z.strictObject({
        id: shownIdSchema,
        kind: z.enum([...EXCLUDED_KINDS, 'correction']),
        text: z.string(),
        openedAt: at,
        closedAt: at.nullable(),
      }),
    )
    .optional(),
  repeatedlyUnfounded: z.number().nullable().optional(),
};
export const contentSchema = z.strictObject(contentFields);

export const complaintAnswerSchema = z
  .strictObject({
    ...commonFields,
    ...contentFields,
    deadlines: z.array(deadlineSchema).optional(),
    instructions: z.array(
      z.strictObject({
        instructionId: shownIdSchema,
        kind: instructionKindSchema,
        basis: z.string(),
        article: z.string(),
        issuedAt: at,
      }),
    ),
  })
  .meta({ id: 'Complaint', description: 'A complaint as far as the caller may know it' });

export const complaintsAnswerSchema = z.strictObject({
  complaints: z.array(complaintAnswerSchema),
  next: z.string().nullable(),
});
