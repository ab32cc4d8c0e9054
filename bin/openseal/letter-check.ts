import { LetterHead, type FoundLetter } from '../../activities/opening/letter.ts';
import { letterMismatch } from '../../domain/bid/letter.ts';
import type { PieceReader } from '../../sealing/head.ts';

/** Whose bid it is to be, as far as that was said. */
export interface Expected {
  readonly tenderId: string | null;
  readonly uscc: string | null;
}

/**
 * The same pieces; says on stderr what an opening would find wrong with the opening letter in them. Nobody but the bidder can
 * look at it before the deadline, and after it nothing can be mended.
 */
export function sayingWhatIsWrong(pieces: PieceReader, expected: Expected): PieceReader {
  const head = new LetterHead();
  let told = false;
  const tell = (): void => {
    if (told) return;
    told = true;
    for (const line of faultsOf(head.letter(), expected)) console.error(line);
  };
  return {
    read: async () => {
      const piece = await pieces.read();
      if (piece.value !== undefined) head.keep(piece.value);
      if (piece.done === true || head.isFull) tell();
      return piece;
    },
  };
}

/** What an opening would find wrong with the letter that a bid begins with, in words; empty when nothing. */
export function faultsOf({ letter }: FoundLetter, expected: Expected): string[] {
  if (letter === null)
    return [
      '! 没有可唱标的开标一览表（bid.json）：开标时会记为没有开标一览表\n  there is no opening letter (bid.json) in it as the opening reads one: it would be found to have none',
    ];
  switch (letterMismatch(letter, expected)) {
    case 'tender':
      return [
        `! 开标一览表写的是另一项目 ${letter.tenderId}：开标时会被拒绝\n  the opening letter names another tender, ${letter.tenderId}: the opening rejects it`,
      ];
    case 'bidder':
      return [
        `! 开标一览表写的是另一投标人 ${letter.bidderUscc}：开标时会被拒绝\n  the opening letter names another bidder, ${letter.bidderUscc}: the opening rejects it`,
      ];
    case null:
      return [];
  }
}
