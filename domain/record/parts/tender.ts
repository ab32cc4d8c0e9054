import { z } from 'zod';
import { CATEGORIES } from '../../law/types.ts';
import { MANDATE_SIGNINGS } from '../../party/mandate.ts';
import { AWARD_GROUNDS, PROCEDURE_IDS } from '../../procedure/index.ts';
import { SCHEMES, TRUSTEE_ROLES } from '../../seal/demand.ts';
import { TENDER_OUTCOMES } from '../../tender/ground/draft.ts';
import {
  CLARIFICATION_KINDS,
  INSTRUCTION_KINDS,
  OBJECTION_SUBJECTS,
  SECURITY_OWNERS,
} from '../../tender/ground/parts.ts';
import type { EventName } from '../../tender/tender.ts';
import {
  committee,
  entryParts,
  instantText,
  moved,
  nothingMore,
  outages,
  party,
  warnings,
  type EntryParts,
} from './forms.ts';
import { bidsOpened } from './opening.ts';

const mandate = z.strictObject({
  id: z.string(),
  sha256: z.string(),
  scope: z.string(),
  projectCode: z.string().nullable(),
  fromAt: instantText,
  untilAt: instantText,
  signedBy: z.enum(MANDATE_SIGNINGS),
});
const sealing = z.strictObject({
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
const schedule = {
  documentsIssuedFromAt: instantText,
  documentsIssuedUntilAt: instantText,
  bidDeadlineAt: instantText,
};
const candidate = z.strictObject({
  rank: z.number(),
  bidId: z.string(),
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
const rejectedBid = z.strictObject({ bidId: z.string(), ground: z.string(), reason: z.string() });
const onlyMoved = entryParts(moved);
const ofInstruction = entryParts({ instructionId: z.string() });
const aboutDuty = entryParts({ duty: z.string(), dueAt: instantText });

const noticePublished = entryParts(
  {
    title: z.string(),
    projectCode: z.string(),
    tenderee: party,
    agency: party.nullable(),
    mandate: mandate.optional(),
    region: z.string(),
    attributes: z.strictObject({
      mandatory: z.boolean(),
      stateOwned: z.boolean(),
      category: z.enum(CATEGORIES),
    }),
    ruleset: z.string(),
    signatures: z.literal('required').optional(),
    procedure: z.enum(PROCEDURE_IDS).optional(),
    sealing: sealing.nullable().optional(),
    acceptances: z
      .array(z.strictObject({ trusteeId: z.string(), uscc: z.string(), text: z.string() }))
      .optional(),
    lot: z.strictObject({ projectCode: z.string(), number: z.string(), name: z.string() }).optional(),
    prior: z
      .strictObject({ tenderId: z.string(), projectCode: z.string(), outcome: z.enum(TENDER_OUTCOMES) })
      .optional(),
    suppliers: z.array(party).optional(),
    firstStage: z
      .strictObject({ issuedFromAt: instantText, issuedUntilAt: instantText, dueAt: instantText })
      .optional(),
    ...schedule,
    warnings,
  },
  { invitees: z.array(party).optional(), methodReason: z.string().nullable().optional() },
);

/** The bidding, up to the closing. */
const BIDDING = {
  noticePublished,
  firstStageOpened: nothingMore,
  applicationSubmitted: entryParts(
    {},
    { application: z.strictObject({ id: z.string(), party, filedAt: instantText }) },
  ),
  applicationsClosed: entryParts({}, { count: z.number() }),
  applicationsDueMoved: onlyMoved,
  firstStageConcluded: entryParts(schedule, {
    admitted: z.array(party),
    rejected: z.array(z.strictObject({ party, reason: z.string() })),
    committee,
  }),
  documentsOpened: nothingMore,
  documentsClosed: nothingMore,
  clarificationIssued: entryParts({
    id: z.string(),
    kind: z.enum(CLARIFICATION_KINDS),
    affectsBids: z.boolean(),
    title: z.string(),
    bidDeadlineAt: instantText,
  }),
  bidDeadlineMoved: entryParts({
    ...moved,
    because: z.enum(['amendment', 'suspension', 'downtime']).optional(),
    outages: outages.optional(),
  }),
  objectionFiled: entryParts(
    {
      objectionId: z.string(),
      subject: z.enum(OBJECTION_SUBJECTS),
      replyDueAt: instantText,
    },
    { partyId: z.string(), text: z.string() },
  ),
  objectionReplied: entryParts({ objectionId: z.string() }, { text: z.string() }),
  questionAsked: entryParts(
    { questionId: z.string(), answerDueAt: instantText },
    { partyId: z.string(), text: z.string() },
  ),
  questionAnswered: entryParts({ questionId: z.string() }, { text: z.string() }),
  bidsClosed: entryParts({ bidCount: z.number(), bidderCount: z.number() }),
} as const satisfies Partial<Record<EventName, EntryParts>>;

/** The opening and what follows. */
const RESULT = {
  keysCompleted: nothingMore,
  bidderSignedIn: entryParts({}, { partyId: z.string() }),
  decryptionMoved: onlyMoved,
  bidsOpened,
  openingConfirmed: entryParts({ bidId: z.string() }),
  evaluationReported: entryParts(
    {},
    {
      committee,
      candidates: z.array(candidate),
      rejected: z.array(rejectedBid),
      summary: z.string(),
    },
  ),
  candidatesPublished: entryParts({ publicityEndsAt: instantText }),
  publicityMoved: onlyMoved,
  publicityEnded: nothingMore,
  awardNoticeIssued: entryParts({
    bidId: z.string(),
    name: z.string(),
    uscc: z.string(),
    priceFen: z.string(),
    rank: z.number().optional(),
  }),
  awardCancelled: entryParts(
    {
      bidId: z.string(),
      name: z.string(),
      uscc: z.string(),
      rank: z.number(),
      ground: z.enum([...AWARD_GROUNDS, 'declared-void']),
      securityKept: z.boolean(),
      instructionId: z.string().optional(),
    },
    { reason: z.string().optional() },
  ),
  contractSigned: entryParts({ amountFen: z.string(), performanceSecurityFen: z.string() }),
  securityReturned: entryParts({
    interestFen: z.string(),
    whose: z.enum(SECURITY_OWNERS).optional(),
    keptBidIds: z.array(z.string()).optional(),
  }),
  writtenReportSubmitted: entryParts({}, { text: z.string() }),
  tenderFailed: entryParts({ reason: z.enum(['failed-fewer-than-three', 'all-rejected']) }),
  tenderTerminated: entryParts({ repayDueAt: instantText.nullable() }, { reason: z.string() }),
  tenderInvalidated: ofInstruction,
  tenderCompleted: nothingMore,
} as const satisfies Partial<Record<EventName, EntryParts>>;

/** Suspensions, orders of the authority and duties. */
const SUPERVISION = {
  processSuspended: entryParts({
    ground: z.enum(['objection', 'instruction']),
    id: z.string(),
    untilAt: instantText.nullable().optional(),
  }),
  suspensionLifted: entryParts({ id: z.string(), because: z.enum(['order', 'limit']) }),
  processResumed: entryParts({ suspendedMs: z.number() }),
  dutiesMoved: entryParts(
    {
      because: z.enum(['suspension', 'extension']).optional(),
      moved: z.array(z.strictObject({ duty: z.string(), ...moved })),
    },
    { reason: z.string().optional() },
  ),
  instructionIssued: entryParts(
    {
      instructionId: z.string(),
      kind: z.enum(INSTRUCTION_KINDS),
      basis: z.string(),
      article: z.string(),
      authority: z.string(),
      dueAt: instantText.nullable(),
    },
    { text: z.string() },
  ),
  instructionAcknowledged: ofInstruction,
  instructionReported: entryParts({ instructionId: z.string() }, { text: z.string() }),
  instructionClosed: ofInstruction,
  deadlinesRederived: entryParts({
    calendar: z.string(),
    moved: z.array(z.strictObject({ rule: z.string(), ...moved })),
  }),
  stepTimedOut: aboutDuty,
  dutyReminded: aboutDuty,
  stepEscalated: entryParts({ duty: z.string() }, { reason: z.string() }),
} as const satisfies Partial<Record<EventName, EntryParts>>;

/** The parts of a tender's entries, by event. */
export const TENDER_PARTS = { ...BIDDING, ...RESULT, ...SUPERVISION } satisfies Record<EventName, EntryParts>;
