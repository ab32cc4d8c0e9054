import path from 'node:path';
import type { Context } from 'koa';
import { isUnavailable, type Entrant } from '../../store/index.ts';
import type { Deps } from '../deps.ts';
import type { Route } from '../route.ts';
import { bodyOf, hasBody } from './request-body.ts';

/** What arrived is tried again for so long while the database is away; the closing does not wait longer either (ms). */
const PATIENCE_MS = 45_000;
const AGAIN_AFTER_MS = 250;

/** Lets a request in that is handed in by a deadline: from now on it is taken in, and the closing knows of it. */
export function entrantOf(koa: Context, route: Route, deps: Deps): Entrant {
  const entrant = deps.intake.enter();
  if (!hasBody(koa.req)) entrant.arrived();
  else
    bodyOf(koa.req, koa.res).receive({
      folder: path.join(deps.config.dataDir, 'uploads'),
      maxBytes: route.request?.raw?.maxBytes(deps) ?? route.request?.maxJsonBytes ?? 0,
      arrived: () => entrant.arrived(),
    });
  return entrant;
}

/**
 * Does what a request needs of the database, again while it is away, within a bound from the request's arrival: who
 * was in time is not to be sent away because we were not. What is done must be harmless when it is repeated.
 */
export async function patiently<T>(entrant: Entrant | null, work: () => Promise<T>): Promise<T> {
  const beganMs = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const sinceMs = entrant?.arrival?.momentMs ?? beganMs;
      if (entrant === null || !isUnavailable(error) || performance.now() - sinceMs > PATIENCE_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }
}
