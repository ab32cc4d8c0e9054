import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { routesOf } from '../../api/app.ts';
import { multilineText, text } from '../../api/schema.ts';
import type { Route } from '../../api/route.ts';
import { FACES } from '../../runtime/config.ts';

type Json = Record<string, unknown>;

/** Texts that are no words for readers: each is compared with, or read as, something that a program knows. */
const READ_AS_SOMETHING = new Set([
  'password',
  'oldPassword',
  'newPassword',
  'signature',
  'certificate',
  'between',
  'uscc',
  'tendereeUscc',
  'agencyUscc',
  'bidderUscc',
  'inviteeUsccs',
  'admitted',
  'authorities',
  'recipient',
  'lot',
  'trusteeId',
  'shared',
  'proof',
  'tile',
  'cursor',
]);

/** The names of fields that take texts by no rule: no pattern, no list of values, no form. */
function unruled(schema: unknown, name: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((one) => unruled(one, name));
  const part = schema as Json;
  const ruled = ['pattern', 'enum', 'const', 'format', 'x-text'].some((word) => part[word] !== undefined);
  if (part['type'] === 'string') return ruled || READ_AS_SOMETHING.has(name) ? [] : [name];
  return Object.entries(part).flatMap(([word, inner]) =>
    word === 'properties'
      ? Object.entries(inner as Json).flatMap(([field, value]) => unruled(value, field))
      : word === 'example' || word === 'default'
        ? []
        : unruled(inner, word === '$defs' ? word : name),
  );
}

function unruledIn({ request = {} }: Route): string[] {
  return (['params', 'query', 'body'] as const).flatMap((part) => {
    const schema = request[part];
    return schema === undefined
      ? []
      : unruled(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), part);
  });
}

describe('texts that people hand in', () => {
  it.each(routesOf(FACES).map((one) => [one.operationId, one] as const))(
    '%s: go through the one rule, or are read as something',
    (_id, one) => {
      expect(unruledIn(one)).toEqual([]);
    },
  );

  it('are told which character is hidden in them, in both languages', () => {
    const [issue] = text(20).safeParse('中标❤\ufe0f').error!.issues;
    expect(issue).toMatchObject({
      message: 'holds a variation selector, U+FE0F',
      params: {
        code: 'hostile-text',
        zh: '含有变体选择符 U+FE0F',
        accepted: { en: 'the text without U+FE0F' },
      },
    });
    expect(multilineText(20).safeParse('一行\n又一行\u200d').success).toBe(false);
    expect(multilineText(20).parse('一行\n又一行')).toBe('一行\n又一行');
  });

  it.each(['\u3164', '\u2800', '\u00ad', '\u3000', '\u0301', '\ufe0f'])(
    'are not empty to the eye: %j',
    (blank) => {
      expect([text(20).safeParse(blank).success, multilineText(20).safeParse(blank).success]).toEqual([
        false,
        false,
      ]);
    },
  );
});
