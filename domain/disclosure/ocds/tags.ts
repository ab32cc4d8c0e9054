import { wasAwarded } from '../../tender/ground/cancelled-award.ts';
import type { Clarification } from '../../tender/ground/parts.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { TenderEvent } from '../../tender/tender.ts';
import type { AnnouncementKind } from '../announcement.ts';
import { kindOf } from '../announcements/kinds.ts';

/** The OCDS release tags (closed list of 1.1.5) of a step, given the state after it; null for steps that are not released. */
export function tagsOf(event: TenderEvent, state: TenderState): string[] | null {
  if (event.name === 'clarificationIssued')
    return [amends(event.clarification) ? 'tenderAmendment' : 'tenderUpdate'];
  // The end is announced by what led to it; its release closes what was still awaited.
  if (event.name === 'tenderCompleted') return ['tenderUpdate'];
  const kind = kindOf(event, state);
  if (kind === null) return null;
  const tag = kind === 'award-result' && !releasedBefore(state) ? 'award' : TAGS[kind];
  return ENDS.includes(kind) ? [tag, ...endedWith(state)] : [tag];
}

/** Whether an award was released before this one: that of the candidates, or one that was lost since. */
function releasedBefore({ milestones, cancelledAwards }: TenderState): boolean {
  return milestones.candidatesPublished !== undefined || cancelledAwards.length > 0;
}

const TAGS: Readonly<Record<AnnouncementKind, string>> = {
  'tender-notice': 'tender',
  'prequalification-notice': 'tender',
  'invited-tender': 'tender',
  'single-source': 'tender',
  'first-stage-concluded': 'tenderUpdate',
  'applications-due-moved': 'tenderAmendment',
  clarification: 'tenderUpdate',
  amendment: 'tenderAmendment',
  correction: 'tenderAmendment',
  'deadline-moved': 'tenderAmendment',
  suspension: 'tenderUpdate',
  'suspension-lifted': 'tenderUpdate',
  resumption: 'tenderUpdate',
  'objection-reply': 'tenderUpdate',
  'decryption-moved': 'tenderUpdate',
  'opening-record': 'tenderUpdate',
  'candidate-publicity': 'award',
  'publicity-moved': 'awardUpdate',
  'award-result': 'awardUpdate',
  'award-cancelled': 'awardCancellation',
  contract: 'contract',
  'deadlines-rederived': 'tenderUpdate',
  'tender-failed': 'tenderCancellation',
  termination: 'tenderCancellation',
  invalidation: 'tenderCancellation',
  // A complaint is a process of its own: its decision is announced, and no release of the tender.
  'complaint-decision': 'tenderUpdate',
};

const ENDS: readonly AnnouncementKind[] = ['termination', 'invalidation'];

/** What else ends with a tender that is given up or void after its award or contract was released. */
function endedWith(state: TenderState): string[] {
  const published = wasAwarded(state) || state.milestones.candidatesPublished !== undefined;
  return [
    ...(published ? ['awardCancellation'] : []),
    ...(state.contract === null ? [] : ['contractTermination']),
  ];
}

/** Whether a clarification changes the tender, as against explaining it. */
export function amends(clarification: {
  readonly kind: Clarification['kind'];
  readonly bidDeadlineBeforeAt: number;
  readonly bidDeadlineAfterAt: number;
}): boolean {
  return (
    clarification.kind === 'amendment' ||
    clarification.bidDeadlineBeforeAt !== clarification.bidDeadlineAfterAt
  );
}
