import { yuanNumber } from '../format/money.ts';
import { FEN_FORM } from '../../amount.ts';

/**
 * Fen in yuan as OCDS writes money; undefined where none is named, or where what an older version took is beyond the bound
 * of amounts: no number of JSON would be right then, and the tender is to go on.
 */
export function valueOf(fen: string | null): { amount: number; currency: 'CNY' } | undefined {
  return fen === null || !FEN_FORM.test(fen) ? undefined : { amount: yuanNumber(fen), currency: 'CNY' };
}
