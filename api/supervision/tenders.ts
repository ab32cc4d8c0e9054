import { z } from 'zod';
import { logNameOf } from '../../domain/record/log-name.ts';
import { committee } from '../../domain/record/parts/forms.ts';
import {
  dutyName,
  dutyStanding,
  instructionStanding,
  type Duty,
  type TenderState,
} from '../../domain/tender/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { courseOf, mayRead, VISIBILITY } from '../../domain/visibility/index.ts';
import {
  clockShifts,
  databaseNow,
  dutyActions,
  listTenders,
  privateParts,
  readFenceUnlocked,
  readRecord,
} from '../../store/index.ts';
import { inScope, scopeOf } from '../access/scope.ts';
import type { Answer } from '../answer.ts';
import { route, type Route } from '../route.ts';
import { idSchema, shown } from '../schema.ts';
import {
  instructionStandingFields,
  wholeInstruction,
  wholeInstructionSchema,
} from '../shown/instructions.ts';
import { wordsSchema } from '../shown/law.ts';
import { openedEntry, openedEntrySchema } from '../shown/record.ts';
import { doneSchema, dutySchema, outcomeSchema, phaseSchema, tenderSchema } from '../shown/tender-schema.ts';
import { presentDuty, presentTender } from '../shown/tender.ts';
import { tenderFilterOf, tenderFilterSchema } from '../tender-filters.ts';
import { askedIn, readerAmong } from './asked.ts';

const SUPERVISOR = ['supervisor'] as const;
const params = z.strictObject({ id: idSchema });

const supervisedSchema = z.strictObject({
  tenderId: idSchema,
  title: z.string(),
  projectCode: z.string(),
  rehearsal: z.boolean(),
  phase: phaseSchema.nullable(),
  outcome: outcomeSchema.nullable(),
  region: z.string(),
  industry: z.string(),
  suspended: z.boolean(),
  lateDuties: z.number(),
  openInstructions: z.number(),
});

const standingDutySchema = dutySchema.extend({
  ...wordsSchema.shape,
  standing: z.enum(['open', 'resting', 'late', 'met', 'met-late']),
  lateMs: z.number(),
});

/** A tender as everybody may know it, with what is owed in it and the orders to it in full. */
const inspectedSchema = tenderSchema.extend({
  duties: z.array(standingDutySchema.extend({ done: z.array(doneSchema) })),
  instructions: z.array(wholeInstructionSchema.extend(instructionStandingFields)),
  committee: committee.nullable().optional(),
});

const list = route({
  method: 'get',
  path: '/v1/supervision/tenders',
  operationId: 'supervisedTenders',
  tags: ['supervision'],
  summary: "监督范围内的项目 · The tenders of the authority's region and industry",
  access: SUPERVISOR,
  request: { query: tenderFilterSchema },
  responses: {
    200: {
      description: '项目',
      schema: z.strictObject({
        tenders: z.array(supervisedSchema),
        next: z.string().nullable(),
      }),
    },
  },
  handler: async ({ query, deps, identity }) => {
    const { regions, industries } = await scopeOf(deps.store.em(), identity);
    const asked = tenderFilterOf(query);
    const filter = { ...asked, industries, regions: within(asked.regions ?? null, regions) };
    const found = await listTenders(deps.store.em(), filter, {
      after: query.cursor ?? null,
      limit: query.limit,
    });
    const realAt = await databaseNow(deps.store.em());
    const shifts = await clockShifts(
      deps.store.em(),
      found.map((one) => one.id),
    );
    const tenders = found.map((one) => ({
      tenderId: one.id,
      title: one.draft.title,
      projectCode: one.projectCode,
      rehearsal: one.rehearsal,
      phase: one.phase,
      outcome: one.outcome,
      region: one.region,
      industry: one.industry,
      suspended: one.state !== null && one.state.suspension !== null,
      lateDuties: one.state === null ? 0 : lateDuties(one.state, realAt + (shifts.get(one.id) ?? 0)),
      openInstructions: one.state?.instructions.filter((each) => each.closedAt === null).length ?? 0,
    }));
    return {
      status: 200,
      body: { tenders, next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null },
    };
  },
});

/** The places asked for, as far as an authority is competent there; null: all. */
function within(asked: readonly string[] | null, competent: string[] | null): readonly string[] | null {
  if (asked === null) return competent;
  if (competent === null) return asked;
  return asked.flatMap((one) => [
    ...(competent.some((prefix) => one.startsWith(prefix)) ? [one] : []),
    ...competent.filter((prefix) => prefix.startsWith(one) && prefix !== one),
  ]);
}

const inspect = route({
  method: 'get',
  path: '/v1/supervision/tenders/:id',
  operationId: 'inspectTender',
  tags: ['supervision'],
  summary: '查看项目 · One tender with its duties and what is late',
  access: SUPERVISOR,
  request: { params },
  responses: { 200: { description: '项目', schema: inspectedSchema } },
  handler: async ({ params: { id }, deps, identity }) => {
    const tender = await inScope(deps.store.em(), id, identity);
    const { state } = tender;
    const fence = await readFenceUnlocked(deps.store.em(), id);
    const now = fence?.at ?? state.launchedAt;
    const acted = await dutyActions(deps.store.em(), [id]);
    return {
      status: 200,
      body: {
        ...presentTender(state, now),
        duties: state.duties.map((duty) => ({
          ...withStanding(duty, state, now),
          // What the administrator did about it: reminders, and escalations to this authority.
          done: acted
            .filter(({ dutyId }) => dutyId === duty.id)
            .map(({ action, reason, at }) => ({ action, reason, at: shown(at) })),
        })),
        instructions: state.instructions.map((one) => ({
          ...wholeInstruction(one),
          ...instructionStanding(one, now),
        })),
        committee: mayRead(VISIBILITY.evaluationReported.facts, 'observing', courseOf(state))
          ? state.evaluation?.committee
          : null,
      },
    };
  },
});

/** A duty with what is owed, and how late it is. */
function withStanding(duty: Duty, state: TenderState, now: Instant): Answer<typeof standingDutySchema> {
  const { zh, en } = dutyName(duty);
  return { ...presentDuty(duty), zh, en, ...dutyStanding(duty, state, now) };
}

const lateDuties = (state: TenderState, now: Instant): number =>
  state.duties.filter((duty) => dutyStanding(duty, state, now).standing === 'late').length;

const record = route({
  method: 'get',
  path: '/v1/supervision/tenders/:id/record',
  operationId: 'superviseRecord',
  tags: ['supervision'],
  summary:
    '全程记录 · The record of one tender, its private parts opened as far as the law lets a supervisor see them',
  description: 'What was done in secret is listed apart, once the law opens it: `/sealed-acts`.',
  access: SUPERVISOR,
  request: {
    params,
    query: z.strictObject({
      from: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
  },
  responses: {
    200: {
      description: '记录',
      schema: z.strictObject({ entries: z.array(openedEntrySchema), next: z.number() }),
    },
  },
  handler: async ({ params: { id }, query, deps, identity }) => {
    const { state } = await inScope(deps.store.em(), id, identity);
    const entries = await readRecord(deps.store.em(), logNameOf(state.rehearsal), { ...query, tenderId: id });
    const asked = await askedIn(deps.store.em(), id, identity);
    const parts = await privateParts(deps.store.em(), entries, {
      course: courseOf(state),
      readerOf: readerAmong(asked),
    });
    const shownEntries = entries.map((entry) => openedEntry(entry, parts.get(entry.id)));
    return {
      status: 200,
      body: { entries: shownEntries, next: (entries.at(-1)?.index ?? query.from - 1) + 1 },
    };
  },
});

export const tenderRoutes: readonly Route[] = [list, inspect, record];
