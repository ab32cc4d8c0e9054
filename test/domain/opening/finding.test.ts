import { describe, expect, it } from '@jest/globals';
import { findingOf, type OpeningFacts } from '../../../domain/opening/index.ts';

const sealedStill: OpeningFacts = {
  fileAsReceived: true,
  key: 'none',
  refusedKeys: 0,
  prompted: true,
  hall: 'up',
  remedy: null,
  content: 'unread',
};

describe('whose doing it is that a bid stays sealed (EB-014)', () => {
  it.each<[string, Partial<OpeningFacts>, string, string | null]>([
    ['opened by its key', { key: 'fits', content: 'letter' }, 'opened', null],
    ['opened by shares', { remedy: 'opened', content: 'letter' }, 'opened', null],
    ['no key, though it was asked and the hall was up', {}, 'no-key', 'bidder'],
    ['no key, and nothing shows that it was asked', { prompted: false }, 'no-key', 'not-bidder'],
    ['no key, and the platform was down within the window', { hall: 'down' }, 'no-key', 'not-bidder'],
    ['no key, and nobody measured', { hall: 'not-measured' }, 'no-key', 'not-bidder'],
    ['a key that does not fit', { key: 'wrong' }, 'wrong-key', 'bidder'],
    ['keys that were refused', { refusedKeys: 2, prompted: false }, 'wrong-key', 'bidder'],
    [
      'a key that does not fit, and no time to mend it',
      { key: 'wrong', hall: 'down' },
      'wrong-key',
      'not-bidder',
    ],
    ['too few trustees came', { remedy: 'too-few-by-others' }, 'too-few-shares', 'not-bidder'],
    [
      'a wrong key, and too few trustees came',
      { key: 'wrong', remedy: 'too-few-by-others' },
      'too-few-shares',
      'not-bidder',
    ],
    ['its faulty boxes made the difference', { remedy: 'too-few-by-bidder' }, 'too-few-shares', 'bidder'],
    ['misdealt', { remedy: 'misdealt', hall: 'down' }, 'misdealt', 'bidder'],
    ['it does not decrypt with its key', { key: 'fits', content: 'broken' }, 'corrupted', 'bidder'],
    ['there is no letter in it', { key: 'fits', content: 'no-letter' }, 'no-bid-letter', 'bidder'],
    ['its letter is of another', { key: 'fits', content: 'another' }, 'wrong-letter', 'bidder'],
    [
      'the stored file is another, whatever else',
      { fileAsReceived: false, key: 'wrong', refusedKeys: 1 },
      'file-changed',
      'not-bidder',
    ],
  ])('%s', (_name, facts, result, attribution) => {
    expect(findingOf({ ...sealedStill, ...facts })).toEqual({ result, attribution });
  });

  it("never is the bidder's where the stored file is not the received one, or the hall was not up and nothing of its own is wrong", () => {
    for (const key of ['fits', 'wrong', 'none'] as const)
      for (const hall of ['up', 'down', 'not-measured'] as const)
        for (const prompted of [true, false])
          for (const refusedKeys of [0, 1]) {
            const facts = { ...sealedStill, key, hall, prompted, refusedKeys };
            expect(findingOf({ ...facts, fileAsReceived: false }).attribution).toBe('not-bidder');
            if (hall !== 'up') expect(findingOf(facts).attribution).toBe('not-bidder');
            expect(findingOf({ ...facts, remedy: 'too-few-by-others' }).attribution).toBe('not-bidder');
          }
  });
});
