import type { BidReceipt } from '../../bid/types.ts';
import { removalBytes, removalOf, type HoldsSignature, type Removal } from '../../seal/removal.ts';
import { canonical } from '../leaf.ts';
import type { Report } from './finding.ts';
import type { KnownReceipt } from './tender.ts';

/** What is wrong with one removal, in both languages; null for nothing. */
type Fault = { readonly zh: string; readonly en: string } | null;

/**
 * Audits that each replacement and withdrawal among some receipts was signed by the key which the bid named that it took away.
 * Receipts of versions that knew no such keys are passed over; whether a receipt is the platform's is audited elsewhere.
 */
export async function auditRemovals(
  receipts: readonly KnownReceipt[],
  holds: HoldsSignature,
  report: Report,
): Promise<void> {
  const all = receipts.map(({ receipt }) => receipt);
  for (const { receipt, audited } of receipts) {
    const { removal = null } = receipt;
    const before = bidBefore(receipt, all);
    const fault = removal === null ? unsigned(before) : await misSigned(receipt, removal, before, holds);
    const [zh, en] = nameOf(receipt);
    if (fault !== null)
      report.found('removal-unsigned', audited.index, `${zh}：${fault.zh}`, `${en}: ${fault.en}`);
    else if (removal !== null)
      report.checked(
        `${zh}：由所指定的密钥 ${removal.statement.signingKey} 签名`,
        `${en}: signed by the key that was named, ${removal.statement.signingKey}`,
      );
  }
}

const nameOf = ({ receiptId, kind }: BidReceipt): [zh: string, en: string] =>
  kind === 'bid-withdrawn'
    ? [`回执 ${receiptId} 的撤回`, `the withdrawal of receipt ${receiptId}`]
    : [`回执 ${receiptId} 的递交`, `the submission of receipt ${receiptId}`];

/** The version of the bid that an act took away, if there was one. */
const versionBefore = ({ kind, version }: BidReceipt): number =>
  kind === 'bid-withdrawn' ? version : version - 1;

/**
 * The receipt of the bid that was in before an act, as far as it is at hand: of the version before, else of the last one
 * before that. Null where none is, or a withdrawal is at hand (audited by itself) after which nothing was in.
 */
function bidBefore(act: BidReceipt, all: readonly BidReceipt[]): BidReceipt | null {
  const own = all.filter(
    (one) => one.tenderId === act.tenderId && one.bidderUscc === act.bidderUscc && one !== act,
  );
  const until = versionBefore(act);
  const bids = own.filter(({ kind, version }) => kind === 'bid-received' && version <= until);
  const [last = null] = bids.toSorted((one, other) => other.version - one.version);
  const ended = own.some(
    ({ kind, version }) =>
      kind === 'bid-withdrawn' && last !== null && version >= last.version && version < act.version,
  );
  return ended ? null : last;
}

/** What is wrong with an act that nobody signed. */
function unsigned(before: BidReceipt | null): Fault {
  const key = before?.removableBy?.signingKey ?? null;
  if (before === null || key === null) return null;
  const { receiptId } = before;
  return {
    zh: `没有密钥 ${key} 的签名，而回执 ${receiptId} 载明须有；其间另有替换或者撤回的，请一并给出其回执`,
    en: `there is no signature of the key ${key}, which receipt ${receiptId} says is needed; if there were acts between the two, give their receipts too`,
  };
}

async function misSigned(
  receipt: BidReceipt,
  { statement, signature }: Removal,
  before: BidReceipt | null,
  holds: HoldsSignature,
): Promise<Fault> {
  const { signingKey } = statement;
  if (canonical(statement) !== demanded(receipt, statement, before))
    return {
      zh: '所签内容不是这一操作、这份投标文件或者其指定的密钥',
      en: 'what was signed is not this act, this bid, or the key that it named',
    };
  if (before !== null && before.removableBy?.signingKey !== signingKey)
    return {
      zh: `以密钥 ${signingKey} 签名，而回执 ${before.receiptId} 指定的是另一密钥`,
      en: `it is signed by the key ${signingKey}, and receipt ${before.receiptId} names another`,
    };
  if (receipt.removableBy?.signingKey !== signingKey)
    return { zh: '密钥随之被更换', en: 'the key was changed along with it' };
  if (await holds(signingKey, removalBytes(statement), signature)) return null;
  return {
    zh: `所附签名不是密钥 ${signingKey} 作出的`,
    en: `the signature is not of the key ${signingKey}`,
  };
}

/** The statement that an act asks for, by the receipts: of the bid that went, and of what came. */
function demanded(receipt: BidReceipt, statement: Removal['statement'], before: BidReceipt | null): string {
  const { tenderId, bidderUscc } = receipt;
  const version = versionBefore(receipt);
  const withdrawn = receipt.kind === 'bid-withdrawn';
  const known = before?.version === version ? before : withdrawn ? receipt : statement;
  const { bidId, sha256 } = known;
  const { signingKey } = statement;
  return canonical(
    removalOf(
      { tenderId, bidderUscc, bidId, version, sha256, signingKey },
      withdrawn ? null : receipt.sha256,
    ),
  );
}
