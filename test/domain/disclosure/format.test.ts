import { describe, expect, it } from '@jest/globals';
import { enEnd, zhEnd, zhInstant } from '../../../domain/disclosure/format/instant.ts';
import { moneyText, wanText, yuanNumber, yuanText } from '../../../domain/disclosure/format/money.ts';
import { conceal, plainData, plainText } from '../../../domain/disclosure/format/text.ts';
import { fenSchema } from '../../../api/schema.ts';
import { parseBidLetter } from '../../../domain/bid/letter.ts';
import { valueOf } from '../../../domain/disclosure/ocds/value.ts';
import { MOST_FEN } from '../../../domain/amount.ts';
import { exampleLetter } from '../../support/bids.ts';
import { parseInstant } from '../../../domain/time/instant.ts';

describe('money', () => {
  it.each([
    ['0', '¥0.00', '0万元'],
    ['1', '¥0.01', '0.000001万元'],
    ['99', '¥0.99', '0.000099万元'],
    ['1234567', '¥12,345.67', '1.234567万元'],
    ['100000000', '¥1,000,000.00', '100万元'],
    ['1768000000', '¥17,680,000.00', '1768万元'],
    ['123456789012345678901', '¥1,234,567,890,123,456,789.01', '123456789012345.678901万元'],
  ])('prints %s fen exactly', (fen, yuan, wan) => {
    expect(yuanText(fen)).toBe(yuan);
    expect(wanText(fen)).toBe(wan);
    expect(moneyText(fen)).toBe(`${yuan}（${wan}）`);
  });

  it.each(['', '-1', '1.5', '１', '0x10', '1e3', ' 1'])('refuses %j as an amount', (fen) => {
    expect(() => yuanText(fen)).toThrow(RangeError);
  });

  it('gives JSON numbers that print back as the same amount, and refuses those that would not', () => {
    expect(JSON.stringify(yuanNumber('1768000001'))).toBe('17680000.01');
    expect(JSON.stringify(yuanNumber(String(MOST_FEN)))).toBe('9999999999999.99');
    expect(() => yuanNumber(String(MOST_FEN + 1n))).toThrow(RangeError);
  });

  it('has one bound wherever an amount is taken, opened or published', () => {
    const letter = (priceFen: string) => parseBidLetter(JSON.stringify(exampleLetter({ priceFen })));
    for (const [fen, taken] of [
      [String(MOST_FEN), true],
      [String(MOST_FEN + 1n), false],
      ['4700000000000000', false],
    ] as const) {
      expect([fenSchema.safeParse(fen).success, letter(fen) !== null, valueOf(fen) !== undefined]).toEqual([
        taken,
        taken,
        taken,
      ]);
    }
  });
});

describe('instants', () => {
  it.each([
    ['2026-09-30T09:00:00+08:00', '2026年9月30日09:00（北京时间）'],
    ['2026-09-30T01:00:00Z', '2026年9月30日09:00（北京时间）'],
    ['2026-09-30T09:00:05+08:00', '2026年9月30日09:00:05（北京时间）'],
    ['2026-09-30T09:00:00.001+08:00', '2026年9月30日09:00:00.001（北京时间）'],
    ['2026-12-31T17:00:00Z', '2027年1月1日01:00（北京时间）'],
  ])('prints %s in Beijing time', (iso, text) => {
    expect(zhInstant(parseInstant(iso))).toBe(text);
  });

  it('prints the end of a day as that day at 24:00', () => {
    const midnight = parseInstant('2026-10-01T00:00:00+08:00');
    expect(zhEnd(midnight)).toBe('2026年9月30日24:00（北京时间）');
    expect(enEnd(midnight)).toBe('2026-09-30 24:00 (Beijing time)');
    expect(zhEnd(midnight + 60_000)).toBe('2026年10月1日00:01（北京时间）');
  });
});

describe('text', () => {
  it('drops control and direction-changing characters and broken surrogates, and keeps lines', () => {
    expect(plainText('甲\u0000乙\u202e丙\u2066\u200f\u0007')).toBe('甲乙丙');
    expect(plainText('一\r\n二\r三\n四\t五')).toBe('一\n二\n三\n四\t五');
    expect(plainText('\ud800尾')).toBe('\ufffd尾');
  });

  it('cleans strings anywhere in data and leaves out undefined members', () => {
    const cleaned = plainData({ a: ['x\u0000', { b: 'y\u202e' }], n: 1, t: null, u: undefined });
    expect(cleaned).toStrictEqual({ a: ['x', { b: 'y' }], n: 1, t: null });
  });

  it('conceals longer names first and leaves single characters alone', () => {
    expect(conceal('张示例与张示', ['张示', '张示例', '张'], '某')).toBe('某与某');
  });
});
