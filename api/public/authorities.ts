import { z } from 'zod';
import { rulesets } from '../../domain/law/context.ts';
import { authorityById, listAuthorities, type Authority } from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, pageQuerySchema, regionSchema, shown, shownInstantSchema } from '../schema.ts';
import { contactSchema } from '../shown/parties.ts';

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

const list = route({
  method: 'get',
  path: '/v1/authorities',
  operationId: 'listAuthorities',
  tags: ['public'],
  summary:
    '行政监督部门 · The authorities, what they do and how they are reached; with a place, those competent for it',
  access: 'public',
  request: {
    query: pageQuerySchema.extend({
      region: regionSchema.optional(),
      industry: z
        .string()
        .regex(/^[a-z-]{2,40}$/)
        .optional(),
    }),
  },
  responses: {
    200: {
      description: '监督部门',
      schema: z.strictObject({ authorities: z.array(authoritySchema), next: z.string().nullable() }),
    },
  },
  handler: async ({ query, deps }) => {
    const { region = null, industry = null, cursor, limit } = query;
    const page = { after: cursor ?? null, limit };
    const found = await listAuthorities(deps.store.em(), { region, industry }, page);
    return {
      status: 200,
      body: {
        authorities: found.map(presentAuthority),
        next: found.length === limit ? (found.at(-1)?.id ?? null) : null,
      },
    };
  },
});

const read = route({
  method: 'get',
  path: '/v1/authorities/:id',
  operationId: 'readAuthority',
  tags: ['public'],
  summary: '行政监督部门的职责、程序、时限和联系方式 · One authority',
  access: 'public',
  request: { params: z.strictObject({ id: idSchema }) },
  responses: { 200: { description: '监督部门', schema: authoritySchema } },
  handler: async ({ params, deps }) => {
    const authority = await authorityById(deps.store.em(), params.id);
    if (authority === null)
      throw problem(404, 'unknown-authority', { zh: '没有此监督部门', en: 'there is no such authority' });
    return { status: 200, body: presentAuthority(authority) };
  },
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

export const authorityRoutes: readonly Route[] = [list, read];
