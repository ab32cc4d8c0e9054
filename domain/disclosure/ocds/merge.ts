import type { Release } from './types.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** Members of a release that say something of the release itself and are not merged (`omitWhenMerged`). */
export const OF_THE_RELEASE: readonly string[] = ['id', 'date', 'tag', 'publisher', 'links'];

/** Lists of objects that replace the earlier one whole (`wholeListMerge`, or items that have no ids in the schema), by their name. */
export const WHOLE_LISTS: readonly string[] = [
  'additionalClassifications',
  'additionalIdentifiers',
  'changes',
  'classifications',
  'deliveryAddresses',
  'deliveryLocations',
  'identifiers',
  'locations',
];

/**
 * Merges releases by the rules of OCDS 1.1 (https://standard.open-contracting.org/1.1/en/schema/merging/), as its reference
 * implementation does: values replace earlier ones, null removes a value, members of objects are merged one by one, lists of
 * objects are merged by id (items without one are added), lists of anything else and those in `WHOLE_LISTS` are replaced; an
 * empty object, or an empty list that is merged by id, changes nothing. Releases are taken in the order given, which is that
 * of their dates.
 */
export function mergeReleases(releases: readonly Release[]): Release {
  return releases.reduce<JsonObject>((soFar, release) => {
    const members = Object.entries(release).filter(([key]) => !OF_THE_RELEASE.includes(key));
    return mergeMembers(soFar, Object.fromEntries(members) as JsonObject);
  }, {});
}

function mergeMembers(before: JsonObject, after: JsonObject): JsonObject {
  const members: Record<string, Json> = { ...before };
  for (const [key, value] of Object.entries(after)) {
    if (value === null) delete members[key];
    else if (isReplaced(key, value)) members[key] = value;
    else if (isList(value)) mergeList(members, key, value as readonly JsonObject[]);
    else mergeObject(members, key, value as JsonObject);
  }
  return members;
}

/** Whether a value takes the place of the earlier one, whatever that was. */
function isReplaced(key: string, value: Json): boolean {
  if (isList(value)) return WHOLE_LISTS.includes(key) || value.some((item) => !isObject(item));
  return !isObject(value);
}

function mergeObject(members: Record<string, Json>, key: string, value: JsonObject): void {
  const merged = mergeMembers(isObject(members[key]) ? members[key] : {}, value);
  if (Object.keys(merged).length > 0) members[key] = merged;
}

function mergeList(members: Record<string, Json>, key: string, list: readonly JsonObject[]): void {
  const before = members[key];
  const items = isList(before) ? [...(before as readonly JsonObject[])] : [];
  for (const item of list) {
    const at = item['id'] === undefined ? -1 : items.findIndex((known) => known['id'] === item['id']);
    const merged = mergeMembers(items[at] ?? {}, item);
    if (at === -1) items.push(merged);
    else items[at] = merged;
  }
  if (items.length > 0) members[key] = items;
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
