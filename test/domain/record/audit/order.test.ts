import { describe, expect, it } from '@jest/globals';
import {
  auditOpening,
  auditTender,
  type AuditedLog,
  type KnownReceipt,
  Report,
} from '../../../../domain/record/audit/index.ts';

/** A log of one tender with these steps, as far as the audit of its order reads it. */
function logOf(events: readonly string[]): AuditedLog {
  const entries = events.map((event, index) => ({
    id: `entry-${index}`,
    index,
    tenderId: 'tender-1',
    event,
    at: '2026-10-16T10:00:00.000+08:00',
    data: {},
    documents: [],
  }));
  return {
    report: new Report(),
    checkpoint: null,
    signed: null,
    entries: entries as unknown as AuditedLog['entries'],
    earlier: [],
  };
}

const found = (events: readonly string[]): [string, number | null][] =>
  auditTender(logOf(events), 'tender-1', []).findings.map(({ code, index }) => [code, index]);

const BEFORE = ['noticePublished', 'evaluationReported', 'awardNoticeIssued'];
const CLOSING = ['contractSigned', 'writtenReportSubmitted', 'tenderCompleted'];

describe('the order of a tender’s steps in the record', () => {
  it.each<[string, string[]]>([
    ['to its end', [...BEFORE, ...CLOSING]],
    [
      'with its report before the contract',
      [...BEFORE, 'writtenReportSubmitted', 'contractSigned', 'tenderCompleted'],
    ],
    ['with a winner that is replaced', [...BEFORE, 'awardCancelled', 'awardNoticeIssued', ...CLOSING]],
    [
      'with a report on each of two winners',
      [...BEFORE, 'writtenReportSubmitted', 'awardCancelled', 'awardNoticeIssued', ...CLOSING],
    ],
  ])('is well: %s', (_why, events) => {
    expect(found(events)).toEqual([]);
  });

  it.each<[string, string[], number]>([
    ['two award notices without a loss between', [...BEFORE, 'awardNoticeIssued'], 3],
    ['a loss of what was not awarded', ['noticePublished', 'awardCancelled'], 1],
    ['a loss after the contract', [...BEFORE, 'contractSigned', 'awardCancelled'], 4],
    ['a lost award that is lost again', [...BEFORE, 'awardCancelled', 'awardCancelled'], 4],
    ['a report before the award', ['noticePublished', 'writtenReportSubmitted', 'awardNoticeIssued'], 2],
  ])('is not: %s', (_why, events, index) => {
    expect(found(events)).toEqual([['out-of-order', index]]);
  });

  it('counts entries that an older platform wrote with the id in capitals, as a caller had', () => {
    const log = logOf([...BEFORE, ...CLOSING]);
    const mixed = log.entries.map((entry, index) =>
      index % 2 === 0 ? entry : { ...entry, tenderId: 'TENDER-1' },
    ) as AuditedLog['entries'];
    expect(auditTender({ ...log, entries: mixed }, 'tender-1', []).findings).toEqual([]);
  });
});

describe('a bid in the record of the opening', () => {
  const checked = (offer: object): string => {
    const log = logOf(['bidsClosed', 'bidsOpened']);
    const entries = log.entries.map((entry) =>
      entry?.event === 'bidsClosed'
        ? { ...entry, data: { bidCount: 1 } }
        : { ...entry, data: { bids: [{ bidId: 'b', result: 'opened', ...offer }] }, documents: ['hash'] },
    ) as unknown as AuditedLog['entries'];
    const receipt = { receiptId: 'r', bidId: 'b', kind: 'bid', sha256: 'hash', bidderUscc: 'u', version: 1 };
    const known = { receipt, audited: { index: 0 } } as unknown as KnownReceipt;
    return JSON.stringify(auditOpening({ ...log, entries }, 'tender-1', [known]).checks);
  };

  it('has a price where it was read out, and else only a commitment', () => {
    expect(checked({ priceFen: '100' })).toContain('price 100 fen');
    expect(checked({ priceFen: null })).toContain('price — fen');
    expect(checked({})).toContain('only commits to it');
    expect(checked({})).not.toContain('fen');
  });
});
