import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { ShareVerdict } from '../../domain/seal/index.ts';
import { parseHandIn, type HandIn } from '../../sealing/hand-in.ts';
import { nodeSuites } from '../../sealing/node.ts';
import { beginOpening, type Opening } from '../../sealing/open.ts';
import { twoRooms, openPayload } from '../../sealing/payload.ts';
import { recombine } from '../../sealing/recombine.ts';
import { readTenderSealing } from './demand.ts';
import { keysOf, readHeaderOf, readPieces, sayingWhy, sendThrough, writeWhole } from './files.ts';

interface Options {
  readonly output: string;
  readonly identity: string[];
  readonly handIn: string[];
  readonly demand?: string;
}

const NOT_OPENED = 2;
const collect = (value: string, before: string[]): string[] => [...before, value];

export function openCommand(): Command {
  return new Command('open')
    .description('开启投标文件 · Opens a sealed bid by its bidder’s key, or by enough trustees’ shares.')
    .argument('<file>', 'the sealed bid')
    .requiredOption('-o, --output <file>', 'where the plain bytes go, once all of them are proven')
    .option('-i, --identity <file>', 'key file; may be repeated', collect, [])
    .option('--hand-in <file>', 'what a trustee handed in (openseal share); may be repeated', collect, [])
    .option('-d, --demand <file|url>', 'the tender’s sealing, with --hand-in')
    .action((file: string, options: Options) => sayingWhy(() => openBid(file, options)));
}

async function openBid(file: string, options: Options): Promise<void> {
  const by = options.handIn.length === 0 ? await byKeys(options) : await byShares(file, options);
  if (by === null) return;
  const sealed = readPieces(file);
  const { aead, key, rest } = await beginOpening(sealed, by, nodeSuites);
  await writeWhole(options.output, async (write) => {
    const work = openPayload(aead, key, twoRooms());
    const first = work.push(rest);
    if (first !== null) await write(first);
    await sendThrough(sealed, work, write);
  });
}

async function byKeys({ identity }: Options): Promise<Opening> {
  return { identities: (await keysOf(identity)).map((key) => key.identity) };
}

/** Puts the key together and says what each hand-in is worth; null, and exit code 2, when it does not suffice. */
async function byShares(file: string, { handIn, demand: source }: Options): Promise<Opening | null> {
  const demand = source === undefined ? null : (await readTenderSealing(source)).demand;
  if (demand === null) throw new Error('--hand-in needs the --demand of a tender with trustees');
  const handIns = await Promise.all(handIn.map(readHandIn));
  const found = await recombine(
    await readHeaderOf(file),
    demand,
    new Map(handIns.map((one) => [one.trusteeId, one])),
  );
  for (const verdict of found.verdicts) console.error(sentence(verdict));
  if (found.result === 'opened') return { fileKey: found.fileKey };
  const bidder = found.cause === 'bidder';
  console.error(
    found.result === 'too-few'
      ? `有效份额不足，原因在${bidder ? '投标人' : '投标人之外'} · too few good shares, by ${bidder ? 'the bidder' : 'others than the bidder'}`
      : '投标人分发的份额不成立 · what the bidder dealt does not hold',
  );
  process.exitCode = NOT_OPENED;
  return null;
}

async function readHandIn(file: string): Promise<HandIn> {
  const parsed = parseHandIn(await readFile(file, 'utf8'));
  if (parsed === null) throw new Error(`${file} is nothing that openseal share wrote`);
  return parsed;
}

function sentence(verdict: ShareVerdict): string {
  const reason = 'reason' in verdict ? ` (${verdict.reason})` : '';
  return `${verdict.trusteeId}: ${verdict.verdict}${reason}`;
}
