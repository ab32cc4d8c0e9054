import type { Middleware } from 'koa';
import { v7 as uuid } from 'uuid';

const GIVEN = /^[A-Za-z0-9_-]{8,64}$/;

/** Gives each request an id, or keeps the caller's own when it is a plain token; it is answered in X-Request-Id. */
export const requestIds: Middleware = async (koa, next) => {
  const given = koa.get('X-Request-Id');
  koa.state['requestId'] = GIVEN.test(given) ? given : uuid();
  koa.set('X-Request-Id', koa.state['requestId'] as string);
  await next();
};

/** The id of the request; it exists from the first middleware on. */
export function requestIdOf(koa: { state: Record<string, unknown> }): string {
  return koa.state['requestId'] as string;
}
