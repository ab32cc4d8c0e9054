import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { BidReceipt } from '../../../../domain/bid/types.ts';
import {
  auditBidHeader,
  auditDemand,
  auditShownDemand,
  Report,
  type AuditedLog,
  type KnownReceipt,
} from '../../../../domain/record/audit/index.ts';
import type { LeafEntry } from '../../../../domain/record/leaf.ts';
import { demandHash, type SealingDemand } from '../../../../domain/seal/index.ts';
import { BINDING, castOf, ownKeyOnly, sealed } from '../../../sealing/support.ts';

const { tenderId } = BINDING;
const recorded = (data: object): Pick<AuditedLog, 'entries'> => ({
  entries: [{ tenderId, event: 'noticePublished', data } as unknown as LeafEntry],
});
const receipt = (demandSha256: string | null | undefined): KnownReceipt => ({
  receipt: { receiptId: 'r', tenderId, demandSha256 } as BidReceipt,
  audited: { report: new Report(), entry: null, index: 7 },
});
const ofReceipt = (log: Pick<AuditedLog, 'entries'>, demandSha256: string | null | undefined): Report => {
  const report = new Report();
  auditDemand(log, tenderId, [receipt(demandSha256)], report);
  return report;
};
const ofHeader = (log: Pick<AuditedLog, 'entries'>, head: Uint8Array): Report => {
  const report = new Report();
  auditBidHeader(log, tenderId, { name: 'bid', head }, report);
  return report;
};
const codes = ({ findings }: Report): string[] => findings.map(({ code }) => code);

describe('the sealing demand in the record', () => {
  const cast = castOf('age');
  const swapped: SealingDemand = { ...cast.demand, trustees: castOf('age').demand.trustees };

  it('is what receipts name; another that a bidder was shown is found', () => {
    const log = recorded({ sealing: cast.demand });
    expect(ofReceipt(log, demandHash(cast.demand))).toMatchObject({ findings: [], checks: [{}] });
    for (const other of [demandHash(swapped), null])
      expect(ofReceipt(log, other).findings).toEqual([
        expect.objectContaining({ code: 'demand-changed', index: 7 }),
      ]);
    expect(ofReceipt(recorded({ sealing: null }), null)).toMatchObject({ findings: [], checks: [{}] });
    expect(codes(ofReceipt(recorded({ sealing: null }), demandHash(swapped)))).toEqual(['demand-changed']);
  });

  it('is not asked of receipts and notices of before', () => {
    expect(ofReceipt(recorded({ sealing: cast.demand }), undefined)).toMatchObject({
      findings: [],
      checks: [],
    });
    expect(ofReceipt(recorded({}), demandHash(cast.demand))).toMatchObject({ findings: [], remarks: [{}] });
  });

  it('is not sealed to where the tender has two notices, whichever of them is shown', () => {
    const entries = [cast.demand, swapped].flatMap((sealing) => recorded({ sealing }).entries);
    const shownTo = (shown: SealingDemand, log: Pick<AuditedLog, 'entries'>): string[] => {
      const report = new Report();
      auditShownDemand(log, tenderId.toUpperCase(), shown, report);
      return codes(report);
    };
    expect(shownTo(cast.demand, { entries: entries.slice(0, 1) })).toEqual([]);
    expect(shownTo(cast.demand, { entries })).toEqual(['duplicate']);
    expect(shownTo(swapped, { entries })).toEqual(['duplicate', 'demand-changed']);
  });

  it('is compared with the header of a bid, and what differs is said', async () => {
    const plain = randomBytes(10);
    const log = recorded({ sealing: cast.demand });
    expect(ofHeader(log, await sealed(cast, plain))).toMatchObject({ findings: [], checks: [{}] });
    const deceived = ofHeader(log, await sealed(cast, plain, { demand: swapped }));
    expect(codes(deceived)).toEqual(['sealed-otherwise', 'sealed-otherwise', 'sealed-otherwise']);
    for (const [at, { id, recipient }] of cast.demand.trustees.entries()) {
      const { zh, en } = deceived.findings[at]!;
      expect([zh.includes(id), zh.includes(recipient), en.includes(swapped.trustees[at]!.recipient)]).toEqual(
        [true, true, true],
      );
    }
    const three = await sealed(cast, plain, { demand: { ...cast.demand, threshold: 3 } });
    expect(ofHeader(log, three).findings.map(({ en }) => en)).toContainEqual(
      expect.stringContaining('threshold of share trustee-1 3, demanded 2'),
    );
    const bare = await sealed(cast, plain, { demand: ownKeyOnly('age') });
    expect(ofHeader(log, bare).findings.map(({ en }) => en)).toEqual(
      cast.demand.trustees.map(({ id }) => expect.stringContaining(`no share for the trustee ${id}`)),
    );
    expect(codes(ofHeader(log, randomBytes(50)))).toEqual(['sealed-otherwise']);
    const gm = castOf('gm');
    expect(ofHeader(log, await sealed(gm, plain, { demand: ownKeyOnly('gm') })).findings[0]!.en).toContain(
      'scheme gm, demanded age',
    );
    expect(codes(ofHeader(recorded({ sealing: null }), await sealed(cast, plain)))).toEqual([
      'sealed-otherwise',
      'sealed-otherwise',
      'sealed-otherwise',
    ]);
  });
});
