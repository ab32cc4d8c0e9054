import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { isPublicAddress } from '../../runtime/addresses.ts';
import { endpointOfParty, putEndpoint } from '../../store/index.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, shown, shownInstantSchema } from '../schema.ts';

const SUPERVISOR = ['supervisor'] as const;

const putOwnEndpoint = route({
  method: 'put',
  path: '/v1/supervision/endpoint',
  operationId: 'putEndpoint',
  tags: ['supervision'],
  summary: '登记接收地址 · Where the authority wants every step pushed; the secret is shown once',
  description:
    'A first registration gives the secret of the signatures; another address keeps it, unless `rotateSecret` asks for a new one.',
  access: SUPERVISOR,
  write: true,
  secretAnswer: true,
  request: {
    body: z.strictObject({
      url: z.url({ protocol: /^https?$/ }).max(500),
      rotateSecret: z.boolean().default(false),
    }),
    example: { url: 'https://supervision.example.gov.cn/openseal' },
  },
  responses: {
    200: {
      description: '已登记',
      schema: z.strictObject({
        endpointId: idSchema,
        url: z.string(),
        secret: z
          .string()
          .nullable()
          .meta({ description: 'Once, when it is new; null when it stays as it was' }),
      }),
    },
  },
  handler: async ({ body, deps, identity, once }) => {
    refuseAddress(new URL(body.url), deps.config.privateWebhooks);
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    return once.inTransaction(async (tx) => {
      const {
        id: endpointId,
        url,
        isNewSecret,
      } = await putEndpoint(tx, {
        id: uuidv7(),
        partyId: identity.partyId,
        url: body.url,
        secret: deps.vault.seal(Buffer.from(secret)),
        rotateSecret: body.rotateSecret,
      });
      return { status: 200, body: { endpointId, url, secret: isNewSecret ? secret : null } };
    });
  },
});

const pushSchema = z.strictObject({
  id: idSchema,
  url: z.string(),
  nextIndex: z.number(),
  nextRehearsalsIndex: z.number(),
  attempts: z.number(),
  lastError: z.string().nullable(),
  firstFailedAt: shownInstantSchema.nullable(),
  lastDeliveredAt: shownInstantSchema.nullable(),
});

const deliveries = route({
  method: 'get',
  path: '/v1/supervision/deliveries',
  operationId: 'superviseDeliveries',
  tags: ['supervision'],
  summary: '推送状态 · How far the push got, what failed and why',
  access: SUPERVISOR,
  responses: {
    200: { description: '推送状态', schema: z.strictObject({ endpoint: pushSchema.nullable() }) },
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

/**
 * Refuses what cannot be an endpoint by its looks. What a name leads to is looked at when it is pushed to
 * (runtime/outgoing.ts), each time anew: an answer of today says nothing about tomorrow. Throws problems: 422
 * `credentials-in-address`, `private-address`.
 */
function refuseAddress(url: URL, allowPrivate: boolean): void {
  if (url.username !== '' || url.password !== '')
    throw problem(422, 'credentials-in-address', {
      zh: '接收地址不能含有用户名或者密码',
      en: 'the endpoint cannot carry a user or a password',
      accepted: {
        zh: '推送均有签名（webhook-signature），以其辨认来源',
        en: 'each push is signed (webhook-signature): know it by that',
      },
    });
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isName = isIP(host) === 0;
  const isLocal = isName && (!host.includes('.') || /\.(localhost|internal|local)$/.test(host));
  if (allowPrivate || (isName ? !isLocal : isPublicAddress(host))) return;
  throw problem(422, 'private-address', {
    zh: '接收地址不能为内网地址',
    en: 'the endpoint cannot be a private address',
  });
}

export const endpointRoutes: readonly Route[] = [putOwnEndpoint, deliveries];
