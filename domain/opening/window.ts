import { refusedBy } from '../law/citation.ts';
import type { Refusal } from '../refusal.ts';
import type { TenderState } from '../tender/ground/state.ts';
import { isoShanghai, type Instant } from '../time/instant.ts';

/**
 * Why no key and no share may be handed in: before the closing and after the opening (EB-013), and after the window that the
 * tender documents set (EB-015). Null within it.
 */
export function refuseOutsideDecryption(
  state: Pick<TenderState, 'ruleset' | 'phase' | 'milestones' | 'decryptionEndsAt'>,
  fence: { readonly at: Instant; readonly closedAt: Instant | null },
): Refusal | null {
  if (fence.closedAt === null || state.phase !== 'opening') {
    const before = state.milestones.bidsOpened === undefined;
    return {
      code: 'wrong-phase',
      zh: before ? '开标尚未开始，请勿提交密钥或者份额' : '解密已经结束',
      en: before ? 'the opening has not begun: keep your key, or your share' : 'the decryption is over',
      ...refusedBy(state.ruleset, 'EB-013'),
      accepted: null,
    };
  }
  if (state.decryptionEndsAt === null || fence.at < state.decryptionEndsAt) return null;
  const until = isoShanghai(state.decryptionEndsAt);
  return {
    code: 'decryption-over',
    zh: `解密时限（${until}）已过`,
    en: `the time for decryption ended at ${until}`,
    ...refusedBy(state.ruleset, 'EB-015'),
    accepted: null,
  };
}
