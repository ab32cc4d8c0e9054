import { z } from 'zod';
import { SIGNATURE_POLICIES } from '../../domain/pki/index.ts';
import { AWARD_GROUNDS, METHODS } from '../../domain/procedure/index.ts';
import {
  CLARIFICATION_KINDS,
  COMMITTEE_ROLES,
  OBJECTION_SUBJECTS,
  SECURITY_OWNERS,
} from '../../domain/tender/ground/parts.ts';
import { formed } from '../forms.ts';
import {
  fenSchema,
  idSchema,
  industrySchema,
  instantSchema,
  multilineText,
  regionSchema,
  sha256Schema,
  text,
  usccSchema,
} from '../schema.ts';
import { attributesSchema, regimeSchema } from '../shown/law.ts';
import { qualificationSchema } from '../shown/tender-schema.ts';
import { sealingSchema } from './sealing-schema.ts';

const contactSchema = z.strictObject({
  name: text(50),
  phone: formed(/^[0-9+ ()-]{5,40}$/, '5至40个字符的电话号码', 'a telephone number of 5 to 40 characters'),
  address: text(300),
  email: z.email().max(200).optional(),
});

const scheduleSchema = z.strictObject({
  documentsIssuedFromAt: instantSchema,
  documentsIssuedUntilAt: instantSchema,
  bidDeadlineAt: instantSchema,
  openingAt: instantSchema,
});

const firstStageSchema = z.strictObject({
  documents: z.array(sha256Schema).min(1).max(50),
  issuedFromAt: instantSchema,
  issuedUntilAt: instantSchema,
  dueAt: instantSchema,
});

const days = z.int().min(1).max(3650);

/** A tender draft as it is handed in: parties by their codes, documents by their hashes. */
export const draftSchema = z.strictObject({
  title: text(300),
  projectCode: formed(
    /^[A-Za-z0-9-]{4,64}$/,
    '4至64个字母、数字或者连字符',
    '4 to 64 letters, digits or hyphens',
  )
    .nullable()
    .default(null),
  regime: regimeSchema.default('tendering'),
  method: z.enum(METHODS).default('open'),
  qualification: qualificationSchema.default('after'),
  methodReason: multilineText(5000).nullable().default(null),
  inviteeUsccs: z.array(usccSchema).max(100).default([]),
  /** Names of invited parties that are not registered yet. */
  inviteeNames: z
    .array(z.strictObject({ uscc: usccSchema, name: text(200) }))
    .max(100)
    .default([]),
  firstStage: firstStageSchema.nullable().default(null),
  lot: z
    .strictObject({
      projectCode: text(64),
      number: formed(
        /^[A-Za-z0-9-]{1,16}$/,
        '1至16个字母、数字或者连字符',
        '1 to 16 letters, digits or hyphens',
      ),
      name: text(200),
    })
    .nullable()
    .default(null),
  priorTenderId: idSchema.nullable().default(null),
  attributes: attributesSchema,
  tendereeUscc: usccSchema,
  agencyUscc: usccSchema.nullable(),
  contact: contactSchema,
  objectionContact: contactSchema,
  region: regionSchema,
  place: text(300),
  industry: industrySchema,
  scope: multilineText(5000),
  fundingSource: text(200),
  qualificationRequirements: multilineText(5000),
  evaluationMethod: text(200),
  estimatedPriceFen: fenSchema.nullable(),
  ceilingPriceFen: fenSchema.nullable(),
  documentPriceFen: fenSchema,
  documents: z.array(sha256Schema).max(50),
  consortiumAllowed: z.boolean(),
  durationDays: days.nullable(),
  bidSecurityFen: fenSchema.nullable(),
  performanceSecurityPercent: z.int().min(0).max(100).nullable(),
  bidValidityDays: days,
  decryptionWindowMinutes: z
    .int()
    .min(1)
    .max(7 * 24 * 60),
  schedule: scheduleSchema,
  sealing: sealingSchema.nullable().optional(),
  /** Absent: what the platform asks of every tender. */
  signatures: z.enum(SIGNATURE_POLICIES).optional(),
});

export type DraftInput = z.output<typeof draftSchema>;

export const clarificationSchema = z.strictObject({
  kind: z.enum(CLARIFICATION_KINDS),
  affectsBids: z.boolean(),
  title: text(200),
  text: multilineText(20_000),
  documents: z.array(sha256Schema).max(20),
  newBidDeadlineAt: instantSchema.nullable(),
});

export const objectionSchema = z.strictObject({
  subject: z.enum(OBJECTION_SUBJECTS),
  text: multilineText(20_000),
});

export const replySchema = z.strictObject({ text: multilineText(20_000) });

const committeeSchema = z
  .array(
    z.strictObject({
      name: text(50),
      role: z.enum(COMMITTEE_ROLES),
      employer: text(200),
    }),
  )
  .max(99);

export const applicationSchema = z.strictObject({ documents: z.array(sha256Schema).min(1).max(20) });

export const conclusionSchema = z.strictObject({
  admitted: z.array(usccSchema).max(500),
  rejected: z.array(z.strictObject({ uscc: usccSchema, reason: multilineText(5000) })).max(500),
  committee: committeeSchema,
  report: z.array(sha256Schema).max(20).default([]),
  documents: z.array(sha256Schema).max(50),
  schedule: scheduleSchema,
});

export const terminationSchema = z.strictObject({ reason: multilineText(5000) });

export const instructionReportSchema = z.strictObject({
  text: multilineText(20_000),
  documents: z.array(sha256Schema).max(20),
});

export const evaluationReportSchema = z.strictObject({
  committee: committeeSchema,
  candidates: z
    .array(
      z.strictObject({
        rank: z.int().min(1).max(99),
        bidId: idSchema,
        uscc: usccSchema,
        name: text(200),
        priceFen: fenSchema,
        priceCorrection: z
          .strictObject({
            ground: formed(
              /^\d{1,3}(-\d{1,2})?$/,
              '报价修正依据的条和项，如 59-4',
              'the article and item by which a price is corrected, e.g. 59-4',
            ),
            reason: multilineText(5000),
            confirmed: z.boolean(),
          })
          .nullable()
          .optional(),
        quality: text(200),
        durationDays: days.nullable(),
        projectManager: text(50).nullable(),
        certificate: text(200).nullable(),
        score: formed(
          /^\d{1,3}(\.\d{1,4})?$/,
          '不为负、至多四位小数的分数，如 95.5',
          'a score that is not negative, with at most four decimals, e.g. 95.5',
        ).nullable(),
        qualifications: multilineText(5000),
      }),
    )
    .max(20),
  rejected: z
    .array(
      z.strictObject({
        bidId: idSchema,
        ground: formed(
          /^\d{1,3}-\d{1,2}$/,
          '法定情形的条和项，如 51-6',
          'the article and item of a lawful ground, e.g. 51-6',
        ),
        reason: multilineText(5000),
      }),
    )
    .max(500),
  summary: multilineText(20_000),
  documents: z.array(sha256Schema).max(20),
});

export const candidatesSchema = z.strictObject({ publicityEndsAt: instantSchema.nullable() });

export const awardNoticeSchema = z.strictObject({
  bidId: idSchema,
  reason: multilineText(5000).nullable(),
  documents: z.array(sha256Schema).max(20).default([]),
});

/** Documents are the evidence: without one the command is refused. */
export const awardCancellationSchema = z.strictObject({
  ground: z.enum(AWARD_GROUNDS),
  reason: multilineText(5000),
  documents: z.array(sha256Schema).max(20),
});

export const contractSchema = z.strictObject({
  amountFen: fenSchema,
  performanceSecurityFen: fenSchema,
  document: sha256Schema,
});

export const securityReturnSchema = z.strictObject({
  interestFen: fenSchema,
  whose: z.enum(SECURITY_OWNERS).default('all'),
});

export const writtenReportSchema = z.strictObject({
  text: multilineText(50_000),
  documents: z.array(sha256Schema).max(20),
});
