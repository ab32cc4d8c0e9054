import { canonical } from '../record/leaf.ts';
import { fromBase64, toBase64, utf8 } from '../record/log/bytes.ts';
import { platformRefusal, type Refusal } from '../refusal.ts';
import { ONLY_LOT } from './bid-header.ts';
import { fromBase64 as fromBare, toBase64 as toBare } from './stanza.ts';

/**
 * A bid is taken away (replaced or withdrawn) by its bidder's own signature, where the bidder named a key when it handed the
 * bid in: whoever holds a sign-in alone, or runs the platform, then cannot take it away unseen.
 */
export const REMOVAL_FORMAT = 'openseal-removal/1';

/** Request headers: the key that a first submission names, and the signature by which a bid is taken away. */
export const SIGNING_KEY_HEADER = 'Openseal-Signing-Key';
export const REMOVAL_SIGNATURE_HEADER = 'Openseal-Removal-Signature';

/**
 * A signing key as it is named: `ed25519:` and the public key (32 bytes) in base64url, or `certificate:` and the SHA-256
 * (hex) of an organisation certificate.
 */
export const SIGNING_KEY_FORM = /^(?:ed25519:[A-Za-z0-9_-]{43}|certificate:[0-9a-f]{64})$/;
/** Base64 of a signature: 64 bytes of Ed25519, or a detached CMS signature (DER); headers are short. */
export const REMOVAL_SIGNATURE_FORM = /^[A-Za-z0-9+/]{1,12000}={0,2}$/;

/** The bid that is taken away, as its receipt names it. */
export interface RemovableBid {
  readonly tenderId: string;
  readonly bidderUscc: string;
  /** Each version has an id of its own, so that no signature is of use twice. */
  readonly bidId: string;
  readonly version: number;
  readonly sha256: string;
  readonly signingKey: string;
}

/** What is signed: which bid goes, and what comes in its place. */
export interface RemovalStatement extends RemovableBid {
  readonly format: typeof REMOVAL_FORMAT;
  readonly act: 'replace' | 'withdraw';
  readonly lot: string;
  /** SHA-256 (hex) of the sealed file that replaces it; null for a withdrawal. */
  readonly replacedBy: string | null;
}

/** A removal as receipt and record keep it. */
export interface Removal {
  readonly statement: RemovalStatement;
  /** Base64, as it was handed in. */
  readonly signature: string;
}

/** Whether somebody's signature (base64) over these bytes is of a named key. */
export type HoldsSignature = (key: string, message: Uint8Array, signature: string) => Promise<boolean>;

/** The statement that takes a bid away; `replacedBy` null: it is withdrawn. */
export function removalOf(bid: RemovableBid, replacedBy: string | null): RemovalStatement {
  const { tenderId, bidderUscc, bidId, version, sha256: hash, signingKey } = bid;
  return {
    format: REMOVAL_FORMAT,
    act: replacedBy === null ? 'withdraw' : 'replace',
    tenderId,
    lot: ONLY_LOT,
    bidderUscc,
    bidId,
    version,
    sha256: hash,
    replacedBy,
    signingKey,
  };
}

/** The bytes that are signed: canonical JSON (RFC 8785), UTF-8, which begins with what it is for. */
export const removalText = (statement: RemovalStatement): string => canonical(statement);
export const removalBytes = (statement: RemovalStatement): Uint8Array => utf8(removalText(statement));

/** How a public Ed25519 key (32 bytes) is named. */
export const ed25519Name = (publicKey: Uint8Array): string =>
  `ed25519:${toBare(publicKey).replaceAll('+', '-').replaceAll('/', '_')}`;

/** The public key of an Ed25519 name; null for what is none, or is written otherwise than `ed25519Name` writes it. */
export function ed25519Of(name: string): Uint8Array | null {
  if (!SIGNING_KEY_FORM.test(name) || !name.startsWith('ed25519:')) return null;
  return fromBare(name.slice('ed25519:'.length).replaceAll('-', '+').replaceAll('_', '/'));
}

/** The SHA-256 (hex) of the certificate that a name is of; null for another kind of key. */
export const certificateOf = (name: string): string | null =>
  SIGNING_KEY_FORM.test(name) && name.startsWith('certificate:') ? name.slice('certificate:'.length) : null;

/** A signature as the header takes it. */
export const signatureText = (signature: Uint8Array): string => toBase64(signature);

/** Its bytes; null for what is no base64. */
export function signatureOf(base64: string): Uint8Array | null {
  try {
    return REMOVAL_SIGNATURE_FORM.test(base64) ? fromBase64(base64) : null;
  } catch {
    return null;
  }
}

/** What a receipt says of the key, in words. */
export interface RemovableBy {
  /** null: a sign-in suffices. */
  readonly signingKey: string | null;
  readonly zh: string;
  readonly en: string;
}

/** Who can take a bid away before its deadline. */
export function removableBy(signingKey: string | null): RemovableBy {
  return signingKey === null
    ? {
        signingKey,
        zh: '递交时未指定签名密钥：凭投标人的登录即可替换、撤回本投标文件。',
        en: 'No signing key was named: a sign-in of the bidder suffices to replace or withdraw this bid.',
      }
    : {
        signingKey,
        zh: `未经密钥 ${signingKey} 签名，任何人（包括平台）不得替换、撤回本投标文件。密钥遗失的，截止前不能再替换、撤回。`,
        en: `Nobody, the platform included, replaces or withdraws this bid without a signature of the key ${signingKey}. Without that key it can no longer be replaced or withdrawn before the deadline.`,
      };
}

const HOW_TO_SIGN: NonNullable<Refusal['accepted']> = {
  zh: `请求头 ${REMOVAL_SIGNATURE_HEADER}：npx openseal sign-removal（或者页面 /seal）以该密钥对现行回执所载投标文件作出的签名；密钥遗失的，原投标文件按已递交的开标`,
  en: `The header ${REMOVAL_SIGNATURE_HEADER}: the signature that npx openseal sign-removal (or the page /seal) makes with that key over the bid of the latest receipt; if the key is lost, the bid is opened as it was handed in`,
};

/** Why a bid that named a key is not taken away: without a signature, or by one that is not of this key over this removal. */
export function refuseUnsigned(signingKey: string, act: RemovalStatement['act'], given: boolean): Refusal {
  const [zh, en] = act === 'replace' ? ['替换', 'replaced'] : ['撤回', 'withdrawn'];
  return platformRefusal(
    given ? 'removal-signature-wrong' : 'removal-signature-required',
    `递交投标文件时指定了签名密钥 ${signingKey}，未经其签名不得${zh}；${given ? '所附签名不是该密钥对本次操作作出的' : '本次没有签名'}。`,
    `The bid named the signing key ${signingKey}: without its signature it is not ${en}; ${given ? 'the one given is not of that key over this act' : 'there was none'}.`,
    HOW_TO_SIGN,
  );
}
