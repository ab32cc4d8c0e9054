import { z } from 'zod';
import { listNotices, markRead } from '../../store/index.ts';
import { ROLES } from '../deps.ts';
import { exampleCitation } from '../example-law.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, pageQuerySchema, shown, shownInstantSchema } from '../schema.ts';

const noticeSchema = z.strictObject({
  id: idSchema,
  tenderId: idSchema,
  at: shownInstantSchema,
  readAt: shownInstantSchema.nullable(),
  kind: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  textZh: z.string(),
  textEn: z.string(),
  rule: z.string().nullable(),
  article: z.string().nullable(),
  signature: z.string().optional().meta({
    description: 'Compact JWS of the platform over the notice and to whom it went',
  }),
});

const inbox = route({
  method: 'get',
  path: '/v1/me/notices',
  operationId: 'inbox',
  tags: ['identity'],
  summary: '收件箱 · The inbox of the party I act for; what I have read, no colleague has',
  access: ROLES,
  request: {
    query: pageQuerySchema.extend({
      tenderId: idSchema.optional(),
      unread: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: {
    200: {
      description: '通知',
      schema: z.strictObject({ notices: z.array(noticeSchema), next: z.string().nullable() }),
      example: {
        notices: [
          {
            id: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
            tenderId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a12',
            at: '2026-09-30T09:00:00.000+08:00',
            readAt: null,
            kind: 'award-notice',
            titleZh: '中标通知书',
            titleEn: 'Award notice',
            textZh: '贵单位已被确定为中标人。',
            textEn: 'Your party is the winner.',
            ...exampleCitation('ZTB-405'),
          },
        ],
        next: null,
      },
    },
  },
  handler: async ({ deps, identity, query }) => {
    const { cursor, limit, tenderId = null, unread } = query;
    const asked = { tenderId, unread: unread === undefined ? null : unread === 'true' };
    const page = { after: cursor ?? null, limit };
    const found = await listNotices(deps.store.em(), identity, asked, page);
    const notices = found.map(({ id, tenderId: of, at, readAt, body }) => ({
      ...body,
      id,
      tenderId: of,
      at: shown(at),
      readAt: shown(readAt),
    }));
    return {
      status: 200,
      body: { notices, next: found.length === limit ? (found.at(-1)?.id ?? null) : null },
    };
  },
});

const read = route({
  method: 'post',
  path: '/v1/me/notices/read',
  operationId: 'readNotices',
  tags: ['identity'],
  summary: '标为已读 · Notes that I have read these notices of my party',
  access: ROLES,
  write: true,
  request: {
    body: z.strictObject({ notices: z.array(idSchema).min(1).max(200) }),
    example: { notices: ['01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11'] },
  },
  responses: {
    200: {
      description: '已读',
      schema: z.strictObject({ read: z.array(idSchema) }),
      example: { read: ['01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11'] },
    },
  },
  handler: ({ identity, body, once }) =>
    once.inTransaction(async (tx) => {
      const notices = [...new Set(body.notices)];
      if (!(await markRead(tx, identity, notices)))
        throw problem(404, 'unknown-notice', {
          zh: '收件箱中没有其中的通知，均未标记',
          en: 'the inbox has not all of these notices: none was marked',
        });
      return { status: 200, body: { read: notices } };
    }),
});

export const inboxRoutes: readonly Route[] = [inbox, read];
