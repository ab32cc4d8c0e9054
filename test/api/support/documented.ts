import { routesOf } from '../../../api/app.ts';
import { refusedStatuses } from '../../../api/refused-statuses.ts';
import type { Route } from '../../../api/route.ts';
import { FACES } from '../../../runtime/config.ts';

/** What the platform does at every address alike, whatever the operation: its description does not say it each time. */
export const EVERYWHERE = new Set([405]);

const operations = routesOf(FACES).map((route) => ({
  route,
  named: (route.path.match(/[:*]/g) ?? []).length,
  pattern: new RegExp(`^${route.path.replaceAll(/:\w+/g, '[^/]+').replaceAll(/\*\w+/g, '.+')}$`),
}));

/** The operation that a request is for, as the router finds it; null: none. */
export function operationAt(method: string, path: string): Route | null {
  const address = path.split('?', 1)[0]!;
  const methods = method === 'HEAD' ? ['head', 'get'] : [method.toLowerCase()];
  const found = operations
    .filter(({ route, pattern }) => methods.includes(route.method) && pattern.test(address))
    .sort((a, b) => a.named - b.named);
  return found[0]?.route ?? null;
}

/** Throws an Error for an answer whose status the description of its operation does not name. */
export function assertDocumented(method: string, path: string, status: number): void {
  const route = operationAt(method, path);
  if (route === null || status >= 500 || EVERYWHERE.has(status)) return;
  if (status in route.responses || refusedStatuses(route).includes(status)) return;
  throw new Error(`${route.operationId} answered ${status}, which its description does not name`);
}
