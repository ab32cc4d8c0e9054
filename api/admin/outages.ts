import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { citationIn } from '../../domain/law/citation.ts';
import type { PublicPart } from '../../domain/record/parts/index.ts';
import {
  availabilityNow,
  databaseNow,
  enterRecord,
  outagesBetween,
  readFence,
  simulateOutage,
  type Outage,
} from '../../store/index.ts';
import { launchedTender } from '../access/tender-of.ts';
import { tenderParams } from '../commands/params.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, instantSchema, shown, shownInstantSchema, text } from '../schema.ts';

const ADMINISTRATOR = ['administrator'] as const;
const DEFAULT_DAYS = 30;
const MS_PER_DAY = 86_400_000;

const outageSchema = z.strictObject({
  fromAt: shownInstantSchema,
  untilAt: shownInstantSchema,
  seconds: z.number(),
});

/** Who looks whether the platform can be reached. */
const sourceSchema = z.strictObject({
  source: z.string(),
  kind: z.enum(['api', 'probe']),
  up: z.boolean(),
  sinceAt: shownInstantSchema,
  lastAt: shownInstantSchema,
});

const list = route({
  method: 'get',
  path: '/v1/admin/outages',
  operationId: 'listOutages',
  tags: ['admin'],
  summary: '平台停机记录 · The measured outages, and who measures',
  access: ADMINISTRATOR,
  request: {
    query: z.strictObject({ fromAt: instantSchema.optional(), untilAt: instantSchema.optional() }),
  },
  responses: {
    200: {
      description: '停机',
      schema: z.strictObject({
        ruleInForce: z.boolean(),
        measuredSinceAt: shownInstantSchema.nullable(),
        sources: z.array(sourceSchema),
        outages: z.array(outageSchema),
      }),
    },
  },
  handler: async ({ query, deps }) => {
    const em = deps.store.em();
    const untilAt = query.untilAt ?? (await databaseNow(em));
    const fromAt = query.fromAt ?? untilAt - DEFAULT_DAYS * MS_PER_DAY;
    const { measuredSinceAt, sources } = await availabilityNow(em);
    const outages = await outagesBetween(em, fromAt, untilAt);
    return {
      status: 200,
      body: {
        ruleInForce: deps.config.downtimeRule,
        measuredSinceAt: shown(measuredSinceAt),
        sources: sources.map((one) => ({ ...one, sinceAt: shown(one.sinceAt), lastAt: shown(one.lastAt) })),
        outages: outages.map(shownOutage),
      },
    };
  },
});

const shownOutage = ({ fromAt, untilAt }: Outage) => ({
  fromAt: shown(fromAt),
  untilAt: shown(untilAt),
  seconds: Math.floor((untilAt - fromAt) / 1_000),
});

const simulate = route({
  method: 'post',
  path: '/v1/admin/tenders/:id/outages',
  operationId: 'simulateOutage',
  tags: ['admin', 'rehearsal'],
  summary:
    '演练停机 · Enter an outage of a rehearsal, in its own time; real outages are measured, never entered',
  access: ADMINISTRATOR,
  write: true,
  request: {
    params: tenderParams,
    body: z.strictObject({ fromAt: instantSchema, untilAt: instantSchema, reason: text(500) }),
    example: {
      fromAt: '2026-09-30T08:00:00+08:00',
      untilAt: '2026-09-30T08:40:00+08:00',
      reason: '演练：投标截止前停机四十分钟',
    },
  },
  responses: {
    201: { description: '已录入', schema: z.strictObject({ outageId: idSchema }) },
  },
  handler: async ({ params, body, deps, identity, address, once }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    if (!state.rehearsal)
      throw problem(409, 'outages-measured', {
        zh: '真实项目的停机以监测记录为准，不能录入',
        en: 'the outages of a real tender are measured: none can be entered',
      });
    if (body.untilAt <= body.fromAt)
      throw problem(422, 'empty-outage', {
        zh: '停机结束时间应当晚于开始时间',
        en: 'an outage must end after it begins',
      });
    return once.inTransaction(async (tx) => {
      const fence = await readFence(tx, state.id, 'share');
      if (fence === null || fence.closedAt !== null)
        throw problem(409, 'bids-closed', {
          zh: '投标已经截止，停机不再影响截止时间',
          en: 'the bids are closed: an outage no longer bears on the deadline',
        });
      await enterRecord(tx, {
        id: uuidv7(),
        tenderId: state.id,
        event: 'outageSimulated',
        at: fence.at,
        rehearsal: true,
        role: identity.role,
        party: null,
        ...citationIn(state.ruleset, 'INT-07'),
        documents: [],
        data: {
          fromAt: shown(body.fromAt),
          untilAt: shown(body.untilAt),
          reason: body.reason,
        } satisfies PublicPart<'outageSimulated'>,
        private: { person: identity.personId, party: identity.uscc, address },
      });
      const outageId = await simulateOutage(tx, { tenderId: state.id, ...body });
      return { status: 201, body: { outageId } };
    });
  },
});

export const outageRoutes: readonly Route[] = [list, simulate];
