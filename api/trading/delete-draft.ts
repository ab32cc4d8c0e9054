import { z } from 'zod';
import { deleteDraft as dropped } from '../../store/index.ts';
import { ownTender } from '../access/tender-of.ts';
import { tenderParams } from '../commands/params.ts';
import { assertIfMatch } from '../etag.ts';
import { problem } from '../problem.ts';
import { IF_MATCH } from '../request-headers.ts';
import { route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { tagOf } from './drafts.ts';

export const deleteDraft = route({
  method: 'delete',
  path: '/v1/drafts/:id',
  operationId: 'deleteDraft',
  tags: ['tenders'],
  summary:
    '删除草稿 · Delete a draft that was never launched; its project code is free again (If-Match where one is sent)',
  access: ['tenderee', 'agency'],
  write: true,
  request: { params: tenderParams, headers: [IF_MATCH] },
  refuses: [412],
  responses: {
    200: {
      description: '已删除',
      schema: z.strictObject({ tenderId: idSchema, projectCode: z.string() }),
      example: { tenderId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11', projectCode: 'OS-9A532F1F3C0F7A11' },
    },
  },
  handler: async ({ params, deps, identity, koa, once }) => {
    const tender = await ownTender(deps.store.em(), params.id, identity);
    if (koa.get('If-Match') !== '') assertIfMatch(koa, tagOf(tender));
    return once.inTransaction(async (tx) => {
      const kept = await dropped(tx, tender.id);
      if (kept !== null || tender.status !== 'draft')
        throw problem(409, kept === 'launching' ? 'launch-pending' : 'already-launched', {
          zh: '该项目已经发布招标公告，或者正在发布，不能删除',
          en: 'this tender was launched already, or is being launched: it cannot be deleted',
        });
      return { status: 200, body: { tenderId: tender.id, projectCode: tender.projectCode } };
    });
  },
});
