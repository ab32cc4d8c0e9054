import { z } from 'zod';
import type { LawContext } from '../../domain/law/context.ts';
import { databaseNow, dutyActions, type QueueItem, type QueuePlace } from '../../store/index.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../problem.ts';
import type { ItemContext } from './items.ts';

export const MS_PER_HOUR = 3_600_000;

/** How a list of work is asked for, whoever asks. */
export const workQuerySchema = z.strictObject({
  late: z.enum(['true', 'false']).optional(),
  /** How long before its due a duty is shown. */
  withinHours: z.coerce
    .number()
    .min(0)
    .max(24 * 366)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(600).optional(),
});

const cursorSchema = z.strictObject({
  waitsSinceAt: z.int(),
  kind: z.string().min(1).max(40),
  key: z.string().min(1).max(200),
});

/** What a page is asked for with, after the last of these items; null where there are no more than it could hold. */
export function nextCursor(items: readonly QueuePlace[], limit: number): string | null {
  const last = items.length === limit ? items.at(-1) : undefined;
  if (last === undefined) return null;
  const { waitsSinceAt, kind, key } = last;
  return Buffer.from(JSON.stringify({ waitsSinceAt, kind, key })).toString('base64url');
}

/** The place that a cursor names; null without one. Throws the problem 400 for what is none. */
export function placeOf(cursor: string | undefined): QueuePlace | null {
  if (cursor === undefined) return null;
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw problem(400, 'invalid-cursor', {
      zh: 'cursor 不是上一页给出的 next',
      en: 'the cursor is not the `next` of a page before',
    });
  }
}

/** What the items of a page need of elsewhere: the law of their tenders, what was done about their duties (where it is told), and the instant. */
export async function itemContext(
  deps: Deps,
  items: readonly Pick<QueueItem<string>, 'tender'>[],
  { acted }: { readonly acted: boolean },
): Promise<ItemContext> {
  const em = deps.store.em();
  const tenders = items.flatMap(({ tender }) => tender ?? []);
  const laws = new Map<string, LawContext>();
  for (const ruleset of new Set(tenders.flatMap(({ ruleset }) => ruleset ?? [])))
    laws.set(ruleset, await deps.lawOf(ruleset));
  return {
    lawOf: (ruleset) => {
      const law = laws.get(ruleset);
      if (law === undefined) throw new Error(`no law ${ruleset} on this page`);
      return law;
    },
    acted: acted ? await dutyActions(em, [...new Set(tenders.map(({ id }) => id))]) : [],
    at: await databaseNow(em),
  };
}
