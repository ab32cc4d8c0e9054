import type { Readable } from 'node:stream';
import type { Context, Middleware } from 'koa';
import { addressList } from '../runtime/addresses.ts';
import type { Deps, PersonIdentity } from './deps.ts';
import type { Entrant } from '../store/index.ts';
import { entrantOf, patiently } from './door/patience.ts';
import type { Places } from './door/places.ts';
import { bodyOf, dropBody, hasBody } from './door/request-body.ts';
import { readCookie } from './identity/cookies.ts';
import { inStanding } from './identity/standing.ts';
import { addressOf } from './middleware/address.ts';
import { cutOff, isCutOff } from './middleware/errors.ts';
import { authenticate, authorize } from './middleware/authentication.ts';
import { requireKey, withKeyProblem } from './middleware/idempotency.ts';
import { mediaTypeOf, readJsonBody, tooLarge, wrongMediaType } from './middleware/json-body.ts';
import type { RateLimits } from './middleware/rate-limits.ts';
import { noteRefusal } from './middleware/refusals.ts';
import { requestIdOf } from './middleware/request-id.ts';
import { validate } from './middleware/validation.ts';
import { keyedWrite, NOT_A_WRITE } from './once.ts';
import { HANDLED, type RouteResult } from './answer.ts';
import type { Access, Route, RouteContext } from './route.ts';

/**
 * What happens to a request, in order: may they call this, does it read well, was it answered
 * before; then the handler acts, and its answer is presented.
 */
export function dispatch(route: Route, deps: Deps, limits: RateLimits, places: Places): Middleware {
  const trusted = addressList(deps.config.http.trustedProxies);
  const serve = serving(route, deps, places);
  return async (koa) => {
    koa.state['route'] = route.path;
    const address = addressOf(koa, trusted);
    await limits.takeRequest(address);
    if (route.limit === 'sign-in') {
      const device = readCookie(koa, 'device', deps.config);
      await limits.takeSignIn(address, await deps.authenticator.deviceOwner(device));
    }
    const entrant = route.deadline === true ? entrantOf(koa, route, deps) : null;
    try {
      await serve(koa, address, entrant);
    } finally {
      entrant?.settle();
      // What was taken in and not read, because it was refused unread, must not keep its place on the disk.
      if (entrant !== null) dropBody(koa.req);
    }
  };
}

function serving(route: Route, deps: Deps, places: Places) {
  return async (koa: Context, address: string, entrant: Entrant | null): Promise<void> => {
    const identity = await patiently(entrant, async () =>
      inStanding(await authenticate(koa, route.access, deps), route.access, deps),
    );
    let leave = (): void => undefined;
    try {
      authorize(identity, route.access);
      leave = takePlace(koa, identity, places);
      const params = validate(route.request?.params, 'params', (koa as { params?: unknown }).params ?? {});
      const query = validate(route.request?.query, 'query', { ...koa.query });
      const key = route.write ? requireKey(koa) : null;
      const { json, stream } = await readBody(koa, route, deps);
      const body = stream === null ? validate(route.request?.body, 'body', json) : undefined;
      const asked = {
        params,
        query,
        body,
        stream,
        identity,
        entrant,
        address,
        requestId: requestIdOf(koa),
        koa,
        deps,
      };
      present(
        koa,
        key === null
          ? await route.handler({ ...asked, once: NOT_A_WRITE })
          : await write(route, asked, { key, json }),
      );
    } catch (thrown) {
      const error = isCutOff(koa, thrown) ? cutOff() : thrown;
      if ((route.write || route.recordsRefusals) && identity !== null) {
        const tenderId = (koa as { params?: Record<string, string> }).params?.['id'] ?? null;
        await noteRefusal(error, { route, deps, identity, address, tenderId });
      }
      throw error;
    } finally {
      leave();
    }
  };
}

/** Does a write once. A repeat is given the answer that was remembered, before its handler looks at anything. */
async function write(
  route: Route,
  asked: Omit<RouteContext<Access, unknown, unknown, unknown>, 'once'>,
  { key, json }: { readonly key: string; readonly json: unknown },
): Promise<RouteResult | typeof HANDLED> {
  const { deps, identity, params, query, koa, stream } = asked;
  const declaredSha256 = koa.get('Content-SHA256').toLowerCase();
  const keyed = keyedWrite({
    route,
    deps,
    identity,
    key,
    params,
    query,
    json,
    declaredSha256,
    bound: boundHeaders(koa, route),
    raw: stream !== null,
  });
  const earlier = await patiently(asked.entrant, () => keyed.answered());
  if (earlier !== null) return earlier;
  const result = await withKeyProblem(() => route.handler({ ...asked, once: keyed.once }));
  if (!keyed.used()) throw new Error(`${route.operationId} did not go by its key`);
  return result;
}

/** The values of the headers that a write's key is bound to, beside its content. */
const boundHeaders = (koa: Context, route: Route): readonly string[] =>
  (route.request?.headers ?? []).filter(({ bound }) => bound).map(({ name }) => koa.get(name));

/** A place among the bodies of the caller's party; requests without a body need none. */
function takePlace(koa: Context, identity: PersonIdentity | null, places: Places): () => void {
  if (identity === null || !hasBody(koa.req)) return () => undefined;
  return places.take(identity.partyId ?? identity.personId);
}

async function readBody(
  koa: Context,
  route: Route,
  deps: Deps,
): Promise<{ json: unknown; stream: Readable | null }> {
  const { body, raw, maxJsonBytes } = route.request ?? {};
  if (raw !== undefined && takesRaw(raw.mediaTypes, mediaTypeOf(koa), body !== undefined)) {
    const maxBytes = raw.maxBytes(deps);
    if (Number(koa.get('Content-Length') || 0) > maxBytes) throw tooLarge(maxBytes);
    return { json: undefined, stream: bodyOf(koa.req, koa.res) };
  }
  if (body !== undefined)
    return { json: await readJsonBody(koa, maxJsonBytes, raw?.mediaTypes), stream: null };
  if (raw !== undefined) throw wrongMediaType(raw.mediaTypes);
  return { json: undefined, stream: null };
}

function takesRaw(accepted: readonly string[], given: string, jsonToo: boolean): boolean {
  if (accepted.includes(given)) return true;
  return accepted.includes('*') && given !== '' && !(jsonToo && given === 'application/json');
}

function present(koa: Context, result: RouteResult | typeof HANDLED): void {
  if (result === HANDLED) return;
  // Taking a body away takes its headers along, which the answer to a HEAD has without a body: so they come after.
  if (result.body === undefined) koa.body = null;
  koa.status = result.status;
  for (const [name, value] of Object.entries(result.headers ?? {})) koa.set(name, value);
  if (!koa.response.get('Cache-Control')) koa.set('Cache-Control', 'no-store');
  if (result.body !== undefined) koa.body = result.body;
}
