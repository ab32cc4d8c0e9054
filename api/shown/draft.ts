import { z } from 'zod';
import { MANDATE_SIGNINGS } from '../../domain/party/mandate.ts';
import { SIGNATURE_POLICIES } from '../../domain/pki/index.ts';
import { METHODS } from '../../domain/procedure/index.ts';
import type { TenderRow } from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import { shown, shownIdSchema, shownInstantSchema } from '../schema.ts';
import { attributesSchema, regimeSchema } from './law.ts';
import { contactSchema, paperSchema, partyRefSchema, sealingDemandSchema } from './parties.ts';
import { lotSchema, priorSchema, qualificationSchema } from './tender-schema.ts';

/** Drafts, as answers show them to their own side. */

export const scheduleIn = <At extends z.ZodType>(at: At) =>
  z.strictObject({
    documentsIssuedFromAt: at,
    documentsIssuedUntilAt: at,
    bidDeadlineAt: at,
    openingAt: at,
  });

/** Under which mandate the agency launched it: instants in epoch ms. */
const mandateRefSchema = z.strictObject({
  id: shownIdSchema,
  sha256: z.string(),
  scope: z.string(),
  projectCode: z.string().nullable(),
  fromAt: z.number(),
  untilAt: z.number(),
  signedBy: z.enum(MANDATE_SIGNINGS),
});

/** A draft whose times stand in a given form: as text in answers, as epoch ms where the domain itself is shown. */
const draftIn = <At extends z.ZodType>(at: At) =>
  z.strictObject({
    title: z.string(),
    projectCode: z.string(),
    regime: regimeSchema,
    method: z.enum(METHODS),
    qualification: qualificationSchema,
    methodReason: z.string().nullable(),
    invitees: z.array(partyRefSchema),
    inviteeNames: z.array(partyRefSchema).optional(),
    firstStage: z
      .strictObject({
        documents: z.array(paperSchema),
        issuedFromAt: at,
        issuedUntilAt: at,
        dueAt: at,
      })
      .nullable(),
    lot: lotSchema.nullable(),
    prior: priorSchema.nullable(),
    attributes: attributesSchema,
    tenderee: partyRefSchema,
    agency: partyRefSchema.nullable(),
    mandate: mandateRefSchema.nullable().optional(),
    contact: contactSchema,
    objectionContact: contactSchema,
    region: z.string(),
    place: z.string(),
    industry: z.string(),
    scope: z.string(),
    fundingSource: z.string(),
    qualificationRequirements: z.string(),
    evaluationMethod: z.string(),
    estimatedPriceFen: z.string().nullable(),
    ceilingPriceFen: z.string().nullable(),
    documentPriceFen: z.string(),
    documents: z.array(paperSchema),
    consortiumAllowed: z.boolean(),
    durationDays: z.number().nullable(),
    bidSecurityFen: z.string().nullable(),
    performanceSecurityPercent: z.number().nullable(),
    bidValidityDays: z.number(),
    decryptionWindowMinutes: z.number(),
    sealing: sealingDemandSchema.nullable().optional(),
    signatures: z.enum(SIGNATURE_POLICIES),
    schedule: scheduleIn(at),
  });

/** A draft as the domain has it, instants in epoch ms. */
export const domainDraftSchema = draftIn(z.number());

export const draftAnswerSchema = z.strictObject({
  tenderId: shownIdSchema,
  status: z.enum(['draft', 'launched']),
  draftVersion: z.number(),
  rehearsal: z.boolean(),
  clockStartsAt: shownInstantSchema.nullable(),
  draft: draftIn(shownInstantSchema),
});

export function shownDraft(tender: TenderRow): Answer<typeof draftAnswerSchema> {
  const { schedule, firstStage, ...draft } = tender.draft;
  return {
    tenderId: tender.id,
    status: tender.status,
    draftVersion: tender.draftVersion,
    rehearsal: tender.rehearsal,
    clockStartsAt: shown(tender.clockStartsAt),
    draft: {
      ...draft,
      firstStage: firstStage && {
        ...firstStage,
        issuedFromAt: shown(firstStage.issuedFromAt),
        issuedUntilAt: shown(firstStage.issuedUntilAt),
        dueAt: shown(firstStage.dueAt),
      },
      schedule: {
        ...schedule,
        documentsIssuedFromAt: shown(schedule.documentsIssuedFromAt),
        documentsIssuedUntilAt: shown(schedule.documentsIssuedUntilAt),
        bidDeadlineAt: shown(schedule.bidDeadlineAt),
        openingAt: shown(schedule.openingAt),
      },
    },
  };
}
