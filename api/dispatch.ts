import type { Readable } from 'node:stream';
import type { Context, Middleware } from 'koa';
import type { Deps, PersonIdentity } from './deps.ts';
import type { Entrant } from '../store/index.ts';
import { admitted, patiently } from './door/patience.ts';
import type { Places } from './door/places.ts';
import { bodyOf } from './door/request-body.ts';
import { inStanding } from './identity/standing.ts';
import { addressOf } from './middleware/address.ts';
import { cutOff, isCutOff } from './middleware/errors.ts';
import { authenticate, authorize } from './middleware/authentication.ts';
import { once, requireKey } from './middleware/idempotency.ts';
import { mediaTypeOf, readJsonBody, tooLarge, wrongMediaType } from './middleware/json-body.ts';
import type { RateLimits } from './middleware/rate-limits.ts';
import { noteRefusal } from './middleware/refusals.ts';
import { requestIdOf } from './middleware/request-id.ts';
import { validate } from './middleware/validation.ts';
import { HANDLED, type Route, type RouteResult } from './route.ts';

/**
 * What happens to a request, in order: may they call this, does it read well, was it answered
 * before; then the handler acts, and its answer is presented.
 */
export function dispatch(route: Route, deps: Deps, limits: RateLimits, places: Places): Middleware {
  const serve = serving(route, deps, places);
  return async (koa) => {
    koa.state['route'] = route.path;
    const address = addressOf(koa);
    await limits.takeRequest(address);
    if (route.limit === 'sign-in') await limits.takeSignIn(address);
    const entrant = route.deadline === true ? admitted(koa, route, deps) : null;
    try {
      await serve(koa, address, entrant);
    } finally {
      entrant?.settle();
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
      const idempotencyKey = route.write ? requireKey(koa) : '';
      const { json, stream } = await readBody(koa, route, deps);
      const result = await once({ koa, route, deps, identity, idempotencyKey, json }, () =>
        route.handler({
          params,
          query,
          body: stream === null ? validate(route.request?.body, 'body', json) : undefined,
          stream,
          identity,
          entrant,
          address,
          requestId: requestIdOf(koa),
          idempotencyKey,
          koa,
          deps,
        }),
      );
      present(koa, result);
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

/** A place among the bodies of the caller's party; requests without a body need none. */
function takePlace(koa: Context, identity: PersonIdentity | null, places: Places): () => void {
  const bodiless = !koa.get('Transfer-Encoding') && !Number(koa.get('Content-Length'));
  return identity === null || bodiless ? () => undefined : places.take(identity.partyId ?? identity.personId);
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
  koa.status = result.status;
  for (const [name, value] of Object.entries(result.headers ?? {})) koa.set(name, value);
  if (!koa.response.get('Cache-Control')) koa.set('Cache-Control', 'no-store');
  if (result.body === undefined) {
    koa.body = null;
    koa.status = result.status;
    return;
  }
  koa.body = result.body;
}
