/** An amount in fen as people read it, exact: `17680000.00元（1768000000分）`. */
export function zhAmount(fen: bigint): string {
  return `${yuanOf(fen)}元（${fen}分）`;
}

/** An amount in fen as people read it, exact: `17680000.00 yuan (1768000000 fen)`. */
export function enAmount(fen: bigint): string {
  return `${yuanOf(fen)} yuan (${fen} fen)`;
}

/** The largest whole number of fen that is at most so many percent of an amount. */
export function percentOf(fen: bigint, percent: number): bigint {
  return (fen * BigInt(percent)) / 100n;
}

function yuanOf(fen: bigint): string {
  return `${fen / 100n}.${(fen % 100n).toString().padStart(2, '0')}`;
}
