import { demandHash, differencesFrom, parseSealedHeader, type SealingDemand } from '../../seal/index.ts';
import type { LeafEntry } from '../leaf.ts';
import type { Report } from './finding.ts';
import type { AuditedLog } from './log.ts';
import { compareShown, demandIn } from './shown-demand.ts';
import { isSameId, type KnownReceipt } from './tender.ts';

/**
 * What the record says a tender demands of the sealing of its bids; null for nothing. Undefined where its notice is not in the
 * log, or is of a version that did not record it.
 */
function demandInRecord(
  log: Pick<AuditedLog, 'entries'>,
  tenderId: string,
): SealingDemand | null | undefined {
  const notice = noticesOf(log, tenderId)[0];
  return notice === undefined ? undefined : demandIn(notice);
}

const noticesOf = (log: Pick<AuditedLog, 'entries'>, tenderId: string): LeafEntry[] =>
  log.entries.filter(
    (entry): entry is LeafEntry => entry?.event === 'noticePublished' && isSameId(entry.tenderId, tenderId),
  );

/** Audits that receipts name the demand that the record holds: that bidders were not told another. */
export function auditDemand(
  log: Pick<AuditedLog, 'entries'>,
  tenderId: string,
  receipts: readonly KnownReceipt[],
  report: Report,
): void {
  const demand = demandInRecord(log, tenderId);
  if (demand === undefined) {
    report.remark(
      `记录未载明项目 ${tenderId} 的加密要求（早先的版本），未核对`,
      `the record does not say how bids of ${tenderId} were to be sealed (an earlier version); not compared`,
    );
    return;
  }
  const recorded = demand === null ? null : demandHash(demand);
  for (const { receipt, audited } of receipts) {
    const { receiptId, demandSha256 } = receipt;
    if (demandSha256 === undefined) continue;
    if (demandSha256 === recorded)
      report.checked(
        `回执 ${receiptId} 的加密要求与记录一致：${recorded ?? '无'}`,
        `receipt ${receiptId} names the sealing demand of the record: ${recorded ?? 'none'}`,
      );
    else
      report.found(
        'demand-changed',
        audited.index,
        `回执 ${receiptId} 的加密要求（${demandSha256 ?? '无'}）不是记录中的（${recorded ?? '无'}）：平台向投标人出示了另一要求`,
        `receipt ${receiptId} names another sealing demand (${demandSha256 ?? 'none'}) than the record (${recorded ?? 'none'}): the bidder was shown another`,
      );
  }
}

/** Audits that a demand which a bidder is shown is the one of the record; found wanting also where the record says none. */
export function auditShownDemand(
  log: Pick<AuditedLog, 'entries'>,
  tenderId: string,
  shown: SealingDemand | null,
  report: Report,
): void {
  const second = noticesOf(log, tenderId)[1];
  if (second !== undefined)
    report.found(
      'duplicate',
      second.index,
      `项目 ${tenderId} 在记录中有第二份公告（条目 ${second.index}）`,
      `the record has a second notice of ${tenderId} (entry ${second.index})`,
    );
  compareShown(demandInRecord(log, tenderId), shown, null, report);
}

/** Audits the header of a sealed bid, by its first bytes: that it is sealed as the record says the tender demands. */
export function auditBidHeader(
  log: Pick<AuditedLog, 'entries'>,
  tenderId: string,
  { name, head }: { readonly name: string; readonly head: Uint8Array },
  report: Report,
): void {
  const demand = demandInRecord(log, tenderId);
  if (demand === undefined) return;
  const header = parseSealedHeader(head);
  if (header === null) {
    report.found(
      'sealed-otherwise',
      null,
      `文件 ${name} 不是加密的投标文件`,
      `the file ${name} is no sealed bid`,
    );
    return;
  }
  const differences = differencesFrom(demand, header);
  for (const { zh, en } of differences)
    report.found(
      'sealed-otherwise',
      null,
      `文件 ${name} 未按记录中的要求加密：${zh}`,
      `the file ${name} is not sealed as the record demands: ${en}`,
    );
  if (differences.length === 0)
    report.checked(
      `文件 ${name} 按记录中的要求加密（受托人 ${demand?.trustees.length ?? 0} 名）`,
      `the file ${name} is sealed as the record demands (trustees: ${demand?.trustees.length ?? 0})`,
    );
}
