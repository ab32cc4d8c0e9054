import contentDisposition from 'content-disposition';
import type { Context } from 'koa';
import type { DocumentRef } from '../domain/case/references.ts';
import type { BlobReader, ByteRange } from '../runtime/storage/index.ts';
import { isUnchanged, matches, versionChanged } from './etag.ts';
import { problem, type ProblemError } from './problem.ts';
import type { AnswerOf } from './answer.ts';

/** What routes that give a file may answer. */
export const FILE_RESPONSES = {
  200: { description: '文件内容 · The file', mediaType: 'application/octet-stream' },
  206: { description: '文件的一部分 · A part of it (Range)', mediaType: 'application/octet-stream' },
  304: { description: '内容未变 · The caller has it (If-None-Match)' },
} as const;

/** What they refuse beside what all do. */
export const FILE_REFUSALS = [412, 416] as const;

/** How a request for a file is answered, before any of its bytes are touched. */
export interface FilePlan {
  readonly document: DocumentRef;
  /** Whether the answer brings bytes of the file: neither HEAD nor 304 does. */
  readonly givesBytes: boolean;
  readonly status: 200 | 206 | 304;
  readonly range: ByteRange | null;
  /** What was asked for cannot be given: told once it is clear that the caller may have the file at all. */
  readonly refused: ProblemError | null;
}

/**
 * Reads what a GET or HEAD asks of a file by its conditions and its range (RFC 9110, 13 and 14): what the caller has
 * already is not sent again, and what broke off goes on. The bytes of a hash never change, so its hash is the tag.
 * A range that is not well-formed, or more than one, is not regarded.
 */
export function planFile(koa: Context, document: DocumentRef): FilePlan {
  const tag = tagOf(document);
  const head = { document, givesBytes: false, status: 200, range: null, refused: null } as const;
  if (koa.get('If-Match') !== '' && !matches(koa, tag)) return { ...head, refused: versionChanged(tag) };
  if (isUnchanged(koa, tag)) return { ...head, status: 304 };
  if (koa.method === 'HEAD') return head;
  const condition = koa.get('If-Range');
  const range = condition === '' || condition === tag ? rangeOf(koa.get('Range'), document.sizeBytes) : null;
  if (range === 'none') return { ...head, refused: unsatisfiable(document) };
  return { ...head, givesBytes: true, status: range === null ? 200 : 206, range };
}

/** The answer that was planned: the file, a part of it, or its head. Throws the problems 412 and 416, and what the storage throws. */
export async function answerFile(
  plan: FilePlan,
  blobs: BlobReader,
): Promise<AnswerOf<typeof FILE_RESPONSES>> {
  const { document, status, range } = plan;
  if (plan.refused !== null) throw plan.refused;
  const { sha256, sizeBytes, mediaType, name } = document;
  const kept = { ETag: tagOf(document), 'Cache-Control': 'private, no-cache', 'Accept-Ranges': 'bytes' };
  if (status === 304) return { status, headers: kept };
  const headers = {
    ...kept,
    'Content-Type': mediaType,
    'Content-Disposition': attachment(name),
    'Content-Length': String(range === null ? sizeBytes : range.to - range.from + 1),
    ...(range === null ? {} : { 'Content-Range': `bytes ${range.from}-${range.to}/${sizeBytes}` }),
  };
  if (!plan.givesBytes) return { status, headers };
  return { status, headers, body: await blobs.get(sha256, range ?? undefined) };
}

const tagOf = ({ sha256 }: DocumentRef): string => `"${sha256}"`;

/**
 * Content-Disposition of a file to be kept under its name: the name in UTF-8 (RFC 8187), and for older programs what
 * ASCII has of it. A name comes from whoever stored the file: nothing in it becomes a header or a folder.
 */
export function attachment(name: string): string {
  const shown = name.toWellFormed();
  const fallback = shown.replaceAll(/[^\x20-\x7e]|["%\\/]/gu, '_');
  return contentDisposition(shown, { type: 'attachment', fallback });
}

const DIGITS = 15;

/** The one range that is asked for, cut to the file; null where there is none to regard, `none` where the file has nothing of it. */
function rangeOf(header: string, sizeBytes: number): ByteRange | 'none' | null {
  const [, first = '', last = ''] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header) ?? [];
  if ((first === '' && last === '') || first.length > DIGITS || last.length > DIGITS) return null;
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? 'none' : { from: sizeBytes - length, to: sizeBytes - 1 };
  }
  const from = Number(first);
  const to = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== '' && Number(last) < from) return null;
  return from >= sizeBytes ? 'none' : { from, to };
}

function unsatisfiable(document: DocumentRef): ProblemError {
  const { sizeBytes } = document;
  const accepted = sizeBytes === 0 ? null : `bytes=0-${sizeBytes - 1}`;
  return problem(416, 'range-not-satisfiable', {
    zh: `文件共${sizeBytes}字节，没有所请求的部分`,
    en: `the file has ${sizeBytes} bytes and nothing in that range`,
    accepted: accepted === null ? null : { zh: accepted, en: accepted },
    headers: { 'Content-Range': `bytes */${sizeBytes}` },
  });
}
