import type { Release } from './types.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Members of a release that say something of the release itself and are not merged. */
const OF_THE_RELEASE: readonly string[] = ['id', 'date', 'tag', 'publisher', 'links'];

/**
 * Merges releases by the rules of OCDS: later values replace earlier ones, members of objects are
 * merged one by one, lists whose items have ids are merged by id, other lists are replaced, and null
 * removes. Releases are taken in the order given, which is that of their dates.
 */
export function mergeReleases(releases: readonly Release[]): Release {
  const merged = releases.reduce<Json>((soFar, release) => {
    const members = Object.entries(release).filter(([key]) => !OF_THE_RELEASE.includes(key));
    return merge(soFar, Object.fromEntries(members) as Json) ?? {};
  }, {});
  return merged as Release;
}

function merge(before: Json | undefined, after: Json): Json | undefined {
  if (after === null) return undefined;
  if (isList(after)) return hasIds(after) ? mergeById(isList(before) ? before : [], after) : after;
  if (typeof after !== 'object') return after;
  const members: Record<string, Json> = { ...(isObject(before) ? before : {}) };
  for (const [key, value] of Object.entries(after)) {
    const merged = merge(members[key], value);
    if (merged === undefined) delete members[key];
    else members[key] = merged;
  }
  return members;
}

function mergeById(before: readonly Json[], after: readonly Json[]): Json[] {
  const items = new Map(before.map((item) => [idOf(item), item]));
  for (const item of after) items.set(idOf(item), merge(items.get(idOf(item)), item) ?? item);
  return [...items.values()];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(value: Json): Json | undefined {
  return isObject(value) ? value['id'] : undefined;
}

function hasIds(list: readonly Json[]): boolean {
  return list.length > 0 && list.every((item) => idOf(item) !== undefined);
}
