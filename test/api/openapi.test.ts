import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { routesOf } from '../../api/app.ts';
import { documentRoutes } from '../../api/documents/routes.ts';
import { identityRoutes } from '../../api/identity/routes.ts';
import { openApiDocument } from '../../api/openapi.ts';
import { disclosureRoutes } from '../../api/public/disclosure.ts';
import { recordRoutes } from '../../api/public/record.ts';
import { publicFacts, systemRoutes } from '../../api/system/routes.ts';
import { FACES } from '../../runtime/config.ts';

const routes = routesOf(FACES);
const document = openApiDocument(routes, { title: '平台', publicUrl: 'https://tender.example.cn' });

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;
const reference = z.strictObject({ $ref: z.string().startsWith('#/') });
const schemaObject = z.union([z.boolean(), z.looseObject({})]);
const media = z.strictObject({ schema: schemaObject, example: z.unknown().optional() });
const parameter = z.strictObject({
  name: z.string().min(1),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  description: z.string().optional(),
  schema: schemaObject,
  example: z.unknown().optional(),
});
const response = z.union([
  reference,
  z.strictObject({ description: z.string().min(1), content: z.record(z.string(), media).optional() }),
]);
const operation = z.strictObject({
  operationId: z.string().min(1),
  tags: z.array(z.string()).min(1),
  summary: z.string().min(1),
  description: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  'x-roles': z.union([z.string(), z.array(z.string())]),
  parameters: z.array(parameter),
  requestBody: z.strictObject({ required: z.boolean(), content: z.record(z.string(), media) }).optional(),
  responses: z.record(z.string().regex(/^([1-4]\d\d|503|5XX)$/), response),
});
/** The parts of the OpenAPI 3.1 Object that the document uses, and no others. */
const openApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.url() })).min(1),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(METHODS), operation)),
  components: z.strictObject({
    securitySchemes: z.record(
      z.string(),
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer'), bearerFormat: z.string() }),
        z.strictObject({
          type: z.literal('apiKey'),
          in: z.literal('cookie'),
          name: z.string(),
          description: z.string(),
        }),
      ]),
    ),
    schemas: z.record(z.string(), schemaObject),
    responses: z.record(z.string(), response),
  }),
});

/** Every value under a key, wherever it stands. */
function valuesOf(node: unknown, key: string): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [
    ...(name === key ? [value] : []),
    ...valuesOf(value, key),
  ]);
}

function resolve(pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (node, step) =>
        (node as Record<string, unknown> | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    );
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
}

/** Where a schema, or one in it, takes an object with members that it does not name, or anything at all. */
function openParts(schema: Schema, place: string, within: readonly string[]): string[] {
  const { $ref, properties = {}, items, prefixItems = [] } = schema;
  if ($ref !== undefined) {
    if (within.includes($ref)) return [];
    return openParts(resolve($ref) as Schema, `${place} ${$ref}`, [...within, $ref]);
  }
  const either = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const says = schema.type !== undefined || either.length > 0 || 'const' in schema || 'enum' in schema;
  const open = !says || (schema.type === 'object' && schema.additionalProperties !== false);
  return [
    ...(open ? [place] : []),
    ...Object.entries(properties).flatMap(([name, one]) => openParts(one, `${place}.${name}`, within)),
    ...[...prefixItems, ...(items === undefined ? [] : [items])].flatMap((one) =>
      openParts(one, `${place}[]`, within),
    ),
    ...either.flatMap((one) => openParts(one, place, within)),
  ];
}

/** The open parts of all answers, refusals among them. */
function openIn(described: unknown): string[] {
  const { paths, components } = openApi.parse(described);
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const answers = [
    ...operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses).map(([status, one]) => [`${operationId} ${status}`, one] as const),
    ),
    ...Object.entries(components.responses),
  ];
  return answers.flatMap(([name, one]) =>
    '$ref' in one
      ? []
      : Object.values(one.content ?? {}).flatMap(({ schema }) => openParts(schema as Schema, name, [])),
  );
}

describe('the OpenAPI document', () => {
  it('has the structure of OpenAPI 3.1', () => {
    expect(openApi.safeParse(document).error?.issues ?? []).toEqual([]);
  });

  it('shows every registered route once, with its access', () => {
    const { paths } = openApi.parse(document);
    for (const route of routes) {
      const path = route.path.replaceAll(/[:*](\w+)/g, '{$1}');
      const shown = paths[path]?.[route.method as (typeof METHODS)[number]];
      expect([route.operationId, shown?.operationId]).toEqual([route.operationId, route.operationId]);
      const signedIn = [{ token: [] }, { cookie: [] }];
      const expected = { public: [], visitor: [{}, ...signedIn] }[String(route.access)] ?? signedIn;
      expect([route.operationId, shown?.security]).toEqual([route.operationId, expected]);
    }
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(routes.length);
  });

  it('names no form of a text that takes for ever to look for: who checks by the description is not stopped by a header', () => {
    const patterns = new Set<string>();
    JSON.stringify(document, (key, value: unknown) => {
      if (key === 'pattern' && typeof value === 'string') patterns.add(value);
      return value;
    });
    expect(patterns.size).toBeGreaterThan(10);
    const runs = ['a', '0', '-', '/', '=', ' ', ',', 'a,', 'a a,', '"a",', '中'].map(
      (one) => `${one.repeat(4_000)}\u0000`,
    );
    const look = 'for (const run of runs) new RegExp(pattern).test(run)';
    for (const pattern of patterns)
      expect(() => runInNewContext(look, { pattern, runs }, { timeout: 20_000 }) as boolean).not.toThrow();
  });

  it('names each path parameter exactly once', () => {
    const { paths } = openApi.parse(document);
    for (const [path, methods] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
      for (const one of Object.values(methods)) {
        const declared = one.parameters
          .filter((each) => each.in === 'path')
          .map((each) => each.name)
          .sort();
        expect([path, declared]).toEqual([path, inPath]);
      }
    }
  });

  it('has no open object in any answer', () => {
    expect(openIn(document)).toEqual([]);
  });

  it('resolves each of its references', () => {
    for (const pointer of valuesOf(document, '$ref'))
      expect([pointer, typeof resolve(String(pointer))]).toEqual([pointer, 'object']);
  });

  it.each(routes.map((route) => [route.operationId, route] as const))(
    'gives examples of %s that its own schemas accept',
    (_id, route) => {
      const { body, example } = route.request ?? {};
      if (body !== undefined) expect(body.safeParse(example).error?.issues ?? []).toEqual([]);
      for (const { schema, example: answer } of Object.values(route.responses)) {
        if (schema !== undefined && answer !== undefined)
          expect(schema.safeParse(answer).error?.issues ?? []).toEqual([]);
      }
    },
  );

  it('shows an example of what the routes of identity, documents and the record answer', () => {
    const ours = [
      ...identityRoutes,
      ...documentRoutes,
      ...recordRoutes,
      ...disclosureRoutes,
      ...systemRoutes,
      ...publicFacts,
    ];
    const silent = ours.filter((route) =>
      Object.values(route.responses).some((one) => one.schema !== undefined && one.example === undefined),
    );
    expect(silent.map((route) => route.operationId)).toEqual([]);
  });
});
