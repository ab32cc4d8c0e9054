import { z } from 'zod';
import { SIGNATURE_POLICIES } from '../../domain/pki/index.ts';
import { AWARD_GROUNDS, METHODS, PHASES, PROCEDURE_IDS } from '../../domain/procedure/index.ts';
import { TENDER_OUTCOMES } from '../../domain/tender/ground/draft.ts';
import {
  CLARIFICATION_KINDS,
  INSTRUCTION_KINDS,
  OBJECTION_SUBJECTS,
} from '../../domain/tender/ground/parts.ts';
import { MILESTONES, type Milestone } from '../../domain/tender/ground/state.ts';
import { shownIdSchema, shownInstantSchema } from '../schema.ts';
import { attributesSchema } from './law.ts';
import { contactSchema, paperSchema, partyRefSchema, sealingDemandSchema } from './parties.ts';

/** A launched tender, as answers show it. */

const at = shownInstantSchema;

export const phaseSchema = z.enum(PHASES);

export const outcomeSchema = z.enum(TENDER_OUTCOMES);

export const lotSchema = z.strictObject({ projectCode: z.string(), number: z.string(), name: z.string() });

export const qualificationSchema = z.enum(['before', 'after']);

export const priorSchema = z.strictObject({
  tenderId: shownIdSchema,
  projectCode: z.string(),
  outcome: outcomeSchema,
});

export const instructionKindSchema = z.enum(INSTRUCTION_KINDS);

export const objectionSubjectSchema = z.enum(OBJECTION_SUBJECTS);

/** The milestones passed, each with its instant; one that is not passed is not there. */
const milestonesSchema = z.strictObject(
  Object.fromEntries(MILESTONES.map((name) => [name, at.optional()])) as Record<
    Milestone,
    z.ZodOptional<typeof at>
  >,
);

export const dutySchema = z.strictObject({
  id: z.string(),
  rule: z.string(),
  article: z.string(),
  owner: z.literal('tenderee'),
  dueAt: at,
  announcedAt: at.nullable(),
  metAt: at.nullable(),
  timedOutAt: at.nullable(),
});

/** What the administrator did about a duty. */
export const doneSchema = z.strictObject({
  action: z.string(),
  reason: z.string().nullable(),
  at,
});

/** What everybody may know of an order of the authority. */
export const instructionSchema = z.strictObject({
  instructionId: shownIdSchema,
  kind: instructionKindSchema,
  basis: z.string(),
  article: z.string(),
  authority: z.string(),
  issuedAt: at,
  dueAt: at.nullable(),
  acknowledgedAt: at.nullable(),
  reportedAt: at.nullable(),
  closedAt: at.nullable(),
});

export const candidateSchema = z.strictObject({
  rank: z.number(),
  bidId: shownIdSchema,
  uscc: z.string(),
  name: z.string(),
  priceFen: z.string(),
  priceCorrection: z
    .strictObject({ ground: z.string(), reason: z.string(), confirmed: z.boolean() })
    .nullable()
    .optional(),
  quality: z.string(),
  durationDays: z.number().nullable(),
  projectManager: z.string().nullable(),
  certificate: z.string().nullable(),
  score: z.string().nullable(),
  qualifications: z.string(),
});

/** A candidate as everybody may know it: why its price was corrected is said in words of the committee, which stay with it. */
export const publicCandidateSchema = candidateSchema.extend({
  priceCorrection: z.strictObject({ ground: z.string(), confirmed: z.boolean() }).nullable().optional(),
});

export const firstStageSchema = z.strictObject({
  documents: z.array(paperSchema),
  issuedFromAt: at,
  issuedUntilAt: at,
  dueAt: at,
  concludedAt: at.nullable(),
});

export const suspensionSchema = z.strictObject({
  sinceAt: at,
  rule: z.string(),
  orderedSinceAt: at.nullable(),
  grounds: z.array(
    z.strictObject({
      kind: z.enum(['objection', 'instruction']),
      rule: z.string(),
      article: z.string(),
      sinceAt: at,
      untilAt: at.nullable(),
    }),
  ),
});

const clarificationSchema = z.strictObject({
  id: shownIdSchema,
  kind: z.enum(CLARIFICATION_KINDS),
  issuedAt: at,
  affectsBids: z.boolean(),
  title: z.string(),
  text: z.string(),
  documents: z.array(paperSchema),
  bidDeadlineBeforeAt: at,
  bidDeadlineAfterAt: at,
});

export const objectionSchema = z.strictObject({
  objectionId: shownIdSchema,
  subject: objectionSubjectSchema,
  filedAt: at,
  replyDueAt: at,
  repliedAt: at.nullable(),
  reply: z.string().nullable(),
});

export const awardEndSchema = z.enum([...AWARD_GROUNDS, 'declared-void']);

export const cancelledAwardSchema = z.strictObject({
  bidId: shownIdSchema,
  name: z.string(),
  uscc: z.string(),
  rank: z.number(),
  ground: awardEndSchema,
  rule: z.string(),
  article: z.string(),
  securityKept: z.boolean(),
  instructionId: shownIdSchema.nullable(),
  noticeAt: at,
  cancelledAt: at,
});

export const procedureSchema = z.strictObject({
  id: z.enum(PROCEDURE_IDS),
  zh: z.string(),
  en: z.string(),
  phases: z.array(phaseSchema),
});

/** What became of the bids, as far as it is public. */
const resultFields = {
  closedBidCount: z.number().nullable(),
  candidates: z.array(publicCandidateSchema).nullable(),
  award: z.strictObject({ candidate: publicCandidateSchema, noticeAt: at }).nullable(),
  cancelledAwards: z.array(cancelledAwardSchema),
  contract: z.strictObject({ amountFen: z.string(), signedAt: at }).nullable(),
};

export const resultSchema = z.strictObject(resultFields);

/** A tender as everybody may know it. */
export const tenderSchema = z
  .strictObject({
    tenderId: shownIdSchema,
    version: z.number().nullable().meta({
      description: 'The number of steps so far; null while it would tell what is secret',
    }),
    rehearsal: z.boolean(),
    now: at,
    phase: phaseSchema,
    outcome: outcomeSchema.nullable(),
    ruleset: z.string(),
    procedure: procedureSchema,
    method: z.enum(METHODS),
    qualification: qualificationSchema,
    title: z.string(),
    projectCode: z.string(),
    lot: lotSchema.nullable(),
    prior: priorSchema.nullable(),
    methodReason: z.string().nullable(),
    suppliers: z.array(partyRefSchema).nullable(),
    attributes: attributesSchema,
    tenderee: partyRefSchema,
    agency: partyRefSchema.nullable(),
    contact: contactSchema,
    objectionContact: contactSchema,
    region: z.string(),
    place: z.string(),
    industry: z.string(),
    scope: z.string(),
    documents: z.array(paperSchema),
    bidSecurityFen: z.string().nullable(),
    decryptionWindowMinutes: z.number(),
    firstStage: firstStageSchema.nullable(),
    sealing: sealingDemandSchema.nullable(),
    signatures: z.enum(SIGNATURE_POLICIES),
    documentsIssuedFromAt: at,
    documentsIssuedUntilAt: at,
    bidDeadlineAt: at,
    decryptionEndsAt: at.nullable(),
    publicityEndsAt: at.nullable(),
    suspension: suspensionSchema.nullable(),
    instructions: z.array(instructionSchema),
    milestones: milestonesSchema,
    duties: z.array(dutySchema),
    clarifications: z.array(clarificationSchema),
    objections: z.array(objectionSchema),
    ...resultFields,
  })
  .meta({ id: 'Tender', description: 'A launched tender as everybody may know it' });
