import { isoShanghai } from '../time/instant.ts';
import { hashesOf, moved, parts, shownOrNull, type Event, type RecordParts } from './record-parts.ts';

/** Suspensions, orders of the authority and duties: what is public of them, and the words that stay between the parties and the authority. */
export function supervisionParts(
  event: Event<
    | 'processSuspended'
    | 'suspensionLifted'
    | 'processResumed'
    | 'dutiesMoved'
    | 'instructionIssued'
    | 'instructionAcknowledged'
    | 'instructionReported'
    | 'instructionClosed'
    | 'stepTimedOut'
    | 'dutyReminded'
    | 'stepEscalated'
    | 'tenderInvalidated'
  >,
): RecordParts {
  switch (event.name) {
    case 'processSuspended': {
      const { kind, id, untilAt } = event.ground;
      return parts<'processSuspended'>({ ground: kind, id, untilAt: shownOrNull(untilAt) });
    }
    case 'suspensionLifted':
      return parts<'suspensionLifted'>({ id: event.groundId, because: event.because });
    case 'processResumed':
      return parts<'processResumed'>({ suspendedMs: event.suspendedMs });
    case 'dutiesMoved': {
      const duties = event.moved.map(({ dutyId, fromAt, toAt }) => ({
        duty: dutyId,
        ...moved(fromAt, toAt),
      }));
      return parts<'dutiesMoved'>(
        { because: event.because, moved: duties },
        event.reason === null ? {} : { reason: event.reason },
      );
    }
    case 'instructionIssued': {
      const { id, kind, basis, article, authority, dueAt, text } = event.instruction;
      return parts<'instructionIssued'>(
        { instructionId: id, kind, basis, article, authority, dueAt: shownOrNull(dueAt) },
        { text },
      );
    }
    case 'instructionAcknowledged':
    case 'instructionClosed':
    case 'tenderInvalidated':
      return parts<'instructionAcknowledged' | 'instructionClosed' | 'tenderInvalidated'>({
        instructionId: event.instructionId,
      });
    case 'instructionReported':
      return parts<'instructionReported'>(
        { instructionId: event.instructionId },
        { text: event.text },
        hashesOf(event.documents),
      );
    case 'stepTimedOut':
    case 'dutyReminded':
      return parts<'stepTimedOut' | 'dutyReminded'>({ duty: event.dutyId, dueAt: isoShanghai(event.dueAt) });
    case 'stepEscalated':
      return parts<'stepEscalated'>({ duty: event.dutyId }, { reason: event.reason });
  }
}
