import { randomUUID } from 'node:crypto';
import type { Em, EntryInput } from '../../store/index.ts';
import { noteMadeUpEntries } from './made-up.ts';

/** A record entry of which only what is given matters. */
export function entryOf(given: Partial<EntryInput> = {}): EntryInput {
  if (given.data !== undefined || given.private !== undefined) noteMadeUpEntries();
  return {
    id: randomUUID(),
    tenderId: null,
    event: 'documentsOpened',
    at: Date.now(),
    rehearsal: false,
    role: 'system',
    party: null,
    rule: null,
    article: null,
    documents: [],
    data: {},
    private: {},
    ...given,
  };
}

/** The private parts of entries as they are stored, whoever may read them, by entry id. */
export async function storedPrivateParts(
  em: Em,
  entryIds: readonly string[],
): Promise<Map<string, { salt: string; private: Record<string, unknown> }>> {
  const found = await em
    .getConnection()
    .execute<{ entry_id: string; salt: Uint8Array; canonical: string }[]>(
      'select entry_id, salt, canonical from record_private',
    );
  return new Map(
    found
      .filter((line) => entryIds.includes(line.entry_id))
      .map((line) => [
        line.entry_id,
        {
          salt: Buffer.from(line.salt).toString('hex'),
          private: JSON.parse(line.canonical) as Record<string, unknown>,
        },
      ]),
  );
}
