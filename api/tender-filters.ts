import { z } from 'zod';
import { METHODS, PHASES } from '../domain/procedure/index.ts';
import { TENDER_OUTCOMES } from '../domain/tender/index.ts';
import type { TenderFilter } from '../store/index.ts';
import { formed } from './forms.ts';
import { industrySchema, instantSchema, pageQuerySchema, text, type IssueParams } from './schema.ts';

/** As many words of a search as are looked for. */
const MAX_WORDS = 8;

/** What a list of tenders can be narrowed by, and how far it was read. A value that is none of those there are is refused. */
export const tenderFilterSchema = pageQuerySchema
  .extend({
    phase: z.enum(PHASES).optional(),
    text: text(100).optional().meta({
      description: 'Words of title, project code or tenderee, all of which must be there',
      example: '污水处理',
    }),
    industry: industrySchema.optional(),
    method: z.enum(METHODS).optional(),
    outcome: z.enum(TENDER_OUTCOMES).optional(),
    deadlineFrom: instantSchema.optional(),
    deadlineBefore: instantSchema.optional(),
    /** The code of a project that is tendered in lots. */
    lotsOf: text(64).optional(),
    region: formed(/^\d{2,6}$/, '2至6位行政区划代码', 'a code of places, 2 to 6 digits').optional(),
    rehearsal: z.enum(['true', 'false']).optional(),
  })
  .superRefine(({ deadlineFrom, deadlineBefore, text: words }, context) => {
    const refuse = (path: string, message: string, zh: string): void => {
      const params: IssueParams = { code: 'invalid-value', zh };
      context.addIssue({ code: 'custom', path: [path], message, params: { ...params } });
    };
    if (deadlineFrom !== undefined && deadlineBefore !== undefined && deadlineFrom >= deadlineBefore)
      refuse('deadlineBefore', 'is not after deadlineFrom', '不在 deadlineFrom 之后');
    if (words !== undefined && wordsOf(words).length > MAX_WORDS)
      refuse('text', `has more than ${MAX_WORDS} words`, `超过${MAX_WORDS}个词`);
  });

const wordsOf = (searched: string): string[] => searched.split(/\s+/);

/** The launched tenders that a query asks for. */
export function tenderFilterOf(query: z.output<typeof tenderFilterSchema>): TenderFilter {
  const { phase, text: words, industry, method, outcome, deadlineFrom, deadlineBefore } = query;
  const { lotsOf, region, rehearsal } = query;
  const filter = {
    phases: phase === undefined ? undefined : [phase],
    industry,
    method,
    outcome,
    lotsOf,
    words: words === undefined ? undefined : wordsOf(words),
    deadlineFromAt: deadlineFrom,
    deadlineBeforeAt: deadlineBefore,
    regions: region === undefined ? undefined : [region],
    rehearsal: rehearsal === undefined ? undefined : rehearsal === 'true',
  };
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return { status: 'launched', ...(Object.fromEntries(given) as TenderFilter) };
}
