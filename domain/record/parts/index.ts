import type { z } from 'zod';
import type { DeepReadonly } from '../../readonly.ts';
import type { RecordedEvent } from '../../visibility/table.ts';
import { ACT_PARTS } from './acts.ts';
import { COMPLAINT_PARTS } from './complaint.ts';
import { entryParts, type EntryParts } from './forms.ts';
import { PLATFORM_PARTS } from './platform.ts';
import { TENDER_PARTS } from './tender.ts';

/**
 * What every kind of entry tells everybody, and what it only commits to: the API shows the
 * record by it, and what the platform enters by itself is held to it by its types. An event without a row does not compile.
 */
export const RECORD_PARTS = {
  ...TENDER_PARTS,
  ...COMPLAINT_PARTS,
  ...ACT_PARTS,
  ...PLATFORM_PARTS,
} satisfies Record<RecordedEvent, EntryParts>;

/** An entry of earlier versions, which told of a sealed act only that there was one. */
export const VEILED_PARTS = entryParts();

type Parts = typeof RECORD_PARTS;

/** What an entry of this kind tells everybody. */
export type PublicPart<Name extends RecordedEvent> = DeepReadonly<z.output<Parts[Name]['data']>>;
/** What it commits to, beside who did it and from where. */
export type SecretPart<Name extends RecordedEvent> = DeepReadonly<z.output<Parts[Name]['secret']>>;
