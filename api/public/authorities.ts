import { z } from 'zod';
import { authorityById, listAuthorities } from '../../store/index.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, pageQuerySchema, regionSchema } from '../schema.ts';
import { authoritySchema, presentAuthority } from '../shown/authority.ts';

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

export const authorityRoutes: readonly Route[] = [list, read];
