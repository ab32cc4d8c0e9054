import { z } from 'zod';
import { TUS } from '../request-headers.ts';
import { HANDLED } from '../answer.ts';
import type { HeaderSpec } from '../request-headers.ts';
import { route, type Method, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';

const BIDDERS_AND_OWNERS = ['bidder', 'tenderee', 'agency'] as const;
const ALL = '/v1/uploads';
const ONE = '/v1/uploads/:uploadId';

const paramsOf = (path: string) => (path === ONE ? { params: z.strictObject({ uploadId: idSchema }) } : {});

interface TusRoute {
  readonly operationId: string;
  readonly summary: string;
  readonly statuses: readonly number[];
  readonly headers: readonly HeaderSpec[];
  readonly refuses: readonly number[];
}

function tusRoute(method: Method, path: string, given: TusRoute): Route {
  const { operationId, summary, statuses, headers, refuses } = given;
  return route({
    method,
    path,
    operationId,
    tags: ['uploads'],
    summary,
    access: BIDDERS_AND_OWNERS,
    request: { ...paramsOf(path), headers: [TUS.resumable, ...headers] },
    responses: Object.fromEntries(statuses.map((one) => [one, { description: 'tus 1.0' }])),
    refuses: [412, ...refuses],
    handler: async ({ koa, identity, deps, params }) => {
      const { uploadId = null } = (params ?? {}) as { uploadId?: string };
      await deps.uploads.serve(koa, identity, uploadId);
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
  tusRoute('post', ALL, {
    operationId: 'createUpload',
    summary: '新建断点续传 · Begin a resumable upload (tus)',
    statuses: [201],
    headers: [TUS.length, TUS.deferLength, TUS.metadata],
    refuses: [404, 405, 408, 413, 429],
  }),
  tusRoute('head', ONE, {
    operationId: 'uploadOffset',
    summary: '查询已收到的字节 · How much has arrived (tus)',
    statuses: [200],
    headers: [],
    refuses: [410, 423],
  }),
  tusRoute('patch', ONE, {
    operationId: 'continueUpload',
    summary: '续传 · Continue an upload (tus)',
    statuses: [204],
    headers: [TUS.offset, TUS.length],
    refuses: [405, 408, 409, 410, 413, 415, 423],
  }),
  tusRoute('delete', ONE, {
    operationId: 'dropUpload',
    summary: '放弃上传 · Give an upload up (tus)',
    statuses: [204],
    headers: [],
    refuses: [405, 423],
  }),
  tusRoute('post', ONE, {
    operationId: 'continueUploadByPost',
    summary:
      '以 POST 代替 · Another method, named by X-HTTP-Method-Override, where a proxy takes POST alone (tus)',
    statuses: [200, 204],
    headers: [TUS.override, { ...TUS.offset, required: false }, TUS.length],
    refuses: [405, 408, 409, 410, 413, 415, 423],
  }),
];
