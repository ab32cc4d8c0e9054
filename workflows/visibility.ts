import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { ComplaintFacts } from '../domain/complaint/ground/facts.ts';
import type { TenderFacts } from '../domain/tender/ground/facts.ts';
import { EARLIEST_AT, LATEST_AT, type Instant } from '../domain/time/instant.ts';
import { SEARCH_ATTRIBUTES } from './messages.ts';

const key = {
  phase: defineSearchAttributeKey(SEARCH_ATTRIBUTES.phase, SearchAttributeType.KEYWORD),
  region: defineSearchAttributeKey(SEARCH_ATTRIBUTES.region, SearchAttributeType.KEYWORD),
  suspended: defineSearchAttributeKey(SEARCH_ATTRIBUTES.suspended, SearchAttributeType.BOOL),
  nextDue: defineSearchAttributeKey(SEARCH_ATTRIBUTES.nextDue, SearchAttributeType.DATETIME),
  ruleset: defineSearchAttributeKey(SEARCH_ATTRIBUTES.ruleset, SearchAttributeType.KEYWORD),
};

/** The instant the phase itself waits for, or Infinity where it waits for a person. */
function phaseDueAt(facts: TenderFacts): Instant {
  const dues: Partial<Record<TenderFacts['phase'], Instant | null>> = {
    notice: facts.firstStageFromAt ?? facts.documentsIssuedFromAt,
    prequalification: firstStageDueAt(facts),
    proposals: firstStageDueAt(facts),
    documents: facts.documentsIssuedUntilAt,
    bidding: facts.bidDeadlineAt,
    opening: facts.decryptionEndsAt,
    publicity: facts.publicityEndsAt,
  };
  return dues[facts.phase] ?? Infinity;
}

/** First the applications are due; once who may bid is settled, the documents are handed out. */
function firstStageDueAt({
  milestones,
  applicationsDueAt,
  documentsIssuedFromAt,
}: TenderFacts): Instant | null {
  if (milestones.firstStageConcluded !== undefined) return documentsIssuedFromAt;
  return milestones.applicationsClosed === undefined ? applicationsDueAt : null;
}

/**
 * An instant as the engine takes it for a search attribute, or null: it refuses years beyond 9999, again and again, and no
 * process is to stand still for how it is shown. Instants of such years are refused at the door; what is older may have one.
 */
const shownAt = (at: Instant): Date | null => (at >= EARLIEST_AT && at <= LATEST_AT ? new Date(at) : null);

/** Keeps a process's search attributes in step with its facts; says nothing when nothing changed. */
export class Visibility {
  private shown = '';

  show(facts: TenderFacts): void {
    const due = Math.min(phaseDueAt(facts), facts.duties[0]?.dueAt ?? Infinity);
    const shown = [facts.phase, facts.suspended, due].join(' ');
    if (shown === this.shown) return;
    this.shown = shown;
    upsertSearchAttributes([
      { key: key.phase, value: facts.phase },
      { key: key.region, value: facts.region },
      { key: key.suspended, value: facts.suspended },
      { key: key.ruleset, value: facts.ruleset },
      { key: key.nextDue, value: shownAt(due) },
    ]);
  }
}

/** Shows a complaint's process beside those of the tenders: its status stands where theirs have the phase. */
export function showComplaint(facts: ComplaintFacts): void {
  const due = facts.ended ? undefined : facts.duties[0]?.dueAt;
  upsertSearchAttributes([
    { key: key.phase, value: `complaint-${facts.status}` },
    { key: key.region, value: facts.region },
    { key: key.ruleset, value: facts.ruleset },
    { key: key.nextDue, value: due === undefined ? null : shownAt(due) },
  ]);
}
