import type { ComplaintCommandName } from '../complaint/complaint.ts';
import type { CommandName } from '../tender/tender.ts';
import { OF_OFFICE, type Visibility } from './audiences.ts';
import { mayRead, type Course, type Reader } from './readers.ts';
import { VISIBILITY, type RecordedEvent } from './table.ts';

/** The event of an entry, or of a leaf of a batch, that does not even tell what was done. */
export const CONFIDENTIAL = 'confidentialAct';
/** What such an entry tells of an act: nothing. */
export const VEILED_ACT = { event: CONFIDENTIAL, role: 'confidential', data: {} } as const;

/** Members of a private part that say who acted, and from where. */
const WHO: readonly string[] = ['person', 'party', 'address', 'command', 'certificate'];

/** Acts of a bidder whose refusal would tell who objects, asks or complains. */
const GRIEVANCES: readonly string[] = [
  'fileObjection',
  'askQuestion',
  'fileComplaint',
  'correctComplaint',
  'withdrawComplaint',
] satisfies readonly (CommandName | ComplaintCommandName)[];

/** As what a refused act is entered in the record. */
export function refusalEvent(command: string, role: string): 'commandRefused' | 'grievanceRefused' {
  return role === 'bidder' && GRIEVANCES.includes(command) ? 'grievanceRefused' : 'commandRefused';
}

/** Whether an act is sealed: not even that it was done may be known or counted. */
export function isSealed(event: RecordedEvent, role: string): boolean {
  const { nature } = VISIBILITY[event];
  return nature === 'sealed' || (nature === 'sealed-of-bidders' && role === 'bidder');
}

/**
 * Events of sealed acts that the table opens to one of some readers by now. Whoever lists sealed acts looks for these alone:
 * to look through others takes the longer the more there are.
 */
export function sealedEventsFor(readers: readonly Reader[], course: Course): RecordedEvent[] {
  return (Object.keys(VISIBILITY) as RecordedEvent[]).filter((event) => {
    const { nature, actor } = VISIBILITY[event];
    return nature !== 'open' && readers.some((reader) => mayRead(actor, reader, course));
  });
}

/** What is needed of an entry to say who may read its private part. */
export interface Committed {
  readonly event: string;
  readonly role: string;
}

/** A private part as far as one reader may read it; `whole` when nothing is left out, so that it opens its commitment. */
export interface OpenedPart {
  readonly shown: Readonly<Record<string, unknown>>;
  readonly whole: boolean;
}

/** What of an entry's private part a reader may read, as far as the tender has come; null for nothing. */
export function openedPart(
  entry: Committed,
  secret: Readonly<Record<string, unknown>>,
  reader: Reader,
  course: Course,
): OpenedPart | null {
  const veiled = entry.event === CONFIDENTIAL;
  const row = rowOf(veiled ? secret : { ...secret, event: entry.event });
  if (row === null) return null;
  const byBidder = veiled || entry.role === 'bidder';
  const who = mayRead(byBidder ? row.actor : OF_OFFICE, reader, course);
  // Of a sealed act, who did it and what it was are one secret.
  const facts = veiled ? who : mayRead(row.facts, reader, course);
  const shown = Object.fromEntries(
    Object.entries(secret).filter(([member]) => (WHO.includes(member) ? who : facts)),
  );
  const count = Object.keys(shown).length;
  return count === 0 ? null : { shown, whole: count === Object.keys(secret).length };
}

/** The row of an entry; null for what no version of the platform entered, of which nobody reads anything. */
function rowOf(secret: Readonly<Record<string, unknown>>): Visibility | null {
  const name = secret['event'];
  if (typeof name !== 'string' || !Object.hasOwn(VISIBILITY, name)) return null;
  // Earlier versions entered every refusal under one name.
  const { command } = (secret['data'] ?? {}) as { readonly command?: string };
  const event =
    name === 'commandRefused' && command !== undefined ? refusalEvent(command, String(secret['role'])) : name;
  return VISIBILITY[event as RecordedEvent];
}
