import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isValidUscc, usccCheckCharacter } from '../../../domain/party/uscc.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const VALID = '91350100M000100Y43';

const character = fc.constantFrom(...ALPHABET);
const digit = fc.constantFrom(...'0123456789');
/** Every pair of registration authority and category of the standard's table, after its amendment of 2016. */
const PAIRS =
  '11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 59 61 62 69 71 72 79 81 89 91 92 93 A1 A9 N1 N2 N3 N9 Y1'.split(
    ' ',
  );
const first17 = fc
  .tuple(
    fc.constantFrom(...PAIRS).map((pair) => [pair]),
    fc.array(digit, { minLength: 6, maxLength: 6 }),
    fc.array(character, { minLength: 9, maxLength: 9 }),
  )
  .map((parts) => parts.flat().join(''));

describe('unified social credit codes (GB 32100-2015)', () => {
  it.each([VALID, '91440300708461136T', '91310110666007217T', '91110105771583283D'])('takes %s', (code) => {
    expect(isValidUscc(code)).toBe(true);
  });

  it('refuses a code of an early trial region that does not keep to the standard', () => {
    expect(isValidUscc('91350211M00013FA1N')).toBe(false);
  });

  it('takes any seventeen characters of its form with their check character', () => {
    fc.assert(fc.property(first17, (text) => isValidUscc(text + usccCheckCharacter(text))));
  });

  it('refuses every pair of authority and category that the standard does not have, whatever follows', () => {
    for (const authority of ALPHABET)
      for (const category of ALPHABET) {
        const text = `${authority}${category}350100M000100Y4`;
        const pair = authority + category;
        expect([pair, isValidUscc(text + usccCheckCharacter(text))]).toEqual([pair, PAIRS.includes(pair)]);
      }
    expect(isValidUscc('000000000000000000')).toBe(false);
  });

  it('finds every single wrong character', () => {
    fc.assert(
      fc.property(first17, fc.nat(17), character, (text, index, wrong) => {
        const code = text + usccCheckCharacter(text);
        fc.pre(code[index] !== wrong);
        return !isValidUscc(code.slice(0, index) + wrong + code.slice(index + 1));
      }),
    );
  });

  it.each([
    '',
    VALID.slice(0, 17),
    `${VALID}0`,
    VALID.toLowerCase(),
    ` ${VALID.slice(1)}`,
    '9135010OM000100Y43',
    '91350100I000100Y43',
    '91A50100M000100Y43',
    `${VALID}\n`,
    '９１350100M000100Y43',
  ])('refuses %j', (code) => {
    expect(isValidUscc(code)).toBe(false);
  });

  it('throws a RangeError where there can be no check character', () => {
    expect(() => usccCheckCharacter('123')).toThrow(RangeError);
    expect(() => usccCheckCharacter('9135010OM000100Y4')).toThrow(RangeError);
  });
});
