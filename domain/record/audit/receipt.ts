import type { BidReceipt } from '../../bid/types.ts';
import { isoShanghai, parseInstant } from '../../time/instant.ts';
import { canonical, type LeafEntry } from '../leaf.ts';
import {
  bytesOfHex,
  concatBytes,
  fromBase64,
  hexOf,
  leafHash,
  NoteError,
  parseTlogProof,
  sha256,
  textOf,
  utf8,
  verifyTlogProof,
  type OpenedCheckpoint,
  type TlogProof,
  type VerifyEd25519,
} from '../log/index.ts';
import { MERGE_DELAY_MS } from './entries.ts';
import { checkpointName, Report } from './finding.ts';
import { keysOf } from '../log/policy.ts';
import { actOf, type SealedPlace } from './sealed.ts';
import { continues, type AuditedLog } from './log.ts';
import { quorum, type Trust } from './quorum.ts';

/** What a bidder takes home: `GET /v1/tenders/{id}/bids/mine/{receiptId}/proof`. */
export interface ReceiptFile {
  readonly receipt: BidReceipt;
  /** Compact JWS over the receipt. */
  readonly signature: string;
  /** Opens the commitment of the confidential entry. */
  readonly opening: { readonly salt: string; readonly private: Readonly<Record<string, unknown>> };
  /** Where the act stands in its batch; absent in files of earlier versions, whose entries stand in the log themselves. */
  readonly sealed?: SealedPlace;
  /** C2SP tlog-proof, its extra line the entry: of the batch, or of the act in files of earlier versions. */
  readonly proof: string;
}

/** Public keys of the platform's receipts: a JWK Set (RFC 7517). */
export interface Jwks {
  readonly keys: readonly { readonly kid?: string; readonly crv?: string; readonly x?: string }[];
}

export interface AuditedReceipt {
  readonly report: Report;
  readonly entry: LeafEntry | null;
  readonly index: number | null;
}

/**
 * Audits a receipt from its file alone: the platform's signature, the proof that its act is in the record,
 * and that receipt, entry and what opens the entry say the same. With the log, also that its entry still
 * stands there, and that no witness contradicts its instant.
 */
export function auditReceipt(
  file: ReceiptFile,
  jwks: Jwks,
  trust: Trust,
  log: AuditedLog | null,
): AuditedReceipt {
  const report = new Report();
  checkSignature(file, jwks, trust.verify, report);
  const read = readProof(file, report);
  if (read === null) return { report, entry: null, index: null };
  const { proof, entry: proven, extra } = read;
  const { index } = proof;
  const entry = actOf(file, proven, report);
  if (entry !== null) {
    checkCommitment(file, entry, index, report);
    checkAgreement(file, entry, index, report);
  }
  const checkpoint = checkProof(proof, extra, trust, report);
  if (log !== null && checkpoint !== null)
    checkAgainstLog({ index, extra, checkpoint, entry: proven }, log, report);
  return { report, entry, index };
}

const base64OfUrl = (text: string): string =>
  text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .padEnd(Math.ceil(text.length / 4) * 4, '=');

function checkSignature(
  { receipt, signature }: ReceiptFile,
  jwks: Jwks,
  verify: VerifyEd25519,
  report: Report,
): void {
  const [header = '', payload = '', signed = ''] = signature.split('.');
  try {
    const { alg, kid } = JSON.parse(textOf(fromBase64(base64OfUrl(header)))) as {
      alg?: string;
      kid?: string;
    };
    const key = jwks.keys.find((one) => one.kid === kid && one.crv === 'Ed25519');
    const told = JSON.parse(textOf(fromBase64(base64OfUrl(payload)))) as unknown;
    const holds =
      alg === 'EdDSA' &&
      key?.x !== undefined &&
      verify(fromBase64(base64OfUrl(key.x)), utf8(`${header}.${payload}`), fromBase64(base64OfUrl(signed)));
    if (holds && canonical(told) === canonical(receipt)) {
      report.checked(
        `回执 ${receipt.receiptId} 由平台签名（密钥 ${kid}）`,
        `receipt ${receipt.receiptId} is signed by the platform (key ${kid})`,
      );
      return;
    }
  } catch {
    // What is no JWS is not signed; it is said below.
  }
  report.found(
    'receipt-changed',
    null,
    `回执 ${receipt.receiptId} 与平台的签名不符：被改动或非平台签发`,
    `receipt ${receipt.receiptId} is not what the platform signed: changed, or not of the platform`,
  );
}

function readProof(
  { proof: text }: ReceiptFile,
  report: Report,
): { proof: TlogProof; entry: LeafEntry; extra: Uint8Array } | null {
  try {
    const proof = parseTlogProof(text);
    if (proof.extra === null) throw new NoteError('it does not hold the entry');
    return { proof, extra: proof.extra, entry: JSON.parse(textOf(proof.extra)) as LeafEntry };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report.found(
      'unreadable-file',
      null,
      `记录证明无法读取：${reason}`,
      `the proof cannot be read: ${reason}`,
    );
    return null;
  }
}

function checkProof(
  proof: TlogProof,
  extra: Uint8Array,
  trust: Trust,
  report: Report,
): OpenedCheckpoint | null {
  try {
    const checkpoint = verifyTlogProof(proof, leafHash(extra), keysOf(trust.policy), trust.verify);
    report.checked(
      `条目 ${proof.index} 在检查点 ${checkpointName(checkpoint)} 之内`,
      `entry ${proof.index} is in the checkpoint ${checkpointName(checkpoint)}`,
    );
    quorum(checkpoint, trust, report);
    return checkpoint;
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    report.found(
      'not-in-log',
      proof.index,
      `条目 ${proof.index} 的证明不成立：${error.message}`,
      `the proof of entry ${proof.index} does not hold: ${error.message}`,
    );
    return null;
  }
}

function checkCommitment({ opening }: ReceiptFile, entry: LeafEntry, index: number, report: Report): void {
  let committed = '';
  try {
    committed = hexOf(sha256(concatBytes(bytesOfHex(opening.salt), utf8(canonical(opening.private)))));
  } catch {
    // What cannot be hashed opens nothing.
  }
  if (committed === entry.commitment)
    report.checked(
      `保密部分与条目 ${index} 的承诺相符`,
      `the private part opens the commitment of entry ${index}`,
    );
  else
    report.found(
      'commitment-broken',
      index,
      `保密部分与条目 ${index} 的承诺不符：盐值或内容被改动`,
      `the private part does not open the commitment of entry ${index}: salt or content was changed`,
    );
}

/** Events that each kind of receipt is of. */
const EVENTS: Readonly<Record<BidReceipt['kind'], readonly string[]>> = {
  'bid-received': ['bidReceived', 'bidReplaced'],
  'bid-withdrawn': ['bidWithdrawn'],
};

function checkAgreement(
  { receipt, opening }: ReceiptFile,
  entry: LeafEntry,
  index: number,
  report: Report,
): void {
  const secret = opening.private as {
    event?: string;
    party?: string;
    bidId?: string;
    version?: number;
    documents?: readonly string[];
    signingKey?: string | null;
    removal?: unknown;
    data?: { receiptId?: string; sizeBytes?: number };
  };
  const told: [string, string, unknown, unknown][] = [
    ['条目号', 'entry', receipt.entryId, entry.id],
    ['项目', 'tender', receipt.tenderId.toLowerCase(), entry.tenderId?.toLowerCase()],
    ['投标人', 'bidder', receipt.bidderUscc, secret.party],
    ['投标', 'bid', receipt.bidId, secret.bidId],
    ['版本', 'version', receipt.version, secret.version],
    ['文件散列', 'hash', receipt.sha256, secret.documents?.[0]],
    ['回执号', 'receipt', receipt.receiptId, secret.data?.receiptId],
    ['签名密钥', 'signing key', receipt.removableBy?.signingKey ?? null, secret.signingKey ?? null],
    ['签名', 'removal', canonical(receipt.removal ?? null), canonical(secret.removal ?? null)],
    ['演练', 'rehearsal', receipt.rehearsal, entry.rehearsal],
    ['行为', 'event', EVENTS[receipt.kind]?.includes(String(secret.event)), true],
  ];
  const wrong = told.filter(([, , one, other]) => one !== other);
  for (const [zh, en] of wrong)
    report.found(
      'not-this-entry',
      index,
      `回执与条目 ${index} 的${zh}不符`,
      `receipt and entry ${index} differ in: ${en}`,
    );
  if (wrong.length === 0)
    report.checked(
      `回执与条目 ${index} 说的是同一行为（${secret.event}，版本 ${receipt.version}）`,
      `receipt and entry ${index} tell the same act (${secret.event}, version ${receipt.version})`,
    );
  checkInstant(receipt, entry, index, report);
}

/** The receipt's instant is its entry's; and, but for a rehearsal's own clock, the one at which it was recorded. */
function checkInstant(receipt: BidReceipt, entry: LeafEntry, index: number, report: Report): void {
  if (receipt.receivedAt !== entry.at) {
    report.found(
      'receipt-backdated',
      index,
      `回执时刻被倒签：回执写 ${receipt.receivedAt}，记录的条目 ${index} 为 ${entry.at}`,
      `the receipt is back-dated: it says ${receipt.receivedAt}, entry ${index} of the record says ${entry.at}`,
    );
  } else if (
    !entry.rehearsal &&
    !(Math.abs(parseInstant(entry.at) - parseInstant(entry.recordedAt)) <= MERGE_DELAY_MS)
  ) {
    report.found(
      'receipt-backdated',
      index,
      `回执时刻 ${entry.at} 与条目 ${index} 的实际记录时刻 ${entry.recordedAt} 不符`,
      `the instant ${entry.at} is not the one at which entry ${index} was recorded, ${entry.recordedAt}`,
    );
  } else {
    report.checked(
      `收到时刻 ${receipt.receivedAt} 与记录一致`,
      `received at ${receipt.receivedAt}, as the record says`,
    );
  }
}

interface Proven {
  readonly index: number;
  readonly extra: Uint8Array;
  readonly entry: LeafEntry;
  readonly checkpoint: OpenedCheckpoint;
}

function checkAgainstLog({ index, extra, entry, checkpoint }: Proven, log: AuditedLog, report: Report): void {
  if (log.checkpoint === null || log.signed === null) {
    report.remark(
      '所附记录不可信，未与之比对',
      'the log that was given cannot be believed; not compared with it',
    );
    return;
  }
  if (log.checkpoint.origin !== checkpoint.origin) {
    report.found(
      'forked',
      index,
      '证明与所附记录不是同一记录',
      'the proof is of another log than the one given',
    );
    return;
  }
  continues([checkpoint], log.checkpoint, log.signed, report);
  const there = log.signed[index];
  if (there === undefined || hexOf(there) !== hexOf(leafHash(extra))) {
    const now = log.entries[index];
    const where = log.signed.findIndex((hash) => hexOf(hash) === hexOf(leafHash(extra)));
    const moved = where < 0 ? '' : `；它现在位置 ${where}`;
    report.found(
      'not-in-log',
      index,
      `记录的位置 ${index} 已不是回执的条目 ${entry.id}，而是 ${now?.id ?? '空缺'}${moved}`,
      `at ${index} the log no longer has the receipt's entry ${entry.id}, but ${now?.id ?? 'nothing'}${where < 0 ? '' : `; it is at ${where} now`}`,
    );
  } else {
    report.checked(
      `所附记录的位置 ${index} 仍是回执的条目`,
      `the log given still has the receipt's entry at ${index}`,
    );
  }
  const recordedAt = parseInstant(entry.recordedAt);
  for (const { size, cosignatures } of [...log.earlier, log.checkpoint]) {
    const late = cosignatures.find(
      (one) => size <= index && recordedAt < one.timestampSeconds * 1000 - MERGE_DELAY_MS,
    );
    if (late === undefined) continue;
    const seenAt = isoShanghai(late.timestampSeconds * 1000);
    report.found(
      'receipt-backdated',
      index,
      `回执倒签：见证人 ${late.name} 在 ${seenAt} 见到的记录只有 ${size} 个条目，条目 ${index} 却自称 ${entry.recordedAt} 记录`,
      `the receipt is back-dated: at ${seenAt} the witness ${late.name} saw only ${size} entries, yet entry ${index} claims ${entry.recordedAt}`,
    );
    return;
  }
}
