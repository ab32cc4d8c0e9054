import type { ObjectionSubject, TenderState } from '../../tender/state.ts';
import type { Instant } from '../../time/instant.ts';
import { shownEnd, shownInstant } from '../../time/text.ts';
import { breachOf } from '../breach.ts';
import type { LawContext } from '../context.ts';
import { deadlineAfter, deadlineBefore } from '../deadline.ts';
import type { Breach, Deadline } from '../types.ts';

const MS_PER_MINUTE = 60_000;

export interface ObjectionCheck {
  readonly breaches: Breach[];
  readonly deadlines: Deadline[];
}

/** Whether an objection comes in its time, judged by its instant of receipt; with the deadline of its reply. */
export function checkObjection(
  ctx: LawContext,
  state: TenderState,
  subject: ObjectionSubject,
  at: Instant,
): ObjectionCheck {
  switch (subject) {
    case 'documents':
      return aboutDocuments(ctx, state, at);
    case 'opening':
      return { breaches: aboutOpening(ctx, state, at), deadlines: [] };
    case 'result':
      return { breaches: aboutResult(ctx, state, at), deadlines: [deadlineAfter(ctx, 'ZTB-107', at)] };
    default:
      return subject satisfies never;
  }
}

function aboutDocuments(ctx: LawContext, state: TenderState, at: Instant): ObjectionCheck {
  const latest = deadlineBefore(ctx, 'ZTB-102', state.bidDeadlineAt);
  const deadlines = [latest, deadlineAfter(ctx, 'ZTB-103', at)];
  if (at < latest.endsAt) return { breaches: [], deadlines };
  const until = shownEnd(latest.endsAt);
  const deadline = shownInstant(state.bidDeadlineAt);
  const breach = breachOf(ctx, 'ZTB-102', state.draft.attributes, {
    field: null,
    zh: `对招标文件的异议应当在投标截止时间（${deadline}）${latest.derivation.period.count}日前提出，即${until}之前；收到时间为${shownInstant(at)}。`,
    en: `Objections to the documents come ${latest.derivation.period.count} days before the bid deadline (${deadline}), that is before ${until}; this was received at ${shownInstant(at)}.`,
    accepted: null,
  });
  return { breaches: [breach], deadlines };
}

/** On the spot (our reading of 开标现场 online): from the closing until one decryption window after the opening record. */
function aboutOpening(ctx: LawContext, state: TenderState, at: Instant): Breach[] {
  const from = state.milestones.bidsClosed;
  const opened = state.milestones.bidsOpened;
  const until = opened === undefined ? null : opened + state.draft.decryptionWindowMinutes * MS_PER_MINUTE;
  if (from !== undefined && at >= from && (until === null || at < until)) return [];
  return [
    breachOf(ctx, 'ZTB-105', state.draft.attributes, {
      field: null,
      zh: `对开标的异议应当在开标现场提出${windowZh(from, until)}；收到时间为${shownInstant(at)}。`,
      en: `Objections to the opening are made at the opening itself${windowEn(from, until)}; this was received at ${shownInstant(at)}.`,
      accepted: null,
    }),
  ];
}

function aboutResult(ctx: LawContext, state: TenderState, at: Instant): Breach[] {
  const from = state.milestones.candidatesPublished;
  const until = state.publicityEndsAt;
  if (from !== undefined && until !== null && at >= from && at < until) return [];
  return [
    breachOf(ctx, 'ZTB-106', state.draft.attributes, {
      field: null,
      zh: `对评标结果的异议应当在中标候选人公示期间提出${windowZh(from, until)}；收到时间为${shownInstant(at)}。`,
      en: `Objections to the result come during the publicity of the candidates${windowEn(from, until)}; this was received at ${shownInstant(at)}.`,
      accepted: null,
    }),
  ];
}

function windowZh(from: Instant | undefined, until: Instant | null): string {
  return from === undefined || until === null ? '' : `（${shownInstant(from)}至${shownEnd(until)}）`;
}

function windowEn(from: Instant | undefined, until: Instant | null): string {
  return from === undefined || until === null ? '' : ` (${shownInstant(from)} to ${shownEnd(until)})`;
}
