import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { endpointOfParty, putEndpoint } from '../../store/index.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, shown } from '../schema.ts';

const SUPERVISOR = ['supervisor'] as const;

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
    const { id, url, next, attempts, lastError, firstFailedAt, lastDeliveredAt } = endpoint;
    return {
      status: 200,
      body: {
        endpoint: {
          id,
          url,
          nextIndex: next.record,
          nextRehearsalsIndex: next.rehearsals,
          attempts,
          lastError,
          firstFailedAt: shown(firstFailedAt),
          lastDeliveredAt: shown(lastDeliveredAt),
        },
      },
    };
  },
});

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

export const endpointRoutes: readonly Route[] = [putOwnEndpoint, deliveries];
