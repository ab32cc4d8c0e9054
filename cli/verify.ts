import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  auditAgainst,
  auditBidHeader,
  auditDemand,
  auditLog,
  auditOpening,
  auditReceipt,
  auditRemovals,
  auditShownDemand,
  auditTender,
  isSameId,
  Report,
  type AuditedLog,
  type Jwks,
  type KnownReceipt,
  type ReceiptFile,
  type Trust,
} from '../domain/record/audit/index.ts';
import { continues, openNamed } from '../domain/record/audit/log.ts';
import { parsePolicy } from '../domain/record/log/index.ts';
import { HEADER_MAX_BYTES, type SealingDemand } from '../domain/seal/index.ts';
import { verifyEd25519 } from '../runtime/ed25519.ts';
import { holdsSignature } from '../runtime/removal-signature.ts';
import { readFolder } from './folder.ts';
import { verifyTimestamps } from './timestamps.ts';

/** Options that several verifications share; all of them are files. */
export interface VerifyOptions {
  readonly policy?: string | undefined;
  readonly keys?: string | undefined;
  readonly log?: string | undefined;
  readonly since?: string | undefined;
  readonly tsaRoots?: string | undefined;
  readonly tender?: string | undefined;
  readonly receipt?: readonly string[] | undefined;
  readonly bid?: readonly string[] | undefined;
}

/** What was given cannot be used at all; the message says why. */
export class UsageError extends Error {}

/** Verifies an exported log; `since` is an earlier export, or an earlier checkpoint, of it. */
export async function verifyLog(dir: string, options: VerifyOptions): Promise<Report> {
  const report = new Report();
  const trust = await trustOf(options.policy, dir, report);
  const files = await readFolder(dir);
  const log = auditLog(files, trust);
  report.add(log.report);
  const roots = options.tsaRoots === undefined ? null : await readFile(options.tsaRoots, 'utf8');
  verifyTimestamps(files, log, roots, report);
  if (options.since !== undefined) await compare(log, options.since, trust, report);
  return report;
}

async function compare(log: AuditedLog, since: string, trust: Trust, report: Report): Promise<void> {
  if ((await stat(since)).isDirectory()) {
    const before = auditLog(await readFolder(since), trust);
    if (before.report.holds) return auditAgainst(log, before, report);
    report.remark(
      '早先的导出本身有误，未与之比对',
      'the earlier export is wrong by itself; not compared with it',
    );
    return;
  }
  const note = await readFile(since, 'utf8');
  const earlier = openNamed(note, trust, report, '早先的检查点', 'the earlier checkpoint');
  if (earlier !== null && log.checkpoint !== null)
    continues([earlier], log.checkpoint, log.signed ?? [], report);
}

/** Verifies a receipt's file, with the log when it is given, and the sealed bid when that is. */
export async function verifyReceipt(file: string, options: VerifyOptions): Promise<Report> {
  const report = new Report();
  const trust = await trustOf(options.policy, options.log, report);
  const log = options.log === undefined ? null : auditLog(await readFolder(options.log), trust);
  if (log !== null) report.add(log.report);
  const known = await knownReceipt(file, options, trust, log);
  report.add(known.audited.report);
  await auditRemovals([known], holdsSignature, report);
  for (const bid of options.bid ?? []) await compareBid(bid, [known], report);
  return report;
}

/**
 * Verifies that a sealing demand is the one that a tender's notice put in the record: the whole log that was taken home, its
 * signatures and witnesses, and the notice in it.
 */
export async function verifyDemand(
  dir: string,
  options: VerifyOptions,
  tenderId: string,
  demand: SealingDemand | null,
): Promise<Report> {
  const report = new Report();
  const trust = await trustOf(options.policy, dir, report);
  const log = auditLog(await readFolder(dir), trust);
  report.add(log.report);
  auditShownDemand(log, tenderId, demand, report);
  return report;
}

/** Verifies one tender, or only its opening, in an exported log, with the receipts and sealed bids given. */
export async function verifyTender(
  dir: string,
  options: VerifyOptions,
  part: 'tender' | 'opening',
): Promise<Report> {
  if (options.tender === undefined) throw new UsageError('--tender is needed');
  const report = new Report();
  const trust = await trustOf(options.policy, dir, report);
  const log = auditLog(await readFolder(dir), trust);
  report.add(log.report);
  const receipts: KnownReceipt[] = [];
  for (const file of options.receipt ?? []) {
    const known = await knownReceipt(file, { ...options, log: dir }, trust, log);
    report.add(known.audited.report);
    if (isSameId(known.receipt.tenderId, options.tender)) receipts.push(known);
    else report.remark(`回执 ${file} 属于另一项目`, `the receipt ${file} is of another tender`);
  }
  const audit = part === 'tender' ? auditTender : auditOpening;
  report.add(audit(log, options.tender, receipts));
  auditDemand(log, options.tender, receipts, report);
  await auditRemovals(receipts, holdsSignature, report);
  for (const bid of options.bid ?? []) {
    await compareBid(bid, receipts, report);
    auditBidHeader(log, options.tender, { name: bid, head: await headOf(bid) }, report);
  }
  return report;
}

/** The first bytes of a file: as many as a header may have. */
async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(HEADER_MAX_BYTES);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function trustOf(given: string | undefined, dir: string | undefined, report: Report): Promise<Trust> {
  const file = given ?? (dir === undefined ? undefined : path.join(dir, 'policy'));
  if (file === undefined)
    throw new UsageError('--policy or --log is needed: whose signatures are to be believed');
  const policy = parsePolicy(await readFile(file, 'utf8'));
  if (given === undefined)
    report.remark(
      '信任策略来自导出本身：请用 --policy 指定从别处取得的公钥与见证人',
      'the policy came with the files: name keys and witnesses known from elsewhere with --policy',
    );
  return { policy, verify: verifyEd25519 };
}

async function knownReceipt(
  file: string,
  options: VerifyOptions,
  trust: Trust,
  log: AuditedLog | null,
): Promise<KnownReceipt> {
  const keys =
    options.keys ?? (options.log === undefined ? undefined : path.join(options.log, 'platform-keys.json'));
  if (keys === undefined)
    throw new UsageError('--keys or --log is needed: the keys that receipts are signed with');
  const read = JSON.parse(await readFile(file, 'utf8')) as ReceiptFile;
  if (
    typeof read.signature !== 'string' ||
    typeof read.proof !== 'string' ||
    typeof read.receipt !== 'object'
  )
    throw new UsageError(
      `${file} 不是带证明的回执：以 openseal fetch receipt 取得 · ${file} is no receipt with its proof: openseal fetch receipt gives one`,
    );
  const jwks = JSON.parse(await readFile(keys, 'utf8')) as Jwks;
  return { receipt: read.receipt, audited: auditReceipt(read, jwks, trust, log) };
}

/** The sealed bid at hand is the one that a receipt is of. */
async function compareBid(file: string, receipts: readonly KnownReceipt[], report: Report): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  const sha256 = hash.digest('hex');
  const of = receipts.find(({ receipt }) => receipt.sha256 === sha256);
  if (of === undefined)
    report.found(
      'bid-changed',
      null,
      `文件 ${file}（${sha256}）不是任何回执的投标文件`,
      `the file ${file} (${sha256}) is the bid of none of the receipts`,
    );
  else
    report.checked(
      `文件 ${file} 即回执 ${of.receipt.receiptId} 的投标文件`,
      `the file ${file} is the bid of receipt ${of.receipt.receiptId}`,
    );
}
