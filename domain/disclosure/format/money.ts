import { MOST_FEN } from '../../amount.ts';

const FEN_PER_YUAN = 100n;
const FEN_PER_WAN = 1_000_000n;

function parseFen(fen: string): bigint {
  if (!/^\d+$/.test(fen)) throw new RangeError(`not an amount in whole fen: ${fen}`);
  return BigInt(fen);
}

/** Fen as yuan with separators and two decimals, exact at any size: `1234567` gives `¥12,345.67`. Throws a RangeError on anything but digits. */
export function yuanText(fen: string): string {
  const amount = parseFen(fen);
  const whole = (amount / FEN_PER_YUAN).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `¥${whole}.${(amount % FEN_PER_YUAN).toString().padStart(2, '0')}`;
}

/** Fen as 万元 without rounding: `1768000000` gives `1768万元`, `1234567` gives `1.234567万元`. */
export function wanText(fen: string): string {
  const amount = parseFen(fen);
  const decimals = (amount % FEN_PER_WAN).toString().padStart(6, '0').replace(/0+$/, '');
  return `${amount / FEN_PER_WAN}${decimals === '' ? '' : `.${decimals}`}万元`;
}

/** Fen in both forms, as notices print an amount: `¥17,680,000.00（1768万元）`. */
export function moneyText(fen: string): string {
  return `${yuanText(fen)}（${wanText(fen)}）`;
}

/**
 * Fen as a number of yuan for JSON that has no other form of money. Throws a RangeError for more than the
 * largest amount there is, which a double may not keep: a wrong amount must not be published.
 */
export function yuanNumber(fen: string): number {
  const amount = parseFen(fen);
  if (amount > MOST_FEN) throw new RangeError(`too many digits for a JSON number: ${fen} fen`);
  return Number(`${amount / FEN_PER_YUAN}.${(amount % FEN_PER_YUAN).toString().padStart(2, '0')}`);
}
