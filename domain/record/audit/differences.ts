/** One entry as it was found: its leaf hash (hex), and what it says of itself, when it can be read. */
export interface FoundEntry {
  readonly hash: string;
  readonly id: string | null;
  readonly event: string | null;
  /** The index that the entry itself gives. */
  readonly ownIndex: number | null;
}

/** What was done to an entry. `at` is where it stands in what was found, `index` its place in the log. */
export type Difference =
  | { readonly kind: 'rewritten'; readonly index: number; readonly at: number }
  | { readonly kind: 'dropped'; readonly index: number }
  | { readonly kind: 'inserted'; readonly at: number }
  | { readonly kind: 'reordered'; readonly index: number; readonly at: number };

/**
 * Tells what was done to a list of entries: the leaf hashes of the log in their order, and the entries as
 * found. The entries that kept their order are the longest that can have; of the others, those that are
 * elsewhere were re-ordered, those that are the log's no more were rewritten or dropped, and the rest were
 * inserted.
 */
export function differences(log: readonly string[], found: readonly FoundEntry[]): Difference[] {
  let same = 0;
  while (same < log.length && same < found.length && log[same] === found[same]!.hash) same++;
  const places = new Map<string, number>();
  for (let index = same; index < log.length; index++) places.set(log[index]!, index);
  const matched: { at: number; index: number }[] = [];
  for (let at = same; at < found.length; at++) {
    const index = places.get(found[at]!.hash);
    // The same entry a second time is an insertion.
    if (index === undefined) continue;
    places.delete(found[at]!.hash);
    matched.push({ at, index });
  }
  const anchors = longestInOrder(matched);
  const kept = new Set(anchors.map(({ at }) => at));
  const moved = matched.filter(({ at }) => !kept.has(at));
  const movedFrom = new Set(moved.map(({ index }) => index));
  const movedAt = new Set(moved.map(({ at }) => at));
  const result: Difference[] = moved.map(({ at, index }) => ({ kind: 'reordered', at, index }));
  let [index, at] = [same, same];
  for (const anchor of [...anchors, { at: found.length, index: log.length }]) {
    const gone = numbers(index, anchor.index).filter((one) => !movedFrom.has(one));
    const come = numbers(at, anchor.at).filter((one) => !movedAt.has(one));
    result.push(...betweenAnchors(gone, come, found));
    [index, at] = [anchor.index + 1, anchor.at + 1];
  }
  return result.sort((one, other) => placeOf(one) - placeOf(other));
}

const placeOf = (difference: Difference): number =>
  difference.kind === 'inserted' ? difference.at : difference.index;

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);

/** Between two entries that kept their order: what says it stands where one is gone was rewritten. */
function betweenAnchors(
  gone: readonly number[],
  come: readonly number[],
  found: readonly FoundEntry[],
): Difference[] {
  const left = new Set(gone);
  const unpaired: number[] = [];
  const result: Difference[] = [];
  for (const at of come) {
    const own = found[at]!.ownIndex;
    if (own !== null && left.delete(own)) result.push({ kind: 'rewritten', index: own, at });
    else unpaired.push(at);
  }
  // Without an index of its own to go by, one stands for one only where as many came as are gone.
  const alike = unpaired.length === left.size;
  const rest = [...left];
  for (const [each, at] of unpaired.entries())
    result.push(alike ? { kind: 'rewritten', index: rest[each]!, at } : { kind: 'inserted', at });
  if (!alike) result.push(...rest.map((index): Difference => ({ kind: 'dropped', index })));
  return result;
}

/** The longest part of pairs, in the order of `at`, whose `index` rises (patience sorting). */
function longestInOrder(pairs: readonly { at: number; index: number }[]): { at: number; index: number }[] {
  const tops: number[] = [];
  const before: number[] = [];
  for (const [position, { index }] of pairs.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tops[middle]!]!.index < index) low = middle + 1;
      else high = middle;
    }
    before[position] = low === 0 ? -1 : tops[low - 1]!;
    tops[low] = position;
  }
  const chain: { at: number; index: number }[] = [];
  for (let position = tops.at(-1) ?? -1; position >= 0; position = before[position]!)
    chain.push(pairs[position]!);
  return chain.reverse();
}
