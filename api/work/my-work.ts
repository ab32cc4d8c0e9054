import { z } from 'zod';
import { ruleOf } from '../../domain/law/context.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { openWork, queuePage, UNTIMED_KINDS, type QueueItem, type QueueKind } from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import { ROLES, type Deps, type Identity, type Role } from '../deps.ts';
import { route, type Route } from '../route.ts';
import { shown, shownIdSchema, shownInstantSchema } from '../schema.ts';
import { itemSchema } from './item-schema.ts';
import { presentItem, shownTender, type ItemContext } from './items.ts';
import { itemContext, MS_PER_HOUR, nextCursor, placeOf, workQuerySchema } from './page.ts';

const workSchema = itemSchema.omit({ actions: true, details: true, kind: true }).extend({
  kind: z.enum([...itemSchema.shape.kind.options, 'key']),
  dueAt: shownInstantSchema.nullable().meta({
    description:
      'When it falls due by the clock of its case; null where no law sets a time, and it waits since `waitsSinceAt`',
  }),
  of: z
    .strictObject({ case: z.enum(['tender', 'complaint']), id: shownIdSchema })
    .nullable()
    .meta({ description: 'The case that it is about' }),
  link: z.string().nullable().meta({ description: 'Where the case is read' }),
  actions: z.string().nullable().meta({ description: 'Where one reads what may be done in it now' }),
});

type ShownWork = Answer<typeof workSchema>;

const myWork = route({
  method: 'get',
  path: '/v1/me/work',
  operationId: 'readMyWork',
  tags: ['identity'],
  summary:
    '我的待办 · What the party I act for has to do, over all its tenders and complaints, soonest due first',
  description:
    'For a tenderee and its agency the duties, the instructions to acknowledge and the next award; for a bidder the keys to hand in and the complaints to correct; for an authority its complaints; for an administrator the queue (`GET /v1/admin/queue` says more of it). `late` is what is past its due, `withinHours` what falls due by then.',
  access: ROLES,
  request: { query: workQuerySchema },
  responses: {
    200: {
      description: '待办',
      schema: z.strictObject({ work: z.array(workSchema), next: z.string().nullable() }),
    },
  },
  handler: async ({ deps, identity, query }) => {
    const found = await workOf(deps, identity, query);
    const context = await itemContext(deps, found, { acted: false });
    return {
      status: 200,
      body: {
        work: found.map((item) => presentWork(item, context, identity.role)),
        next: nextCursor(found, query.limit),
      },
    };
  },
});

type WorkItem = QueueItem<QueueKind | 'key'>;

function workOf(
  deps: Deps,
  identity: Identity,
  query: z.output<typeof workQuerySchema>,
): Promise<readonly WorkItem[]> {
  const { role, partyId, uscc, mandates = [] } = identity;
  const page = { after: placeOf(query.cursor), limit: query.limit };
  const late = query.late === 'true';
  const within = (hours: number): number => Math.round(hours * MS_PER_HOUR);
  if (role === 'administrator') {
    const soonMs = within(query.withinHours ?? deps.config.remindBeforeHours);
    const everywhere = { kind: null, tenderId: null, region: null, rehearsal: null };
    return queuePage(deps.store.em(), { ...everywhere, late, soonMs }, page);
  }
  const soonMs = query.withinHours === undefined ? null : within(query.withinHours);
  return openWork(deps.store.em(), { role, partyId, uscc, mandates }, { late, soonMs }, page);
}

const isQueued = (item: WorkItem): item is QueueItem => item.kind !== 'key';

function presentWork(item: WorkItem, context: ItemContext, role: Role): ShownWork {
  const late = !UNTIMED.includes(item.kind) && item.waitsSinceAt <= context.at;
  return {
    ...(isQueued(item) ? presentQueued(item, context) : presentKey(item, context)),
    dueAt: shown(dueOf(item)),
    late,
    lateMs: late ? context.at - item.waitsSinceAt : 0,
    ...caseOf(item, role),
  };
}

const UNTIMED: readonly string[] = UNTIMED_KINDS;

const dueOf = ({ body }: WorkItem): Instant | null =>
  body.duty?.dueAt ?? body.complaint?.duty.dueAt ?? body.dueAt ?? null;

type ShownItem = Omit<ShownWork, 'dueAt' | 'of' | 'link' | 'actions'>;

function presentQueued(item: QueueItem, context: ItemContext): ShownItem {
  // What an administrator may do about it, and how it is kept, is the queue's to say.
  const { actions: _actions, details: _details, ...told } = presentItem(item, context);
  return told;
}

/** The key of a bid, which its bidder hands in during the opening (电子招标投标办法 30). */
function presentKey({ key, waitsSinceAt, tender }: WorkItem, { lawOf }: ItemContext): ShownItem {
  const law = lawOf(tender?.ruleset ?? '');
  const [rule, failed] = [ruleOf(law, 'EB-013'), ruleOf(law, 'EB-014')];
  return {
    kind: 'key',
    key,
    tender: tender && shownTender(tender),
    waitsSinceAt: shown(waitsSinceAt),
    late: false,
    lateMs: 0,
    what: { zh: '递交投标文件的解密密钥', en: 'hand in the key of your bid' },
    whose: { role: 'bidder' },
    rule: rule.id,
    article: rule.article,
    follows: [{ rule: failed.id, article: failed.article, zh: failed.zh, en: failed.en }],
  };
}

/** The case of an item, and where its reader reads it; an item about none (a claim, time-stamps) has neither. */
function caseOf({ body, tender }: WorkItem, role: Role): Pick<ShownWork, 'of' | 'link' | 'actions'> {
  const complaintId = body.complaint?.complaintId ?? body.complaintId ?? null;
  const of =
    complaintId !== null
      ? ({ case: 'complaint', id: complaintId } as const)
      : tender === null
        ? null
        : ({ case: 'tender', id: tender.id } as const);
  if (of === null) return { of, link: null, actions: null };
  const place = `${of.case}s/${of.id}`;
  // An administrator reads no complaint, and no case on a face of its own: the queue says what it may do.
  if (role === 'administrator') return { of, link: null, actions: null };
  const link = role === 'supervisor' ? `/v1/supervision/${place}` : `/v1/${place}`;
  return { of, link, actions: `/v1/${place}/actions` };
}

export const workRoutes: readonly Route[] = [myWork];
