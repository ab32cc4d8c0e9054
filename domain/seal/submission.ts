import { passphraseStandsAlone } from './age-header.ts';
import {
  ONLY_LOT,
  OWN_KEY_STANZAS,
  readBinding,
  readShares,
  type Binding,
  type SealedShare,
} from './bid-header.ts';
import type { Scheme, SealingDemand } from './demand.ts';
import type { Header } from './stanza.ts';

/** Why a file is not sealed as the tender demands; `code` is stable, kebab-case. */
export interface SealFlaw {
  readonly code:
    | 'not-sealed'
    | 'wrong-scheme'
    | 'no-own-key'
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
  // Without shares any age file will do, whatever its bidder opens it with: a passphrase or a key of another kind.
  const anyKey = scheme === 'age' && trustees.length === 0;
  if (anyKey && !passphraseStandsAlone(header.stanzas)) return flawOfScheme(null, 'age');
  if (!anyKey && !header.stanzas.some(({ type }) => type === OWN_KEY_STANZAS[scheme])) {
    return flaw(
      'no-own-key',
      `投标文件未加密给投标人自己的 ${OWN_KEY_STANZAS[scheme]} 密钥。`,
      `The bid is not sealed to a ${OWN_KEY_STANZAS[scheme]} key of the bidder's own.`,
    );
  }
  return (
    checkBinding(readBinding(header), submission, !anyKey) ?? checkShares(readShares(header), submission)
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
