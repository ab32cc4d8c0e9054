import type { TenderEvent } from '../../tender/index.ts';

/** The OCDS release tags (closed list of 1.1.5) of a step; null for steps that are not released. */
export function tagsOf(event: TenderEvent): string[] | null {
  switch (event.name) {
    case 'noticePublished':
      return ['tender'];
    case 'clarificationIssued':
      return [amends(event.clarification) ? 'tenderAmendment' : 'tenderUpdate'];
    case 'bidDeadlineMoved':
      return ['tenderAmendment'];
    case 'processSuspended':
    case 'objectionReplied':
    case 'processResumed':
    case 'bidsOpened':
      return ['tenderUpdate'];
    case 'deadlinesRederived':
      return event.moved.length === 0 ? null : ['tenderUpdate'];
    case 'candidatesPublished':
      return ['award'];
    case 'publicityMoved':
    case 'awardNoticeIssued':
      return ['awardUpdate'];
    case 'contractSigned':
      return ['contract'];
    case 'tenderFailed':
      return ['tenderCancellation'];
    case 'documentsOpened':
    case 'documentsClosed':
    case 'objectionFiled':
    case 'bidsClosed':
    case 'keysCompleted':
    case 'evaluationReported':
    case 'publicityEnded':
    case 'securityReturned':
    case 'writtenReportSubmitted':
    case 'stepTimedOut':
    case 'firstStageOpened':
    case 'applicationSubmitted':
    case 'applicationsClosed':
    case 'applicationsDueMoved':
    case 'firstStageConcluded':
    case 'suspensionLifted':
    case 'decryptionMoved':
    case 'dutiesMoved':
    case 'instructionIssued':
    case 'instructionAcknowledged':
    case 'instructionReported':
    case 'instructionClosed':
    case 'dutyReminded':
    case 'stepEscalated':
    case 'tenderTerminated':
    case 'tenderInvalidated':
    case 'tenderCompleted':
      return null;
  }
}

/** Whether a clarification changes the tender, as against explaining it. */
export function amends(clarification: {
  readonly kind: 'clarification' | 'amendment';
  readonly bidDeadlineBeforeAt: number;
  readonly bidDeadlineAfterAt: number;
}): boolean {
  return (
    clarification.kind === 'amendment' ||
    clarification.bidDeadlineBeforeAt !== clarification.bidDeadlineAfterAt
  );
}
