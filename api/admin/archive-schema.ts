import { z } from 'zod';
import { SIGNATURE_POLICIES, SIGNED_KIND_NAMES } from '../../domain/pki/index.ts';
import { AWARD_GROUNDS } from '../../domain/procedure/index.ts';
import type { DeepReadonly } from '../../domain/readonly.ts';
import { committee } from '../../domain/record/parts/forms.ts';
import { attribution, openingEvidence, openingResult } from '../../domain/record/parts/opening.ts';
import type { ArchivedTender } from '../../domain/replay/archive.ts';
import { CLARIFICATION_KINDS, SECURITY_OWNERS } from '../../domain/tender/ground/parts.ts';
import type { SystemStep, TenderCommand } from '../../domain/tender/tender.ts';
import { domainDraftSchema, scheduleIn } from '../shown/draft.ts';
import { paperSchema } from '../shown/parties.ts';
import { candidateSchema, instructionKindSchema, objectionSubjectSchema } from '../shown/tender-schema.ts';

/**
 * The archive of a tender: what it went through, as the domain has it (instants in epoch ms, money in fen). The types
 * below hold these schemas to the commands and steps that there are: one without a row does not compile.
 */

const id = z.string();
const at = z.number();
const text = z.string();
const papers = z.array(paperSchema);

/** What the platform knew of signatures when it received the command. */
const signed = {
  signed: z
    .array(
      z.strictObject({
        documentSha256: z.string(),
        kind: z.enum([...SIGNED_KIND_NAMES, 'embedded', 'trusteeAcceptance']),
        uscc: z.string(),
        role: z.string(),
        revokedAt: at.nullable(),
      }),
    )
    .optional(),
};
const ofInstruction = { instructionId: id };
const ofDuty = { dutyId: id };

/** The payload of each command, without its name. */
const COMMANDS = {
  launchTender: {
    ...signed,
    draft: domainDraftSchema,
    rehearsal: z.boolean(),
    ruleset: text,
    tenderId: id.optional(),
    signatureFloor: z.enum(SIGNATURE_POLICIES).optional(),
  },
  issueClarification: {
    ...signed,
    id,
    kind: z.enum(CLARIFICATION_KINDS),
    affectsBids: z.boolean(),
    title: text,
    text,
    documents: papers,
    newBidDeadlineAt: at.nullable(),
  },
  fileObjection: { id, subject: objectionSubjectSchema, text },
  signInAtOpening: {},
  confirmOpening: {},
  replyObjection: { objectionId: id, text },
  askQuestion: { id, text },
  answerQuestion: { questionId: id, text },
  submitApplication: { ...signed, id, documents: papers },
  concludeFirstStage: {
    ...signed,
    admitted: z.array(z.string()),
    rejected: z.array(z.strictObject({ uscc: z.string(), reason: text })),
    committee,
    report: papers.optional(),
    documents: papers,
    schedule: scheduleIn(at),
  },
  submitEvaluationReport: {
    ...signed,
    committee,
    candidates: z.array(candidateSchema),
    rejected: z.array(z.strictObject({ bidId: id, ground: text, reason: text })),
    summary: text,
    documents: papers,
  },
  publishCandidates: { publicityEndsAt: at.nullable() },
  issueAwardNotice: { ...signed, bidId: id, reason: text.nullable(), documents: papers.optional() },
  cancelAward: { ground: z.enum(AWARD_GROUNDS), reason: text, documents: papers },
  signContract: { ...signed, amountFen: text, performanceSecurityFen: text, document: paperSchema },
  returnBidSecurity: { interestFen: text, whose: z.enum(SECURITY_OWNERS) },
  submitWrittenReport: { ...signed, text, documents: papers },
  terminateTender: { reason: text },
  issueInstruction: {
    id,
    complaintId: id.optional(),
    kind: instructionKindSchema,
    basis: text,
    text,
    dueAt: at.nullable(),
  },
  acknowledgeInstruction: ofInstruction,
  reportInstruction: { ...ofInstruction, text, documents: papers },
  closeInstruction: ofInstruction,
  remindDuty: ofDuty,
  escalateDuty: { ...ofDuty, reason: text },
  extendDuty: { ...ofDuty, toAt: at, reason: text },
  rederiveDeadlines: {},
} satisfies Record<TenderCommand['name'], z.ZodRawShape>;

const openedBid = z.strictObject({
  bidId: id,
  partyId: id,
  name: text,
  uscc: text,
  sha256: text,
  signed: z.boolean().nullable(),
  result: openingResult,
  attribution: attribution.nullable(),
  evidence: openingEvidence
    .extend({ outages: z.array(z.strictObject({ fromAt: at, untilAt: at })) })
    .nullable(),
  priceFen: text.nullable(),
  durationDays: z.number().nullable(),
  quality: text.nullable(),
  projectManager: text.nullable(),
  content: paperSchema.nullable(),
});

const STEPS = {
  openFirstStage: {},
  closeApplications: {},
  openDocuments: {},
  closeDocuments: {},
  closeBids: { bidCount: z.number(), bidderCount: z.number() },
  completeKeys: {},
  openBids: { bids: z.array(openedBid) },
  endPublicity: {},
  endSuspension: {},
  makeUpDowntime: { outages: z.array(z.strictObject({ fromAt: at, untilAt: at })) },
  announceDue: ofDuty,
  timeOutDuty: ofDuty,
} satisfies Record<SystemStep['name'], z.ZodRawShape>;

/** One object for each name in a table of shapes. */
function namedAfter(shapes: Readonly<Record<string, z.ZodRawShape>>): z.ZodType {
  return z.union(
    Object.entries(shapes).map(([name, shape]) => z.strictObject({ name: z.literal(name), ...shape })),
  );
}

type Named<Shapes extends Record<string, z.ZodRawShape>> = {
  [Name in keyof Shapes & string]: z.output<
    z.ZodObject<Shapes[Name] & { name: z.ZodLiteral<Name> }, z.core.$strict>
  >;
}[keyof Shapes & string];

const command = namedAfter(COMMANDS) as z.ZodType<Named<typeof COMMANDS>>;
const step = namedAfter(STEPS) as z.ZodType<Named<typeof STEPS>>;

/** What the schemas say holds what there is, member by member. */
type Holds<Wide, Narrow extends Wide> = Narrow;
export type Held = [
  Holds<DeepReadonly<Named<typeof COMMANDS>>, TenderCommand>,
  Holds<DeepReadonly<Named<typeof STEPS>>, SystemStep>,
  Holds<DeepReadonly<z.output<typeof archivedTenderSchema>>, ArchivedTender>,
];

const actor = z.strictObject({
  role: z.enum(['tenderee', 'agency', 'bidder', 'supervisor', 'administrator', 'system']),
  personId: id.nullable(),
  partyId: id.nullable(),
  uscc: text.nullable(),
  partyName: text.nullable(),
});

export const archivedTenderSchema = z.strictObject({
  tenderId: id,
  projectCode: text,
  ruleset: text,
  moves: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('command'),
        at,
        actor,
        command,
        refused: z.array(text).nullable(),
      }),
      z.strictObject({ kind: z.literal('step'), at, step }),
    ]),
  ),
});
