import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { validate } from '../../api/middleware/validation.ts';
import { ProblemError } from '../../api/problem.ts';

/** The one fault that is found with a value, as a problem tells it. */
function faultOf(schema: z.ZodType, value: unknown) {
  try {
    validate(z.strictObject({ it: schema }), 'body', { it: value });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const [fault, ...others] = error.text.errors ?? [];
    expect(others).toEqual([]);
    return { ...fault, detail: error.text.en };
  }
  throw new Error('the value was taken');
}

it.each([
  ['missing', z.string(), undefined, 'missing-field', '缺少此字段', 'is missing'],
  ['a number for a text', z.string(), 5, 'wrong-type', '应为文本', 'it should be a text'],
  ['a text for a list', z.array(z.string()), 'a', 'wrong-type', '应为列表', 'it should be a list'],
  ['a list for an object', z.strictObject({}), [], 'wrong-type', '应为对象', 'it should be an object'],
  ['a text for a boolean', z.boolean(), 'yes', 'wrong-type', '应为true 或者 false', 'true or false'],
  ['no number in a query', z.coerce.number(), 'a', 'wrong-type', '应为数', 'it should be a number'],
  ['a fraction', z.int(), 1.5, 'wrong-type', '应为整数', 'it should be a whole number'],
  [
    'too long',
    z.string().max(3),
    'abcd',
    'too-big',
    '过长，至多 3 个字符',
    'is too long: at most 3 characters',
  ],
  [
    'too short',
    z.string().min(1),
    '',
    'too-small',
    '过短，至少 1 个字符',
    'is too short: at least 1 character',
  ],
  [
    'too many',
    z.array(z.int()).max(1),
    [1, 2],
    'too-big',
    '过多，至多 1 项',
    'has too many entries: at most 1',
  ],
  ['too few', z.array(z.int()).min(1), [], 'too-small', '过少，至少 1 项', 'has too few entries: at least 1'],
  ['too large', z.int().max(9), 10, 'too-big', '过大，至多 9', 'is too large: at most 9'],
  ['too small', z.int().min(1), 0, 'too-small', '过小，至少 1', 'is too small: at least 1'],
  ['not above', z.number().gt(1), 1, 'too-small', '过小，应大于 1', 'is too small: more than 1'],
  [
    'none of a list',
    z.enum(['a', 'b']),
    'c',
    'invalid-value',
    '取值不对',
    'none of the values that are taken',
  ],
  ['no address', z.email(), 'a', 'wrong-format', '应为电子邮件地址', 'the form of an e-mail address'],
  ['no way', z.url({ protocol: /^https?$/ }), 'a', 'wrong-format', '应为以 http://', 'begins with http://'],
  ['of no form of ours', z.uuid(), 'a', 'wrong-format', '格式不对', 'has not the right form'],
  ['of no kind of a union', z.union([z.literal(1), z.literal(2)]), 3, 'invalid-value', '取值不对', 'values'],
] as const)('says in words of both languages what is wrong: %s', (_what, schema, value, code, zh, en) => {
  const fault = faultOf(schema, value);
  expect(fault).toMatchObject({ code, pointer: '/body/it', zh: expect.stringContaining(zh) });
  expect(fault.en).toContain(en);
  // Nothing of the schema library's own sentences, here or in the sentence of the whole.
  expect(`${fault.en} ${fault.detail}`).not.toMatch(
    /invalid input|expected|received|invalid option|too (big|small):? expected/i,
  );
  expect(fault.zh).not.toMatch(/[a-z]{4,} [a-z]{2,}/i);
});
