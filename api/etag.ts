import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { problem, type ProblemError } from './problem.ts';

/** A strong entity tag over what identifies a version, e.g. `etagOf(tender.id, state.version)`. */
export function etagOf(...parts: readonly (string | number | null)[]): string {
  return `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}"`;
}

/**
 * Refuses a write that was not made against the present version.
 * Throws problems: 428 when If-Match is missing, 412 when it names another version.
 */
export function assertIfMatch(koa: Context, presentTag: string): void {
  const given = koa.get('If-Match');
  if (given === '') {
    throw problem(428, 'if-match-required', {
      zh: '修改须带 If-Match 请求头，其值为读取时的 ETag',
      en: 'a change needs If-Match with the ETag that was read',
    });
  }
  if (!matches(koa, presentTag)) throw versionChanged(presentTag);
}

/** Whether If-Match names this version. */
export function matches(koa: Context, presentTag: string): boolean {
  const given = koa.get('If-Match');
  return given === '*' || given.split(',').some((tag) => tag.trim() === presentTag);
}

/** The problem of a request that was made against another version. */
export function versionChanged(presentTag: string): ProblemError {
  return problem(412, 'version-changed', {
    zh: '内容已被他人修改，请重新读取后再提交',
    en: 'it was changed meanwhile: read it again',
    accepted: { zh: `If-Match: ${presentTag}`, en: `If-Match: ${presentTag}` },
  });
}

/** Whether the caller already has this version (If-None-Match). */
export function isUnchanged(koa: Context, presentTag: string): boolean {
  const given = koa.get('If-None-Match');
  return given === '*' || given.split(',').some((tag) => tag.trim().replace(/^W\//, '') === presentTag);
}
