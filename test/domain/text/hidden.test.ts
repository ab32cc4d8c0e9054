import { describe, expect, it } from '@jest/globals';
import { hiddenIn, shows, withHiddenShown } from '../../../domain/text/hidden.ts';

const of = (...codes: number[]): string => String.fromCodePoint(...codes);
const HIDDEN = [
  0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x180f, 0x200b, 0x200c, 0x200d,
  0x200e, 0x202a, 0x202e, 0x2060, 0x2064, 0x2066, 0x2069, 0x206f, 0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff,
  0xffa0, 0xfff0, 0xfff9, 0xffff, 0x1bca0, 0x1d173, 0xe0001, 0xe0020, 0xe0100, 0xe01ef, 0xe0fff, 0, 0x1b,
  0x7f, 0x85, 0xd800, 0xdfff,
];

describe('hidden characters', () => {
  it.each(HIDDEN)('U+%s is found, in texts of one line and of several', (code) => {
    const text = `公${of(code)}告`;
    const codePoint = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    expect([hiddenIn(text, 'one')?.codePoint, hiddenIn(text, 'many')?.codePoint]).toEqual([
      codePoint,
      codePoint,
    ]);
    expect(withHiddenShown(text)).toBe(`公[${codePoint}]告`);
  });

  it('are line breaks and tabs where a text has one line', () => {
    for (const text of ['a\nb', 'a\tb', 'a\u2028b'])
      expect([hiddenIn(text, 'one') === null, hiddenIn(text, 'many')]).toEqual([false, null]);
  });

  it.each([
    ['ideographs beyond the first plane', '𠮷野𬴊𰻞𲎯'],
    ['compatibility ideographs', '﨑﨔'],
    ['radicals, strokes and bopomofo', '⺮㇀ㄅ'],
    ['names with the middle dot', '阿凡提·买买提'],
    ['Tibetan, Uyghur, Mongolian and Yi', 'བོད་ཡིག ئۇيغۇرچە ᠮᠣᠩᠭᠣᠯ ꆈꌠ'],
    ['full-width forms and units', '（ＡＢＣ）㎡ ℃ ①'],
    ['combining accents', 'Café'],
  ])('are not: %s', (_what, text) => {
    expect([hiddenIn(text, 'one'), withHiddenShown(text), shows(text)]).toEqual([null, text, true]);
  });

  it('leave nothing that shows in spaces and marks alone', () => {
    expect([shows(' \u3000\u00a0'), shows('\u0301'), shows('。')]).toEqual([false, false, true]);
  });
});
