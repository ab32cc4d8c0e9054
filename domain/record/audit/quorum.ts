import { isoShanghai } from '../../time/instant.ts';
import type { OpenedCheckpoint } from '../log/checkpoint.ts';
import type { VerifyEd25519 } from '../log/note.ts';
import { cosignersOf, isEnough, type Policy } from '../log/policy.ts';
import { checkpointName, type Report } from './finding.ts';

/** Whom the auditor believes. */
export interface Trust {
  readonly policy: Policy;
  readonly verify: VerifyEd25519;
}

/** Says how many witnesses cosigned, and whether they are enough. */
export function quorum(checkpoint: OpenedCheckpoint, { policy }: Trust, report: Report): void {
  const by = cosignersOf(checkpoint);
  if (!isEnough(policy, by)) {
    report.found(
      'no-quorum',
      null,
      `检查点 ${checkpointName(checkpoint)} 的见证人联署不足（${by.size} 个）`,
      `checkpoint ${checkpointName(checkpoint)} has not enough cosignatures of witnesses (${by.size})`,
    );
  } else if (policy.quorum === 'none') {
    report.remark(
      '信任策略不要求见证人：无法排除平台向不同的人出示不同的记录',
      'the policy asks for no witness: that the platform shows different logs to different people cannot be ruled out',
    );
  } else {
    report.checked(
      `见证人联署：${checkpoint.cosignatures.map(({ name, timestampSeconds }) => `${name} ${isoShanghai(timestampSeconds * 1000)}`).join('，')}`,
      `cosigned by ${checkpoint.cosignatures.map(({ name }) => name).join(', ')}`,
    );
  }
}
