import { isUtf8 } from 'node:buffer';
import type { BidLetter } from '../../domain/bid/index.ts';
import { BID_LETTER_MAX_BYTES, parseBidLetter } from '../../domain/bid/letter.ts';
import { firstMember } from './tar.ts';

/** The letter, and before it the headers of a tar archive. */
const LETTER_HEAD_BYTES = BID_LETTER_MAX_BYTES + 16 * 1024;

/** Keeps what of a bid's plain bytes the opening letter stands in, as they pass. */
export class LetterHead {
  private readonly kept: Uint8Array[] = [];
  private left = LETTER_HEAD_BYTES;

  /** Whether no more is kept. */
  get isFull(): boolean {
    return this.left === 0;
  }

  /** Keeps a copy: whoever brings the chunk may fill the same room again. */
  keep(chunk: Uint8Array): void {
    const part = Buffer.from(chunk.subarray(0, this.left));
    if (part.length === 0) return;
    this.kept.push(part);
    this.left -= part.length;
  }

  /** The opening letter that the bytes begin with, alone or as the first member of a tar archive; null where there is none. */
  letter(): FoundLetter {
    return letterIn(Buffer.concat(this.kept));
  }
}

export interface FoundLetter {
  readonly letter: BidLetter | null;
  /** Whether an archive holds it. */
  readonly archive: boolean;
}

function letterIn(head: Buffer): FoundLetter {
  const member = firstMember(head, 'bid.json');
  const bytes = member ?? head;
  // A byte order mark, as some editors set it, is no part of the text.
  const letter = isUtf8(bytes) ? parseBidLetter(new TextDecoder().decode(bytes)) : null;
  return { letter, archive: member !== null };
}
