import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  parseOcid,
  recordPackage,
  recordPackageSchema,
  releasePackage,
  releasePackageSchema,
} from '../../domain/disclosure/index.ts';
import {
  announcementById,
  listAnnouncements,
  releaseById,
  releasesOf,
  type PublishedAnnouncement,
} from '../../store/index.ts';
import { pagePolicy } from '../middleware/security-headers.ts';
import type { Deps } from '../deps.ts';
import type { Answer } from '../answer.ts';
import { problem } from '../problem.ts';
import { PUBLICATION_POLICY_PATH } from './publication-policy.ts';
import { route, type Route } from '../route.ts';
import { idSchema, pageQuerySchema, shown, shownInstantSchema, text } from '../schema.ts';

const announcementSchema = z.strictObject({
  id: idSchema,
  tenderId: idSchema,
  kind: z.string(),
  title: z.string(),
  publishedAt: shownInstantSchema,
  rehearsal: z.boolean(),
  url: z.string(),
});

/** The id of a release, as in `idSchema`, and its ending. */
const releaseFileSchema = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.json$/);

const announcementExample = {
  id: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
  tenderId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a12',
  kind: 'tender-notice',
  title: '某市污水处理厂扩建工程招标公告',
  publishedAt: '2026-09-10T09:00:00.000+08:00',
  rehearsal: false,
  url: 'https://tender.example.cn/announcements/01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
};
const packageExample = {
  uri: 'https://tender.example.cn/ocds/releases/01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11.json',
  version: '1.1',
  publishedDate: '2026-09-10T09:00:00.000+08:00',
  publisher: { name: '示例平台' },
  license: 'https://creativecommons.org/licenses/by/4.0/',
  publicationPolicy: 'https://tender.example.cn/publication-policy',
};

const list = route({
  method: 'get',
  path: '/v1/announcements',
  operationId: 'listAnnouncements',
  tags: ['public'],
  summary: '公告列表 · Announcements, newest first',
  access: 'public',
  request: { query: pageQuerySchema.extend({ tenderId: idSchema.optional(), kind: text(64).optional() }) },
  responses: {
    200: {
      description: '公告',
      schema: z.strictObject({ announcements: z.array(announcementSchema), next: z.string().nullable() }),
      example: { announcements: [announcementExample], next: null },
    },
  },
  handler: async ({ query, deps }) => {
    const { tenderId, kind, cursor, limit } = query;
    const found = await listAnnouncements(
      deps.store.em(),
      { tenderId, kind },
      { after: cursor ?? null, limit },
    );
    const announcements = found.map((one) => shownAnnouncement(one, deps));
    return {
      status: 200,
      body: { announcements, next: found.length === limit ? (found.at(-1)?.id ?? null) : null },
    };
  },
});

const page = route({
  method: 'get',
  path: '/announcements/:id',
  operationId: 'readAnnouncement',
  tags: ['public'],
  summary: '公告正文 · An announcement at its permanent address',
  access: 'public',
  request: { params: z.strictObject({ id: idSchema }) },
  responses: {
    200: {
      description: '公告页面，或者其摘要（Accept: application/json）',
      schema: announcementSchema,
      example: announcementExample,
      beside: 'text/html',
    },
  },
  handler: async ({ params, deps, koa }) => {
    const found = await announcementById(deps.store.em(), params.id);
    if (found === null)
      throw problem(404, 'unknown-announcement', { zh: '没有此公告', en: 'there is no such announcement' });
    koa.vary('Accept');
    if (koa.accepts('html', 'json') === 'json') return { status: 200, body: shownAnnouncement(found, deps) };
    const headers = {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Security-Policy': pagePolicy(styleHash(found.html)),
    };
    return { status: 200, body: found.html, headers };
  },
});

const release = route({
  method: 'get',
  path: '/ocds/releases/:file',
  operationId: 'readRelease',
  tags: ['public'],
  summary: 'OCDS 发布 · One OCDS 1.1.5 release, in its package',
  access: 'public',
  request: { params: z.strictObject({ file: releaseFileSchema }) },
  responses: {
    200: {
      description: 'release package',
      schema: releasePackageSchema,
      example: { ...packageExample, releases: [] },
    },
  },
  handler: async ({ params, deps, koa }) => {
    const found = await releaseById(deps.store.em(), params.file.slice(0, -'.json'.length));
    if (found === null)
      throw problem(404, 'unknown-release', { zh: '没有此发布', en: 'there is no such release' });
    return {
      status: 200,
      body: releasePackage([found.release], packageContext(deps, koa.path, found.publishedAt)) as Answer<
        typeof releasePackageSchema
      >,
    };
  },
});

const record = route({
  method: 'get',
  path: '/ocds/records/:file',
  operationId: 'readOcdsRecord',
  tags: ['public'],
  summary: 'OCDS 记录 · The whole contracting process as an OCDS record',
  access: 'public',
  request: { params: z.strictObject({ file: z.string().regex(/^[a-z0-9-]{10,120}\.json$/) }) },
  responses: {
    200: {
      description: 'record package',
      schema: recordPackageSchema,
      example: { ...packageExample, records: [] },
    },
  },
  handler: async ({ params, deps, koa }) => {
    const ocid = params.file.slice(0, -'.json'.length);
    const found =
      parseOcid(deps.config.ocidPrefix, ocid) === null ? [] : await releasesOf(deps.store.em(), ocid);
    const last = found.at(-1);
    if (last === undefined)
      throw problem(404, 'unknown-ocid', {
        zh: '没有此采购过程',
        en: 'there is no such contracting process',
      });
    const releases = found.map((one) => one.release);
    return {
      status: 200,
      body: recordPackage(ocid, releases, packageContext(deps, koa.path, last.publishedAt)) as Answer<
        typeof recordPackageSchema
      >,
    };
  },
});

function packageContext(deps: Deps, path: string, publishedAt: number) {
  const { publicUrl } = deps.config.http;
  return {
    uri: `${publicUrl}${path}`,
    publishedAt,
    publisher: { name: deps.config.platformName, uri: publicUrl },
    license: deps.config.dataLicense,
    publicationPolicy: `${publicUrl}${PUBLICATION_POLICY_PATH}`,
  };
}

const shownAnnouncement = (
  { id, tenderId, kind, title, publishedAt, rehearsal }: PublishedAnnouncement,
  deps: Deps,
) => ({
  id,
  tenderId,
  kind,
  title,
  publishedAt: shown(publishedAt),
  rehearsal,
  url: `${deps.config.http.publicUrl}/announcements/${id}`,
});

/** The hash by which the page's own stylesheet, and nothing else, is allowed. */
function styleHash(html: string): string | null {
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1];
  return style === undefined ? null : createHash('sha256').update(style).digest('base64');
}

export const disclosureRoutes: readonly Route[] = [list, page, release, record];
