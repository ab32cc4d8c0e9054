import {
  ONLY_LOT,
  OPENABLE_STANZAS,
  OWN_KEYS_MAX,
  readBinding,
  readShares,
  type Binding,
  type SealedShare,
} from './bid-header.ts';
import type { Scheme, SealingDemand } from './demand.ts';
import type { Header, Stanza } from './stanza.ts';

/** Why a file is not sealed as the tender demands; `code` is stable, kebab-case. */
export interface SealFlaw {
  readonly code:
    | 'not-sealed'
    | 'armored'
    | 'wrong-scheme'
    | 'no-own-key'
    | 'own-key-malformed'
    | 'too-many-own-keys'
    | 'no-payload'
    | 'cut-off'
    | 'not-bound'
    | 'bound-elsewhere'
    | 'wrong-version'
    | 'shares-not-demanded'
    | 'share-missing'
    | 'share-malformed'
    | 'share-not-as-demanded';
  readonly zh: string;
  readonly en: string;
}

/** What is known of a submission before it is stored. */
export interface Submission {
  /** What the tender documents ask; null: an age file to the bidder's own key. */
  readonly demand: SealingDemand | null;
  readonly tenderId: string;
  readonly bidderUscc: string;
}

const flaw = (code: SealFlaw['code'], zh: string, en: string): SealFlaw => ({ code, zh, en });

/** The flaw of age's text form: the tools open it, and it would be another third as long for nothing. */
export const ARMORED: SealFlaw = flaw(
  'armored',
  '该文件是 age 的文本格式（加密时使用了 -a），平台只收二进制格式，请不加 -a 重新加密。',
  'This is the text form of an age file; only the binary form is taken: seal it again without -a (--armor).',
);

/** The flaw of bytes that have no header at all, or one of the wrong scheme. */
export function flawOfScheme(found: Scheme | null, demanded: Scheme): SealFlaw | null {
  if (found === demanded) return null;
  return found === null
    ? flaw(
        'not-sealed',
        '投标文件未按规定加密，平台拒收。',
        'The bid is not encrypted as required and is refused.',
      )
    : flaw(
        'wrong-scheme',
        `招标文件要求的加密方式为 ${demanded}，投标文件的为 ${found}。`,
        `The tender documents demand the scheme ${demanded}; the bid is sealed with ${found}.`,
      );
}

/**
 * What can be checked of a sealed bid while it is sealed, by its header alone: that it has a stanza for
 * an own key, is bound to this bidder and tender, and holds exactly the shares that the tender demands.
 * The proofs inside the shares are sealing/check.ts's. A file without shares where shares are demanded is
 * refused here, and so is one whose shares were stripped off. Null when nothing is wrong.
 */
export function checkSubmission(header: Header, submission: Submission): SealFlaw | null {
  const scheme = submission.demand?.scheme ?? 'age';
  const trustees = submission.demand?.trustees ?? [];
  // Without shares any age tool will do, and those know of no binding.
  const anyTool = scheme === 'age' && trustees.length === 0;
  return (
    checkOwnKeys(header.stanzas, scheme) ??
    checkBinding(readBinding(header), submission, !anyTool) ??
    checkShares(readShares(header), submission)
  );
}

/** What a bid that no own key opens was sealed to instead, by the type of its stanzas; the first that is found is told. */
const UNOPENABLE: readonly (readonly [type: RegExp, zh: string, en: string])[] = [
  [/^scrypt$/, '用口令加密的，而开标时平台只能用密钥解密', 'with a passphrase, and the opening goes by keys'],
  [
    /^ssh-/,
    '加密给 SSH 密钥的，而开标时平台不能用 SSH 密钥解密',
    'to an SSH key, which the opening cannot use',
  ],
  [/^SM2$/, '加密给 SM2 密钥的', 'to an SM2 key'],
  [
    /^(?!openseal-)(?!.*grease)/,
    '加密给插件或者硬件密钥的，而开标时平台不能使用',
    'to the key of a plugin or a device, which the opening cannot use',
  ],
];

function checkOwnKeys(stanzas: readonly Stanza[], scheme: Scheme): SealFlaw | null {
  const openable = OPENABLE_STANZAS[scheme];
  const own = stanzas.filter(({ type }) => openable.includes(type)).length;
  // A passphrase beside a key is against age's own rules: whoever knows it could not tell who wrote the file.
  const passphrase = scheme === 'age' && stanzas.some(({ type }) => type === 'scrypt');
  if (own > OWN_KEYS_MAX) {
    return flaw(
      'too-many-own-keys',
      `投标文件加密给 ${own} 把投标人密钥，最多 ${OWN_KEYS_MAX} 把。`,
      `The bid is sealed to ${own} own keys; there may be ${OWN_KEYS_MAX}.`,
    );
  }
  if (own > 0 && !passphrase) return null;
  const [, zh, en] = UNOPENABLE.find(([type]) => stanzas.some((stanza) => type.test(stanza.type))) ?? [];
  const [wantZh, wantEn] = [openable.join(' 或者 '), openable.join(' or ')];
  return flaw(
    'no-own-key',
    zh === undefined
      ? `投标文件未加密给投标人自己的 ${wantZh} 密钥，开标时任何密钥都打不开。`
      : `投标文件是${zh}；须加密给投标人自己的 ${wantZh} 密钥。`,
    en === undefined
      ? `The bid is not sealed to a ${wantEn} key of the bidder's own: no key would open it.`
      : `The bid is sealed ${en}; it has to be sealed to a ${wantEn} key of the bidder's own.`,
  );
}

/** The flaw of a stanza for an own key that no key whatever answers to; `type` is the stanza's. */
export function flawOfOwnKey(type: string): SealFlaw {
  return flaw(
    'own-key-malformed',
    `投标文件中 ${type} 密钥的记录格式有误，任何密钥都打不开，请重新加密。`,
    `The ${type} stanza of the bid is malformed, so that no key opens it: seal it again.`,
  );
}

/** How the encrypted content of a scheme is laid out, in bytes. */
export interface PayloadLayout {
  readonly nonceBytes: number;
  readonly chunkBytes: number;
  readonly tagBytes: number;
}

/**
 * The flaw of a payload (all that follows the header) of so many bytes: it is a nonce, then full chunks and a last one that
 * is empty only where there is no other. A file that was cut off in transit mostly has no such size. Null when nothing is wrong.
 */
export function flawOfPayload(payloadBytes: number, layout: PayloadLayout): SealFlaw | null {
  const { nonceBytes, chunkBytes, tagBytes } = layout;
  const sealedBytes = payloadBytes - nonceBytes;
  if (sealedBytes < tagBytes) {
    return flaw(
      'no-payload',
      `投标文件在文件头之后只有 ${payloadBytes} 字节，不足以容纳任何内容（至少 ${nonceBytes + tagBytes} 字节），请检查文件是否完整。`,
      `After its header the bid has ${payloadBytes} bytes, too few to hold anything (${nonceBytes + tagBytes} at least): check that the file is whole.`,
    );
  }
  const last = sealedBytes % (chunkBytes + tagBytes);
  if (last === 0 || last > tagBytes || (last === tagBytes && sealedBytes === tagBytes)) return null;
  return flaw(
    'cut-off',
    '投标文件的长度不是加密文件可能有的长度：文件不完整，或者末尾有多余的字节，请重新加密后递交。',
    'The bid has a length that no sealed file has: it was cut off, or something was added to its end. Seal it again.',
  );
}

function checkBinding(
  binding: Binding | 'malformed' | null,
  { tenderId, bidderUscc }: Submission,
  required: boolean,
): SealFlaw | null {
  if (binding === null && !required) return null;
  if (binding === null || binding === 'malformed') {
    return flaw(
      'not-bound',
      '投标文件的文件头未标明项目和投标人，或者标明不当。',
      'The header of the bid does not say for which tender and by which bidder it was sealed, or not properly.',
    );
  }
  if (binding.tenderId === tenderId && binding.lot === ONLY_LOT && binding.bidderUscc === bidderUscc)
    return null;
  return flaw(
    'bound-elsewhere',
    '该文件是为其他项目、标段或者以其他投标人名义加密的，不能作为本单位的投标文件递交。',
    'This file was sealed for another tender or lot, or in the name of another bidder.',
  );
}

/** Whether a bid is the version that the platform now gives it; the store knows which only under its lock. */
export function flawOfVersion(binding: Binding | null, version: number): SealFlaw | null {
  if (binding === null || binding.version === version) return null;
  return flaw(
    'wrong-version',
    `该文件按第 ${binding.version} 版加密，而本次递交为第 ${version} 版，请按第 ${version} 版重新加密。`,
    `This file was sealed as version ${binding.version}; this submission is version ${version}: seal it again as that.`,
  );
}

function checkShares(shares: readonly SealedShare[] | 'malformed', { demand }: Submission): SealFlaw | null {
  if (shares === 'malformed') {
    return flaw('share-malformed', '文件头中的密钥份额无法读取。', 'A share in the header cannot be read.');
  }
  const trustees = demand?.trustees ?? [];
  if (trustees.length === 0) {
    return shares.length === 0
      ? null
      : flaw(
          'shares-not-demanded',
          '招标文件未要求密钥份额，投标文件却含有份额。',
          'The tender documents ask for no shares, and the bid holds some.',
        );
  }
  const missing = trustees.find(({ id }) => !shares.some(({ trusteeId }) => trusteeId === id));
  if (missing !== undefined) {
    return flaw(
      'share-missing',
      `投标文件缺少受托人“${missing.name}”（${missing.id}）的密钥份额。`,
      `The bid holds no share for the trustee ${missing.id}.`,
    );
  }
  const indices = new Set(shares.map(({ index }) => index));
  const asDemanded = shares.every(
    ({ trusteeId, recipient, threshold, count }) =>
      threshold === demand?.threshold &&
      count === trustees.length &&
      trustees.some((trustee) => trustee.id === trusteeId && trustee.recipient === recipient),
  );
  if (shares.length === trustees.length && indices.size === shares.length && asDemanded) return null;
  return flaw(
    'share-not-as-demanded',
    '密钥份额与招标文件要求的受托人、公钥或者门限不一致。',
    'The shares are not those that the tender documents demand: other trustees, keys or threshold.',
  );
}
