import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import { problem, ProblemError } from '../problem.ts';
import type { ApiMetrics } from './metrics.ts';
import { requestIdOf } from './request-id.ts';

/** Writes every error as a problem (RFC 9457). What is not one is logged and told only as `internal-error`. */
export function problems(logger: Logger, metrics: ApiMetrics): Middleware {
  return async (koa, next) => {
    try {
      await next();
      if (koa.respond !== false && koa.status === 404 && koa.body === undefined) throw notFound();
    } catch (error) {
      const known = asProblem(error);
      if (known.status >= 500) logger.error({ err: error, requestId: requestIdOf(koa) }, 'a request failed');
      metrics.problems.inc({ code: known.code });
      writeProblem(koa, known);
    }
  };
}

/** Sends a problem as the answer, whatever was prepared before. */
export function writeProblem(koa: Context, known: ProblemError): void {
  koa.state['problemCode'] = known.code;
  if (koa.res.headersSent) {
    koa.res.destroy();
    return;
  }
  koa.respond = true;
  for (const [name, value] of Object.entries(known.text.headers ?? {})) koa.set(name, value);
  koa.set('Cache-Control', 'no-store');
  koa.remove('ETag');
  koa.status = known.status;
  koa.body = JSON.stringify(known.body(requestIdOf(koa)));
  koa.type = 'application/problem+json';
}

function notFound(): ProblemError {
  return problem(404, 'not-found', { zh: '没有此地址', en: 'there is nothing at this address' });
}

/** Errors of the router and the HTTP layer carry a status; a database that is away is 503. */
function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isUnavailable(error)) {
    return problem(503, 'store-unavailable', {
      zh: '数据库暂不可用，请稍后以同一 Idempotency-Key 重试',
      en: 'the database is not available: try again with the same Idempotency-Key',
      headers: { 'Retry-After': '2' },
    });
  }
  const status = statusIn(error);
  if (status !== null && status >= 400 && status < 500) {
    return problem(status, 'malformed-request', { zh: '请求不合法', en: 'the request is malformed' });
  }
  return problem(500, 'internal-error', {
    zh: '平台内部错误，请凭请求编号联系运营方',
    en: 'the platform failed: quote the request id when asking',
  });
}

function statusIn(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}

/** Connection failures of pg, and PostgreSQL's classes 08 (connection) and 57P (shutdown, starting up). */
function isUnavailable(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
    if (/^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08\w{3}|57P0\d|53300)$/.test(code)) return true;
    if (/Connection terminated|timeout exceeded when trying to connect/i.test(at.message)) return true;
  }
  return false;
}
