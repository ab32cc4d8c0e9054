import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isValidUscc, usccCheckCharacter } from '../../../domain/party/uscc.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const VALID = '91350100M000100Y43';

const character = fc.constantFrom(...ALPHABET);
const digit = fc.constantFrom(...'0123456789');
const first17 = fc
  .tuple(
    fc.array(character, { minLength: 2, maxLength: 2 }),
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
