import { isValidUscc } from '../party/uscc.ts';
import type { BidLetter } from './types.ts';

/** An opening letter is small; what is larger is none. */
export const BID_LETTER_MAX_BYTES = 64 * 1024;
const TEXT_MAX = 500;
/** 13 digits of yuan: beyond any tender, and exact in every JSON reader. */
const FEN = /^(0|[1-9][0-9]{0,14})$/;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= TEXT_MAX && value.isWellFormed() && !/\p{Cc}/u.test(value);
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

/** Reads an opening letter. Null when the text is not exactly one: nothing is guessed. */
export function parseBidLetter(text: string): BidLetter | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    // What is not JSON is no opening letter; the caller records it as such.
    return null;
  }
  if (typeof read !== 'object' || read === null) return null;
  const { format, tenderId, bidderUscc, priceFen, durationDays, quality, projectManager, certificate } =
    read as Record<string, unknown>;
  if (format !== 'openseal-bid/1' || typeof tenderId !== 'string') return null;
  if (typeof bidderUscc !== 'string' || !isValidUscc(bidderUscc)) return null;
  if (typeof priceFen !== 'string' || !FEN.test(priceFen)) return null;
  if (durationDays !== null && !(Number.isSafeInteger(durationDays) && (durationDays as number) > 0))
    return null;
  if (!isText(quality) || !isTextOrNull(projectManager) || !isTextOrNull(certificate)) return null;
  return {
    format,
    tenderId,
    bidderUscc,
    priceFen,
    durationDays: durationDays as number | null,
    quality,
    projectManager,
    certificate,
  };
}
