import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { default as addFormats } from 'ajv-formats';
import { routesOf } from '../../api/app.ts';
import { openApiDocument } from '../../api/openapi.ts';
import { refusedStatuses } from '../../api/refused-statuses.ts';
import { FACES } from '../../runtime/config.ts';
import { EVERYWHERE, operationAt } from '../api/support/documented.ts';

/** An answer of the API as it came over the wire. */
export interface WireAnswer {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
  /** Whether a record that is shown holds entries that tests made up. */
  readonly madeUpEntries: boolean;
}

const document = openApiDocument(routesOf(FACES), { title: '平台', publicUrl: 'https://tender.example.cn' });
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(document, 'openapi');

/** What shows entries as they were entered. */
const SHOWS_ENTRIES = new Set([
  'readRecord',
  'superviseRecord',
  'superviseSealedActs',
  'logData',
  'rehearsalsLogData',
]);

const compiled = new Map<string, ValidateFunction>();

function schemaAt(pointer: string): ValidateFunction {
  const known = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi#${pointer}` });
  compiled.set(pointer, known);
  return known;
}

const step = (name: string): string => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Why an answer is not what /openapi.json says of its operation; null when it is, or when the address is none of the API's. */
export function faultOf(answer: WireAnswer): string | null {
  const { method, path, status, mediaType, text } = answer;
  const route = operationAt(method, path);
  if (route === null) return null;
  if (answer.madeUpEntries && SHOWS_ENTRIES.has(route.operationId)) return null;
  const of = `${route.operationId} ${status}`;
  const told = route.responses[status];
  if (
    told === undefined &&
    status < 500 &&
    !EVERYWHERE.has(status) &&
    !refusedStatuses(route).includes(status)
  )
    return `${of}: its description does not name the status`;
  const place = route.path.replaceAll(/[:*](\w+)/g, '{$1}');
  const pointer =
    mediaType === 'application/problem+json'
      ? '/components/schemas/Problem'
      : ['paths', place, route.method, 'responses', String(status), 'content', mediaType, 'schema']
          .map((name) => `/${step(name)}`)
          .join('');
  if (mediaType !== 'application/problem+json' && told?.schema === undefined)
    return path === '/openapi.json' ? null : `${of}: JSON without a schema`;
  const holds = schemaAt(pointer);
  if (holds(JSON.parse(text))) return null;
  const why = (holds.errors ?? [])
    .slice(0, 12)
    .map(({ instancePath, message, params }) => `  ${instancePath} ${message} ${JSON.stringify(params)}`);
  return [`${of}: ${text.slice(0, 600)}`, ...why].join('\n');
}
