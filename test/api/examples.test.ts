import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { routesOf } from '../../api/app.ts';
import { ROLES, type Role } from '../../api/deps.ts';
import { openApiDocument } from '../../api/openapi.ts';
import type { Route } from '../../api/route.ts';
import { FACES } from '../../runtime/config.ts';
import { assertDocumented } from './support/documented.ts';
import { actingAs, personOnly, send, testUscc, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { exampleDocument } from '../support/drafts.ts';
import { launchedTender } from './support/tender.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: { readonly pattern?: string };
  readonly example?: string;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, { readonly example?: unknown }> };
  readonly responses: Record<string, unknown>;
}
const routes = routesOf(FACES);
const document = openApiDocument(routes, { title: '平台', publicUrl: 'http://platform.test' });
const operations = new Map(
  Object.values(document['paths'] as Record<string, Record<string, Operation>>)
    .flatMap((methods) => Object.values(methods))
    .map((one) => [one.operationId, one]),
);
const shown = (route: Route): Operation => operations.get(route.operationId)!;
const commands = routes.filter(
  (route) => shown(route).requestBody?.content['application/json'] !== undefined,
);

let platform: TestPlatform;
let acting: Record<Role, Acting>;
let tenderId: string;

beforeAll(async () => {
  platform = await startPlatform();
  const entries = await Promise.all(
    ROLES.map(async (role) => [role, await actingAs(platform, role)] as const),
  );
  acting = Object.fromEntries(entries) as Record<Role, Acting>;
  const at = (state: { bidDeadlineAt: number }): number => state.bidDeadlineAt - 3_600_000;
  tenderId = (
    await launchedTender(platform, acting.agency.identity.partyId, { documents: [exampleDocument()], at })
  ).id;
});
afterAll(() => platform.close());

const addressOf = (route: Route): string =>
  route.path
    .replace(/^\/v1\/(supervision\/|admin\/)?tenders\/:id/, (start) => start.replace(':id', tenderId))
    .replace(':uscc', testUscc(999))
    .replace(':sha256', 'a'.repeat(64))
    .replaceAll(/[:*]\w+/g, () => randomUUID());

/** Sends an operation as its description shows it, as somebody who may call it. */
async function sendExample(route: Route, headers: Record<string, string> = {}): Promise<Answer> {
  const { parameters, requestBody } = shown(route);
  const { access } = route;
  const token =
    access === 'public'
      ? undefined
      : typeof access === 'string'
        ? (await personOnly(platform)).token
        : acting[access[0]!].token;
  const named = parameters
    .filter((one) => one.in === 'header' && one.required && one.name !== 'Idempotency-Key')
    .map(({ name, example }) => [name, example!]);
  return send(platform, route.method.toUpperCase(), addressOf(route), {
    ...(token === undefined ? {} : { token }),
    json: requestBody?.content['application/json']?.example,
    headers: { ...(Object.fromEntries(named) as Record<string, string>), ...headers },
  });
}

describe('the examples of the API', () => {
  it.each(commands.map((route) => [route.operationId, route] as const))(
    '%s is not refused for the form of its example',
    async (_id, route) => {
      const answer = await sendExample(route);
      expect([answer.status, answer.json['errors'] ?? []]).not.toEqual([400, expect.anything()]);
      expect([413, 415, 428, 500]).not.toContain(answer.status);
      assertDocumented(route.method.toUpperCase(), addressOf(route), answer.status);
    },
  );

  it.each(routes.map((route) => [route.operationId, route] as const))(
    'of the headers of %s have the form that is said of them',
    (_id, route) => {
      const headers = shown(route).parameters.filter((one) => one.in === 'header');
      expect(headers.some(({ name }) => name === 'Idempotency-Key')).toBe(route.write === true);
      for (const { name, schema, example } of headers) {
        expect([name, typeof schema.pattern]).toEqual([name, 'string']);
        expect(example).toMatch(new RegExp(schema.pattern!));
      }
    },
  );
});

describe('the refusals that the API names', () => {
  it('are those of its form, each by its status, and no status is left to a default', () => {
    for (const route of routes) {
      const { operationId, responses } = shown(route);
      const named = Object.keys(responses);
      expect([operationId, named.includes('default')]).toEqual([operationId, false]);
      const expected = ['429', '5XX', ...(route.access === 'public' ? [] : ['401', '403'])];
      if (route.write === true) expected.push('400', '409', '422', '428');
      if (route.request?.body !== undefined) expected.push('400', '413', '415');
      if (route.request?.query !== undefined) expected.push('400');
      expect([operationId, expected.filter((one) => !named.includes(one))]).toEqual([operationId, []]);
    }
  });

  it.each([
    ['takeDocument', ['409', '412', '416']],
    ['replaceDraft', ['412', '428']],
    ['signIn', ['401', '403']],
    ['continueUpload', ['409', '410', '412', '413', '415', '423']],
    ['exportArchive', ['409']],
  ])('of %s are all there', (operationId, statuses) => {
    expect(Object.keys(operations.get(operationId)!.responses)).toEqual(expect.arrayContaining(statuses));
  });

  it('say of bytes in JSON that they are base64', () => {
    const text = JSON.stringify(document);
    const body = JSON.stringify(operations.get('handInShare')!.requestBody);
    expect(body.match(/"contentEncoding":"base64"/g)).toHaveLength(2);
    expect(JSON.stringify(operations.get('signInByCertificate')!.requestBody)).toContain(
      '"contentEncoding":"base64"',
    );
    expect(text).not.toContain('"example":"base64"');
  });

  it.each(['short', 'has a space in it', 'ünïcode-key', 'x'.repeat(129)])(
    'refuse the key %j, which has not the form that is said',
    async (key) => {
      const headers = shown(routes.find(({ write }) => write)!).parameters;
      const { pattern } = headers.find(({ name }) => name === 'Idempotency-Key')!.schema;
      expect(key).not.toMatch(new RegExp(pattern!));

      const json = { notices: [randomUUID()] };
      const { token } = acting.bidder;
      const answer = await send(platform, 'POST', '/v1/me/notices/read', { token, json, key });
      expect([answer.status, answer.json['code']]).toEqual([400, 'invalid-idempotency-key']);
    },
  );
});
