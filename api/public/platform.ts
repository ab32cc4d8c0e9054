import { z } from 'zod';
import { numberOf } from '../../domain/law/values.ts';
import { ruleOf, rulesetInForce } from '../../domain/law/context.ts';
import { citationIn } from '../../domain/law/citation.ts';
import { SIGNATURE_POLICIES } from '../../domain/pki/index.ts';
import { availabilityNow, databaseNow, OUTAGE_AFTER_MS } from '../../store/index.ts';
import { LOOK_EVERY_MS } from '../availability.ts';
import { wordsSchema } from '../shown/law.ts';
import { route, type Route } from '../route.ts';
import { shown, shownInstantSchema } from '../schema.ts';

const MS_PER_SECOND = 1_000;

const platform = route({
  method: 'get',
  path: '/v1/platform',
  operationId: 'readPlatform',
  tags: ['public'],
  summary: '平台规则 · The platform, and the rules of its own that are in force here',
  description:
    'Rules of the platform are interpretations, not law: they say what the law leaves open, and each is shown with whether it is in force.',
  access: 'public',
  responses: {
    200: {
      description: '平台',
      schema: z.strictObject({
        name: z.string(),
        now: shownInstantSchema,
        remindBeforeHours: z.number(),
        downtimeRule: z.strictObject({
          inForce: z.boolean(),
          interpretation: z.literal(true),
          rule: z.string(),
          article: z.string(),
          ...wordsSchema.shape,
          windowHours: z.number(),
          minMinutes: z.number(),
          measurement: z.strictObject({
            lookEverySeconds: z.number(),
            outageAfterSeconds: z.number(),
            measuredSinceAt: shownInstantSchema.nullable(),
          }),
        }),
        signatures: z.strictObject({
          floor: z.enum(SIGNATURE_POLICIES),
          rule: z.string(),
          article: z.string(),
        }),
      }),
    },
  },
  handler: async ({ deps }) => {
    const { platformName, downtimeRule, remindBeforeHours, signatureFloor } = deps.config;
    const now = await databaseNow(deps.store.em());
    const { id } = rulesetInForce('tendering', now);
    const law = await deps.lawOf(id);
    const rule = ruleOf(law, 'INT-07');
    const { measuredSinceAt } = await availabilityNow(deps.store.em());
    return {
      status: 200,
      body: {
        name: platformName,
        now: shown(now),
        remindBeforeHours,
        signatures: { floor: signatureFloor, ...citationIn(id, 'EB-020') },
        downtimeRule: {
          inForce: downtimeRule,
          interpretation: true as const,
          rule: rule.id,
          article: rule.article,
          zh: rule.zh,
          en: rule.en,
          windowHours: numberOf(law, 'INT-07', 'windowHours'),
          minMinutes: numberOf(law, 'INT-07', 'minMinutes'),
          measurement: {
            lookEverySeconds: LOOK_EVERY_MS / MS_PER_SECOND,
            outageAfterSeconds: OUTAGE_AFTER_MS / MS_PER_SECOND,
            measuredSinceAt: shown(measuredSinceAt),
          },
        },
      },
    };
  },
});

export const platformRoutes: readonly Route[] = [platform];
