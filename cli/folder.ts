import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Files } from '../domain/record/audit/index.ts';

/** All files of an exported log by their path, with slashes. Throws an Error when there is no such folder. */
export async function readFolder(dir: string): Promise<Files> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(dir, file).replaceAll(path.sep, '/'), await readFile(file));
  }
  return files;
}
