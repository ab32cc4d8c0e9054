import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  addMembership,
  appointParty,
  createPerson,
  deliveryById,
  failingDeliveries,
  listEndpoints,
  timedOutSteps,
  unsettledCommands,
} from '../../store/index.ts';
import { hashPassword } from '../identity/password.ts';
import { enterIdentity } from '../identity/entries.ts';
import { loginSchema, passwordSchema, phoneSchema } from '../identity/schemas.ts';
import { formed } from '../forms.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, shown, shownInstantSchema, text, usccSchema } from '../schema.ts';

const ADMINISTRATOR = ['administrator'] as const;
const STUCK_AFTER_MS = 15_000;
const PAGE = 200;
const at = shownInstantSchema;

/** A duty that passed its due unmet: of a tender, or of a complaint about it. */
const timedOutSchema = z.strictObject({
  tenderId: idSchema,
  complaintId: idSchema.nullable(),
  title: z.string(),
  projectCode: z.string(),
  rehearsal: z.boolean(),
  duty: z.strictObject({
    id: z.string(),
    rule: z.string(),
    article: z.string(),
    owner: z.enum(['tenderee', 'supervisor', 'complainant', 'respondent']),
    dueAt: at,
    announcedAt: z.number().nullable().optional().meta({ description: 'Epoch ms' }),
    metAt: z.number().nullable().meta({ description: 'Epoch ms' }),
    timedOutAt: at.nullable(),
  }),
});

const failingSchema = z.strictObject({
  id: idSchema,
  lane: z.string(),
  kind: z.enum(['publish', 'notify', 'notify-late']),
  tenderId: idSchema,
  queuedAt: at,
  attempts: z.number(),
  lastError: z.string().nullable(),
  firstFailedAt: at.nullable(),
  lastTriedAt: at.nullable(),
});

const failingEndpointSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  url: z.string(),
  nextIndex: z.number(),
  nextRehearsalsIndex: z.number(),
  attempts: z.number(),
  lastError: z.string().nullable(),
  firstFailedAt: at.nullable(),
});

const stuckSchema = z.strictObject({
  id: idSchema,
  tenderId: idSchema,
  name: z.string(),
  receivedAt: at,
  attempts: z.number(),
  lastError: z.string().nullable(),
});

const steps = route({
  method: 'get',
  path: '/v1/admin/steps',
  operationId: 'timedOutSteps',
  tags: ['admin'],
  summary: '逾期步骤 · Duties that passed their due unmet',
  access: ADMINISTRATOR,
  responses: { 200: { description: '逾期步骤', schema: z.strictObject({ steps: z.array(timedOutSchema) }) } },
  handler: async ({ deps }) => {
    const found = await timedOutSteps(deps.store.em());
    return {
      status: 200,
      body: {
        steps: found.map((step) => ({
          ...step,
          duty: { ...step.duty, dueAt: shown(step.duty.dueAt), timedOutAt: shown(step.duty.timedOutAt) },
        })),
      },
    };
  },
});

const deliveries = route({
  method: 'get',
  path: '/v1/admin/deliveries',
  operationId: 'failingDeliveries',
  tags: ['admin'],
  summary: '失败的对外交付 · Deliveries that keep failing, with the error',
  access: ADMINISTRATOR,
  responses: {
    200: {
      description: '失败的交付',
      schema: z.strictObject({
        deliveries: z.array(failingSchema),
        endpoints: z.array(failingEndpointSchema),
      }),
    },
  },
  handler: async ({ deps }) => {
    const failing = await failingDeliveries(deps.store.em());
    const endpoints = (await listEndpoints(deps.store.em())).filter((endpoint) => endpoint.attempts > 0);
    return {
      status: 200,
      body: {
        deliveries: failing.map(({ payload: _payload, queuedAt, firstFailedAt, lastTriedAt, ...rest }) => ({
          ...rest,
          queuedAt: shown(queuedAt),
          firstFailedAt: shown(firstFailedAt),
          lastTriedAt: shown(lastTriedAt),
        })),
        endpoints: endpoints.map(({ id, name, url, next, attempts, lastError, firstFailedAt }) => ({
          id,
          name,
          url,
          nextIndex: next.record,
          nextRehearsalsIndex: next.rehearsals,
          attempts,
          lastError,
          firstFailedAt: shown(firstFailedAt),
        })),
      },
    };
  },
});

const retry = route({
  method: 'post',
  path: '/v1/admin/deliveries/:id/retry',
  operationId: 'retryDelivery',
  tags: ['admin'],
  summary: "立即重试 · Try a failing delivery, or a supervisor's endpoint, again now",
  access: ADMINISTRATOR,
  write: true,
  request: { params: z.strictObject({ id: idSchema }) },
  responses: { 202: { description: '已安排重试', schema: z.strictObject({ lane: z.string() }) } },
  handler: async ({ params, deps, once }) => {
    const delivery = await deliveryById(deps.store.em(), params.id);
    const endpoint = (await listEndpoints(deps.store.em())).find((one) => one.id === params.id);
    const lane = delivery?.lane ?? (endpoint === undefined ? null : `supervisor:${endpoint.id}`);
    if (lane === null)
      throw problem(404, 'unknown-delivery', { zh: '没有此交付', en: 'there is no such delivery' });
    return once.repeatable(async () => {
      await deps.engine.wakeDelivery(lane);
      return { status: 202, body: { lane } };
    });
  },
});

const commands = route({
  method: 'get',
  path: '/v1/admin/commands',
  operationId: 'stuckCommands',
  tags: ['admin'],
  summary: '未处理的指令 · Commands that were received and are not decided yet',
  access: ADMINISTRATOR,
  responses: { 200: { description: '指令', schema: z.strictObject({ commands: z.array(stuckSchema) }) } },
  handler: async ({ deps }) => {
    const found = await unsettledCommands(deps.store.em(), PAGE, STUCK_AFTER_MS);
    return {
      status: 200,
      body: {
        commands: found.map(({ id, tenderId, name, receivedAt, attempts, lastError }) => ({
          id,
          tenderId,
          name,
          receivedAt: shown(receivedAt),
          attempts,
          lastError,
        })),
      },
    };
  },
});

const addAuthority = route({
  method: 'post',
  path: '/v1/admin/authorities',
  operationId: 'addAuthority',
  tags: ['admin'],
  summary: '登记行政监督部门 · Register an authority with its scope and its first person',
  access: ADMINISTRATOR,
  write: true,
  request: {
    secrets: ['person.password'],
    body: z.strictObject({
      uscc: usccSchema,
      name: text(200),
      address: text(300),
      regions: z
        .array(formed(/^\d{2,6}$/, '2至6位行政区划代码', 'a code of places, 2 to 6 digits'))
        .min(1)
        .max(100)
        .nullable(),
      industries: z
        .array(formed(/^[a-z-]{2,40}$/, '2至40个小写字母或者连字符', '2 to 40 lower-case letters or hyphens'))
        .min(1)
        .max(50)
        .nullable(),
      person: z.strictObject({
        login: loginSchema,
        password: passwordSchema,
        realName: text(50),
        phone: phoneSchema,
      }),
    }),
    example: {
      uscc: '11130200000000001C',
      name: '唐山市发展和改革委员会',
      address: '河北省唐山市',
      regions: ['1302'],
      industries: null,
      person: {
        login: 'supervisor.tangshan',
        password: 'correct horse battery staple',
        realName: '赵六',
        phone: '13800000001',
      },
    },
  },
  responses: {
    201: { description: '已登记', schema: z.strictObject({ partyId: idSchema, personId: idSchema }) },
  },
  handler: async ({ body, identity, address, once }) => {
    const { person, ...authority } = body;
    const passwordHash = await hashPassword(person.password);
    return once.inTransaction(async (tx) => {
      const { login, realName, phone } = person;
      const member = await createPerson(tx, { id: uuidv7(), login, passwordHash, realName, phone });
      const given = { id: uuidv7(), ...authority, kind: 'supervisor' as const };
      const proof = { how: 'administrator' as const, facts: { address }, personId: identity.personId };
      const party = member === null ? null : await appointParty(tx, given, proof);
      if (member === null || party === null)
        throw problem(409, 'already-registered', {
          zh: '用户名或者统一社会信用代码已登记',
          en: 'the login or the code is registered already',
        });
      await addMembership(tx, { personId: member.id, partyId: party.id, role: 'supervisor', manages: true });
      const { uscc, name, regions, industries } = authority;
      await enterIdentity(
        tx,
        'authorityRegistered',
        uscc,
        { uscc, name, regions, industries },
        { person: identity.personId, address },
      );
      return { status: 201, body: { partyId: party.id, personId: member.id } };
    });
  },
});

export const adminRoutes: readonly Route[] = [steps, deliveries, retry, commands, addAuthority];
