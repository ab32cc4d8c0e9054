import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import { WorkError } from '../../runtime/work/pool.ts';
import { StorageError } from '../../runtime/storage/index.ts';
import { BytesGoneError, causesOf, codeOf, isFull, isUnavailable } from '../../store/index.ts';
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
      const known = isCutOff(koa, error) ? cutOff() : asProblem(error);
      if (known.status >= 500) logger.error({ err: error, requestId: requestIdOf(koa) }, 'a request failed');
      metrics.problems.inc({ code: known.code });
      writeProblem(koa, known);
    }
  };
}

/** Sends a problem as the answer, whatever was prepared before. */
function writeProblem(koa: Context, known: ProblemError): void {
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

/** Whether the caller broke the connection off before the whole request had arrived; whoever reads a body cannot. */
export function isCutOff(koa: Context, error: unknown): boolean {
  if (error instanceof ProblemError || error instanceof StorageError) return false;
  return koa.req.destroyed && !koa.req.complete;
}

/** The problem of a request that ended before its announced end; nothing of it is kept. */
export function cutOff(): ProblemError {
  return problem(400, 'truncated-request', {
    zh: '请求未传完即中断，未予受理',
    en: 'the request broke off before its end and was not taken',
    accepted: {
      zh: '重新上传，或者使用 /v1/uploads 断点续传',
      en: 'send it again, or resumably to /v1/uploads',
    },
  });
}

/** Errors of the router and the HTTP layer carry a status; a database or a storage that is away is 503. */
function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StorageError || error instanceof BytesGoneError) {
    return problem(503, 'storage-unavailable', {
      zh: '文件存储暂不可用，内容未予收存，请稍后以同一 Idempotency-Key 重试',
      en: 'the storage of files is not available, nothing was kept: try again with the same Idempotency-Key',
      headers: { 'Retry-After': '5' },
    });
  }
  if (error instanceof WorkError) return notVerified(error);
  if (isFull(error)) {
    return problem(503, 'store-full', {
      zh: '平台存储空间不足，内容未予收存；腾出空间后自行恢复，请稍后以同一 Idempotency-Key 重试',
      en: 'the platform has no space left, nothing was kept: it goes on by itself once there is, try again with the same Idempotency-Key',
      headers: { 'Retry-After': '30' },
    });
  }
  if (isUnavailable(error)) {
    return problem(503, 'store-unavailable', {
      zh: '数据库暂不可用，请稍后以同一 Idempotency-Key 重试',
      en: 'the database is not available: try again with the same Idempotency-Key',
      headers: { 'Retry-After': '2' },
    });
  }
  if (holdsNul(error)) {
    return problem(400, 'malformed-request', {
      zh: '请求含有空字符',
      en: 'the request holds a NUL character',
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

/** Certificates and signatures are judged within bounds of time and number; what is beyond them is not taken. */
function notVerified({ fault }: WorkError): ProblemError {
  const busy = fault === 'busy';
  return problem(503, busy ? 'verification-busy' : 'verification-given-up', {
    zh: busy
      ? '等待核验的证书和签名过多，请稍后重试'
      : '证书或者签名未能在规定时间内核验完毕，未予受理；可重试，或者只附签名人证书及其上级证书',
    en: busy
      ? 'too many certificates and signatures wait to be verified: try again'
      : 'the certificate or signature could not be verified within its time and was not taken: try again, or carry fewer certificates',
    headers: { 'Retry-After': '5' },
  });
}

function statusIn(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}

/** PostgreSQL takes no NUL in texts (22021); schemas refuse it, this is for a place that one forgot. */
function holdsNul(error: unknown): boolean {
  return causesOf(error).some((cause) => codeOf(cause) === '22021');
}
