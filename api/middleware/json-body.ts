import type { Context } from 'koa';
import { bodyOf } from '../door/request-body.ts';
import { problem, type ProblemError } from '../problem.ts';

const DEFAULT_MAX_BYTES = 1_048_576;
/** Lists and objects inside each other in a body. */
const MAX_DEPTH = 32;

/** The media type of the body without parameters, in lower case; empty when there is none. */
export function mediaTypeOf(koa: Context): string {
  return koa.get('Content-Type').split(';', 1)[0]!.trim().toLowerCase();
}

/**
 * Reads a JSON body of bounded size. Throws problems: 415 for another media type or an encoding,
 * 413 when it is too large, 400 `too-deep`, 400 `malformed-json` when it is not UTF-8 or not JSON. `beside` are the media types
 * that the route takes as bytes: whoever sends another type is told of them too.
 */
export async function readJsonBody(
  koa: Context,
  maxBytes: number = DEFAULT_MAX_BYTES,
  beside: readonly string[] = [],
): Promise<unknown> {
  if (mediaTypeOf(koa) !== 'application/json') throw wrongMediaType(['application/json', ...beside]);
  if (!['', 'identity'].includes(koa.get('Content-Encoding').toLowerCase())) throw encoded();
  const bytes = await readBytes(koa, maxBytes);
  refuseDepth(bytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw problem(400, 'malformed-json', {
      zh: '请求体不是合法的 UTF-8 JSON',
      en: 'the body is not JSON in UTF-8',
    });
  }
}

const OPENING = new Set(['{', '['].map((one) => one.charCodeAt(0)));
const CLOSING = new Set(['}', ']'].map((one) => one.charCodeAt(0)));
const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);

/**
 * Refuses lists and objects inside each other beyond what any request here needs, before anything walks them: each
 * level costs whoever walks it a frame of its stack. Throws the problem 400 `too-deep`.
 */
function refuseDepth(bytes: Uint8Array): void {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (OPENING.has(byte)) depth++;
    else if (CLOSING.has(byte)) depth--;
    if (depth > MAX_DEPTH) throw tooDeep();
  }
}

function tooDeep(): ProblemError {
  return problem(400, 'too-deep', {
    zh: 'JSON 嵌套过深',
    en: 'the JSON is nested too deeply',
    accepted: { zh: `至多${MAX_DEPTH}层`, en: `at most ${MAX_DEPTH} levels` },
  });
}

/** The problem of a body in a media type that the route does not take. */
export function wrongMediaType(accepted: readonly string[]): ProblemError {
  const list = accepted.join(', ');
  return problem(415, 'unsupported-media-type', {
    zh: '不接受此类型的请求体',
    en: 'a body of this media type is not accepted',
    accepted: { zh: list, en: list },
  });
}

/** The problem of a body that is larger than accepted. */
export function tooLarge(maxBytes: number): ProblemError {
  return problem(413, 'too-large', {
    zh: '请求体超过上限',
    en: 'the body is larger than accepted',
    accepted: { zh: `不超过${maxBytes}字节`, en: `at most ${maxBytes} bytes` },
  });
}

function encoded(): ProblemError {
  return problem(415, 'unsupported-content-encoding', {
    zh: '请求体不得压缩',
    en: 'the body must not be compressed',
    accepted: { zh: 'Content-Encoding: identity', en: 'Content-Encoding: identity' },
  });
}

async function readBytes(koa: Context, maxBytes: number): Promise<Buffer> {
  if (Number(koa.get('Content-Length') || 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of bodyOf(koa.req, koa.res) as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
