/** What an operation is called with so that it can answer: values by parameter, and a body that is taken. */
export interface Given {
  /** The values of a parameter in the path, a query or a header; each is tried. */
  readonly values?: Readonly<Record<string, readonly (string | number)[]>>;
  readonly body?: unknown;
}
export type Givens = Readonly<Record<string, Given>>;

interface Parameter {
  readonly name: string;
  readonly schema: object;
}
/** An operation, as far as it is read here. */
export interface Operation {
  readonly operationId: string;
  /** Who may call it: everybody, or these roles. */
  readonly 'x-roles': string | readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { example?: unknown }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}
/** The parts of an OpenAPI document that are read here. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** For this value of the Idempotency-Key hooks.py puts one of the call's own. */
const KEY_OF_EACH = 'one-for-each-call';
/** Long polls are as short as they can be: they are not what is to be found out. */
const SHORT: Readonly<Record<string, object>> = { waitSeconds: { type: 'integer', minimum: 0, maximum: 1 } };

/** Each operation by its id, with its method and path as a report names them. */
export function operationsOf(document: OpenApi): readonly { label: string; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      label: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
}

/**
 * The document for one identity: the operations that `taken` picks, with parameters and bodies that name what is there. What
 * a parameter may be otherwise is left to the tool's invalid values.
 */
export function narrowed(
  document: OpenApi,
  givens: Givens,
  taken: (operation: Operation) => boolean,
): OpenApi {
  const paths = Object.entries(document.paths).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods)
        .filter(([, operation]) => taken(operation))
        .map(([method, operation]) => [method, withGiven(operation, givens[operation.operationId] ?? {})]),
    ),
  ]);
  const { components } = document as OpenApi & { components?: unknown };
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: withoutExamples(components),
  } as OpenApi;
}

function withGiven(operation: Operation, { values = {}, body }: Given): Operation {
  const { parameters, requestBody } = operation;
  return {
    ...operation,
    parameters: parameters.map((parameter) => withValues(parameter, values[parameter.name])),
    ...(requestBody === undefined ? {} : { requestBody: withBody(requestBody, body) }),
  };
}

function withValues(parameter: Parameter, values: readonly (string | number)[] | undefined): Parameter {
  const { name, schema, ...rest } = withoutExamples(parameter) as Parameter;
  const known = name === 'Idempotency-Key' ? [KEY_OF_EACH] : values;
  if (known === undefined) return { name, schema: SHORT[name] ?? schema, ...rest };
  const examples = Object.fromEntries(known.map((value, index) => [`known-${index + 1}`, { value }]));
  return { name, ...rest, schema: { type: typeof known[0], enum: known }, examples } as Parameter;
}

function withBody(
  requestBody: NonNullable<Operation['requestBody']>,
  body: unknown,
): NonNullable<Operation['requestBody']> {
  const content = Object.entries(requestBody.content).map(([type, media]) => {
    const example = type === 'application/json' ? (body ?? media.example) : undefined;
    const plain = withoutExamples(media) as object;
    return [type, example === undefined ? plain : { ...plain, example }];
  });
  return { ...requestBody, content: Object.fromEntries(content) };
}

/** The examples of single members would be put together to bodies that nobody would send. */
function withoutExamples(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutExamples);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => name !== 'example')
      .map(([name, value]) => [name, withoutExamples(value)]),
  );
}
