import type { Route } from './route.ts';

/** Any caller may be asked to wait (429); whoever is known may be told that its sign-in ended, or that it may not (401, 403). */
const OF_ACCESS = { everybody: [429], known: [401, 403, 429] } as const;
/** A body may break off or read badly (400), come too slowly (408), be too large (413) or of another type (415), or be refused for what it says (422). */
const OF_BODY = [400, 408, 413, 415, 422];
/** What a write names may not be there (404). */
const OF_NAMING = [404];
/** A key may be missing (428), have no form (400), be in use (409) or belong to another request (422). */
const OF_WRITE = [400, 409, 422, 428];

/**
 * The statuses with which a route may refuse (4xx), ascending: those that follow from what it declares of access, body, key,
 * address and query, and those that its handler adds (`refuses`).
 */
export function refusedStatuses(route: Route): readonly number[] {
  const { body, raw, query, params, headers } = route.request ?? {};
  const inPath = [...route.path.matchAll(/[:*](\w+)/g)].map(([, name]) => name);
  const statuses = [
    ...(route.access === 'public' ? OF_ACCESS.everybody : OF_ACCESS.known),
    ...(body === undefined && raw === undefined ? [] : OF_BODY),
    ...(route.write === true ? OF_WRITE : []),
    ...(route.write === true && body !== undefined ? OF_NAMING : []),
    ...(query === undefined && headers === undefined ? [] : [400]),
    // An address that names nothing is not there; a code with a wrong check character is said to be wrong.
    ...(params === undefined ? [] : [404]),
    ...(inPath.includes('uscc') ? [422] : []),
    ...(route.refuses ?? []),
  ];
  return [...new Set(statuses)].sort((a, b) => a - b);
}
