import { z } from 'zod';
import { idSchema } from '../schema.ts';
import { HANDLED, route, type Method, type Route } from '../route.ts';

const BIDDERS_AND_OWNERS = ['bidder', 'tenderee', 'agency'] as const;

function tusRoute(method: Method, path: string, operationId: string, summary: string, status: number): Route {
  return route({
    method,
    path,
    operationId,
    tags: ['uploads'],
    summary,
    access: BIDDERS_AND_OWNERS,
    request: path.includes(':') ? { params: z.strictObject({ uploadId: idSchema }) } : {},
    responses: { [status]: { description: 'tus 1.0' } },
    handler: async ({ koa, identity, deps }) => {
      await deps.uploads.serve(koa, identity);
      return HANDLED;
    },
  });
}

export const uploadRoutes: readonly Route[] = [
  tusRoute('post', '/v1/uploads', 'createUpload', '新建断点续传 · Begin a resumable upload (tus)', 201),
  tusRoute(
    'head',
    '/v1/uploads/:uploadId',
    'uploadOffset',
    '查询已收到的字节 · How much has arrived (tus)',
    200,
  ),
  tusRoute('patch', '/v1/uploads/:uploadId', 'continueUpload', '续传 · Continue an upload (tus)', 204),
  tusRoute('delete', '/v1/uploads/:uploadId', 'dropUpload', '放弃上传 · Give an upload up (tus)', 204),
];
