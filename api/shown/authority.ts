import { z } from 'zod';
import { rulesets } from '../../domain/law/context.ts';
import type { Authority } from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import { idSchema, shown, shownInstantSchema } from '../schema.ts';
import { contactSchema } from './parties.ts';

/** A rule in the newest ruleset that has it; by its id alone where none has it any more. */
const ruleSchema = z.strictObject({
  id: z.string(),
  article: z.string().optional(),
  zh: z.string().optional(),
  en: z.string().optional(),
});

/** An authority as everybody may know it. */
export const authoritySchema = z.strictObject({
  authorityId: idSchema,
  uscc: z.string(),
  name: z.string(),
  address: z.string(),
  regions: z.array(z.string()).nullable(),
  industries: z.array(z.string()).nullable(),
  duties: z.string().nullable(),
  procedures: z.array(
    z.strictObject({
      name: z.string(),
      text: z.string(),
      timeLimit: z.string().nullable(),
      rules: z.array(ruleSchema),
    }),
  ),
  contacts: z.array(contactSchema),
  publishedAt: shownInstantSchema.nullable(),
});

/** An authority as everybody may know it, each procedure with the rules it rests on in full. */
export function presentAuthority(authority: Authority): Answer<typeof authoritySchema> {
  const { id, uscc, name, address, regions, industries, profile, updatedAt } = authority;
  return {
    authorityId: id,
    uscc,
    name,
    address,
    regions,
    industries,
    duties: profile?.duties ?? null,
    procedures: (profile?.procedures ?? []).map((one) => ({ ...one, rules: one.rules.map(shownRule) })),
    contacts: profile?.contacts ?? [],
    publishedAt: shown(updatedAt),
  };
}

/** A rule in the newest ruleset that has it. */
function shownRule(id: string): Answer<typeof ruleSchema> {
  const newest = rulesets
    .filter((ruleset) => ruleset.rules[id] !== undefined)
    .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0];
  const rule = newest?.rules[id];
  return rule === undefined ? { id } : { id, article: rule.article, zh: rule.zh, en: rule.en };
}
