import type { Context } from 'koa';
import { KeyBusyError, KeyReusedError } from '../../store/index.ts';
import { problem } from '../problem.ts';
import { IDEMPOTENCY_KEY_FORM } from '../request-headers.ts';

/** The Idempotency-Key of a write. Throws the problem 428 when it is missing, 400 when it has no form. */
export function requireKey(koa: Context): string {
  const key = koa.get('Idempotency-Key');
  if (IDEMPOTENCY_KEY_FORM.test(key)) return key;
  throw problem(key === '' ? 428 : 400, key === '' ? 'idempotency-key-required' : 'invalid-idempotency-key', {
    zh: '写操作须带 Idempotency-Key 请求头，每个操作一个，重试时不变',
    en: 'a write needs an Idempotency-Key: one for each operation, the same when it is repeated',
    accepted: {
      zh: '8至128个可见 ASCII 字符，如 UUID',
      en: '8 to 128 visible ASCII characters, e.g. a UUID',
    },
  });
}

/** Does what claims a key, and tells in a problem why the key is not taken. */
export async function withKeyProblem<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof KeyReusedError) throw keyReused();
    if (error instanceof KeyBusyError) throw inProgress();
    throw error;
  }
}

export function keyReused(): Error {
  return problem(422, 'idempotency-key-reused', {
    zh: '此 Idempotency-Key 已用于另一个请求（操作、项目、所代表的单位和内容须完全一致），本请求未予办理',
    en: 'this Idempotency-Key was used for another request (operation, tender, party and content must all agree): nothing was done',
    accepted: { zh: '为新的请求使用新的键', en: 'a new key for a new request' },
  });
}

function inProgress(): Error {
  return problem(409, 'request-in-progress', {
    zh: '同一 Idempotency-Key 的请求正在处理，请稍后以同一键重试',
    en: 'a request with the same Idempotency-Key is being handled: try again with the same key',
    headers: { 'Retry-After': '1' },
  });
}
