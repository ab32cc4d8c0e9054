import { z } from 'zod';
import type { Action } from '../domain/case/actions.ts';
import type { Instant } from '../domain/time/instant.ts';
import { exampleCitation } from './example-law.ts';
import { shown, shownInstantSchema } from './schema.ts';
import { refusalSchema } from './shown/law.ts';

const actionSchema = z.strictObject({
  name: z.string().meta({ description: 'The command, named like its operation' }),
  zh: z.string(),
  en: z.string(),
  of: z.strictObject({ field: z.string(), value: z.string() }).nullable().meta({
    description: 'The part of the content, and its value, for which this holds; null: for any content',
  }),
  admitted: z.boolean().meta({
    description: 'Whether nothing known before its content refuses it; what it says may still be refused',
  }),
  untilAt: shownInstantSchema
    .nullable()
    .meta({ description: 'The first instant at which it is admitted no more; null where none is known' }),
  rule: z.string().nullable().meta({ description: 'The rule that says until when' }),
  article: z.string().nullable(),
  refusals: z.array(refusalSchema),
});

/** What the caller may do, as of an instant of the case's clock. */
export const actionsAnswerSchema = z.strictObject({
  now: shownInstantSchema,
  actions: z.array(actionSchema),
});

export const ACTIONS_EXAMPLE: z.output<typeof actionsAnswerSchema> = {
  now: '2026-09-14T09:00:00.000+08:00',
  actions: [
    {
      name: 'fileObjection',
      zh: '提出异议',
      en: 'objecting',
      of: { field: 'subject', value: 'documents' },
      admitted: true,
      untilAt: '2026-09-20T09:00:00.000+08:00',
      ...exampleCitation('ZTB-102'),
      refusals: [],
    },
  ],
};

/** What an actor may do, as answers show it. */
export function presentActions(
  actions: readonly Action[],
  now: Instant,
): z.output<typeof actionsAnswerSchema> {
  return {
    now: shown(now),
    actions: actions.map(({ name, zh, en, of, admitted, untilAt, rule, article, refusals }) => ({
      name,
      zh,
      en,
      of,
      admitted,
      untilAt: untilAt === null ? null : shown(untilAt),
      rule,
      article,
      refusals: refusals.map((one) => ({
        code: one.code,
        rule: one.rule,
        article: one.article,
        zh: one.zh,
        en: one.en,
        accepted: one.accepted && { zh: one.accepted.zh, en: one.accepted.en },
      })),
    })),
  };
}
