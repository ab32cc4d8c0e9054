import type { z } from 'zod';
import type { Words } from '../../domain/case/words.ts';

type Issue = z.core.$ZodIssue;

/** The types of JSON, and what numbers may be, for people. */
const TYPES: Readonly<Record<string, Words>> = {
  string: { zh: '文本', en: 'a text' },
  number: { zh: '数', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或者 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
  record: { zh: '对象', en: 'an object' },
};

/** Forms that the schema library knows by name. */
const FORMATS: Readonly<Record<string, Words>> = {
  email: { zh: '电子邮件地址，如 bids@example.com', en: 'an e-mail address, e.g. bids@example.com' },
  url: { zh: '以 http:// 或者 https:// 开头的地址', en: 'an address that begins with http:// or https://' },
};

/** Whether a field is not there at all. */
export const isMissing = (issue: Issue): boolean =>
  issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined');

/** The words for a form that the schema library names; null where it has none for people. */
export const namedFormat = (issue: Issue): Words | null =>
  issue.code === 'invalid_format' ? (FORMATS[issue.format] ?? null) : null;

/** What is wrong with a value, in one sentence of each language: no sentence of the schema library is shown to anybody. */
export function wordsOf(issue: Issue): Words {
  switch (issue.code) {
    case 'invalid_type': {
      if (isMissing(issue)) return { zh: '缺少此字段', en: 'is missing' };
      const type = TYPES[issue.expected];
      return type === undefined
        ? { zh: '类型不对', en: 'is not of the right type' }
        : { zh: `类型不对，应为${type.zh}`, en: `is not of the right type: it should be ${type.en}` };
    }
    case 'too_big':
      return measured(issue.origin, issue.maximum, issue.inclusive === false ? 'below' : 'most');
    case 'too_small':
      return measured(issue.origin, issue.minimum, issue.inclusive === false ? 'above' : 'least');
    case 'invalid_format':
      return { zh: '格式不对', en: 'has not the right form' };
    case 'invalid_value':
      return { zh: '取值不对', en: 'is none of the values that are taken' };
    default:
      return { zh: '取值不对', en: 'is not a value that is taken' };
  }
}

const BOUNDS = {
  most: { zh: '至多', en: 'at most' },
  least: { zh: '至少', en: 'at least' },
  below: { zh: '应小于', en: 'less than' },
  above: { zh: '应大于', en: 'more than' },
} as const;

/** A size that is beyond a bound: of a text in characters, of a list in entries, else the number itself. */
function measured(origin: string, limit: number | bigint, bound: keyof typeof BOUNDS): Words {
  const { zh, en } = BOUNDS[bound];
  const high = bound === 'most' || bound === 'below';
  switch (origin) {
    case 'string':
      return {
        zh: `${high ? '过长' : '过短'}，${zh} ${limit} 个字符`,
        en: `is too ${high ? 'long' : 'short'}: ${en} ${counted(limit, 'character')}`,
      };
    case 'array':
    case 'set':
      return {
        zh: `${high ? '过多' : '过少'}，${zh} ${limit} 项`,
        en: `has too ${high ? 'many' : 'few'} entries: ${en} ${limit}`,
      };
    default:
      return {
        zh: `${high ? '过大' : '过小'}，${zh} ${limit}`,
        en: `is too ${high ? 'large' : 'small'}: ${en} ${limit}`,
      };
  }
}

const counted = (count: number | bigint, what: string): string =>
  `${count} ${what}${Number(count) === 1 ? '' : 's'}`;
