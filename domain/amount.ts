/**
 * How many decimal digits of fen an amount has at most: 13 digits of yuan, beyond any tender, and exact in every
 * reader of JSON, as an IEEE 754 double keeps 15 digits. Whatever takes, opens or publishes an amount goes by this.
 */
const FEN_DIGITS = 15;

/** An amount in whole fen as it is written: `0`, or digits without sign, separators and leading zeros. */
export const FEN_FORM = new RegExp(`^(0|[1-9][0-9]{0,${FEN_DIGITS - 1}})$`);

/** The largest amount there is, in fen. */
export const MOST_FEN = 10n ** BigInt(FEN_DIGITS) - 1n;
