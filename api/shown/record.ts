import { z } from 'zod';
import type { RecordEntry } from '../../domain/record/entry.ts';
import {
  RECORD_PARTS,
  VEILED_PARTS,
  type PublicPart,
  type SecretPart,
} from '../../domain/record/parts/index.ts';
import type { EntryParts } from '../../domain/record/parts/forms.ts';
import { CONFIDENTIAL, VISIBILITY, type RecordedEvent } from '../../domain/visibility/index.ts';
import type { ReadPart } from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import { shownIdSchema, sha256Schema, shownInstantSchema } from '../schema.ts';

/**
 * The record, as answers show it: of each kind of entry what the table of domain/record/parts says. Kinds that tell
 * the same are one member of the union.
 */

const COMMON = {
  index: z.int().min(0),
  id: shownIdSchema,
  tenderId: shownIdSchema.nullable(),
  at: shownInstantSchema,
  recordedAt: shownInstantSchema,
  rehearsal: z.boolean(),
  role: z.string(),
  party: z.string().nullable(),
  rule: z.string().nullable(),
  article: z.string().nullable(),
  documents: z.array(sha256Schema),
  commitment: sha256Schema,
  detached: z.strictObject({ sha256: sha256Schema, sizeBytes: z.int() }).optional().meta({
    description: 'In the log data and documents are empty and stand beside the entry, under this hash',
  }),
  leafHash: sha256Schema,
};

type Common = z.output<z.ZodObject<typeof COMMON, z.core.$strict>>;
type Name = RecordedEvent | typeof CONFIDENTIAL;
type Told<Of extends Name> = Of extends RecordedEvent ? PublicPart<Of> : Record<string, never>;

/** An entry as everybody reads it: its event says what its data are. */
export type ShownEntry = { [Of in Name]: Common & { event: Of; data: Told<Of> } }[Name];

/** Kinds of entries that have one form. */
interface FormOfKinds {
  readonly names: readonly string[];
  readonly parts: EntryParts;
}

const formOf = (part: z.ZodObject): string => JSON.stringify(z.toJSONSchema(part));

/** Each kind of entry, with the forms of its two parts. */
const KINDS = Object.entries<EntryParts>({ ...RECORD_PARTS, [CONFIDENTIAL]: VEILED_PARTS }).map(
  ([name, parts]) => ({ name, parts, data: formOf(parts.data), secret: formOf(parts.secret) }),
);

function kindsBy(form: (kind: (typeof KINDS)[number]) => string): FormOfKinds[] {
  return [...Map.groupBy(KINDS, form).values()].map((kinds) => ({
    names: kinds.map(({ name }) => name),
    parts: kinds[0]!.parts,
  }));
}

/** The kinds that tell everybody the same, and those that also commit to the same. */
const TELLING_THE_SAME = kindsBy(({ data }) => data);
const OF_ONE_FORM = kindsBy(({ data, secret }) => `${data} ${secret}`);

const unionOf = (members: readonly z.ZodType[]): z.ZodType => z.union(members);

export const entrySchema = unionOf(
  TELLING_THE_SAME.map(({ names, parts }) =>
    z.strictObject({ ...COMMON, event: z.enum(names), data: parts.data }),
  ),
).meta({ id: 'RecordEntry', description: 'An entry of the record' }) as z.ZodType<ShownEntry>;

/** Data and documents that stand beside an entry, in canonical form. */
export const detachedSchema = z.strictObject({
  data: unionOf(TELLING_THE_SAME.map(({ parts }) => parts.data)),
  documents: z.array(sha256Schema),
});

/** Who did it and from where, as far as that is open. */
const WHO = {
  person: z.string().nullable().optional(),
  party: z.string().nullable().optional(),
  address: z.string().nullable().optional(),
  command: z.string().nullable().optional(),
  certificate: z.string().optional(),
};
type Who = z.output<z.ZodObject<typeof WHO, z.core.$strict>>;

/** What stands beside a sealed act in its private part: all that an entry else tells everybody. */
const SEALED = {
  role: z.string(),
  rule: z.string().nullable(),
  article: z.string().nullable(),
  documents: z.array(sha256Schema),
};
type Sealed = z.output<z.ZodObject<typeof SEALED, z.core.$strict>>;

/** The private part of a sealed act: its event says what its data are, and what is only committed to. */
type SealedPart = {
  [Of in RecordedEvent]: Who & Sealed & { event: Of; data: PublicPart<Of> } & SecretPart<Of>;
}[RecordedEvent];

const isSealable = (name: string): boolean =>
  name !== CONFIDENTIAL && VISIBILITY[name as RecordedEvent].nature !== 'open';

const sealedPartSchema = unionOf(
  OF_ONE_FORM.flatMap(({ names, parts }) => {
    const sealable = names.filter(isSealable);
    if (sealable.length === 0) return [];
    const { data, secret } = parts;
    return [z.strictObject({ ...WHO, ...SEALED, event: z.enum(sealable), data, ...secret.shape })];
  }),
).meta({ id: 'SealedAct', description: 'What was done in secret' }) as z.ZodType<SealedPart>;

const opened = <Part extends z.ZodType>(part: Part) =>
  z.strictObject({
    salt: sha256Schema.nullable().meta({ description: 'null where a part is left out' }),
    private: part,
  });

/** A sealed act as it is opened to who may read it. */
export const openedActSchema = opened(sealedPartSchema);

/** An entry with what of its private part an authority may read. */
type OpenedEntry = {
  [Of in Name]: Common & {
    event: Of;
    data: Told<Of>;
    opened: {
      salt: string | null;
      private: Of extends RecordedEvent ? Who & Partial<SecretPart<Of>> : SealedPart;
    } | null;
  };
}[Name];

export const openedEntrySchema = unionOf(
  OF_ONE_FORM.flatMap(({ names, parts }) => {
    const told = names.filter((name) => name !== CONFIDENTIAL);
    const { data, secret } = parts;
    const part = z.strictObject({ ...WHO, ...secret.partial().shape });
    const entries = z.strictObject({
      ...COMMON,
      event: z.enum(told),
      data,
      opened: opened(part).nullable(),
    });
    if (told.length === names.length) return [entries];
    const veiled = z.strictObject({
      ...COMMON,
      event: z.literal(CONFIDENTIAL),
      data,
      opened: openedActSchema.nullable(),
    });
    return [entries, veiled];
  }),
).meta({ id: 'OpenedRecordEntry' }) as z.ZodType<OpenedEntry>;

/*
 * Entries are read from the log as JSON. That entries are what the table of domain/record/parts says, the tests that
 * read records show: the three that follow take it so, and are the only places that do.
 */

export const shownEntry = (entry: RecordEntry) => entry as Answer<typeof entrySchema>;

export const openedEntry = (entry: RecordEntry, part: ReadPart | undefined) =>
  ({ ...entry, opened: part ?? null }) as Answer<typeof openedEntrySchema>;

export const openedAct = (part: ReadPart) => part as Answer<typeof openedActSchema>;

/** Where a sealed act stands in its batch. */
export const sealedPlaceFields = {
  leaf: z.string(),
  position: z.int(),
  path: z.array(z.string()),
};
