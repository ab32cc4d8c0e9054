import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const DESCRIPTION = '.json';
const describedSchema = z.looseObject({ creation_date: z.coerce.date() });

/**
 * Removes the uploads that began more than `expiresAfterMs` ago, finished or not, and what killed processes left
 * without a description. Gives how many files went. What another process removes meanwhile is gone as well; throws
 * what the disk says else.
 */
export async function collectExpired(
  directory: string,
  { expiresAfterMs, now }: { readonly expiresAfterMs: number; readonly now: number },
): Promise<number> {
  let removed = 0;
  for (const name of await readdir(directory)) {
    const begun = await begunAt(directory, name);
    if (begun === null || begun + expiresAfterMs > now) continue;
    await rm(path.join(directory, name), { force: true });
    removed++;
  }
  return removed;
}

/** When the upload that a file belongs to began (ms): by its description, or as the file was last written; null: the file is gone. */
async function begunAt(directory: string, name: string): Promise<number | null> {
  const id = name.endsWith(DESCRIPTION) ? name.slice(0, -DESCRIPTION.length) : name;
  try {
    return await describedAt(path.join(directory, id + DESCRIPTION));
  } catch {
    // Removed before its bytes, or not written to its end.
    return writtenAt(path.join(directory, name));
  }
}

async function describedAt(file: string): Promise<number> {
  const described = JSON.parse(await readFile(file, 'utf8')) as unknown;
  return describedSchema.parse(described).creation_date.getTime();
}

async function writtenAt(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
