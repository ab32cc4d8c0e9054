import type { RecordEntry } from '../domain/record/entry.ts';
import { CONFIDENTIAL, openedPart, type Course, type Reader } from '../domain/visibility/index.ts';
import { rows, type Em } from './store.ts';

/** What of an entry's private part somebody may read. */
export interface ReadPart {
  /** Opens the commitment (hex); null where something is left out, which the salt would let be guessed. */
  readonly salt: string | null;
  readonly private: Readonly<Record<string, unknown>>;
}

/** Who asks, and how far the tender of the entries has come. */
export interface Reading {
  readonly course: Course;
  /** As whom the asker reads an act, by its facts: an authority may be asked in one complaint and not in another. */
  readonly readerOf: (facts: Readonly<Record<string, unknown>>) => Reader;
}

/**
 * The private parts of entries, by entry id, as far as the table of domain/visibility opens them to who asks. There
 * is no other way to them.
 */
export async function privateParts(
  em: Em,
  entries: readonly Pick<RecordEntry, 'id' | 'event' | 'role' | 'data'>[],
  { course, readerOf }: Reading,
): Promise<Map<string, ReadPart>> {
  const found = await rows(
    em,
    `select entry_id, salt, canonical from record_private where entry_id = any($1::uuid[])`,
    [entries.map(({ id }) => id)],
  );
  const stored = new Map(found.map((line) => [String(line['entry_id']), line]));
  const parts = new Map<string, ReadPart>();
  for (const entry of entries) {
    const line = stored.get(entry.id);
    if (line === undefined) continue;
    const secret = JSON.parse(String(line['canonical'])) as Record<string, unknown>;
    const facts = entry.event === CONFIDENTIAL ? secret['data'] : entry.data;
    const opened = openedPart(entry, secret, readerOf((facts ?? {}) as Record<string, unknown>), course);
    if (opened === null) continue;
    const salt = opened.whole ? Buffer.from(line['salt'] as Uint8Array).toString('hex') : null;
    parts.set(entry.id, { salt, private: opened.shown });
  }
  return parts;
}
