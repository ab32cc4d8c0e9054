import { Command, InvalidArgumentError, Option } from 'commander';
import { isValidUscc } from '../../domain/party/uscc.ts';
import { demandHash, ONLY_LOT, type Binding, type SealingDemand } from '../../domain/seal/index.ts';
import { SealingError } from '../../sealing/errors.ts';
import { nodeSuites } from '../../sealing/node.ts';
import { twoRooms, sealPayload } from '../../sealing/payload.ts';
import { beginSealing } from '../../sealing/seal.ts';
import { checkDemand, type DemandCheck } from './demand-check.ts';
import { readTenderSealing } from './demand.ts';
import { keysOf, readPieces, sayingWhy, sendThrough, writeWhole } from './files.ts';
import { sayingWhatIsWrong } from './letter-check.ts';

interface Options extends DemandCheck {
  readonly output: string;
  readonly recipient: string[];
  readonly identity: string[];
  readonly demand?: string;
  readonly uscc?: string;
  readonly bidVersion: number;
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('a number from 1 on');
  return Number(text);
}

export function sealCommand(): Command {
  return new Command('seal')
    .description(
      '加密投标文件 · Seals a bid to its bidder’s own key, and in shares where the tender demands it.',
    )
    .argument('[file]', 'bid.json, or a tar archive that begins with it; - for the standard input', '-')
    .requiredOption('-o, --output <file>', 'the sealed bid')
    .option('-r, --recipient <key>', 'own public key; may be repeated', collect, [])
    .option('-i, --identity <file>', 'key file of one’s own, instead of its public key', collect, [])
    .option('-d, --demand <file|url>', 'how the tender wants bids sealed: its sealing, or GET /v1/tenders/ID')
    .option('-t, --tender <id>', 'the tender, when --demand does not say it')
    .option('-u, --uscc <code>', 'unified social credit code of the bidder')
    .option('--bid-version <number>', '1 for the first submission, one more for each later', positive, 1)
    .addOption(
      new Option(
        '--log-key <vkey>',
        '记录公钥 · key of the log to believe, known from elsewhere; may be repeated',
      )
        .argParser(collect)
        .conflicts(['policy', 'record']),
    )
    .option('--policy <file>', '或信任策略 · or keys and witnesses to believe (tlog-policy)')
    .option('--proof <file>', 'the proof as it was taken before, GET /v1/tenders/ID/sealing-proof')
    .addOption(
      new Option(
        '--record <folder>',
        'or a log taken home (fetch log): the demand must be that of the notice in it',
      ).conflicts('proof'),
    )
    .addOption(
      new Option(
        '--unproven',
        '不与记录核对 · seal without checking the demand against the record',
      ).conflicts(['record', 'proof', 'policy', 'logKey']),
    )
    .action((file: string, options: Options) => sayingWhy(() => sealFile(file, options)));
}

async function sealFile(file: string, options: Options): Promise<void> {
  const { demand: source, record, proof } = options;
  const tender = source === undefined ? null : await readTenderSealing(source);
  const demand = tender?.demand ?? null;
  if (tender !== null || record !== undefined || proof !== undefined)
    await checkDemand(options, tender ?? { demand, tenderId: null, proofUrl: null });
  if (demand !== null) for (const line of trusteeLines(demand)) console.error(line);
  const own = (await keysOf(options.identity)).map(({ recipient }) => recipient);
  const { suite, start, key } = await beginSealing({
    recipients: [...options.recipient, ...own],
    binding: bindingOf(options, tender?.tenderId ?? null),
    demand,
    suites: nodeSuites,
  });
  const tenderId = options.tender ?? tender?.tenderId ?? null;
  const plain = sayingWhatIsWrong(readPieces(file), { tenderId, uscc: options.uscc ?? null });
  await writeWhole(
    options.output,
    async (write) => {
      await write(start);
      await sendThrough(plain, sealPayload(suite.aead, key, twoRooms()), write);
    },
    0o644,
  );
}

/** Whom the bid is sealed to in shares, for the bidder to compare with the tender documents. */
function trusteeLines(demand: SealingDemand): string[] {
  if (demand.trustees.length === 0) return [];
  const { trustees, threshold } = demand;
  return [
    `受托人，任意 ${threshold} 名可共同解密 · trustees, any ${threshold} of whom open the bid together:`,
    ...trustees.map(({ id, name, uscc, recipient }) => `  ${id} ${name} ${uscc ?? '—'} ${recipient}`),
    `加密要求 · demand SHA-256 ${demandHash(demand)}`,
  ];
}

/** Whose bid this is; null when neither tender nor bidder was named. Throws a SealingError when only one was. */
function bindingOf({ tender, uscc, bidVersion }: Options, found: string | null): Binding | null {
  const tenderId = tender ?? found;
  if (tenderId === null && uscc === undefined) return null;
  const bad = (zh: string, en: string): SealingError => new SealingError('bad-request', { zh, en });
  if (tenderId === null || uscc === undefined) {
    throw bad(
      '项目编号（--tender）和统一社会信用代码（--uscc）须同时给出。',
      'Give both --tender and --uscc.',
    );
  }
  if (found !== null && found !== tenderId) {
    throw bad('--tender 与 --demand 所指的项目不同。', '--tender and --demand name different tenders.');
  }
  if (!isValidUscc(uscc)) {
    throw bad('统一社会信用代码有误。', 'This is no unified social credit code.');
  }
  return { tenderId, lot: ONLY_LOT, bidderUscc: uscc, version: bidVersion };
}
