import { z } from 'zod';
import { METHODS } from '../../domain/procedure/index.ts';
import { refuseBeyondCalendar } from '../../domain/tender/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { listTenders, openComplaintsOf, readFenceUnlocked, type TenderRow } from '../../store/index.ts';
import { launchedTender, ownTender } from '../access/tender-of.ts';
import { tenderParams } from '../commands/params.ts';
import type { Deps } from '../deps.ts';
import { etagOf, isUnchanged } from '../etag.ts';
import { problem, refusalProblem } from '../problem.ts';
import { IF_NONE_MATCH } from '../request-headers.ts';
import { route, type Route } from '../route.ts';
import { idSchema, instantSchema, shown, shownInstantSchema } from '../schema.ts';
import { deadlineSchema, presentDeadline } from '../shown/law.ts';
import { lotSchema, outcomeSchema, phaseSchema, tenderSchema } from '../shown/tender-schema.ts';
import { presentTender } from '../shown/tender.ts';
import { tenderFilterOf, tenderFilterSchema } from '../tender-filters.ts';

const CLOCK_WAIT_MS = 60_000;

const summarySchema = z.strictObject({
  tenderId: idSchema,
  title: z.string(),
  projectCode: z.string(),
  lot: lotSchema.nullable(),
  phase: phaseSchema.nullable(),
  outcome: outcomeSchema.nullable(),
  method: z.enum(METHODS),
  bidDeadlineAt: shownInstantSchema.nullable(),
  region: z.string(),
  industry: z.string(),
  rehearsal: z.boolean(),
});

const list = route({
  method: 'get',
  path: '/v1/tenders',
  operationId: 'listTenders',
  tags: ['public'],
  summary: '招标项目列表 · Launched tenders, newest first',
  access: 'public',
  request: {
    query: tenderFilterSchema,
  },
  responses: {
    200: {
      description: '项目',
      schema: z.strictObject({ tenders: z.array(summarySchema), next: z.string().nullable() }),
    },
  },
  handler: async ({ query, deps }) => {
    const { cursor, limit } = query;
    const found = await listTenders(deps.store.em(), tenderFilterOf(query), { after: cursor ?? null, limit });
    const tenders = found.map((tender) => ({
      tenderId: tender.id,
      title: tender.draft.title,
      projectCode: tender.projectCode,
      lot: tender.draft.lot,
      phase: tender.phase,
      outcome: tender.outcome,
      method: tender.draft.method,
      bidDeadlineAt: shown(tender.state?.bidDeadlineAt ?? null),
      region: tender.region,
      industry: tender.industry,
      rehearsal: tender.rehearsal,
    }));
    return {
      status: 200,
      body: { tenders, next: found.length === limit ? (found.at(-1)?.id ?? null) : null },
    };
  },
});

const read = route({
  method: 'get',
  path: '/v1/tenders/:id',
  operationId: 'readTender',
  tags: ['public'],
  summary: '招标项目 · One launched tender as everybody may know it',
  access: 'public',
  request: { params: tenderParams, headers: [IF_NONE_MATCH] },
  responses: {
    200: { description: '项目', schema: tenderSchema },
    304: { description: '内容未变 · The caller has it (If-None-Match)' },
  },
  handler: async ({ params, deps, koa }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    const fence = await readFenceUnlocked(deps.store.em(), params.id);
    const { now, ...body } = presentTender(state, fence?.at ?? state.launchedAt);
    // Over what is shown: a tag of the state's version would tell of steps that are secret.
    const headers = { ETag: etagOf(JSON.stringify(body)) };
    if (isUnchanged(koa, headers.ETag)) return { status: 304, headers };
    return { status: 200, body: { ...body, now }, headers };
  },
});

const deadlines = route({
  method: 'get',
  path: '/v1/tenders/:id/deadlines',
  operationId: 'readDeadlines',
  tags: ['public'],
  summary: '法定期限及其推算 · The statutory deadlines, each derived day by day',
  access: 'public',
  request: { params: tenderParams },
  responses: {
    200: {
      description: '期限',
      schema: z.strictObject({ deadlines: z.array(deadlineSchema) }),
    },
  },
  handler: async ({ params, deps }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    return { status: 200, body: { deadlines: state.deadlines.map(presentDeadline) } };
  },
});

const moveClock = route({
  method: 'post',
  path: '/v1/tenders/:id/clock',
  operationId: 'moveClock',
  tags: ['rehearsal'],
  summary: "拨快演练时钟 · Move a rehearsal's clock forward",
  access: ['tenderee', 'agency'],
  write: true,
  request: {
    params: tenderParams,
    body: z.strictObject({ to: instantSchema }),
    example: { to: '2026-09-30T09:00:00+08:00' },
  },
  responses: { 200: { description: '演练时间', schema: z.strictObject({ now: shownInstantSchema }) } },
  handler: async ({ params, body, deps, identity, once }) => {
    const tender = await ownTender(deps.store.em(), params.id, identity);
    const fence = await readFenceUnlocked(deps.store.em(), params.id);
    if (!tender.rehearsal || fence === null) {
      throw problem(409, 'clock-fixed', {
        zh: '真实项目的时钟不能拨动',
        en: 'the clock of a real tender cannot be moved',
      });
    }
    await assertCountable(deps, tender, body.to);
    const complaints = await openComplaintsOf(deps.store.em(), params.id);
    if (tender.outcome !== null && complaints.length === 0)
      throw problem(409, 'tender-over', { zh: '该项目已经结束', en: 'this tender is over' });
    const start = { tenderId: params.id, rehearsal: true, shiftMs: fence.shiftMs };
    // A clock is moved to an instant, and never back: moved there again it stands where it stood.
    return once.repeatable(async () => {
      let now = body.to;
      try {
        if (tender.outcome === null) now = await deps.engine.advanceClock(start, body.to, CLOCK_WAIT_MS);
        // The clock of a tender is that of its complaints: each deals with what fell due, also after the tender's end.
        for (const complaintId of complaints)
          now = await deps.engine.advanceComplaintClock({ ...start, complaintId }, body.to, CLOCK_WAIT_MS);
      } catch (error) {
        deps.logger.warn({ tenderId: params.id, reason: String(error) }, 'the engine did not move the clock');
        throw problem(503, 'engine-unavailable', {
          zh: '流程引擎暂不可用，请稍后重试',
          en: 'the engine is not available: try again',
          headers: { 'Retry-After': '2' },
        });
      }
      return { status: 200, body: { now: shown(now) } };
    });
  },
});

export const tenderReads: readonly Route[] = [list, read, deadlines];
/** Where no working day is known nothing can be counted: a rehearsal that went there could take no step any more. */
async function assertCountable(deps: Deps, { state }: TenderRow, to: Instant): Promise<void> {
  if (state === null) return;
  const refusals = refuseBeyondCalendar(await deps.lawOf(state.ruleset), { to });
  if (refusals.length > 0) throw refusalProblem(refusals);
}

export const clockRoutes: readonly Route[] = [moveClock];
