import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { routesOf } from '../../api/app.ts';
import type { Route } from '../../api/route.ts';
import { FACES } from '../../runtime/config.ts';

type Json = Record<string, unknown>;
type Definitions = Record<string, Json>;

/** Whether a pattern lets a text of only so many characters through: both ends fixed, and nothing without a count. */
function isBounded(pattern: string): boolean {
  const outside = pattern.replaceAll(/\[(?:[^\]\\]|\\.)*\]/g, 'x').replaceAll(/\\./g, 'x');
  return outside.startsWith('^') && outside.endsWith('$') && !/[*+]|\{\d+,\}/.test(outside);
}

/** The places of a schema that take as much as anybody sends. */
function unbounded(schema: unknown, at: string, definitions: Definitions, seen: Set<string>): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const part = schema as Json;
  const inside = (inner: unknown, where: string) => unbounded(inner, where, definitions, seen);
  if (typeof part['$ref'] === 'string') {
    const name = part['$ref'].split('/').at(-1)!;
    if (seen.has(name)) return [];
    seen.add(name);
    return inside(definitions[name], `${at}(${name})`);
  }
  const choices = ['anyOf', 'oneOf', 'allOf'].flatMap((word) => (part[word] ?? []) as unknown[]);
  if (choices.length > 0) return choices.flatMap((choice) => inside(choice, at));
  if ('const' in part || 'enum' in part) return [];
  switch (part['type']) {
    case 'string': {
      const pattern = part['pattern'];
      const bounded = part['maxLength'] !== undefined || (typeof pattern === 'string' && isBounded(pattern));
      return bounded ? [] : [`${at}: a text`];
    }
    case 'integer':
    case 'number':
      return part['maximum'] === undefined ? [`${at}: a number`] : [];
    case 'array': {
      const own = part['maxItems'] === undefined ? [`${at}: a list`] : [];
      return [...own, ...inside(part['items'], `${at}[]`)];
    }
    case 'object': {
      const own = part['additionalProperties'] === false ? [] : [`${at}: any fields`];
      const fields = Object.entries((part['properties'] ?? {}) as Json);
      return [...own, ...fields.flatMap(([name, field]) => inside(field, `${at}.${name}`))];
    }
    case 'boolean':
    case 'null':
      return [];
    default:
      return [`${at}: anything`];
  }
}

function unboundedIn({ request = {} }: Route): string[] {
  return (['params', 'query', 'body'] as const).flatMap((part) => {
    const schema = request[part];
    if (schema === undefined) return [];
    const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
    return unbounded(made, part, (made['$defs'] ?? {}) as Definitions, new Set());
  });
}

const routes = routesOf(FACES);

describe('what a request may hold', () => {
  it('finds what has no bound', () => {
    const loose = z.object({
      text: z.string(),
      list: z.array(z.boolean()),
      number: z.number(),
      any: z.unknown(),
    });
    const made = z.toJSONSchema(loose, { io: 'input' });
    expect(unbounded(made, 'body', {}, new Set())).toEqual([
      'body: any fields',
      'body.text: a text',
      'body.list: a list',
      'body.number: a number',
      'body.any: anything',
    ]);
    expect([
      isBounded('^[a-z]+$'),
      isBounded('^a{2,}$'),
      isBounded('a'),
      isBounded('^[*+]{2,6}\\+$'),
    ]).toEqual([false, false, false, true]);
  });

  it.each(routes.map((one) => [one.operationId, one] as const))('%s: has a bound everywhere', (_id, one) => {
    expect(unboundedIn(one)).toEqual([]);
  });
});
