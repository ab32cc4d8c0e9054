import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import type { ApiMetrics } from './metrics.ts';
import { requestIdOf } from './request-id.ts';

/**
 * One log line and one measurement per request. The line names the route's pattern, not its path,
 * and neither address nor person: who did what stands in the record, where it is protected.
 */
export function accessLog(logger: Logger, metrics: ApiMetrics): Middleware {
  return async (koa, next) => {
    const startedAt = performance.now();
    metrics.requestsInFlight.inc();
    try {
      await next();
    } finally {
      metrics.requestsInFlight.dec();
      const route = (koa.state['route'] as string | undefined) ?? 'unmatched';
      const seconds = (performance.now() - startedAt) / 1_000;
      metrics.requestSeconds.observe({ method: koa.method, route, status: String(koa.status) }, seconds);
      logger.info(
        {
          requestId: requestIdOf(koa),
          method: koa.method,
          route,
          status: koa.status,
          milliseconds: Math.round(seconds * 1_000),
          code: koa.state['problemCode'] as string | undefined,
        },
        'request',
      );
    }
  };
}
