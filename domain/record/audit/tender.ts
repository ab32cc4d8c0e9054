import type { BidReceipt } from '../../bid/types.ts';
import type { LeafEntry } from '../leaf.ts';
import { instantOf } from './entries.ts';
import { Report } from './finding.ts';
import type { AuditedLog } from './log.ts';
import type { AuditedReceipt } from './receipt.ts';

/** A receipt with what was audited of it. */
export interface KnownReceipt {
  readonly receipt: BidReceipt;
  readonly audited: AuditedReceipt;
}

interface OpenedBidFacts {
  readonly bidId: string;
  readonly result: string;
  /** Absent where nothing was read out: then it is only committed to. */
  readonly priceFen?: string | null;
}

/** Steps that happen once, in this order; the written report may come before the contract or after it. */
const STEPS = [
  'noticePublished',
  'bidsClosed',
  'bidsOpened',
  'evaluationReported',
  'candidatesPublished',
  'awardNoticeIssued',
  'contractSigned',
  'writtenReportSubmitted',
  'tenderCompleted',
] as const;
type Step = (typeof STEPS)[number];

const rankOf = (step: Step): number =>
  STEPS.indexOf(step === 'writtenReportSubmitted' ? 'contractSigned' : step);

const what = ({ index, event, id }: LeafEntry): string => `${index} (${event} ${id})`;

/**
 * Ids are written in lower case, and older records hold some that a caller had written in capitals: both name the same
 * tender (RFC 9562 section 4), and an entry is not passed over for its spelling.
 */
export const isSameId = (one: string | null | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();

const entriesOf = (log: AuditedLog, tenderId: string): LeafEntry[] =>
  log.entries.filter((entry): entry is LeafEntry => isSameId(entry?.tenderId, tenderId));

/** Audits one tender's life in the log: each step once and in order, its closing and opening, and the receipts given. */
export function auditTender(log: AuditedLog, tenderId: string, receipts: readonly KnownReceipt[]): Report {
  const report = new Report();
  const entries = entriesOf(log, tenderId);
  if (entries.length === 0) {
    report.found('not-found', null, `记录中没有项目 ${tenderId}`, `the log has no tender ${tenderId}`);
    return report;
  }
  auditOrder(entries, report);
  report.checked(
    `项目 ${tenderId} 的 ${entries.length} 个条目：各步骤依次、各一次`,
    `${entries.length} entries of tender ${tenderId}: each step once and in order`,
  );
  auditClosing(entries, receipts, report);
  if (entries.some(({ event }) => event === 'bidsOpened')) report.add(auditOpening(log, tenderId, receipts));
  return report;
}

/** Each step once and in order. A lost award leads back to before its notice, and to nowhere else. */
function auditOrder(entries: readonly LeafEntry[], report: Report): void {
  const seen = new Set<Step>();
  let last: Step | null = null;
  for (const entry of entries) {
    if (entry.event === 'awardCancelled') {
      if (!seen.has('awardNoticeIssued') || seen.has('contractSigned')) outOfOrder(entry, last, report);
      for (const undone of ['awardNoticeIssued', 'writtenReportSubmitted'] as const) seen.delete(undone);
      last = [...seen].at(-1) ?? null;
      continue;
    }
    const step = STEPS.find((one) => one === entry.event);
    if (step === undefined) continue;
    if (seen.has(step) || [...seen].some((one) => rankOf(one) > rankOf(step)))
      outOfOrder(entry, last, report);
    seen.add(step);
    last = step;
  }
}

function outOfOrder(entry: LeafEntry, last: Step | null, report: Report): void {
  report.found(
    'out-of-order',
    entry.index,
    `条目 ${what(entry)} 重复或顺序错误：${last ?? '—'} 已在其前`,
    `entry ${what(entry)} stands twice or out of order: ${last ?? '—'} was before it`,
  );
}

/** The closing came at the deadline in force or later, and no bid that is known stands after it. */
function auditClosing(
  entries: readonly LeafEntry[],
  receipts: readonly KnownReceipt[],
  report: Report,
): void {
  const closed = entries.find(({ event }) => event === 'bidsClosed');
  if (closed === undefined) return;
  let deadline = '';
  for (const { event, data, index } of entries) {
    if (index > closed.index) break;
    if (event === 'noticePublished') deadline = String(data['bidDeadlineAt']);
    if (event === 'bidDeadlineMoved') deadline = String(data['toAt']);
  }
  if (instantOf(closed.at) < instantOf(deadline))
    report.found(
      'out-of-order',
      closed.index,
      `条目 ${what(closed)}：截止于 ${closed.at}，早于投标截止时间 ${deadline}`,
      `entry ${what(closed)}: closed at ${closed.at}, before the bid deadline ${deadline}`,
    );
  else
    report.checked(
      `投标截止时间 ${deadline}，截止于 ${closed.at}`,
      `bid deadline ${deadline}, closed at ${closed.at}`,
    );
  for (const { receipt, audited } of receipts) {
    if (audited.index === null) continue;
    if (audited.index > closed.index)
      report.found(
        'late',
        audited.index,
        `回执 ${receipt.receiptId} 的条目 ${audited.index} 在截止（条目 ${closed.index}）之后：迟到的投标被算作按时`,
        `entry ${audited.index} of receipt ${receipt.receiptId} stands after the closing (entry ${closed.index}): a late bid passed as one in time`,
      );
    else if (instantOf(receipt.receivedAt) >= instantOf(deadline))
      report.found(
        'late',
        audited.index,
        `回执 ${receipt.receiptId} 收到于 ${receipt.receivedAt}，不早于投标截止时间 ${deadline}`,
        `receipt ${receipt.receiptId} was received at ${receipt.receivedAt}, not before the bid deadline ${deadline}`,
      );
  }
}

/** Audits the opening of one tender: as many bids as were closed, and each receipt given among them. */
export function auditOpening(log: AuditedLog, tenderId: string, receipts: readonly KnownReceipt[]): Report {
  const report = new Report();
  const entries = entriesOf(log, tenderId);
  const closed = entries.find(({ event }) => event === 'bidsClosed');
  const opened = entries.find(({ event }) => event === 'bidsOpened');
  if (closed === undefined || opened === undefined) {
    report.found(
      'not-found',
      null,
      `记录中没有项目 ${tenderId} 的开标`,
      `the log has no opening of tender ${tenderId}`,
    );
    return report;
  }
  if (opened.index < closed.index || instantOf(opened.at) < instantOf(closed.at))
    report.found(
      'out-of-order',
      opened.index,
      `条目 ${what(opened)}：开标早于截止（条目 ${closed.index}）`,
      `entry ${what(opened)}: opened before the closing (entry ${closed.index})`,
    );
  const bids = (opened.data['bids'] ?? []) as readonly OpenedBidFacts[];
  const closedCount = Number(closed.data['bidCount']);
  if (bids.length !== closedCount || opened.documents.length !== closedCount)
    report.found(
      'bids-missing',
      opened.index,
      `截止时有 ${closedCount} 份投标，开标记录（条目 ${opened.index}）有 ${bids.length} 份`,
      `${closedCount} bids were in at the closing, the opening (entry ${opened.index}) shows ${bids.length}`,
    );
  else
    report.checked(
      `截止时的 ${closedCount} 份投标全部开标（条目 ${opened.index}，${opened.at}）`,
      `all ${closedCount} bids of the closing were opened (entry ${opened.index}, ${opened.at})`,
    );
  for (const receipt of lastOfEachBidder(receipts)) checkOpened(receipt, opened, bids, report);
  return report;
}

/** Acts of one bidder may be in one batch: then its versions follow one another, and a withdrawal its bid. */
function isLater(one: KnownReceipt, other: KnownReceipt): boolean {
  const place = ({ audited, receipt }: KnownReceipt): readonly number[] => [
    audited.index ?? -1,
    receipt.version,
    receipt.kind === 'bid-withdrawn' ? 1 : 0,
  ];
  const [mine, theirs] = [place(one), place(other)];
  const differs = mine.findIndex((value, at) => value !== theirs[at]);
  return differs >= 0 && mine[differs]! > theirs[differs]!;
}

/** The receipt that counts for each bidder: the last act in the record. */
function lastOfEachBidder(receipts: readonly KnownReceipt[]): KnownReceipt[] {
  const last = new Map<string, KnownReceipt>();
  for (const one of receipts) {
    const there = last.get(one.receipt.bidderUscc);
    if (there === undefined || isLater(one, there)) last.set(one.receipt.bidderUscc, one);
  }
  return [...last.values()];
}

/** What whoever says that a bid was replaced or withdrawn has to show. */
function signatureOwed({ removableBy }: BidReceipt): { readonly zh: string; readonly en: string } {
  const key = removableBy?.signingKey ?? null;
  if (key === null) return { zh: '', en: '' };
  return {
    zh: `；称其已被替换或者撤回的，须出示密钥 ${key} 的签名`,
    en: `; whoever says that it was replaced or withdrawn has to show a signature of the key ${key}`,
  };
}

/** What the record shows of a price: where nothing was read out, only that it is committed to. */
function priceText(priceFen: OpenedBidFacts['priceFen']): { readonly zh: string; readonly en: string } {
  if (priceFen === undefined)
    return { zh: '报价依法保密，记录中只有承诺值', en: 'its offer is secret, the record only commits to it' };
  return { zh: `报价 ${priceFen ?? '—'} 分`, en: `price ${priceFen ?? '—'} fen` };
}

function checkOpened(
  { receipt }: KnownReceipt,
  opened: LeafEntry,
  bids: readonly OpenedBidFacts[],
  report: Report,
): void {
  const at = bids.findIndex(({ bidId }) => bidId === receipt.bidId);
  const withdrawn = receipt.kind === 'bid-withdrawn';
  const owed = signatureOwed(receipt);
  if (withdrawn && at < 0) {
    report.checked(`撤回的投标 ${receipt.bidId} 未开标`, `the withdrawn bid ${receipt.bidId} was not opened`);
  } else if (withdrawn || at < 0) {
    report.found(
      'bids-missing',
      opened.index,
      `开标记录（条目 ${opened.index}）${withdrawn ? '含有已撤回' : '缺少'}的投标 ${receipt.bidId}（回执 ${receipt.receiptId}）${withdrawn ? '' : owed.zh}`,
      `the opening (entry ${opened.index}) ${withdrawn ? 'has the withdrawn' : 'lacks the'} bid ${receipt.bidId} (receipt ${receipt.receiptId})${withdrawn ? '' : owed.en}`,
    );
  } else if (opened.documents[at] !== receipt.sha256) {
    report.found(
      'bid-changed',
      opened.index,
      `开标的文件不是回执 ${receipt.receiptId} 的文件：${opened.documents[at]} ≠ ${receipt.sha256}`,
      `what was opened is not what receipt ${receipt.receiptId} is of: ${opened.documents[at]} ≠ ${receipt.sha256}`,
    );
  } else {
    const { priceFen, result } = bids[at]!;
    const price = priceText(priceFen);
    report.checked(
      `回执 ${receipt.receiptId} 的投标已开标：${result}，${price.zh}`,
      `the bid of receipt ${receipt.receiptId} was opened: ${result}, ${price.en}`,
    );
  }
}
