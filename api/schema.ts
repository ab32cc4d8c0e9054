import { z } from 'zod';
import { FEN_FORM, MOST_FEN } from '../domain/amount.ts';
import { isValidUscc } from '../domain/party/uscc.ts';
import { hiddenIn, shows } from '../domain/text/hidden.ts';
import { isoShanghai, parseInstant, type Instant } from '../domain/time/instant.ts';
import { formed } from './forms.ts';

/**
 * Building blocks of request schemas. Texts come from strangers and end in records, pages and
 * terminals, so what could deceive a reader or break a store is refused at the door.
 */

/** What a custom issue carries, so that a problem can name it in both languages. */
export interface IssueParams {
  readonly code: string;
  readonly zh: string;
  readonly article?: string;
  readonly accepted?: { readonly zh: string; readonly en: string };
}

/** One rule for all texts that people hand in (domain/text/hidden.ts). */
function clean(lines: 'one' | 'many', minLength: number, maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .superRefine((text, context) => {
      const refusal = refusalOf(text, lines);
      if (refusal === null) return;
      const { en, ...rest } = refusal;
      const params: IssueParams = { code: 'hostile-text', ...rest };
      context.addIssue({ code: 'custom', message: en, params: { ...params } });
    })
    .overwrite((text) => text.normalize('NFC').trim())
    .min(minLength)
    .meta({ 'x-text': lines === 'one' ? 'line' : 'lines' });
}

function refusalOf(
  text: string,
  lines: 'one' | 'many',
): (Pick<IssueParams, 'zh' | 'accepted'> & { en: string }) | null {
  const hidden = hiddenIn(text, lines);
  if (hidden !== null) {
    const { codePoint, zh, en } = hidden;
    const accepted = { zh: `去掉 ${codePoint} 的文本`, en: `the text without ${codePoint}` };
    return { zh: `含有${zh} ${codePoint}`, en: `holds ${en}, ${codePoint}`, accepted };
  }
  // What is empty altogether is too short, and said so.
  if (text.trim() === '' || shows(text)) return null;
  return { zh: '没有可见的字符', en: 'holds nothing that shows' };
}

/** A text of one line without hidden characters; NFC; trimmed; not empty. */
export const text = (maxLength: number) => clean('one', 1, maxLength);

/** A text of several lines; otherwise as `text`. */
export const multilineText = (maxLength: number) => clean('many', 1, maxLength);

/**
 * An id given by the platform, in the one form in which it gives it (RFC 9562: output in lower case). Capitals
 * are refused and not rewritten: an id is part of addresses, hashes and sealed files, where only one form is the same.
 */
export const idSchema = formed(
  /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  '本平台所给的小写 UUID',
  'a UUID in lower case, as the platform gave it',
).meta({ description: 'UUID, lower case', format: 'uuid', example: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11' });

/** An id as answers show it. */
export const shownIdSchema = z.string().meta({
  description: 'An id that the platform gave',
  example: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
});

/** SHA-256 in lower-case hex. */
export const sha256Schema = formed(
  /^[0-9a-f]{64}$/,
  '64位小写十六进制的 SHA-256',
  'a SHA-256 of 64 lower-case hex digits',
).meta({
  description: 'SHA-256, lower-case hex',
  example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
});

/** Bytes in base64 (RFC 4648, 4), padded or not. */
export const base64Schema = (maxLength: number) =>
  formed(/^[A-Za-z0-9+/]+={0,2}$/, 'base64 编码', 'base64')
    .max(maxLength)
    .meta({ contentEncoding: 'base64', example: 'c2hhcmVk' });

/** Bytes in base64, as answers give them. */
export const shownBase64Schema = z.string().meta({ contentEncoding: 'base64' });

/** Money in fen: a decimal integer as a string, within the bound that all amounts have. */
export const fenSchema = formed(
  FEN_FORM,
  `以分为单位的整数，不带小数、负号和分隔符，不超过 ${MOST_FEN}，如 128000000`,
  `a whole number of fen without decimals, sign or separators, at most ${MOST_FEN}, e.g. 128000000`,
).meta({ description: 'Money in fen, decimal integer', example: '128000000' });

/** An instant with its offset, read into epoch ms. */
export const instantSchema = z
  .string()
  .max(40)
  .transform((value, context): Instant => {
    try {
      return parseInstant(value);
    } catch {
      const example = '2026-09-30T09:00:00+08:00';
      const params: IssueParams = {
        code: 'invalid-instant',
        zh: '不是带时区的 ISO 8601 时刻，或者不在北京时间1900年至9999年之间',
        accepted: {
          zh: `北京时间1900年至9999年间的时刻，如 ${example}`,
          en: `an instant of the years 1900 to 9999 in Asia/Shanghai, e.g. ${example}`,
        },
      };
      context.addIssue({
        code: 'custom',
        message: 'is not an ISO 8601 instant with an offset, of the years 1900 to 9999 in Asia/Shanghai',
        params: { ...params },
      });
      return z.NEVER;
    }
  })
  .meta({
    description: 'ISO 8601 with offset',
    format: 'date-time',
    example: '2026-09-30T09:00:00.000+08:00',
  });

/** An instant as answers show it. */
export const shownInstantSchema = z.string().meta({
  description: 'ISO 8601, Asia/Shanghai',
  format: 'date-time',
  example: '2026-09-30T09:00:00.000+08:00',
});

/** A civil date, YYYY-MM-DD, that exists. */
export const dateSchema = z.iso
  .date()
  .meta({ description: 'Civil date in Asia/Shanghai', example: '2026-09-30' });

/** A unified social credit code with a right check character (GB 32100-2015). */
export const usccSchema = z
  .string()
  .max(64)
  .superRefine((code, context) => {
    if (isValidUscc(code)) return;
    const params: IssueParams = {
      code: 'invalid-uscc',
      zh: '统一社会信用代码不合法：须为18位，登记管理部门、机构类别和第18位校验码符合 GB 32100-2015',
      article: 'GB 32100-2015',
    };
    context.addIssue({
      code: 'custom',
      message:
        'is not a unified social credit code: 18 characters with an authority, a category and the check character of GB 32100-2015',
      params: { ...params },
    });
  })
  .meta({ description: 'Unified social credit code, GB 32100-2015', example: '91130230MA0EXA0150' });

/** GB/T 2260 code of a place: six digits. */
export const regionSchema = formed(
  /^\d{6}$/,
  'GB/T 2260 的六位行政区划代码，如 130200',
  'six digits of GB/T 2260, e.g. 130200',
).meta({ description: 'GB/T 2260 code', example: '130200' });

/** The industry of a tender, by which authorities are competent. */
export const industrySchema = formed(
  /^[a-z-]{2,40}$/,
  '2至40个小写字母或者连字符',
  '2 to 40 lower-case letters or hyphens',
);

/** `limit` and `cursor` of a paged list; the cursor is `next` of the page before. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: idSchema.optional(),
});

/** How answers show an instant; null stays null. */
export function shown(at: Instant): string;
export function shown(at: Instant | null): string | null;
export function shown(at: Instant | null): string | null {
  return at === null ? null : isoShanghai(at);
}
