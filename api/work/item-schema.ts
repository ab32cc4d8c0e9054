import { z } from 'zod';
import { QUEUE_KINDS } from '../../store/index.ts';
import { shownIdSchema, shownInstantSchema } from '../schema.ts';
import { instructionStandingFields } from '../shown/instructions.ts';
import { consequenceSchema, wordsSchema } from '../shown/law.ts';
import { contactSchema, partyRefSchema } from '../shown/parties.ts';
import { awardEndSchema, doneSchema, instructionKindSchema } from '../shown/tender-schema.ts';

/** What waits for somebody, as answers show it. */

const at = shownInstantSchema;

/** Whose an item is. */
export const whoseSchema = z.union([
  z.strictObject({
    role: z.literal('tenderee'),
    tenderee: partyRefSchema,
    agency: partyRefSchema.nullable(),
    contact: contactSchema,
  }),
  z.strictObject({ role: z.literal('supervisor'), name: z.string() }),
  z.strictObject({ role: z.literal('complainant') }),
  z.strictObject({ role: z.literal('bidder') }),
  z.strictObject({ role: z.literal('administrator') }),
]);

/** What an administrator can do about an item; what cannot be done says why. */
export const actionSchema = z.strictObject({
  action: z.enum([
    'remind',
    'escalate',
    'extend',
    'reassign',
    'retry',
    'refuse',
    'rederive',
    'wait',
    'decide',
  ]),
  possible: z.boolean(),
  method: z.literal('POST').nullable(),
  path: z.string().nullable(),
  why: wordsSchema.nullable(),
});

/** How often something was tried that does not come about. */
const triesFields = {
  attempts: z.number(),
  lastError: z.string().nullable(),
  lastTriedAt: at.nullable(),
};

/** What an item says of its kind. */
const detailsSchema = z.union([
  z.strictObject({
    dutyId: z.string(),
    dueAt: at,
    announcedAt: at.nullable(),
    timedOutAt: at.nullable(),
    done: z.array(doneSchema),
  }),
  z.strictObject({
    complaintId: shownIdSchema,
    dutyId: z.string(),
    authority: z.string(),
    dueAt: at,
    timedOutAt: at.nullable(),
  }),
  z.strictObject({
    instructionId: shownIdSchema,
    kind: instructionKindSchema,
    authority: z.string(),
    issuedAt: at,
    dueAt: at.nullable(),
    ...instructionStandingFields,
  }),
  z.strictObject({
    bidId: shownIdSchema,
    ground: awardEndSchema,
    cancelledAt: at,
    candidatesLeft: z.number(),
  }),
  z.strictObject({
    claimId: z.string(),
    uscc: z.string(),
    name: z.string(),
    kinds: z.array(z.string()),
    disputed: z.boolean(),
  }),
  z.strictObject({
    step: z.string().optional(),
    dueAt: at.nullable(),
    complaintId: shownIdSchema.optional(),
    ...triesFields,
  }),
  z.strictObject({ commandId: z.string(), name: z.string().optional(), ...triesFields }),
  z.strictObject({
    commandId: z.string(),
    name: z.string().optional(),
    receivedAt: at.nullable(),
    timesSetAside: z.number(),
    fault: z.string().optional(),
  }),
  z.strictObject({
    deliveryId: z.string(),
    lane: z.string().optional(),
    behind: z.number().optional(),
    url: z.string().optional(),
    ...triesFields,
    history: z.string(),
  }),
  z.strictObject({ pending: z.number(), ...triesFields, list: z.string() }),
  z.strictObject({
    ...triesFields,
    processes: z.number(),
    newest: z.array(z.strictObject({ workflowId: z.string(), found: z.string(), at })),
  }),
]);

export const itemSchema = z
  .strictObject({
    kind: z.enum(QUEUE_KINDS),
    key: z.string(),
    tender: z
      .strictObject({
        tenderId: shownIdSchema,
        title: z.string(),
        projectCode: z.string(),
        rehearsal: z.boolean(),
        region: z.string(),
        now: at.nullable(),
      })
      .nullable(),
    waitsSinceAt: at,
    late: z.boolean(),
    lateMs: z.number(),
    what: wordsSchema,
    whose: whoseSchema,
    rule: z.string().nullable(),
    article: z.string().nullable(),
    follows: z.array(consequenceSchema),
    actions: z.array(actionSchema),
    details: detailsSchema,
  })
  .meta({ id: 'QueueItem', description: 'Something that waits for somebody' });
