import { z } from 'zod';
import { METHODS } from '../domain/procedure/index.ts';

const instant = z.iso.datetime({ offset: true });
/** Money in yuan with at most two decimals; 13 digits before them, as the platform takes amounts. */
const yuan = z.string().regex(/^\d{1,13}(\.\d{1,2})?$/);

/** One published notice, restated as data: what `rehearse` reads. Times carry their offset. */
export const noticeSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  projectCode: z.string().nullable().default(null),
  regime: z.enum(['tendering', 'government-procurement']),
  method: z.enum(METHODS),
  qualification: z.enum(['before', 'after']),
  /** The lot, where a project is tendered in several. */
  lot: z
    .strictObject({ projectCode: z.string().min(1), number: z.string().min(1), name: z.string().min(1) })
    .nullable()
    .default(null),
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
  documentPriceYuan: yuan.nullable().default(null),
  /** What the purchase may cost as it was planned (预算金额). */
  budgetYuan: yuan.nullable().default(null),
  /** The highest price that is taken (最高限价). */
  limitPriceYuan: yuan.nullable().default(null),
  bidDeadline: instant,
  openingAt: instant.nullable().default(null),
  durationCalendarDays: z.number().int().positive().nullable().default(null),
  consortiumAllowed: z.boolean().default(false),
  bidSecurityRequired: z.boolean().default(false),
  note: z.string().optional(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** A notice of a file; or what is wrong with it, a sentence for each field. */
export type ReadNotice =
  | { readonly id: string; readonly notice: Notice }
  | { readonly id: string; readonly problems: readonly string[] };

/**
 * The notices of a file's JSON text: `{ notices: [...] }`, a bare list, or one notice alone. Each is read by itself, so
 * that one that cannot be read spoils no other. Throws an Error when the text is no such file at all.
 */
export function readNotices(text: string): readonly ReadNotice[] {
  const file: unknown = JSON.parse(text);
  const list = Array.isArray(file) ? file : isObject(file) ? (file['notices'] ?? [file]) : null;
  if (!Array.isArray(list) || list.length === 0)
    throw new Error('a file of notices is one notice, a list of them, or an object with the list `notices`');
  return list.map(readNotice);
}

function readNotice(given: unknown, index: number): ReadNotice {
  const id = isObject(given) && typeof given['id'] === 'string' ? given['id'] : `number ${index + 1}`;
  const read = noticeSchema.safeParse(given);
  if (read.success) return { id, notice: read.data };
  return { id, problems: read.error.issues.map((issue) => problemOf(issue, given)) };
}

/** One sentence: the field, what is wrong with it, and what was given. */
function problemOf({ path, message }: z.core.$ZodIssue, given: unknown): string {
  const field = path.length === 0 ? 'the notice' : path.join('.');
  const value = path.reduce<unknown>((at, key) => (isObject(at) ? at[String(key)] : undefined), given);
  const shown =
    path.length === 0 ? '' : value === undefined ? ' (it is missing)' : ` (it is ${JSON.stringify(value)})`;
  return `${field}: ${message}${shown}`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Picks the notice with the id, or the only one. Throws an Error that says what is wrong with it, or lists the ids there are. */
export function pickNotice(notices: readonly ReadNotice[], id: string | undefined): Notice {
  const found = id === undefined && notices.length === 1 ? notices[0] : notices.find((one) => one.id === id);
  if (found === undefined)
    throw new Error(`choose a notice with --id: ${notices.map((one) => one.id).join(', ')}`);
  if ('notice' in found) return found.notice;
  throw new Error(
    `the notice ${found.id} cannot be read:\n${found.problems.map((one) => `  ${one}`).join('\n')}`,
  );
}

/** Yuan with at most two decimals as integer fen, exactly. */
export function yuanToFen(yuan: string): string {
  const [whole = '0', decimals = ''] = yuan.split('.');
  return (BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0').slice(0, 2))).toString();
}
