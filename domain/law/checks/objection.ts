import type { ObjectionSubject, TenderState } from '../../tender/state.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
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
  const until = isoShanghai(latest.endsAt);
  const breach = breachOf(ctx, 'ZTB-102', state.draft.attributes, {
    field: null,
    zh: `对招标文件的异议应当在投标截止时间${latest.derivation.period.count}日前提出，即${until}之前；收到时间为${isoShanghai(at)}。`,
    en: `Objections to the documents come ${latest.derivation.period.count} days before the bid deadline, that is before ${until}; this was received at ${isoShanghai(at)}.`,
    accepted: null,
  });
  return { breaches: [breach], deadlines };
}

/** On the spot (our reading of 开标现场 online): from the closing until one decryption window after the opening record. */
function aboutOpening(ctx: LawContext, state: TenderState, at: Instant): Breach[] {
  const from = state.milestones.bidsClosed;
  const opened = state.milestones.bidsOpened;
  const windowMs = state.draft.decryptionWindowMinutes * MS_PER_MINUTE;
  if (from !== undefined && at >= from && (opened === undefined || at < opened + windowMs)) return [];
  return [
    breachOf(ctx, 'ZTB-105', state.draft.attributes, {
      field: null,
      zh: '对开标的异议应当在开标现场提出。',
      en: 'Objections to the opening are made at the opening itself.',
      accepted: null,
    }),
  ];
}

function aboutResult(ctx: LawContext, state: TenderState, at: Instant): Breach[] {
  const from = state.milestones.candidatesPublished;
  const until = state.publicityEndsAt;
  if (from !== undefined && until !== null && at >= from && at < until) return [];
  const window = from === undefined || until === null ? null : `${isoShanghai(from)} – ${isoShanghai(until)}`;
  return [
    breachOf(ctx, 'ZTB-106', state.draft.attributes, {
      field: null,
      zh: `对评标结果的异议应当在中标候选人公示期间${window === null ? '' : `（${window}）`}提出。`,
      en: `Objections to the result come during the publicity of the candidates${window === null ? '' : ` (${window})`}.`,
      accepted: null,
    }),
  ];
}
