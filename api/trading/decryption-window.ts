import type { TenderState } from '../../domain/tender/ground/state.ts';
import type { FenceReading } from '../../store/index.ts';
import { problem } from '../problem.ts';
import { shown } from '../schema.ts';

/** Throws the problem of what is handed in before the closing, after the opening, or after the window of the tender documents (EB-015). */
export function refuseOutsideWindow(state: TenderState, fence: Pick<FenceReading, 'at' | 'closedAt'>): void {
  if (fence.closedAt === null || state.phase !== 'opening') {
    const before = state.milestones.bidsOpened === undefined;
    throw problem(409, 'wrong-phase', {
      zh: before ? '开标尚未开始，请勿提交密钥或者份额' : '解密已经结束',
      en: before ? 'the opening has not begun: keep your key, or your share' : 'the decryption is over',
      rule: 'EB-013',
      article: '电子招标投标办法第三十条',
    });
  }
  if (state.decryptionEndsAt === null || fence.at < state.decryptionEndsAt) return;
  throw problem(409, 'decryption-over', {
    zh: `解密时限（${shown(state.decryptionEndsAt)}）已过`,
    en: `the time for decryption ended at ${shown(state.decryptionEndsAt)}`,
    rule: 'EB-015',
    article: '电子招标投标办法第三十一条第二款',
  });
}
