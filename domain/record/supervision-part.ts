import type { TenderEvent } from '../tender/events.ts';
import { isoShanghai } from '../time/instant.ts';
import type { RecordParts } from './public-part.ts';

const hashes = (documents: readonly { readonly sha256: string }[]): string[] =>
  documents.map(({ sha256 }) => sha256);

/**
 * The parts of events of a first stage, of supervision and of duties. Who applied or was invited, and how
 * many, is secret until the opening (招标投标法 22); of an instruction the order, its basis and its course
 * are public, its text is for the two sides.
 */
export function supervisionParts(event: TenderEvent): RecordParts {
  switch (event.name) {
    case 'applicationSubmitted': {
      const { id, party, documents } = event.application;
      return { data: {}, secret: { id, party }, documents: hashes(documents), confidential: true };
    }
    case 'applicationsClosed':
      return { data: {}, secret: { count: event.count }, documents: [] };
    case 'firstStageConcluded': {
      const { admitted, rejected, committee } = event.conclusion;
      const data = { bidDeadlineAt: isoShanghai(event.schedule.bidDeadlineAt) };
      return { data, secret: { admitted, rejected, committee }, documents: hashes(event.documents) };
    }
    case 'suspensionLifted':
      return { data: { id: event.groundId, because: event.because }, secret: {}, documents: [] };
    case 'instructionIssued': {
      const { id, kind, basis, authority, text, dueAt } = event.instruction;
      const data = { instructionId: id, kind, basis, authority, dueAt: dueAt && isoShanghai(dueAt) };
      return { data, secret: { text }, documents: [] };
    }
    case 'instructionAcknowledged':
    case 'instructionClosed':
    case 'tenderInvalidated':
      return { data: { instructionId: event.instructionId }, secret: {}, documents: [] };
    case 'instructionReported': {
      const { instructionId, text, documents } = event;
      return { data: { instructionId }, secret: { text }, documents: hashes(documents) };
    }
    case 'dutiesMoved': {
      const moved = event.moved.map(({ dutyId, fromAt, toAt }) => ({
        duty: dutyId,
        fromAt: isoShanghai(fromAt),
        toAt: isoShanghai(toAt),
      }));
      return { data: { because: event.because, reason: event.reason, moved }, secret: {}, documents: [] };
    }
    case 'dutyReminded':
      return { data: { duty: event.dutyId, dueAt: isoShanghai(event.dueAt) }, secret: {}, documents: [] };
    case 'stepEscalated':
      return { data: { duty: event.dutyId }, secret: { reason: event.reason }, documents: [] };
    case 'tenderTerminated':
      return { data: { reason: event.reason }, secret: {}, documents: [] };
    default:
      return { data: {}, secret: {}, documents: [] };
  }
}
