import { z } from 'zod';
import { buildCalendar } from '../../domain/time/calendar.ts';
import { databaseNow, holidayNotices } from '../../store/index.ts';
import { route, type Route } from '../route.ts';

const readiness = z.object({ database: z.boolean(), engine: z.boolean() });

const health = route({
  method: 'get',
  path: '/healthz',
  operationId: 'health',
  tags: ['system'],
  summary: 'The process lives',
  access: 'public',
  responses: {
    200: { description: 'alive', schema: z.object({ status: z.literal('ok') }), example: { status: 'ok' } },
  },
  handler: () => Promise.resolve({ status: 200, body: { status: 'ok' } }),
});

const ready = route({
  method: 'get',
  path: '/readyz',
  operationId: 'ready',
  tags: ['system'],
  summary: 'The process can serve: it needs the database; the engine may be down, commands are kept for it',
  access: 'public',
  responses: {
    200: { description: 'ready', schema: readiness, example: { database: true, engine: false } },
    503: { description: 'not ready', schema: readiness, example: { database: false, engine: true } },
  },
  handler: async ({ deps }) => {
    const [database, engine] = await Promise.all([
      databaseNow(deps.store.em()).then(
        () => true,
        () => false,
      ),
      deps.engine.healthy(),
    ]);
    return { status: database ? 200 : 503, body: { database, engine } };
  },
});

const keys = route({
  method: 'get',
  path: '/.well-known/openseal-keys.json',
  operationId: 'platformKeys',
  tags: ['public'],
  summary: "平台公钥 · The keys that check the platform's signatures (JWK Set)",
  access: 'public',
  responses: {
    200: {
      description: 'JWKS',
      schema: z.object({ keys: z.array(z.looseObject({})) }),
      example: {
        keys: [
          { kty: 'OKP', crv: 'Ed25519', kid: 'platform-1', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
        ],
      },
    },
  },
  handler: ({ deps }) => Promise.resolve({ status: 200, body: deps.signer.jwks() }),
});

const calendar = route({
  method: 'get',
  path: '/v1/calendar',
  operationId: 'readCalendar',
  tags: ['public'],
  summary: '工作日历 · The calendar in force: its version, its reach and the notices added',
  access: 'public',
  responses: {
    200: {
      description: '日历',
      schema: z.object({
        version: z.string(),
        firstDate: z.string(),
        lastDate: z.string(),
        notices: z.array(z.looseObject({})),
      }),
      example: {
        version: 'chinese-days-1.5.7',
        firstDate: '2004-01-01',
        lastDate: '2027-12-31',
        notices: [],
      },
    },
  },
  handler: async ({ deps }) => {
    const notices = await holidayNotices(deps.store.em());
    const { version, firstDate, lastDate } = buildCalendar(notices);
    return { status: 200, body: { version, firstDate, lastDate, notices } };
  },
});

export const systemRoutes: readonly Route[] = [health, ready];
export const publicFacts: readonly Route[] = [keys, calendar];
