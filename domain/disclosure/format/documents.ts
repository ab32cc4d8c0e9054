import type { DocumentRef } from '../../case/references.ts';

/** Documents by name and hash, one a line; empty for none. */
export const documentListZh = (documents: readonly DocumentRef[]): string =>
  documents.map(({ name, sha256 }) => `文件：${name}（SHA-256：${sha256}）`).join('\n');
/** As `documentListZh`, in English. */
export const documentListEn = (documents: readonly DocumentRef[]): string =>
  documents.map(({ name, sha256 }) => `Document: ${name} (SHA-256 ${sha256})`).join('\n');
