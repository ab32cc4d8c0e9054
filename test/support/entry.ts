import { randomUUID } from 'node:crypto';
import type { EntryInput } from '../../store/index.ts';

/** A record entry of which only what is given matters. */
export function entryOf(given: Partial<EntryInput> = {}): EntryInput {
  return {
    id: randomUUID(),
    tenderId: null,
    event: 'somethingHappened',
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
