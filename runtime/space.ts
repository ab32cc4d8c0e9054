import { statfs } from 'node:fs/promises';

/** What is free where something lies, in bytes; null where it cannot be told. */
export interface Space<Place extends string = string> {
  readonly place: Place;
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
  /** `full`: less than writing can go on with; `low`: less than the operator wants free. */
  readonly standing: 'enough' | 'low' | 'full' | 'unknown';
}

/** PostgreSQL writes ahead in files of 16 MiB: with less than this it stops. */
const FULL_BELOW_BYTES = 32 * 1024 * 1024;

/** What is free where folders lie, each file system once. Nothing is written. */
export async function spaceAt<Place extends string>(
  folders: Readonly<Partial<Record<Place, string>>>,
  lowBelowBytes: number,
): Promise<Space<Place>[]> {
  const found: Space<Place>[] = [];
  const seen = new Set<string>();
  for (const [place, folder] of Object.entries(folders) as [Place, string][]) {
    const stat = await statfs(folder).catch(() => null);
    if (stat === null) {
      found.push({ place, freeBytes: null, totalBytes: null, standing: 'unknown' });
      continue;
    }
    const [freeBytes, totalBytes] = [stat.bavail * stat.bsize, stat.blocks * stat.bsize];
    const system = `${stat.type}/${totalBytes}/${freeBytes}`;
    if (seen.has(system)) continue;
    seen.add(system);
    // On a small file system a tenth is enough; it is full at a fiftieth of what it holds, at most.
    const low = Math.min(lowBelowBytes, totalBytes / 10);
    const full = Math.min(FULL_BELOW_BYTES, totalBytes / 50);
    const standing = freeBytes < full ? 'full' : freeBytes < low ? 'low' : 'enough';
    found.push({ place, freeBytes, totalBytes, standing });
  }
  return found;
}
