import { describe, expect, it } from '@jest/globals';
import { LetterHead } from '../../activities/opening/letter.ts';
import { faultsOf, sayingWhatIsWrong, type Expected } from '../../bin/openseal/letter-check.ts';
import { BINDING } from '../sealing/support.ts';
import { exampleLetter } from '../support/bids.ts';
import { EXAMPLE_PARTIES } from '../support/drafts.ts';

const expected = { tenderId: BINDING.tenderId, uscc: BINDING.bidderUscc };
const letter = exampleLetter({ tenderId: BINDING.tenderId, bidderUscc: BINDING.bidderUscc });
const bytesOf = (value: object): Buffer => Buffer.from(JSON.stringify(value));
const faultsIn = (bytes: Uint8Array, of: Expected): string[] => {
  const head = new LetterHead();
  head.keep(bytes);
  return faultsOf(head.letter(), of);
};

describe('what a bid begins with, before it is sealed', () => {
  it('is found to be in order where the opening would read it', () => {
    expect(faultsIn(bytesOf(letter), expected)).toEqual([]);
    expect(faultsIn(bytesOf(letter), { tenderId: null, uscc: null })).toEqual([]);
  });

  it('is read as the opening reads it: with a byte order mark, and ids in capitals', () => {
    const inCapitals = bytesOf({ ...letter, tenderId: letter.tenderId.toUpperCase() });
    expect(faultsIn(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), inCapitals]), expected)).toEqual([]);
  });

  it.each([
    ['no letter', { ...letter, priceFen: undefined }, /no opening letter/],
    ['of another tender', { ...letter, tenderId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a99' }, /another tender/],
    ['of another bidder', { ...letter, bidderUscc: EXAMPLE_PARTIES.bidder2.uscc }, /another bidder/],
  ])('is told to be %s', (_, changed, said) => {
    const faults = faultsIn(bytesOf(changed), expected);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(said);
  });

  it('is looked at on the way, and every byte goes on as it came', async () => {
    const plain = Buffer.concat([bytesOf(letter), Buffer.alloc(200_000, 7)]);
    const room = Buffer.alloc(4096);
    let at = 0;
    const pieces = sayingWhatIsWrong(
      {
        read: () => {
          if (at >= plain.length) return Promise.resolve({ done: true });
          const size = plain.copy(room, 0, at, at + room.length);
          at += size;
          return Promise.resolve({ value: room.subarray(0, size) });
        },
      },
      expected,
    );
    const through: Buffer[] = [];
    for (;;) {
      const { done, value } = await pieces.read();
      if (value !== undefined) through.push(Buffer.from(value));
      if (done === true) break;
    }
    expect(Buffer.concat(through).equals(plain)).toBe(true);
  });
});
