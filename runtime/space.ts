import { stat, statfs } from 'node:fs/promises';

/** What is free where something lies, in bytes; null where it cannot be told. */
export interface Space {
  readonly place: string;
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
  /** `full`: less than writing can go on with; `reserved`: no more than is kept for bids; `low`: less than the operator wants free. */
  readonly standing: 'enough' | 'low' | 'reserved' | 'full' | 'unknown';
}

/** What an operator wants free, in bytes. */
export interface SpaceBounds {
  /** With less than this, or a tenth of a small disk, the administrator is told. */
  readonly lowBelowBytes: number;
  /** So much, or a twentieth of a small disk, is kept for bids. */
  readonly reserveBytes: number;
}

/** By name, the folders of which the space is told. */
export type Folders = Readonly<Record<string, string>>;

interface Places {
  readonly dataDir: string;
  readonly storage: { readonly kind: 'folder'; readonly path: string } | { readonly kind: 's3' };
}

/** Where a process keeps its files; in a bucket nobody can tell what is free. */
export const foldersOf = ({ dataDir, storage }: Places): Folders => ({
  data: dataDir,
  ...(storage.kind === 'folder' ? { storage: storage.path } : {}),
});

/** PostgreSQL writes ahead in files of 16 MiB: with less than this it stops. */
const FULL_BELOW_BYTES = 32 * 1024 * 1024;

/** What is free where folders lie, each file system once. Nothing is written. */
export async function spaceAt(folders: Folders, bounds: SpaceBounds): Promise<Space[]> {
  const found: Space[] = [];
  const seen = new Set<number>();
  for (const [place, folder] of Object.entries(folders)) {
    const [system, on] = await Promise.all([statfs(folder), stat(folder)]).catch(() => [null, null]);
    if (system === null || on === null) {
      found.push({ place, freeBytes: null, totalBytes: null, standing: 'unknown' });
      continue;
    }
    if (seen.has(on.dev)) continue;
    seen.add(on.dev);
    const [freeBytes, totalBytes] = [system.bavail * system.bsize, system.blocks * system.bsize];
    found.push({ place, freeBytes, totalBytes, standing: standingOf(freeBytes, totalBytes, bounds) });
  }
  return found;
}

/** On a small file system a tenth is enough; it is full at a fiftieth of what it holds, at most. */
function standingOf(freeBytes: number, totalBytes: number, bounds: SpaceBounds): Space['standing'] {
  if (freeBytes < Math.min(FULL_BELOW_BYTES, totalBytes / 50)) return 'full';
  const reserve = reserveOf(totalBytes, bounds);
  if (freeBytes < reserve) return 'reserved';
  // The administrator is told before the reserve is all that is left, whatever was configured.
  const low = Math.max(Math.min(bounds.lowBelowBytes, totalBytes / 10), 2 * reserve);
  return freeBytes < low ? 'low' : 'enough';
}

const reserveOf = (totalBytes: number, { reserveBytes }: SpaceBounds): number =>
  Math.min(reserveBytes, totalBytes / 20);

/** Keeps a reserve of space for bids: what else is written must leave it. */
export class BidReserve {
  private readonly folders: Folders;
  private readonly bounds: SpaceBounds;
  /** Bytes that were let in and may not be on the disk yet. */
  private underWay = 0;

  constructor(folders: Folders, bounds: SpaceBounds) {
    this.folders = folders;
    this.bounds = bounds;
  }

  /** What is free where this process keeps its files. */
  spaces(): Promise<Space[]> {
    return spaceAt(this.folders, this.bounds);
  }

  /** Whether so many bytes more, beside those that this process is writing, leave the reserve wherever files lie. */
  async isLeftBy(sizeBytes: number): Promise<boolean> {
    for (const { freeBytes, totalBytes } of await this.spaces()) {
      if (freeBytes === null || totalBytes === null) continue;
      if (freeBytes - this.underWay - sizeBytes < reserveOf(totalBytes, this.bounds)) return false;
    }
    return true;
  }

  /** Does something that writes so many bytes, which count as written from its beginning on. */
  async writing<T>(sizeBytes: number, work: () => Promise<T>): Promise<T> {
    this.underWay += sizeBytes;
    try {
      return await work();
    } finally {
      this.underWay -= sizeBytes;
    }
  }
}
