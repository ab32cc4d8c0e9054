import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { claimKey, KeyReusedError, releaseKey, rememberAnswer } from '../../store/index.ts';
import type { Deps, PersonIdentity } from '../deps.ts';
import { problem } from '../problem.ts';
import { HANDLED, type Route, type RouteResult } from '../route.ts';

const FORM = /^[\x21-\x7e]{8,128}$/;
/** A claim without an answer for so long belongs to a process that died. */
const STALE_MS = 60_000;

/** The Idempotency-Key of a write. Throws the problem 428 when it is missing, 400 when it has no form. */
export function requireKey(koa: Context): string {
  const key = koa.get('Idempotency-Key');
  if (FORM.test(key)) return key;
  throw problem(key === '' ? 428 : 400, key === '' ? 'idempotency-key-required' : 'invalid-idempotency-key', {
    zh: '写操作须带 Idempotency-Key 请求头，每个操作一个，重试时不变',
    en: 'a write needs an Idempotency-Key: one for each operation, the same when it is repeated',
    accepted: {
      zh: '8至128个可见 ASCII 字符，如 UUID',
      en: '8 to 128 visible ASCII characters, e.g. a UUID',
    },
  });
}

export interface OnceRequest {
  readonly koa: Context;
  readonly route: Route;
  readonly deps: Deps;
  readonly identity: PersonIdentity | null;
  readonly idempotencyKey: string;
  readonly json: unknown;
}

/**
 * Does a write once: a repeat with the same key is given the same answer, the same key with another
 * request is refused. Routes that make repeats harmless themselves (`write: 'own'`) are just done.
 */
export async function once(
  request: OnceRequest,
  act: () => Promise<RouteResult | typeof HANDLED>,
): Promise<RouteResult | typeof HANDLED> {
  const { route, deps, identity, idempotencyKey: key } = request;
  if (route.write !== true || identity === null) return withKeyProblem(act);
  const { personId } = identity;
  const requestHash = hashOf(request);
  const earlier = await claimKey(deps.store.em(), { personId, key, requestHash, staleMs: STALE_MS });
  if (earlier !== null) {
    if (earlier.requestHash !== requestHash) throw keyReused();
    if (earlier.status === null) throw inProgress();
    return {
      status: earlier.status,
      body: earlier.body,
      headers: { ...earlier.headers, 'Idempotency-Replayed': 'true' },
    };
  }
  try {
    const result = await withKeyProblem(act);
    if (result !== HANDLED) {
      const { status, body, headers = {} } = result;
      await rememberAnswer(deps.store.em(), { personId, key, status, body, headers });
    }
    return result;
  } catch (error) {
    await releaseKey(deps.store.em(), personId, key);
    throw error;
  }
}

async function withKeyProblem<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof KeyReusedError ? keyReused() : error;
  }
}

function hashOf({ koa, json }: OnceRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([koa.method, koa.path, json ?? null]))
    .digest('hex');
}

function keyReused(): Error {
  return problem(422, 'idempotency-key-reused', {
    zh: '此 Idempotency-Key 已用于另一个请求',
    en: 'this Idempotency-Key was used for another request',
    accepted: { zh: '为新的请求使用新的键', en: 'a new key for a new request' },
  });
}

function inProgress(): Error {
  return problem(409, 'request-in-progress', {
    zh: '同一请求正在处理，请稍后以同一 Idempotency-Key 重试',
    en: 'the same request is being handled: try again with the same Idempotency-Key',
    headers: { 'Retry-After': '1' },
  });
}
