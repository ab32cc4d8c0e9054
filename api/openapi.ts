import { z } from 'zod';
import { ROLES } from './deps.ts';
import { exampleCitation, examplePeriod } from './example-law.ts';
import { cookieName } from './identity/cookies.ts';
import { problemSchema } from './problem.ts';
import { refusedStatuses } from './refused-statuses.ts';
import { IDEMPOTENCY_KEY } from './request-headers.ts';
import type { Route } from './route.ts';

const CITED = exampleCitation('ZTB-004');
const PERIOD = examplePeriod('ZTB-004');
const problemExample = {
  type: `urn:openseal:problem:${CITED.rule}`,
  title: 'Unprocessable Entity',
  status: 422,
  detail: `自招标文件开始发出至投标截止不足${PERIOD.zh}。`,
  detailEn: `From the first issue of the documents to the bid deadline there are fewer than ${PERIOD.en}.`,
  code: CITED.rule,
  ...CITED,
  accepted: { zh: '2026-09-30T00:00:00.000+08:00或者更晚。', en: '2026-09-30T00:00:00.000+08:00 or later.' },
  instance: 'urn:openseal:request:01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
  errors: [],
};

type Io = 'input' | 'output';
type Json = Record<string, unknown>;

/** Schemas that others refer to by name, found while the document is made. */
type Named = Map<string, Json>;

/**
 * A schema in JSON Schema 2020-12, as OpenAPI 3.1 takes it. What is only read from text is shown as that
 * text; a schema with an id goes to the components, where references find it.
 */
function jsonSchema(schema: z.ZodType, io: Io, named: Named): Json {
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json;
  const {
    $schema: _dialect,
    $defs = {},
    ...rest
  } = inComponents(made) as Json & { $defs?: Record<string, Json> };
  for (const [id, definition] of Object.entries($defs)) named.set(id, withoutId(definition));
  return withoutId(rest);
}

function withoutId({ id: _id, ...rest }: Json): Json {
  return rest;
}

/** The same with its references pointing into the document's components. */
function inComponents(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(inComponents);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? value.replace('#/$defs/', '#/components/schemas/')
        : inComponents(value),
    ]),
  );
}

/** The OpenAPI 3.1 document of the routes mounted, made from the very schemas that validate. */
export function openApiDocument(
  routes: readonly Route[],
  options: { title: string; publicUrl: string },
): Json {
  const named: Named = new Map();
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/[:*](\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route, named) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: options.title,
      version: '1.0.0',
      description:
        'Public tenders as durable workflows. Instants are ISO 8601 with offset, money is integer fen as text; each write carries an Idempotency-Key.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.publicUrl }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: cookieName('session', { http: options }),
          description: 'For browsers: HttpOnly, and taken from pages of this platform alone',
        },
      },
      schemas: { Problem: jsonSchema(problemSchema, 'output', named), ...Object.fromEntries(named) },
      responses: {
        Problem: {
          description: 'Refused, with the reason and what would be accepted',
          content: {
            'application/problem+json': {
              schema: { $ref: '#/components/schemas/Problem' },
              example: problemExample,
            },
          },
        },
      },
    },
  };
}

/** How one signs in for a route; the empty way is to be nobody. */
function securityOf(access: Route['access']): Json[] {
  if (access === 'public') return [];
  return [...(access === 'visitor' ? [{}] : []), { token: [] }, { cookie: [] }];
}

function operation(route: Route, named: Named): Json {
  const who =
    route.access === 'public'
      ? 'Everybody.'
      : route.access === 'visitor'
        ? 'Everybody; who is signed in may have more.'
        : route.access === 'person'
          ? 'Any signed-in person.'
          : `Roles: ${route.access.join(', ')}.`;
  const body = requestBody(route, named);
  return {
    operationId: route.operationId,
    tags: route.tags,
    summary: route.summary,
    description: [route.description, who].filter(Boolean).join(' '),
    security: securityOf(route.access),
    'x-roles': route.access === 'person' || route.access === 'visitor' ? ROLES : route.access,
    parameters: parameters(route, named),
    ...(body === null ? {} : { requestBody: body }),
    responses: { ...refusals(route), ...responses(route, named) },
  };
}

/** The refusals by their statuses, and `5XX` for what fails on the platform's side. */
function refusals(route: Route): Json {
  const statuses = [...refusedStatuses(route).map(String), '5XX'];
  return Object.fromEntries(statuses.map((status) => [status, { $ref: '#/components/responses/Problem' }]));
}

function parameters(route: Route, named: Named): Json[] {
  const of = (schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] => {
    if (schema === undefined) return [];
    const { properties = {}, required = [] } = jsonSchema(schema, 'input', named) as {
      properties?: Record<string, Json>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: property,
    }));
  };
  const read = [...(route.request?.headers ?? []), ...(route.write ? [IDEMPOTENCY_KEY] : [])];
  const headers = read.map(({ name, description, schema, example, required = false }) => ({
    name,
    in: 'header',
    required,
    description,
    schema: jsonSchema(schema, 'input', named),
    example,
  }));
  return [...of(route.request?.params, 'path'), ...of(route.request?.query, 'query'), ...headers];
}

function requestBody(route: Route, named: Named): Json | null {
  const { body, raw, example } = route.request ?? {};
  const content: Record<string, Json> = {};
  if (body !== undefined)
    content['application/json'] = {
      schema: jsonSchema(body, 'input', named),
      ...(example === undefined ? {} : { example }),
    };
  for (const type of raw?.mediaTypes ?? [])
    content[type === '*' ? '*/*' : type] = { schema: { type: 'string', format: 'binary' } };
  return Object.keys(content).length === 0 ? null : { required: true, content };
}

function responses(route: Route, named: Named): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, { description, schema, example, mediaType, beside }]) => {
      if (schema === undefined && mediaType === undefined) return [status, { description }];
      const media = {
        ...(schema === undefined
          ? { schema: { type: 'string' } }
          : { schema: jsonSchema(schema, 'output', named) }),
        ...(example === undefined ? {} : { example }),
      };
      const text = beside === undefined ? {} : { [beside]: { schema: { type: 'string' } } };
      return [status, { description, content: { [mediaType ?? 'application/json']: media, ...text } }];
    }),
  );
}
