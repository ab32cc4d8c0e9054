import type { Instant } from '../../time/instant.ts';
import { restsWithProcess } from './duties.ts';
import type { Duty, Instruction } from './parts.ts';
import { restsByOrder } from './rest.ts';
import type { TenderState } from './state.ts';

/**
 * How a duty stands at an instant.
 *
 * resting: its time does not run, because the authority has the process suspended.
 */
export type DutyStanding = 'open' | 'resting' | 'late' | 'met' | 'met-late';

/** How a duty stands at an instant, and how late it is or was (ms, 0 when it is not). */
export function dutyStanding(
  duty: Duty,
  { suspension }: Pick<TenderState, 'suspension'>,
  at: Instant,
): { standing: DutyStanding; lateMs: number } {
  const lateMs = Math.max(0, (duty.metAt ?? at) - duty.dueAt);
  if (duty.metAt !== null) return { standing: lateMs > 0 ? 'met-late' : 'met', lateMs };
  const ordered = restsByOrder({ suspension });
  // What is due at an instant is late from that instant on.
  if (at >= duty.dueAt && (duty.timedOutAt !== null || !ordered || !restsWithProcess(duty)))
    return { standing: 'late', lateMs };
  return { standing: ordered && restsWithProcess(duty) ? 'resting' : 'open', lateMs: 0 };
}

/**
 * How an instruction stands. It is delivered as soon as it stands in the list of the tender's own side: a
 * data message arrives when it enters the system that its recipient uses (CNT-08).
 */
export type InstructionStanding = 'delivered' | 'acknowledged' | 'reported' | 'closed';

/** How an instruction stands at an instant, and whether what it orders is overdue. */
export function instructionStanding(
  { acknowledgedAt, report, closedAt, dueAt }: Instruction,
  at: Instant,
): { standing: InstructionStanding; overdue: boolean } {
  const overdue = dueAt !== null && report === null && closedAt === null && at >= dueAt;
  if (closedAt !== null) return { standing: 'closed', overdue };
  if (report !== null) return { standing: 'reported', overdue };
  return { standing: acknowledgedAt === null ? 'delivered' : 'acknowledged', overdue };
}
