import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BID_LETTER_MAX_BYTES, parseBidLetter } from '../../../domain/bid/letter.ts';
import { exampleLetter } from '../../support/bids.ts';

const letter = exampleLetter();
const changed = (changes: object): string => JSON.stringify({ ...letter, ...changes });
const without = (name: string): string => JSON.stringify({ ...letter, [name]: undefined });

describe('an opening letter', () => {
  it.each([
    ['plain', JSON.stringify(letter), letter],
    ['with spaces around it', ` \n${JSON.stringify(letter, null, 2)}\n`, letter],
    ['with what may be left open', changed({ durationDays: null, projectManager: null }), null],
    ['with punctuation like JSON', changed({ quality: '合格", "priceFen": "1\\' }), null],
  ])('is read: %s', (_name, text, expected) => {
    expect(parseBidLetter(text)).toEqual(expected ?? JSON.parse(text));
  });

  it.each([
    ['no JSON', 'bid.json'],
    ['no object', '[]'],
    ['null', 'null'],
    ['another format', changed({ format: 'openseal-bid/2' })],
    ['no tender', changed({ tenderId: '' })],
    ['a wrong check character', changed({ bidderUscc: '91110105MA01EX012X' })],
    ['a price as a number', changed({ priceFen: 1768000000 })],
    ['a price with a point', changed({ priceFen: '17680000.00' })],
    ['a negative price', changed({ priceFen: '-1' })],
    ['a price with leading zeros', changed({ priceFen: '01' })],
    ['a price beyond bounds', changed({ priceFen: '9'.repeat(16) })],
    ['a fractional duration', changed({ durationDays: 1.5 })],
    ['no duration at all', without('durationDays')],
    ['a duration of nothing', changed({ durationDays: 0 })],
    ['an overlong text', changed({ quality: 'x'.repeat(501) })],
    ['a field of its own', changed({ discount: '3%' })],
    ['a prototype', `{"__proto__":{"priceFen":"1"},${without('priceFen').slice(1)}`],
    ['two prices', `${JSON.stringify(letter).slice(0, -1)},"priceFen":"1"}`],
    ['two prices, one escaped', `${JSON.stringify(letter).slice(0, -1)},"price\\u0046en":"1"}`],
    ['more than 64 KiB', JSON.stringify(letter) + ' '.repeat(BID_LETTER_MAX_BYTES)],
    ['deep nesting', '['.repeat(60_000)],
  ])('is not read: %s', (_name, text) => {
    expect(parseBidLetter(text)).toBeNull();
  });

  it.each([
    ['a control', '合格\u0000', '合格[U+0000]'],
    ['half a surrogate pair', '\ud800', '[U+D800]'],
    ['a bidi override', '合格\u202e格不', '合格[U+202E]格不'],
    [
      'characters that do not show, again and again',
      '合\u200b\u200b\u200b格\u3164',
      '合[U+200B×3]格[U+3164]',
    ],
    ['a variation selector', '✔\ufe0f', '✔[U+FE0F]'],
    ['two lines', '合\n格', '合[U+000A]格'],
  ])('is taken with %s, which is written out for all to see', (_what, quality, told) => {
    expect(parseBidLetter(changed({ quality }))?.quality).toBe(told);
  });

  it('never throws, and reads nothing but letters', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((part) => changed(part)),
        ),
        (text) => {
          const read = parseBidLetter(text);
          if (read !== null) expect(read).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
