import { z } from 'zod';
import { HANDLED, route, type Method, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';

const BIDDERS_AND_OWNERS = ['bidder', 'tenderee', 'agency'] as const;
const ALL = '/v1/uploads';
const ONE = '/v1/uploads/:uploadId';

const paramsOf = (path: string) => (path === ONE ? { params: z.strictObject({ uploadId: idSchema }) } : {});

function tusRoute(method: Method, path: string, operationId: string, summary: string, status: number): Route {
  return route({
    method,
    path,
    operationId,
    tags: ['uploads'],
    summary,
    access: BIDDERS_AND_OWNERS,
    request: paramsOf(path),
    responses: { [status]: { description: 'tus 1.0' } },
    handler: async ({ koa, identity, deps }) => {
      await deps.uploads.serve(koa, identity);
      return HANDLED;
    },
  });
}

function abilities(path: string, operationId: string, allow: string): Route {
  return route({
    method: 'options',
    path,
    operationId,
    tags: ['uploads'],
    summary: '断点续传的版本、扩展和上限 · Version, extensions and largest upload (tus)',
    access: 'public',
    request: paramsOf(path),
    responses: { 204: { description: 'tus 1.0' } },
    handler: ({ deps }) =>
      Promise.resolve({ status: 204, headers: { ...deps.uploads.abilities, Allow: allow } }),
  });
}

export const uploadRoutes: readonly Route[] = [
  abilities(ALL, 'uploadAbilities', 'POST, OPTIONS'),
  abilities(ONE, 'uploadAbilitiesOfOne', 'HEAD, PATCH, DELETE, POST, OPTIONS'),
  tusRoute('post', ALL, 'createUpload', '新建断点续传 · Begin a resumable upload (tus)', 201),
  tusRoute('head', ONE, 'uploadOffset', '查询已收到的字节 · How much has arrived (tus)', 200),
  tusRoute('patch', ONE, 'continueUpload', '续传 · Continue an upload (tus)', 204),
  tusRoute('delete', ONE, 'dropUpload', '放弃上传 · Give an upload up (tus)', 204),
  tusRoute(
    'post',
    ONE,
    'continueUploadByPost',
    '以 POST 代替 · Another method, named by X-HTTP-Method-Override, where a proxy takes POST alone (tus)',
    204,
  ),
];
