import { z } from 'zod';
import { buildCalendar } from '../../domain/time/calendar.ts';
import { databaseNow, holidayNotices } from '../../store/index.ts';
import { route, type Route } from '../route.ts';
import { holidayNoticeSchema } from '../shown/law.ts';

const READY_WITHIN_MS = 3_000;
const readiness = z.strictObject({ database: z.boolean(), engine: z.boolean() });

const health = route({
  method: 'get',
  path: '/healthz',
  operationId: 'health',
  tags: ['system'],
  summary: 'The process lives',
  access: 'public',
  responses: {
    200: {
      description: 'alive',
      schema: z.strictObject({ status: z.literal('ok') }),
      example: { status: 'ok' },
    },
  },
  handler: () => Promise.resolve({ status: 200 as const, body: { status: 'ok' as const } }),
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
      within(databaseNow(deps.store.em())),
      within(deps.engine.healthy()),
    ]);
    const body = { database, engine };
    return database ? { status: 200, body } : { status: 503, body };
  },
});

/** Whether something comes, and is so, before whoever asks would rather know that it does not. */
async function within(work: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), READY_WITHIN_MS);
  const found = work.then(
    (value) => value !== false,
    () => false,
  );
  return Promise.race([found, late.promise]).finally(() => clearTimeout(timer));
}

/** A key of the platform, and from when and until when it signs. */
const jwkSchema = z.strictObject({
  kty: z.enum(['OKP', 'EC']),
  crv: z.enum(['Ed25519', 'P-256']),
  x: z.string(),
  y: z.string().optional(),
  kid: z.string(),
  use: z.literal('sig'),
  alg: z.enum(['EdDSA', 'ES256']),
  nbf: z.number().optional(),
  exp: z.number().optional(),
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
      schema: z.strictObject({ keys: z.array(jwkSchema) }),
      example: {
        keys: [
          {
            kty: 'OKP',
            crv: 'Ed25519',
            x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
            kid: 'platform-1',
            use: 'sig',
            alg: 'EdDSA',
          },
        ],
      },
    },
  },
  handler: ({ deps }) => Promise.resolve({ status: 200 as const, body: deps.signer.jwks() }),
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
      schema: z.strictObject({
        version: z.string(),
        firstDate: z.string(),
        lastDate: z.string(),
        notices: z.array(holidayNoticeSchema),
      }),
      example: {
        version: 'chinese-days-1.5.7+doubt-2',
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
