import { z } from 'zod';
import { CATEGORIES, type Deadline } from '../../domain/law/types.ts';
import type { Answer } from '../answer.ts';
import { shown, shownInstantSchema } from '../schema.ts';

/** What the law says, as answers show it. */

export const wordsSchema = z.strictObject({ zh: z.string(), en: z.string() });

/** The statutory frames of a tender. */
export const regimeSchema = z.enum(['tendering', 'government-procurement']);

export const attributesSchema = z.strictObject({
  mandatory: z.boolean(),
  stateOwned: z.boolean(),
  category: z.enum(CATEGORIES),
});

export const breachSchema = z
  .strictObject({
    severity: z.enum(['blocks', 'warns']),
    rule: z.string(),
    article: z.string(),
    field: z.string().nullable(),
    ...wordsSchema.shape,
    accepted: wordsSchema.nullable(),
  })
  .meta({ id: 'Breach', description: 'A breach of a rule: `blocks` refuses, `warns` is said and goes on' });

export const refusalSchema = z.strictObject({
  code: z
    .string()
    .meta({ description: 'Stable: the id of the rule that refuses, or a word of the platform' }),
  rule: z.string().nullable(),
  article: z.string().nullable(),
  ...wordsSchema.shape,
  accepted: wordsSchema.nullable().meta({ description: 'What would be accepted; null where nothing would' }),
});

const countedDaySchema = z.strictObject({
  date: z.string(),
  counted: z.number().nullable(),
  why: z.enum([
    'start-day-excluded',
    'counted',
    'rest-day-skipped',
    'excluded-time',
    'rolled-over-rest-day',
    'last-day-after-roll',
  ]),
  provisional: z.literal(true).optional(),
});

const derivationSchema = z.strictObject({
  ruleset: z.string(),
  calendar: z.string(),
  rule: z.string(),
  article: z.string(),
  period: z.strictObject({
    count: z.number(),
    unit: z.enum(['day', 'workday', 'hour', 'month']),
    bound: z.enum(['min', 'max', 'lead']),
  }),
  counting: z.array(z.string()),
  startsAt: shownInstantSchema,
  days: z.array(countedDaySchema),
  endsAt: shownInstantSchema,
  provisional: z.boolean(),
  ...wordsSchema.shape,
});

export const deadlineSchema = z
  .strictObject({
    rule: z.string(),
    article: z.string(),
    startsAt: shownInstantSchema,
    endsAt: shownInstantSchema,
    warnAt: shownInstantSchema.nullable(),
    derivation: derivationSchema,
  })
  .meta({ id: 'Deadline', description: 'A statutory instant, derived day by day' });

/** A statutory deadline with its derivation, instants as text. */
export function presentDeadline(deadline: Deadline): Answer<typeof deadlineSchema> {
  const { rule, article, startsAt, endsAt, warnAt, derivation } = deadline;
  return {
    rule,
    article,
    startsAt: shown(startsAt),
    endsAt: shown(endsAt),
    warnAt: shown(warnAt),
    derivation: { ...derivation, startsAt: shown(derivation.startsAt), endsAt: shown(derivation.endsAt) },
  };
}

/** What follows when a duty is not met in time. */
export const consequenceSchema = z.strictObject({
  rule: z.string().nullable(),
  article: z.string().nullable(),
  ...wordsSchema.shape,
});

export const holidayNoticeSchema = z.strictObject({
  year: z.number(),
  source: z.string(),
  publishedDate: z.string(),
  restDates: z.array(z.string()),
  workDates: z.array(z.string()),
});
