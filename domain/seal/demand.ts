/** What bids are sealed with: the age format, or the Chinese commercial algorithms (SM2, SM3, SM4) in a file of the same shape. */
export const SCHEMES = ['age', 'gm'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** The first line of a sealed file, by which its scheme is known. */
export const VERSION_LINES: Readonly<Record<Scheme, string>> = {
  age: 'age-encryption.org/v1',
  gm: 'openseal-gm/1',
};

export const TRUSTEE_ROLES = ['tenderee', 'supervisor', 'platform', 'notary', 'other'] as const;
export type TrusteeRole = (typeof TRUSTEE_ROLES)[number];

/** What trustees are in the tender, in words. */
export const TRUSTEE_ROLE_NAMES: Readonly<Record<TrusteeRole, string>> = {
  tenderee: '招标人',
  supervisor: '监督部门',
  platform: '平台',
  notary: '公证机构',
  other: '其他',
};

/** Somebody who holds a share of every bid's key, for the case that a bidder's own key fails. */
export interface Trustee {
  /** Short name by which headers speak of the trustee, unique in the tender: `[a-z0-9-]`, at most 32 characters. */
  readonly id: string;
  readonly name: string;
  readonly role: TrusteeRole;
  /**
   * Unified social credit code of the party that hands in this trustee's shares on the platform. Files of
   * before it was asked for have none.
   */
  readonly uscc?: string;
  /** Public key: `age1…` (X25519) for `age`, 130 hex digits of an uncompressed SM2 point for `gm`. */
  readonly recipient: string;
}

/**
 * What the tender documents ask of the sealing of bids. With trustees it is the remedy for a failed
 * decryption that 电子招标投标办法第三十一条第二款 lets them settle: any `threshold` of the trustees together
 * open what a bidder's own key does not. Without (none, and a threshold of 0) the bidder's key is the only one.
 */
export interface SealingDemand {
  readonly scheme: Scheme;
  readonly trustees: readonly Trustee[];
  readonly threshold: number;
}

/** With one share enough, one trustee alone could read every bid it gets hold of. */
const THRESHOLD_MIN = 2;
/** More shares than this would crowd a header, and no remedy needs them. */
export const TRUSTEES_MAX = 16;

export const TRUSTEE_ID = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** What is wrong with a demand, in both languages; null when nothing is. Whether the keys are keys, sealing/ knows. */
export function flawOfDemand(demand: SealingDemand): { readonly zh: string; readonly en: string } | null {
  const { trustees, threshold } = demand;
  if (trustees.length === 0) {
    return threshold === 0
      ? null
      : { zh: '没有受托人时，门限须为 0。', en: 'Without trustees the threshold is 0.' };
  }
  if (trustees.length > TRUSTEES_MAX) {
    return { zh: `受托人不得超过 ${TRUSTEES_MAX} 名。`, en: `There are at most ${TRUSTEES_MAX} trustees.` };
  }
  if (threshold < THRESHOLD_MIN || threshold > trustees.length) {
    return {
      zh: `门限须在 ${THRESHOLD_MIN} 至受托人数 ${trustees.length} 之间，任何一名受托人不得单独解密。`,
      en: `The threshold lies between ${THRESHOLD_MIN} and the ${trustees.length} trustees: none opens a bid alone.`,
    };
  }
  const distinct = (of: (trustee: Trustee) => string): boolean =>
    new Set(trustees.map(of)).size === trustees.length;
  if (!trustees.every(({ id }) => TRUSTEE_ID.test(id)) || !distinct(({ id }) => id)) {
    return {
      zh: '受托人标识须各不相同，由小写字母、数字和连字符组成。',
      en: 'Trustees have distinct ids of lower-case letters, digits and hyphens.',
    };
  }
  if (!distinct(({ recipient }) => recipient)) {
    return { zh: '受托人的公钥须各不相同。', en: 'Trustees have distinct public keys.' };
  }
  // One party with two shares would count twice towards the threshold.
  const parties = trustees.flatMap(({ uscc }) => (uscc === undefined ? [] : [uscc]));
  return new Set(parties).size === parties.length
    ? null
    : { zh: '受托人须为各不相同的单位。', en: 'Trustees are distinct parties.' };
}

/** A demand out of what JSON held; null when it is none, by form or by `flawOfDemand`. */
export function readDemand(value: unknown): SealingDemand | null {
  if (!isRecord(value)) return null;
  const { scheme, trustees, threshold } = value;
  if (!SCHEMES.some((one) => one === scheme) || !Number.isSafeInteger(threshold)) return null;
  if (!Array.isArray(trustees) || !trustees.every(isTrustee)) return null;
  const demand: SealingDemand = { scheme: scheme as Scheme, trustees, threshold: threshold as number };
  return flawOfDemand(demand) === null ? demand : null;
}

function isTrustee(value: unknown): value is Trustee {
  if (!isRecord(value)) return false;
  const { id, name, role, recipient, uscc } = value;
  return (
    (uscc === undefined || typeof uscc === 'string') &&
    [id, name, recipient].every((text) => typeof text === 'string') &&
    TRUSTEE_ROLES.some((one) => one === role)
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
