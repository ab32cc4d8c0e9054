import { z } from 'zod';

/** A header of a request that its route reads beside those of all requests. */
export interface HeaderSpec {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType;
  readonly example: string;
  /** Whether a repeat of the write must bring the same value. */
  readonly bound?: boolean;
  readonly required?: boolean;
}

/** The form of an Idempotency-Key: visible ASCII. */
export const IDEMPOTENCY_KEY_FORM = /^[\x21-\x7e]{8,128}$/;

/** A list of entity tags, or `*` (RFC 9110, 13.1). */
const TAGS = /^(\*|(W\/)?"[\x21\x23-\x7e]*"([ \t]*,[ \t]*(W\/)?"[\x21\x23-\x7e]*")*)$/;

const header = (
  name: string,
  form: RegExp,
  description: string,
  example: string,
  required = false,
): HeaderSpec => ({ name, description, schema: z.string().regex(form), example, required });

export const IDEMPOTENCY_KEY = header(
  'Idempotency-Key',
  IDEMPOTENCY_KEY_FORM,
  'One for each operation, the same when it is repeated',
  '5f0c5e6e-6b57-4c8c-9a0e-3f0b6f6b1d11',
  true,
);
export const IF_MATCH = header(
  'If-Match',
  TAGS,
  'The ETag that was read: what was changed meanwhile is kept',
  '"9c1f0Jkq3mXo2v7yTzQwLA"',
);
export const IF_MATCH_REQUIRED: HeaderSpec = { ...IF_MATCH, required: true };
export const IF_NONE_MATCH = header(
  'If-None-Match',
  TAGS,
  'The ETag that the caller has: 304 where it is still the same',
  '"9c1f0Jkq3mXo2v7yTzQwLA"',
);
export const CONTENT_SHA256 = header(
  'Content-SHA256',
  /^[0-9A-Fa-f]{64}$/,
  'The SHA-256 of the bytes, when given: other bytes are not taken',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
);
export const LAST_EVENT_ID = header(
  'Last-Event-ID',
  /^\d{1,15}$/,
  'The id of the last event received: goes on after it',
  '41',
);

/** What a file is asked for by, beside its address. */
export const FILE_HEADERS: readonly HeaderSpec[] = [
  header('Range', /^bytes=(\d{1,15}-\d{0,15}|-\d{1,15})$/, 'The part that is asked for', 'bytes=0-1023'),
  header(
    'If-Range',
    /^"[\x21\x23-\x7e]*"$/,
    'The ETag of which the part is asked for; the whole where it is another',
    '"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
  ),
  IF_MATCH,
  IF_NONE_MATCH,
];

const count = (name: string, description: string): HeaderSpec =>
  header(name, /^(0|[1-9]\d{0,15})$/, description, '0');

/** The headers of tus 1.0 (https://tus.io). */
export const TUS = {
  resumable: header('Tus-Resumable', /^1\.0\.0$/, 'The version of the protocol', '1.0.0', true),
  length: count('Upload-Length', 'Bytes of the whole, or Upload-Defer-Length'),
  deferLength: header('Upload-Defer-Length', /^1$/, 'The length is told later', '1'),
  metadata: header(
    'Upload-Metadata',
    /^[\x21-\x2b\x2d-\x7e]+( [A-Za-z0-9+/=]*)?(,[\x21-\x2b\x2d-\x7e]+( [A-Za-z0-9+/=]*)?)*$/,
    'Names and values in base64',
    'filename YmlkLmFnZQ==',
  ),
  offset: { ...count('Upload-Offset', 'Bytes that have arrived so far'), required: true },
  override: header(
    'X-HTTP-Method-Override',
    /^(HEAD|PATCH|DELETE)$/,
    'The method that this request stands for',
    'PATCH',
    true,
  ),
} as const;
