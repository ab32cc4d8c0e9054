import type { z } from 'zod';
import { formOf } from '../forms.ts';
import { problem, type ProblemError, type ProblemItem } from '../problem.ts';
import type { IssueParams } from '../schema.ts';
import { isMissing, namedFormat, wordsOf } from './issue-words.ts';

/** As many reasons as one answer lists. */
const MAX_ITEMS = 100;

type Issue = z.core.$ZodIssue;

/**
 * Checks one part of a request. Throws a problem that lists every field at fault: 400
 * `invalid-request`, or 422 with the code of the first reason that is more than a matter of form
 * (a wrong check character).
 */
export function validate<T>(
  schema: z.ZodType<T> | undefined,
  part: 'params' | 'query' | 'body',
  value: unknown,
): T {
  if (schema === undefined) return undefined as T;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(part, result.error.issues);
}

function invalid(part: string, issues: readonly Issue[]): ProblemError {
  const items = issues.flatMap((issue) => itemsOf(issue, [part])).slice(0, MAX_ITEMS);
  const meaningful = items.find((item) => item.code === 'invalid-uscc');
  if (meaningful !== undefined && items.every((item) => item.code === meaningful.code)) {
    const { code, zh, en, article } = meaningful;
    return problem(422, code, { zh, en, article, errors: items });
  }
  if (part === 'params') {
    return problem(404, 'not-found', {
      zh: '没有此地址',
      en: 'there is nothing at this address',
      errors: items,
    });
  }
  const [first] = items;
  const { length } = items;
  return problem(400, 'invalid-request', {
    zh: `请求不合法：${length}处有误${first === undefined ? '' : `，${length > 1 ? '其一：' : ''}${first.pointer} ${first.zh}`}`,
    en: `the request is invalid in ${length} place${length === 1 ? '' : 's'}${first === undefined ? '' : `, ${length > 1 ? 'the first ' : ''}${first.pointer}: ${first.en}`}`,
    accepted: length === 1 ? first!.accepted : null,
    errors: items,
  });
}

function itemsOf(issue: Issue, base: readonly PropertyKey[]): ProblemItem[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      item('unknown-field', [...path, key], '不认识的字段', 'is not a known field'),
    );
  }
  if (issue.code === 'invalid_union') {
    const nearest = [...issue.errors].sort((a, b) => a.length - b.length)[0];
    if (nearest !== undefined && nearest.length > 0) return nearest.flatMap((inner) => itemsOf(inner, path));
  }
  if (issue.code === 'custom' && issue.params !== undefined) {
    const { code, zh, article, accepted } = issue.params as Partial<IssueParams>;
    return [
      {
        ...item(code ?? 'invalid-value', path, zh ?? issue.message, issue.message),
        article: article ?? null,
        accepted: accepted ?? null,
      },
    ];
  }
  const form = issue.code === 'invalid_format' ? (formOf(issue.pattern) ?? namedFormat(issue)) : null;
  if (form !== null) {
    const said = item('wrong-format', path, `格式不对，应为${form.zh}`, `has not the form of ${form.en}`);
    return [{ ...said, accepted: { zh: form.zh, en: form.en } }];
  }
  const { zh, en } = wordsOf(issue);
  return [{ ...item(codeOf(issue), path, zh, en), accepted: valuesOf(issue) }];
}

/** The values of which one would be accepted, where they are a list. */
function valuesOf(issue: Issue): ProblemItem['accepted'] {
  if (issue.code !== 'invalid_value') return null;
  const values = issue.values.map(String);
  return { zh: values.join('、'), en: values.join(', ') };
}

function item(code: string, path: readonly PropertyKey[], zh: string, en: string): ProblemItem {
  return { code, pointer: pointerOf(path), rule: null, article: null, zh, en, accepted: null };
}

/** RFC 6901; names chosen by the caller are cut and freed of what a terminal or page might act upon. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) =>
      String(step)
        .slice(0, 64)
        .replaceAll(/[^\p{L}\p{N}_.\-~/ ]/gu, '?'),
    )
    .map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function codeOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue) ? 'missing-field' : 'wrong-type';
    case 'too_big':
      return 'too-big';
    case 'too_small':
      return 'too-small';
    case 'invalid_format':
      return 'wrong-format';
    default:
      return 'invalid-value';
  }
}
