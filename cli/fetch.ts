import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  bundlesOf,
  decodeBundle,
  hexOf,
  parseCheckpoint,
  parseNote,
  textOf,
  TILE_WIDTH,
  tilePath,
  tilesOf,
  type Bundle,
  type Tile,
} from '../domain/record/log/index.ts';
import { readAnswer } from './answer.ts';

const AT_ONCE = 8;

type Say = (line: string) => void;

/**
 * Takes a platform's whole log home (its address with `/rehearsals`: the log of what was rehearsed), as files that `verify` reads offline. Repeating it on the same folder
 * fetches what is new; full tiles never change and are kept, and the checkpoint that was there is kept
 * among the earlier ones.
 */
export async function fetchLog(platformUrl: string, dir: string, say: Say): Promise<void> {
  const base = platformUrl.replace(/\/+$/, '').replace(/\/log$/, '');
  const platform = base.replace(/\/rehearsals$/, '');
  const keep = (name: string, bytes: Uint8Array | string): Promise<void> =>
    write(path.join(dir, name), bytes);
  // Stamps and earlier checkpoints first: one that is published meanwhile would make an honest log look rolled back.
  const stamps = await fetchTimestamps(base, dir);
  const history = await fetchHistory(base, dir);
  // Then the newest: what is fetched after it holds all that it stands for.
  const checkpoint = textOf(await readAnswer(`${base}/log/checkpoint`));
  const { size } = parseCheckpoint(parseNote(checkpoint).text);
  for (const name of ['policy', 'keys']) await keep(name, await readAnswer(`${base}/log/${name}`));
  await keep('platform-keys.json', await readAnswer(`${platform}/.well-known/openseal-keys.json`));
  const tiles: (Tile | Bundle)[] = [...tilesOf(size), ...bundlesOf(size)];
  const missing: (Tile | Bundle)[] = [];
  for (const tile of tiles) {
    // Partial tiles are fetched anew: a folder that another log left there must not pass for this one's.
    if (tile.width < TILE_WIDTH || !(await isThere(path.join(dir, tilePath(tile))))) missing.push(tile);
  }
  await inParallel(missing, async (tile) =>
    keep(tilePath(tile), await readAnswer(`${base}/log/${tilePath(tile)}`)),
  );
  const beside = await detachedOf(dir, size);
  await inParallel(beside, async (sha256) =>
    keep(`data/${sha256}`, await readAnswer(`${base}/log/data/${sha256}`)),
  );
  await keepEarlier(dir, await readIfThere(path.join(dir, 'checkpoint')));
  await keep('checkpoint', checkpoint);
  say(
    `记录 ${size} 个条目，新取 ${missing.length} 个分块，${history} 个历史检查点，${stamps} 个时间戳，存于 ${dir}`,
  );
  say(
    `${size} entries, ${missing.length} tiles fetched, ${history} earlier checkpoints, ${stamps} time-stamps, in ${dir}`,
  );
}

/** Takes the proof of one's own receipt home; `token` is a bidder's. */
export async function fetchReceipt(
  platformUrl: string,
  query: { tenderId: string; receiptId: string; token: string; file: string },
): Promise<void> {
  const base = platformUrl.replace(/\/+$/, '');
  const { tenderId, receiptId, token, file } = query;
  const url = `${base}/v1/tenders/${tenderId}/bids/mine/${receiptId}/proof?waitSeconds=90`;
  await write(file, await readAnswer(url, { headers: { authorization: `Bearer ${token}` } }));
}

async function write(file: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

const readIfThere = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null);

/** Hashes of what stands beside the entries of the folder's bundles. */
async function detachedOf(dir: string, size: number): Promise<string[]> {
  const found = new Set<string>();
  for (const bundle of bundlesOf(size)) {
    for (const bytes of decodeBundle(await readFile(path.join(dir, tilePath(bundle))))) {
      const { detached } = JSON.parse(textOf(bytes)) as { detached?: { sha256?: unknown } };
      const sha256 = String(detached?.sha256 ?? '');
      if (/^[0-9a-f]{64}$/.test(sha256) && !(await isThere(path.join(dir, 'data', sha256))))
        found.add(sha256);
    }
  }
  return [...found];
}

async function fetchHistory(base: string, dir: string): Promise<number> {
  let count = 0;
  for (let from: number | null = 0; from !== null;) {
    const page = JSON.parse(textOf(await readAnswer(`${base}/log/checkpoints?from=${from}`))) as {
      checkpoints: string[];
      next: number | null;
    };
    for (const note of page.checkpoints) await keepEarlier(dir, note);
    count += page.checkpoints.length;
    from = page.next;
  }
  return count;
}

/** Takes the time-stamps of checkpoints home, and the list of them; a token never changes and is fetched once. */
async function fetchTimestamps(base: string, dir: string): Promise<number> {
  const listed: { size: number; genTime: string | null }[] = [];
  for (let from: number | null = 0; from !== null;) {
    const page = JSON.parse(textOf(await readAnswer(`${base}/log/timestamps?from=${from}`))) as {
      timestamps: typeof listed;
      next: number | null;
    };
    listed.push(...page.timestamps);
    from = page.next;
  }
  await write(path.join(dir, 'timestamps.json'), JSON.stringify(listed));
  const stamped = listed.filter(({ genTime }) => genTime !== null);
  await inParallel(stamped, async ({ size }) => {
    const file = path.join(dir, 'timestamps', `${size}.tsr`);
    if (await isThere(file)) return;
    await write(file, await readAnswer(`${base}/log/checkpoints/${size}/timestamp`));
  });
  return stamped.length;
}

/** Keeps a checkpoint by its size; one of the same size with another root beside it, for that proves a fork. */
async function keepEarlier(dir: string, note: string | null): Promise<void> {
  if (note === null) return;
  const { size, root } = parseCheckpoint(parseNote(note).text);
  const file = path.join(dir, 'checkpoints', String(size));
  const there = await readIfThere(file);
  const same = there === null || hexOf(parseCheckpoint(parseNote(there).text).root) === hexOf(root);
  await write(same ? file : `${file}.${hexOf(root).slice(0, 8)}`, note);
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
