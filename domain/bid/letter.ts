import { FEN_FORM } from '../amount.ts';
import { isValidUscc } from '../party/uscc.ts';
import { withHiddenShown } from '../text/hidden.ts';
import type { BidLetter } from './types.ts';

/** An opening letter is small; what is larger is none. */
export const BID_LETTER_MAX_BYTES = 64 * 1024;
const TEXT_MAX = 500;
const TENDER_ID_MAX = 100;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= TEXT_MAX;
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

/** What each field of a letter must be; a letter has these and no others. */
const FIELDS: { readonly [Name in keyof BidLetter]: (value: unknown) => boolean } = {
  format: (value) => value === 'openseal-bid/1',
  tenderId: (value) => isText(value) && value !== '' && value.length <= TENDER_ID_MAX,
  bidderUscc: (value) => typeof value === 'string' && isValidUscc(value),
  priceFen: (value) => typeof value === 'string' && FEN_FORM.test(value),
  durationDays: (value) => value === null || (Number.isSafeInteger(value) && (value as number) > 0),
  quality: isText,
  projectManager: isTextOrNull,
  certificate: isTextOrNull,
};
const NAMES = Object.keys(FIELDS) as (keyof BidLetter)[];

/**
 * A value as it is read out. No law lets a bid be set aside for a character that does not show, or for one that turns
 * a line around: such a text is taken, and its hidden characters are written out, so that all see the same.
 */
const told = (value: unknown): unknown => (typeof value === 'string' ? withHiddenShown(value) : value);

/**
 * Reads an opening letter. Null when the text is not exactly one: nothing is guessed, and nothing that
 * the opening would not read out is overlooked.
 */
export function parseBidLetter(text: string): BidLetter | null {
  if (new TextEncoder().encode(text).length > BID_LETTER_MAX_BYTES) return null;
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    // What is not JSON is no opening letter; the caller records it as such.
    return null;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return null;
  const given = new Map(Object.entries(read));
  if (given.size !== NAMES.length || !NAMES.every((name) => FIELDS[name](given.get(name)))) return null;
  // A name that stands twice would be read one way here and another way elsewhere.
  if (namesIn(text) !== NAMES.length) return null;
  return Object.fromEntries(NAMES.map((name) => [name, told(given.get(name))])) as unknown as BidLetter;
}

/**
 * How many names stand in the text of a JSON object, those that repeat counted each time. The text is known to be
 * JSON: each string ends, and what follows it is looked at once.
 */
function namesIn(text: string): number {
  const string = /"[^"\\]*(?:\\.[^"\\]*)*"(?<colon>\s*:)?/g;
  return [...text.matchAll(string)].filter((found) => found.groups?.['colon'] !== undefined).length;
}

/** Whose letter it is instead, where it is of another tender or in another's name: then it is no letter of the bid. What is null is not compared. */
export function letterMismatch(
  letter: Pick<BidLetter, 'tenderId' | 'bidderUscc'>,
  { tenderId, uscc }: { readonly tenderId: string | null; readonly uscc: string | null },
): 'tender' | 'bidder' | null {
  if (tenderId !== null && letter.tenderId.toLowerCase() !== tenderId.toLowerCase()) return 'tender';
  return uscc !== null && letter.bidderUscc !== uscc ? 'bidder' : null;
}
