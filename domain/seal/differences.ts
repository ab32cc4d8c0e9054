import { readShares, type SealedShare } from './bid-header.ts';
import type { SealingDemand, Trustee } from './demand.ts';
import type { FoundHeader } from './header-reader.ts';

/** One thing in which a sealed file is not as a demand asks. */
export interface Difference {
  readonly zh: string;
  readonly en: string;
}

/**
 * All in which the header of a sealed file differs from a demand: scheme, trustees, their public keys, threshold. Nothing when it is
 * sealed as demanded. Says nothing of what the shares hold.
 */
export function differencesFrom(
  demand: SealingDemand | null,
  { scheme, header }: FoundHeader,
): readonly Difference[] {
  const wanted = demand?.scheme ?? 'age';
  const found = readShares(header);
  if (found === 'malformed') return [{ zh: '密钥份额无法读取', en: 'a share cannot be read' }];
  const trustees = demand?.trustees ?? [];
  return [
    ...(scheme === wanted ? [] : [differs('加密方式', 'scheme', scheme, wanted)]),
    ...trustees.flatMap((trustee) => differencesOf(trustee, found)),
    ...found
      .filter(({ trusteeId }) => !trustees.some(({ id }) => id === trusteeId))
      .map(({ trusteeId, recipient }) => ({
        zh: `有不在要求之列的受托人 ${trusteeId}（公钥 ${recipient}）的份额`,
        en: `a share for ${trusteeId} (public key ${recipient}), who is no trustee of the tender`,
      })),
    ...(demand === null ? [] : found.flatMap((share) => countsOf(share, demand))),
  ];
}

const differs = (zh: string, en: string, found: unknown, wanted: unknown): Difference => ({
  zh: `${zh}为 ${String(found)}，要求 ${String(wanted)}`,
  en: `${en} ${String(found)}, demanded ${String(wanted)}`,
});

function differencesOf({ id, recipient }: Trustee, found: readonly SealedShare[]): Difference[] {
  const theirs = found.filter(({ trusteeId }) => trusteeId === id);
  if (theirs.length === 0) return [{ zh: `缺少受托人 ${id} 的份额`, en: `no share for the trustee ${id}` }];
  return theirs
    .filter((share) => share.recipient !== recipient)
    .map((share) => differs(`受托人 ${id} 的公钥`, `public key of ${id}`, share.recipient, recipient));
}

function countsOf(share: SealedShare, { threshold, trustees }: SealingDemand): Difference[] {
  const { trusteeId: id, threshold: found, count } = share;
  return [
    ...(found === threshold
      ? []
      : [differs(`份额 ${id} 的门限`, `threshold of share ${id}`, found, threshold)]),
    ...(count === trustees.length
      ? []
      : [differs(`份额 ${id} 的受托人数`, `trustees of share ${id}`, count, trustees.length)]),
  ];
}
