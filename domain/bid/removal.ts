import { platformRefusal, type Refusal } from '../refusal.ts';
import { refuseUnsigned, removalOf, removalText, type Removal } from '../seal/removal.ts';
import type { Bid } from './types.ts';

/** A signature that was found to be of a key over a text. */
export interface ProvenSignature {
  readonly key: string;
  readonly text: string;
  /** Base64, as it was handed in. */
  readonly signature: string;
}

/** What a request brings of its bidder's own signature. */
export interface BidderSignature {
  /** The key that it names for the bid it hands in; null: none. */
  readonly signingKey: string | null;
  /** Whether it brings a signature, of whatever worth. */
  readonly given: boolean;
  /** That signature, where it holds. */
  readonly proven: ProvenSignature | null;
}

export const UNSIGNED: BidderSignature = { signingKey: null, given: false, proven: null };

/** What becomes of a bid that is handed in or taken away: by which signature, and which key its successor names. */
export interface JudgedRemoval {
  readonly refusal: Refusal | null;
  /** The removal of the bid before; null where there is none, or it named no key. */
  readonly removal: Removal | null;
  readonly signingKey: string | null;
}

const refused = (refusal: Refusal): JudgedRemoval => ({ refusal, removal: null, signingKey: null });

/**
 * Judges whether a party may put a file in the place of its bid (`replacedBy`, SHA-256 in hex), or withdraw it (null). A first
 * submission names a key or none; the key goes on through replacements, and nothing but its own signature takes such a bid away.
 */
export function judgeRemoval(
  before: Bid | null,
  act: { readonly bidderUscc: string; readonly replacedBy: string | null; readonly signed: BidderSignature },
): JudgedRemoval {
  const { bidderUscc, replacedBy, signed } = act;
  if (before === null) return { refusal: null, removal: null, signingKey: signed.signingKey };
  const { signingKey, tenderId, id: bidId, version, sha256 } = before;
  if (signed.signingKey !== null && signed.signingKey !== signingKey) return refused(keyIsFixed(signingKey));
  if (signingKey === null) return { refusal: null, removal: null, signingKey };
  const statement = removalOf({ tenderId, bidderUscc, bidId, version, sha256, signingKey }, replacedBy);
  const { proven, given } = signed;
  if (proven === null || proven.key !== signingKey || proven.text !== removalText(statement))
    return refused(refuseUnsigned(signingKey, statement.act, given));
  return { refusal: null, removal: { statement, signature: proven.signature }, signingKey };
}

function keyIsFixed(signingKey: string | null): Refusal {
  const [zh, en] =
    signingKey === null
      ? ['现行投标文件递交时未指定签名密钥', 'the bid that is in named no signing key']
      : [
          `现行投标文件递交时指定的签名密钥为 ${signingKey}`,
          `the bid that is in named the signing key ${signingKey}`,
        ];
  return platformRefusal(
    'signing-key-fixed',
    `签名密钥只能随首次递交指定，替换时不得变更：${zh}。`,
    `A signing key is named with a first submission, and a replacement does not change it: ${en}.`,
    {
      zh: '不带此请求头替换；或者先撤回，再以新的签名密钥重新递交',
      en: 'Replace it without this header; or withdraw it first, and submit anew with another signing key',
    },
  );
}
