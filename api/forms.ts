import { z } from 'zod';

/** What a text of some form looks like, in words for people. */
export interface Form {
  readonly zh: string;
  readonly en: string;
}

const forms = new Map<string, Form>();

/** A text that a pattern describes to programs and `zh` and `en` to people: a refusal tells the latter. */
export function formed(pattern: RegExp, zh: string, en: string) {
  forms.set(String(pattern), { zh, en });
  return z.string().regex(pattern);
}

/** The words for a pattern as an issue gives it; null where no schema said any. */
export const formOf = (pattern: string | undefined): Form | null => forms.get(pattern ?? '') ?? null;
