#!/usr/bin/env node
import { Command } from 'commander';
import { fetchLog, fetchReceipt } from '../../cli/fetch.ts';
import { linesOf } from '../../cli/show.ts';
import { UsageError, verifyLog, verifyReceipt, verifyTender, type VerifyOptions } from '../../cli/verify.ts';
import type { Report } from '../../domain/record/audit/index.ts';
import { parseVerifierKey } from '../../domain/record/log/index.ts';
import { logNameOf } from '../../domain/record/log-name.ts';
import { loadConfig } from '../../runtime/config.ts';
import { addLogKey, retireLogKey } from '../../runtime/log-signing.ts';
import { loadWitnesses } from '../../runtime/witness/policy.ts';
import { startWitness } from '../../runtime/witness/server.ts';
import { stopSignal } from '../process.ts';

/** Exit code when something is wrong with what was verified. */
const NOT_VERIFIED = 1;

/** What takes the record home, verifies it, and watches it. */
export const recordCommands = (): Command[] => [
  takeCommand(),
  verifyCommand(),
  witnessCommand(),
  keyCommand(),
];

/** Takes files home. */
function takeCommand(): Command {
  const take = new Command('fetch').description('取回 · takes files home');
  take
    .command('log')
    .description('整个记录 · the whole log, as tlog-tiles lays it out')
    .argument(
      '<url>',
      '平台地址，演练记录加 /rehearsals · address of the platform; with /rehearsals: what was rehearsed',
    )
    .argument('<folder>', '存放处 · where to')
    .action((url: string, folder: string) => fetchLog(url, folder, (line) => console.log(line)));
  take
    .command('receipt')
    .description('本单位回执的证明 · the proof of one’s own receipt; the token in OPENSEAL_TOKEN')
    .argument('<url>', '平台地址 · address of the platform')
    .argument('<file>', '存放处 · where to')
    .requiredOption('--tender <id>', '项目 · the tender')
    .requiredOption('--receipt <id>', '回执 · the receipt')
    .action(async (url: string, file: string, options: { tender: string; receipt: string }) => {
      const token = process.env['OPENSEAL_TOKEN'];
      if (token === undefined) throw new UsageError('OPENSEAL_TOKEN is needed: the sign-in of the bidder');
      await fetchReceipt(url, { tenderId: options.tender, receiptId: options.receipt, token, file });
    });
  return take;
}

/** Verifies from files alone. */
function verifyCommand(): Command {
  const verify = new Command('verify').description('离线核验 · verifies from files alone');
  const POLICY = ['--policy <file>', '公钥与见证人（tlog-policy）· keys and witnesses to believe'] as const;
  const KEYS = ['--keys <file>', '回执公钥（JWKS）· keys that sign receipts'] as const;
  const RECEIPT = ['--receipt <file...>', '回执证明 · receipts with their proofs'] as const;
  const BID = ['--bid <file...>', '加密投标文件 · sealed bids, compared with their receipts'] as const;
  verify
    .command('log')
    .description('记录 · signatures, tree, every entry, earlier checkpoints')
    .argument('<folder>')
    .option(...POLICY)
    .option('--since <folder or file>', '早先的导出或检查点 · an earlier export or checkpoint')
    .option('--tsa-roots <file>', '时间戳根证书（PEM）· roots of the time-stamping authority to believe')
    .action(async (folder: string, options: VerifyOptions) => show(await verifyLog(folder, options)));
  verify
    .command('receipt')
    .description('回执 · a receipt with its proof')
    .argument('<file>')
    .option(...POLICY)
    .option(...KEYS)
    .option('--log <folder>', '取回的记录 · a log taken home')
    .option(...BID)
    .action(async (file: string, options: VerifyOptions) => show(await verifyReceipt(file, options)));
  for (const part of ['tender', 'opening'] as const) {
    verify
      .command(part)
      .description(
        part === 'tender' ? '项目全程 · one tender in a log taken home' : '开标 · its opening alone',
      )
      .argument('<folder>')
      .requiredOption('--tender <id>', '项目 · the tender')
      .option(...POLICY)
      .option(...KEYS)
      .option(...RECEIPT)
      .option(...BID)
      .action(async (folder: string, options: VerifyOptions) =>
        show(await verifyTender(folder, options, part)),
      );
  }
  return verify;
}

/** Cosigns the checkpoints of logs. */
function witnessCommand(): Command {
  const witness = new Command('witness')
    .description('见证人 · cosigns the checkpoints of logs (C2SP tlog-witness)')
    .requiredOption('--name <name>', '名称，如 witness.example.gov.cn · its name, a URL without scheme')
    .requiredOption('--dir <folder>', '密钥与状态 · its key and what it has seen')
    .option('--log <vkey...>', '记录公钥 · keys of the logs it watches', [])
    .option('--policy <file>', '或信任策略文件 · or a policy that names the logs')
    .option('--host <address>', '', '127.0.0.1')
    .option('--port <number>', '', '8091')
    .action(serveWitness);
  return witness;
}

/** Rotates the key of the checkpoints. */
function keyCommand(): Command {
  const key = new Command('log-key').description('检查点密钥轮换 · rotates the key of the checkpoints');
  for (const [name, change, text] of [
    ['add', addLogKey, '新旧两把密钥并用 · a new key signs beside the old one'],
    ['retire', retireLogKey, '旧密钥退役 · the old key signs no longer'],
  ] as const) {
    key
      .command(name)
      .description(`${text}; restart the sequencers then`)
      .option('--rehearsals', '演练记录的密钥 · the key of the rehearsals’ log')
      .action(async ({ rehearsals }: { rehearsals?: boolean }) => {
        const { vkeys } = await change(loadConfig(process.env).keysDir, logNameOf(rehearsals === true));
        for (const vkey of vkeys) console.log(vkey);
      });
  }
  return key;
}

function show(report: Report): void {
  for (const line of linesOf(report)) console.log(line);
  if (!report.holds) process.exitCode = NOT_VERIFIED;
}

async function serveWitness(options: {
  name: string;
  dir: string;
  log: string[];
  policy?: string;
  host: string;
  port: string;
}): Promise<void> {
  const named = options.policy === undefined ? [] : (await loadWitnesses(options.policy)).logs;
  const logs = [...options.log.map(parseVerifierKey), ...named.map((log) => log.key)];
  if (logs.length === 0) throw new UsageError('--log or --policy is needed: the logs to watch');
  const { name, dir, host } = options;
  const witness = await startWitness({ name, dir, logs, host, port: Number(options.port), now: Date.now });
  const url = `http://${host}:${witness.port}`;
  console.log(`见证人 · witness at ${url}`);
  console.log(`witness ${name} ${witness.vkey} ${url}`);
  const signal = stopSignal();
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  await witness.close();
}
