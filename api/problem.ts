import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { DeepReadonly } from '../domain/readonly.ts';
import type { Refusal } from '../domain/refusal.ts';

const acceptedSchema = z.strictObject({ zh: z.string(), en: z.string() }).nullable();

const problemItemSchema = z.strictObject({
  code: z.string(),
  pointer: z.string().nullable().meta({
    description: 'JSON Pointer into the request (`/body/draft/title`), or null when it is not one field',
  }),
  rule: z.string().nullable(),
  article: z.string().nullable(),
  zh: z.string(),
  en: z.string(),
  accepted: acceptedSchema,
});

/** One of the reasons of a problem. */
export type ProblemItem = DeepReadonly<z.output<typeof problemItemSchema>>;

/** The body of every refusal. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string().meta({ description: '中文说明' }),
    detailEn: z.string(),
    code: z.string().meta({ description: 'Stable; the rule id where the law refuses' }),
    rule: z.string().nullable(),
    article: z.string().nullable(),
    accepted: acceptedSchema,
    instance: z.string(),
    errors: z.array(problemItemSchema),
  })
  .meta({ description: 'Problem details, RFC 9457' });
export type ProblemBody = DeepReadonly<z.output<typeof problemSchema>>;

/** What a problem says. Texts are for people, `code` is for programs. */
export interface ProblemText {
  readonly zh: string;
  readonly en: string;
  readonly rule?: string | null;
  readonly article?: string | null;
  readonly accepted?: Refusal['accepted'];
  readonly errors?: readonly ProblemItem[];
  /** Further response headers, e.g. Retry-After. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An RFC 9457 problem, thrown by handlers and written by the error middleware. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly text: ProblemText;

  constructor(status: number, code: string, text: ProblemText) {
    super(`${code}: ${text.en}`);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.text = text;
  }

  /** The body of the response; `requestId` is what a person quotes when asking for help. */
  body(requestId: string): ProblemBody {
    const { zh, en, rule = null, article = null, accepted = null, errors = [] } = this.text;
    return {
      type: `urn:openseal:problem:${this.code}`,
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      detail: zh,
      detailEn: en,
      code: this.code,
      rule,
      article,
      accepted,
      instance: `urn:openseal:request:${requestId}`,
      errors,
    };
  }
}

/** Builds a problem to throw: `throw problem(404, 'unknown-tender', { zh, en })`. */
export function problem(status: number, code: string, text: ProblemText): ProblemError {
  return new ProblemError(status, code, text);
}

/** Statuses of the platform's own refusals; those with a rule are 422, as the law refuses. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  'wrong-role': 403,
  'not-your-tender': 403,
  'not-your-bid': 403,
  'not-your-complaint': 403,
  'removal-signature-required': 403,
  'removal-signature-wrong': 403,
  'signing-key-unusable': 422,
  forbidden: 403,
  'unknown-tender': 404,
  'unknown-objection': 404,
  'unknown-bid': 404,
  'unknown-document': 404,
  'not-found': 404,
  'unknown-procedure': 422,
  'malformed-request': 400,
  'invalid-value': 422,
};

/** The HTTP status for one refusal: 422 where a rule refuses, else by its code, else 409 (the state does not allow it). */
function statusOfRefusal(refusal: Refusal): number {
  if (refusal.rule !== null) return 422;
  const known = STATUS_OF_CODE[refusal.code];
  if (known !== undefined) return known;
  return refusal.code.startsWith('unknown-') ? 404 : 409;
}

/** A problem from refusals: the first gives code and status, all of them stand in `errors`. */
export function refusalProblem(refusals: readonly Refusal[], status?: number): ProblemError {
  const [first] = refusals;
  if (first === undefined) throw new RangeError('a refusal needs a reason');
  const { zh, en, rule, article, accepted } = first;
  const errors = refusals.map((refusal) => ({ ...refusal, pointer: null }));
  return problem(status ?? statusOfRefusal(first), first.code, { zh, en, rule, article, accepted, errors });
}
