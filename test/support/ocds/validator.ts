import { readFileSync } from 'node:fs';
import { default as Ajv04Module } from 'ajv-draft-04';
import { default as addFormatsModule } from 'ajv-formats';

// Both are CommonJS modules whose types describe `default` as a member.
const Ajv04 = Ajv04Module as unknown as typeof Ajv04Module.default;
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

interface Schema {
  readonly id?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

function readSchema(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')) as Schema;
}

const releaseSchema = readSchema('release-schema');
const releasePackageSchema = readSchema('release-package-schema');
const recordPackageSchema = readSchema('record-package-schema');

// Not strict: the schemas carry OCDS's own keywords (codelist, omitWhenMerged, ...).
const ajv = new Ajv04({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(releaseSchema);
ajv.addSchema(readSchema('record-schema'));

const validators = {
  release: ajv.getSchema(releaseSchema.id ?? ''),
  releasePackage: ajv.compile(releasePackageSchema),
  recordPackage: ajv.compile(recordPackageSchema),
};

/** What is wrong with a release or package by the schemas; empty when it is valid. */
export function ocdsErrors(kind: keyof typeof validators, data: unknown): string[] {
  const validate = validators[kind];
  if (validate === undefined) throw new Error(`no schema for ${kind}`);
  if (validate(data) === true) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

/** Paths of a release's members that the release schema does not declare: a misspelt name passes as valid otherwise. */
export function undeclaredMembers(release: unknown, schema: Schema = releaseSchema, path = ''): string[] {
  const resolved = schema.$ref === undefined ? schema : definition(schema.$ref);
  if (Array.isArray(release)) {
    return release.flatMap((item, index) =>
      undeclaredMembers(item, resolved.items ?? {}, `${path}/${index}`),
    );
  }
  if (typeof release !== 'object' || release === null) return [];
  return Object.entries(release).flatMap(([key, value]) => {
    const member = resolved.properties?.[key];
    return member === undefined ? [`${path}/${key}`] : undeclaredMembers(value, member, `${path}/${key}`);
  });
}

function definition(ref: string): Schema {
  const found = releaseSchema.definitions?.[ref.replace('#/definitions/', '')];
  if (found === undefined) throw new Error(`no definition ${ref}`);
  return found;
}
