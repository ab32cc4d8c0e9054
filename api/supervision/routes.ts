import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  CONFIDENTIAL,
  endpointOfParty,
  listTenders,
  partyById,
  privateParts,
  putEndpoint,
  readRecord,
  tenderById,
  type Em,
  type TenderRow,
} from '../../store/index.ts';
import type { Identity } from '../deps.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, pageQuerySchema, shown } from '../schema.ts';
import { presentTender } from '../trading/present.ts';

const SUPERVISOR = ['supervisor'] as const;
const params = z.strictObject({ id: idSchema });

const list = route({
  method: 'get',
  path: '/v1/supervision/tenders',
  operationId: 'supervisedTenders',
  tags: ['supervision'],
  summary: "监督范围内的项目 · The tenders of the authority's region and industry",
  access: SUPERVISOR,
  request: { query: pageQuerySchema },
  responses: {
    200: {
      description: '项目',
      schema: z.object({
        tenders: z.array(z.looseObject({ tenderId: idSchema })),
        next: z.string().nullable(),
      }),
    },
  },
  handler: async ({ query, deps, identity }) => {
    const { regions, industries } = await scopeOf(deps.store.em(), identity);
    const filter = { status: 'launched' as const, industries, ...(regions === null ? {} : { regions }) };
    const found = await listTenders(deps.store.em(), filter, {
      after: query.cursor ?? null,
      limit: query.limit,
    });
    const tenders = found.map((one) => ({
      tenderId: one.id,
      title: one.draft.title,
      phase: one.phase,
      outcome: one.outcome,
      region: one.region,
      suspended: one.state?.suspension !== null,
    }));
    return {
      status: 200,
      body: { tenders, next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null },
    };
  },
});

const inspect = route({
  method: 'get',
  path: '/v1/supervision/tenders/:id',
  operationId: 'inspectTender',
  tags: ['supervision'],
  summary: '查看项目 · One tender with its duties and what is late',
  access: SUPERVISOR,
  request: { params },
  responses: { 200: { description: '项目', schema: z.looseObject({ tenderId: idSchema }) } },
  handler: async ({ params: { id }, deps, identity }) => {
    const tender = await inScope(deps.store.em(), id, identity);
    const { state } = tender;
    return {
      status: 200,
      body: {
        ...presentTender(state, state.launchedAt),
        committee: state.milestones.awardNoticeIssued === undefined ? null : state.evaluation?.committee,
      },
    };
  },
});

/** Entries that tell who bids, or who took the documents: closed to everybody until the bids are opened. */
const SECRET_UNTIL_OPENING = new Set([CONFIDENTIAL, 'objectionFiled']);

const record = route({
  method: 'get',
  path: '/v1/supervision/tenders/:id/record',
  operationId: 'superviseRecord',
  tags: ['supervision'],
  summary:
    '全程记录 · The record of one tender, its private parts opened as far as the law lets a supervisor see them',
  access: SUPERVISOR,
  request: {
    params,
    query: z.strictObject({
      from: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
  },
  responses: {
    200: { description: '记录', schema: z.object({ entries: z.array(z.looseObject({})), next: z.number() }) },
  },
  handler: async ({ params: { id }, query, deps, identity }) => {
    const { state } = await inScope(deps.store.em(), id, identity);
    const entries = await readRecord(deps.store.em(), { ...query, tenderId: id });
    const opened = state.milestones.bidsOpened !== undefined;
    const awarded = state.milestones.awardNoticeIssued !== undefined;
    const visible = entries.filter(
      ({ event }) =>
        (opened || !SECRET_UNTIL_OPENING.has(event)) && (awarded || event !== 'evaluationReported'),
    );
    const parts = await privateParts(
      deps.store.em(),
      visible.map((entry) => entry.id),
    );
    const shownEntries = entries.map((entry) => ({ ...entry, opened: parts.get(entry.id) ?? null }));
    return {
      status: 200,
      body: { entries: shownEntries, next: (entries.at(-1)?.index ?? query.from - 1) + 1 },
    };
  },
});

const putOwnEndpoint = route({
  method: 'put',
  path: '/v1/supervision/endpoint',
  operationId: 'putEndpoint',
  tags: ['supervision'],
  summary: '登记接收地址 · Where the authority wants every step pushed; the secret is shown once',
  access: SUPERVISOR,
  write: 'own',
  request: {
    body: z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(500) }),
    example: { url: 'https://supervision.example.gov.cn/openseal' },
  },
  responses: {
    200: {
      description: '已登记',
      schema: z.object({ endpointId: idSchema, url: z.string(), secret: z.string() }),
    },
  },
  handler: async ({ body, deps, identity }) => {
    if (!deps.config.privateWebhooks && isPrivate(new URL(body.url).hostname)) {
      throw problem(422, 'private-address', {
        zh: '接收地址不能为内网地址',
        en: 'the endpoint cannot be a private address',
      });
    }
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    const endpoint = await deps.store.transaction((tx) =>
      putEndpoint(tx, {
        id: uuidv7(),
        partyId: identity.partyId,
        url: body.url,
        secret: deps.vault.seal(Buffer.from(secret)),
      }),
    );
    return { status: 200, body: { endpointId: endpoint.id, url: endpoint.url, secret } };
  },
});

const deliveries = route({
  method: 'get',
  path: '/v1/supervision/deliveries',
  operationId: 'superviseDeliveries',
  tags: ['supervision'],
  summary: '推送状态 · How far the push got, what failed and why',
  access: SUPERVISOR,
  responses: {
    200: { description: '推送状态', schema: z.object({ endpoint: z.looseObject({}).nullable() }) },
  },
  handler: async ({ deps, identity }) => {
    const endpoint = await endpointOfParty(deps.store.em(), identity.partyId);
    if (endpoint === null) return { status: 200, body: { endpoint: null } };
    const { id, url, nextIndex, attempts, lastError, firstFailedAt, lastDeliveredAt } = endpoint;
    return {
      status: 200,
      body: {
        endpoint: {
          id,
          url,
          nextIndex,
          attempts,
          lastError,
          firstFailedAt: shown(firstFailedAt),
          lastDeliveredAt: shown(lastDeliveredAt),
        },
      },
    };
  },
});

async function scopeOf(
  em: Em,
  identity: Identity,
): Promise<{ regions: string[] | null; industries: string[] | null }> {
  const party = await partyById(em, identity.partyId);
  return { regions: party?.regions ?? null, industries: party?.industries ?? null };
}

/** A launched tender within the authority's scope. Throws 404 for any other: supervisors see their own only. */
export async function inScope(
  em: Em,
  id: string,
  identity: Identity,
): Promise<TenderRow & { state: NonNullable<TenderRow['state']> }> {
  const { regions, industries } = await scopeOf(em, identity);
  const tender = await tenderById(em, id);
  const state = tender?.state;
  const competent =
    tender !== null &&
    (regions === null || regions.some((prefix) => tender.region.startsWith(prefix))) &&
    (industries === null || industries.includes(tender.industry));
  if (tender === null || state == null || !competent)
    throw problem(404, 'unknown-tender', {
      zh: '监督范围内没有此项目',
      en: 'there is no such tender in your scope',
    });
  return { ...tender, state };
}

/** Addresses that only the platform's own network reaches (RFC 1918, 4193, 3927, loopback). */
function isPrivate(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (isIP(name) === 0)
    return (
      name === 'localhost' || name.endsWith('.localhost') || name.endsWith('.internal') || !name.includes('.')
    );
  return /^(127\.|10\.|192\.168\.|169\.254\.|0\.|172\.(1[6-9]|2\d|3[01])\.|::1$|::$|f[cd]|fe80|::ffff:)/.test(
    name,
  );
}

export const supervisionRoutes: readonly Route[] = [list, inspect, record, putOwnEndpoint, deliveries];
