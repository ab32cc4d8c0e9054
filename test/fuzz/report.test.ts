import { describe, expect, it } from '@jest/globals';
import { routesOf } from '../../api/app.ts';
import { openApiDocument } from '../../api/openapi.ts';
import { FACES } from '../../runtime/config.ts';
import { narrowed, operationsOf, type OpenApi } from './narrowed.ts';
import { outcomeOf } from './report.ts';

const document = openApiDocument(routesOf(FACES), {
  title: '平台',
  publicUrl: 'https://tender.example.cn',
}) as unknown as OpenApi;

/** A line of the report for answers of one operation. */
const scenario = (label: string, ...statuses: (number | null)[]): string =>
  JSON.stringify({
    ScenarioFinished: {
      recorder: {
        label,
        interactions: Object.fromEntries(
          statuses.map((status, index) => [
            index,
            {
              request: { method: 'GET', uri: '/' },
              response: status === null ? null : { status_code: status },
            },
          ]),
        ),
      },
    },
  });

describe('what a report of schemathesis says', () => {
  const outcomeFor = (...lines: string[]) =>
    outcomeOf(['{"EngineStarted":{}}', ...lines, ''].join('\n'), document);

  it('counts calls, and the operations that answered 2xx, each once', () => {
    const outcome = outcomeFor(
      scenario('GET /v1/tenders', 200, 200, 400),
      scenario('GET /v1/tenders', 200),
      scenario('GET /v1/platform', 429, 429),
    );
    expect(outcome.calls).toBe(6);
    expect([...outcome.succeeded]).toEqual(['listTenders']);
    expect(outcome.faults).toEqual([]);
  });

  it('holds each 5xx against the platform, save one that its operation documents', () => {
    const { faults } = outcomeFor(
      scenario('GET /readyz', 503),
      scenario('GET /v1/tenders', 500, 503),
      scenario('GET /healthz', 502),
    );
    expect(faults.map(({ operation, status }) => [operation, status])).toEqual([
      ['listTenders', 500],
      ['listTenders', 503],
      ['health', 502],
    ]);
  });

  it('holds a refusal against the document that does not tell of it', () => {
    const { faults } = outcomeFor(scenario('GET /healthz', 409));
    expect(faults.map(({ operation, status }) => [operation, status])).toEqual([['health', 409]]);
  });

  it('holds a call that was not answered against the platform', () => {
    const { faults } = outcomeFor(scenario('GET /healthz', null, 200));
    expect(faults.map(({ operation, status }) => [operation, status])).toEqual([['health', null]]);
  });

  it('is refused where it names an operation that the document has not', () => {
    expect(() => outcomeFor(scenario('GET /v0/tenders', 200))).toThrow('no operation is GET /v0/tenders');
  });
});

describe('the document that an identity is given', () => {
  const given = { launchTender: { values: { id: ['a', 'b'] } }, signIn: { body: { login: 'x' } } };
  const picked = narrowed(document, given, ({ operationId }) => operationId in given);
  const operations = Object.fromEntries(
    operationsOf(picked).map(({ operation }) => [operation.operationId, operation]),
  );

  it('has the operations that were picked, with the values that are there and a key for each call', () => {
    expect(Object.keys(operations).sort()).toEqual(['launchTender', 'signIn']);
    expect(operations['launchTender']!.parameters).toMatchObject([
      {
        name: 'id',
        schema: { enum: ['a', 'b'] },
        examples: { 'known-1': { value: 'a' }, 'known-2': { value: 'b' } },
      },
      { name: 'Idempotency-Key', schema: { enum: ['one-for-each-call'] } },
    ]);
    expect(operations['signIn']!.requestBody!.content['application/json']!.example).toEqual({ login: 'x' });
  });

  it('has no examples of single members, and leaves the document as it was', () => {
    const schemas = JSON.stringify(
      operationsOf(picked).map(({ operation }) =>
        Object.values(operation.requestBody?.content ?? {}).map(({ example: _, ...media }) => media),
      ),
    );
    expect(schemas).not.toContain('"example"');
    expect(JSON.stringify(document)).toContain('"example"');
  });
});
