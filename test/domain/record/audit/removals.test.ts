import { expect, it } from '@jest/globals';
import type { BidReceipt } from '../../../../domain/bid/types.ts';
import { auditRemovals, Report, type KnownReceipt } from '../../../../domain/record/audit/index.ts';
import { removableBy } from '../../../../domain/seal/index.ts';
import { holdsSignature } from '../../../../runtime/removal-signature.ts';
import {
  generateSigningKey,
  readSigningKey,
  removalFor,
  signRemoval,
} from '../../../../sealing/signing-key.ts';

const [own, thief] = [generateSigningKey(), generateSigningKey()].map(({ text }) => readSigningKey(text));
const hash = (version: number): string => String(version).repeat(64);

/** A receipt of some version; its bid names the own key unless told otherwise. */
const receipt = (version: number, more: Partial<BidReceipt> = {}): BidReceipt => ({
  receiptId: `receipt-${version}`,
  entryId: `entry-${version}`,
  kind: 'bid-received',
  tenderId: 'tender',
  bidId: `bid-${version}`,
  version,
  bidderUscc: '91130230MA0EXA0150',
  sha256: hash(version),
  sizeBytes: 1,
  receivedAt: '',
  bidDeadlineAt: '',
  rehearsal: false,
  removableBy: removableBy(own!.name),
  removal: null,
  ...more,
});

/** The act that takes a bid away, signed by a key over what is told of the bid. */
function removed(
  before: BidReceipt,
  act: BidReceipt,
  key = own!,
  told: Partial<BidReceipt> = {},
): BidReceipt {
  const signer = { ...before, ...told, removableBy: removableBy(key.name) };
  const replacedBy = act.kind === 'bid-withdrawn' ? null : act.sha256;
  const statement = removalFor(JSON.stringify(signer), replacedBy);
  return { ...act, removal: { statement, signature: signRemoval(statement, key) } };
}

const withdrawal = (version: number): BidReceipt => ({
  ...receipt(version, { kind: 'bid-withdrawn' }),
  receiptId: `withdrawal-${version}`,
});

/** What is found wrong, by receipts. */
async function faults(...receipts: BidReceipt[]): Promise<string[]> {
  const report = new Report();
  const known = receipts.map((one, index): KnownReceipt => ({
    receipt: one,
    audited: { report: new Report(), entry: null, index },
  }));
  await auditRemovals(known, holdsSignature, report);
  expect(report.findings.every(({ code }) => code === 'removal-unsigned')).toBe(true);
  return report.findings.map(({ index }) => receipts[index!]!.receiptId);
}

/** A signature with its first character changed. */
const changed = (signature: string): string => (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);

const first = receipt(1);
const second = removed(first, receipt(2));
const gone = removed(second, withdrawal(2));

it('finds nothing wrong with acts that the named key signed, whichever of their receipts are at hand', async () => {
  expect(await faults(first, second, gone)).toEqual([]);
  for (const some of [[first], [second], [gone], [first, second], [second, gone]])
    expect(await faults(...some)).toEqual([]);
  // After a withdrawal a bid names another key, or none.
  for (const key of [thief!.name, null])
    expect(await faults(first, second, gone, receipt(3, { removableBy: removableBy(key) }))).toEqual([]);
  const { removableBy: _by, removal: _removal, ...older } = receipt(1);
  expect(await faults(older, receipt(2, { removableBy: removableBy(null) }))).toEqual([]);
});

it.each<[string, BidReceipt[], string]>([
  ['a replacement without a signature', [first, receipt(2)], 'receipt-2'],
  ['a withdrawal without a signature', [first, withdrawal(1)], 'withdrawal-1'],
  [
    'a replacement that no longer names a key',
    [first, receipt(2, { removableBy: removableBy(null) })],
    'receipt-2',
  ],
  [
    'a replacement told as an earlier platform did',
    [first, receipt(2, { removableBy: undefined as never })],
    'receipt-2',
  ],
  ['a later version whose predecessors nobody shows', [first, receipt(5)], 'receipt-5'],
  ['a replacement that another key signed', [first, removed(first, receipt(2), thief)], 'receipt-2'],
  [
    'another key put in along with it',
    [first, removed(first, receipt(2, { removableBy: removableBy(thief!.name) }), thief)],
    'receipt-2',
  ],
  ['a key changed along with it', [first, { ...second, removableBy: removableBy(thief!.name) }], 'receipt-2'],
  ['a signature over another bid', [first, removed(first, receipt(2), own, { bidId: 'bid-7' })], 'receipt-2'],
  [
    'a signature over another tender',
    [first, removed(first, receipt(2), own, { tenderId: 'other' })],
    'receipt-2',
  ],
  ['a signature over another file', [first, { ...second, sha256: hash(7) }], 'receipt-2'],
  [
    'a replacement told as a withdrawal',
    [first, { ...withdrawal(1), removal: second.removal! }],
    'withdrawal-1',
  ],
  [
    'a signature of an earlier withdrawal',
    [second, { ...withdrawal(2), removal: removed(first, withdrawal(1)).removal! }],
    'withdrawal-2',
  ],
  [
    'a signature that was changed',
    [first, { ...second, removal: { ...second.removal!, signature: changed(second.removal!.signature) } }],
    'receipt-2',
  ],
  [
    'a signature that is none',
    [first, { ...second, removal: { ...second.removal!, signature: '!' } }],
    'receipt-2',
  ],
])('names %s', async (_name, receipts, wrong) => {
  expect(await faults(...receipts)).toEqual([wrong]);
});
