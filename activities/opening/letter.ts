import { isUtf8 } from 'node:buffer';
import type { BidLetter } from '../../domain/bid/index.ts';
import { BID_LETTER_MAX_BYTES, parseBidLetter } from '../../domain/bid/letter.ts';
import { firstMember } from './tar.ts';

/** The letter, and before it the headers of a tar archive. */
export const LETTER_HEAD_BYTES = BID_LETTER_MAX_BYTES + 16 * 1024;

/** The opening letter that a bid's plain bytes begin with, alone or as the first member of a tar archive; null where there is none. */
export function letterOf(head: Buffer): { letter: BidLetter | null; archive: boolean } {
  const member = firstMember(head, 'bid.json');
  const bytes = member ?? head;
  // A byte order mark, as some editors set it, is no part of the text.
  const letter = isUtf8(bytes) ? parseBidLetter(new TextDecoder().decode(bytes)) : null;
  return { letter, archive: member !== null };
}
