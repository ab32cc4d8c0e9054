import { z } from 'zod';
import { METHODS } from '../domain/procedure/index.ts';

const instant = z.iso.datetime({ offset: true });

/** One published notice, restated as data: what `rehearse` reads. Times carry their offset. */
export const noticeSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  projectCode: z.string().nullable().default(null),
  regime: z.enum(['tendering', 'government-procurement']),
  method: z.enum(METHODS),
  qualification: z.enum(['before', 'after']),
  /** Times of a prequalification, or of the first of two stages. */
  firstStage: z
    .strictObject({ issuedFrom: instant, issuedUntil: instant, due: instant })
    .nullable()
    .default(null),
  mandatory: z.boolean().nullable(),
  category: z.enum(['engineering', 'goods', 'services']),
  tenderee: z.string().min(1),
  agency: z.string().nullable().default(null),
  place: z.string().nullable().default(null),
  documentsIssuedFrom: instant,
  documentsIssuedUntil: instant,
  documentPriceYuan: z
    .string()
    .regex(/^\d+(\.\d{1,2})?$/)
    .nullable()
    .default(null),
  bidDeadline: instant,
  openingAt: instant.nullable().default(null),
  durationCalendarDays: z.number().int().positive().nullable().default(null),
  consortiumAllowed: z.boolean().default(false),
  bidSecurityRequired: z.boolean().default(false),
  note: z.string().optional(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** A file of notices: `{ notices: [...] }`, a bare list, or one notice alone. */
export const noticeFileSchema = z.union([
  z
    .object({ about: z.string().optional(), notices: z.array(noticeSchema).min(1) })
    .transform((file) => file.notices),
  z.array(noticeSchema).min(1),
  noticeSchema.transform((notice) => [notice]),
]);

/** Picks the notice with the id, or the only one. Throws an Error that lists the ids there are. */
export function pickNotice(notices: readonly Notice[], id: string | undefined): Notice {
  const found =
    id === undefined
      ? notices.length === 1
        ? notices[0]
        : undefined
      : notices.find((notice) => notice.id === id);
  if (found !== undefined) return found;
  throw new Error(`choose a notice with --id: ${notices.map((notice) => notice.id).join(', ')}`);
}

/** Yuan with at most two decimals as integer fen, exactly. */
export function yuanToFen(yuan: string): string {
  const [whole = '0', decimals = ''] = yuan.split('.');
  return (BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0').slice(0, 2))).toString();
}
