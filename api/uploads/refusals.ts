import { tooLarge } from '../middleware/json-body.ts';
import { problem, type ProblemError } from '../problem.ts';

/** The one version of tus that is spoken here. */
export const TUS_VERSION = '1.0.0';

/** Uploads are kept so long from their beginning (ms). */
export const KEPT_MS = 7 * 24 * 3_600_000;

/** What the protocol's library says of a refused request: a status and a sentence in English. */
export interface Refused {
  readonly status: number;
  readonly said: string;
}

/**
 * The library's refusal as a problem. Its statuses are the protocol's, but for some that it gives by itself: a header
 * that is missing is 400 and not 403, an extension that is not there is the caller's mistake and not 501, an upload
 * that another request holds is 423.
 */
export function tusProblem({ status, said }: Refused, maxBytes: number): ProblemError {
  const headers = { 'Tus-Resumable': TUS_VERSION };
  switch (status) {
    case 404:
      return unknownUpload();
    case 409:
      return problem(409, 'upload-offset-conflict', {
        zh: 'Upload-Offset 与已收到的字节数不符',
        en: 'Upload-Offset is not what has arrived so far',
        accepted: { zh: 'HEAD 所给的 Upload-Offset', en: 'the Upload-Offset that HEAD gives' },
        headers,
      });
    case 410:
      return expiredUpload();
    case 413:
      return tooLarge(maxBytes);
    case 429:
      return tooManyKept();
    case 500:
    case 503:
      return said.includes('acquire lock') ? locked() : notKept();
    default:
      return badHeader(said);
  }
}

/** The problem of an upload that is older than uploads are kept. */
export const expiredUpload = (): ProblemError =>
  problem(410, 'upload-expired', {
    zh: '此上传已过期，内容已删除，请重新上传',
    en: 'this upload has expired and is gone: begin anew',
    headers: { 'Tus-Resumable': TUS_VERSION },
  });

/** The problem of an upload that is not there, or another party's. */
export const unknownUpload = (): ProblemError =>
  problem(404, 'unknown-upload', { zh: '没有此上传', en: 'there is no such upload' });

/** The problem of a request in another version of the protocol, or in none. */
export const wrongVersion = (): ProblemError =>
  problem(412, 'unsupported-tus-version', {
    zh: `断点续传须带 Tus-Resumable: ${TUS_VERSION}，本请求未予处理`,
    en: `resumable uploads need Tus-Resumable: ${TUS_VERSION}: the request was not processed`,
    accepted: { zh: `Tus-Resumable: ${TUS_VERSION}`, en: `Tus-Resumable: ${TUS_VERSION}` },
    headers: { 'Tus-Version': TUS_VERSION, 'Tus-Resumable': TUS_VERSION },
  });

function tooManyKept(): ProblemError {
  return problem(429, 'too-many-uploads-kept', {
    zh: '本单位尚未清除的断点续传过多，请先完成并以 DELETE 放弃不再需要的；七日后自动清除',
    en: 'your party keeps too many resumable uploads: give up by DELETE what you need no more; after seven days they go by themselves',
    headers: { 'Retry-After': '3600', 'Tus-Resumable': TUS_VERSION },
  });
}

function locked(): ProblemError {
  return problem(423, 'upload-locked', {
    zh: '另一请求正在续传此上传，请稍后重试',
    en: 'another request continues this upload: try again',
    headers: { 'Retry-After': '1' },
  });
}

function notKept(): ProblemError {
  return problem(503, 'storage-unavailable', {
    zh: '文件存储暂不可用，内容未全部收存，请以 HEAD 查询已收到的字节后续传',
    en: 'the storage of files is not available, not all was kept: ask by HEAD how much arrived, and go on from there',
    headers: { 'Retry-After': '5', 'Tus-Resumable': TUS_VERSION },
  });
}

function badHeader(said: string): ProblemError {
  const en = said.trim().replace(/\.$/, '');
  return problem(400, 'invalid-upload-request', {
    zh: `断点续传的请求头或者内容不合 tus ${TUS_VERSION}：${en}`,
    en: `the request does not follow tus ${TUS_VERSION}: ${en}`,
    headers: { 'Tus-Resumable': TUS_VERSION },
  });
}
