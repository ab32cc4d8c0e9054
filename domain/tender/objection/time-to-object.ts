import { breachOf, warningOf } from '../../law/breach.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter, deadlineBefore } from '../../law/deadline.ts';
import { shownPeriod } from '../../law/sentence.ts';
import type { Breach, Deadline } from '../../law/types.ts';
import { hallEndsAt } from '../../opening/hall.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { shownEnd, shownInstant } from '../../time/text.ts';
import type { ObjectionSubject } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';

export interface ObjectionCheck {
  readonly breaches: Breach[];
  readonly deadlines: Deadline[];
  /** When the time to object ends, and by which rule; null: that is not known yet. */
  readonly until: { readonly at: Instant; readonly rule: string } | null;
}

/** Whether an objection comes in its time, judged by its instant of receipt; with the deadline of its reply. */
export function checkObjection(
  ctx: LawContext,
  state: TenderState,
  subject: ObjectionSubject,
  at: Instant,
): ObjectionCheck {
  if (ctx.ruleset.regime === 'government-procurement') return challenge(ctx, state, subject, at);
  switch (subject) {
    case 'prequalification': {
      const dueAt = applicationsDueAt(state);
      if (dueAt === null) return { breaches: [notPrequalified(ctx, state)], deadlines: [], until: null };
      return ahead(ctx, state, at, { rule: 'ZTB-101', dueAt, ...APPLICATIONS });
    }
    case 'documents':
      return ahead(ctx, state, at, { rule: 'ZTB-102', dueAt: state.bidDeadlineAt, ...BIDS });
    case 'opening':
      return {
        breaches: aboutOpening(ctx, state, at),
        deadlines: [],
        until: endOf('ZTB-105', hallEndsAt(state)),
      };
    case 'result':
      return {
        breaches: aboutResult(ctx, state, at),
        deadlines: [deadlineAfter(ctx, 'ZTB-107', at)],
        until: endOf('ZTB-106', state.publicityEndsAt),
      };
    default:
      return subject satisfies never;
  }
}

const endOf = (rule: string, at: Instant | null): ObjectionCheck['until'] =>
  at === null ? null : { at, rule };

interface Ahead {
  readonly rule: string;
  readonly dueAt: Instant;
  readonly zh: readonly [what: string, due: string];
  readonly en: readonly [what: string, due: string];
}

const BIDS = {
  zh: ['招标文件', '投标截止时间'],
  en: ['the documents', 'the bid deadline'],
} as const;

const APPLICATIONS = {
  zh: ['资格预审文件', '提交资格预审申请文件截止时间'],
  en: ['the prequalification documents', 'the due instant of the applications'],
} as const;

/** When the applications are due; null where there is no prequalification. */
const applicationsDueAt = ({ draft, firstStage }: TenderState): Instant | null =>
  draft.qualification === 'before' ? (firstStage?.dueAt ?? null) : null;

/** Without a prequalification there are no documents of one to object to. */
const notPrequalified = (ctx: LawContext, { draft }: TenderState): Breach =>
  breachOf(ctx, 'ZTB-101', draft.attributes, {
    field: 'subject',
    zh: '本项目不进行资格预审，没有可以提出异议的资格预审文件。',
    en: 'This tender has no prequalification: there are no prequalification documents to object to.',
    accepted: {
      zh: '对招标文件提出异议的，以 documents 为异议对象。',
      en: 'Whoever objects to the tender documents names the subject documents.',
    },
  });

/** An objection that must come so long before an end point (ZTB-101, ZTB-102). */
function ahead(
  ctx: LawContext,
  state: TenderState,
  at: Instant,
  { rule, dueAt, zh, en }: Ahead,
): ObjectionCheck {
  const latest = deadlineBefore(ctx, rule, dueAt);
  const deadlines = [latest, deadlineAfter(ctx, 'ZTB-103', at)];
  const until = endOf(rule, latest.endsAt);
  if (at < latest.endsAt) return { breaches: [], deadlines, until };
  const end = shownEnd(latest.endsAt);
  const due = shownInstant(dueAt);
  const { count } = latest.derivation.period;
  const breach = breachOf(ctx, rule, state.draft.attributes, {
    field: null,
    zh: `对${zh[0]}的异议应当在${zh[1]}（${due}）${count}日前提出，即${end}之前；收到时间为${shownInstant(at)}。`,
    en: `Objections to ${en[0]} come ${count} days before ${en[1]} (${due}), that is before ${end}; this was received at ${shownInstant(at)}.`,
    accepted: null,
  });
  return { breaches: [breach], deadlines, until };
}

/**
 * A challenge (质疑) in procurement: within the time of GP-502 from when the supplier should have known (GP-503):
 * for the documents the end of the notice's time, for a step its own end, for the result the end of its
 * publication (GP-304), or the notice by which the procurement failed or was given up. A clarification or amendment
 * is part of the documents (87号令 27) and opens a time of its own, from when it came, for what it changes.
 */
function challenge(
  ctx: LawContext,
  state: TenderState,
  subject: ObjectionSubject,
  at: Instant,
): ObjectionCheck {
  const reply = deadlineAfter(ctx, 'GP-504', at);
  const knownAt = shouldKnowAt(ctx, state, subject);
  if (knownAt === null) {
    const breach = breachOf(ctx, 'GP-503', state.draft.attributes, {
      field: null,
      zh: '所质疑的采购环节尚未结束。',
      en: 'The step that is challenged has not ended yet.',
      accepted: { zh: '在该环节结束之后提出。', en: 'Challenge it once it has ended.' },
    });
    return { breaches: [breach], deadlines: [reply], until: null };
  }
  const latest = deadlineAfter(ctx, 'GP-502', Math.max(knownAt, ...changesOf(state, subject)));
  const until = endOf('GP-502', latest.endsAt);
  if (at < latest.endsAt) return { breaches: [], deadlines: [latest, reply], until };
  const days = shownPeriod(latest.derivation.period);
  const breach = breachOf(ctx, 'GP-502', state.draft.attributes, {
    field: null,
    zh: `质疑应当自知道或者应知权益受到损害之日（${shownInstant(latest.startsAt)}）起${days.zh}内提出，即${shownEnd(latest.endsAt)}之前；收到时间为${shownInstant(at)}。`,
    en: `A challenge comes within ${days.en} of when one should have known (${shownInstant(latest.startsAt)}), that is before ${shownEnd(latest.endsAt)}; this was received at ${shownInstant(at)}.`,
    accepted: null,
  });
  return { breaches: [breach], deadlines: [latest, reply], until };
}

function shouldKnowAt(ctx: LawContext, state: TenderState, subject: ObjectionSubject): Instant | null {
  // An end at 24:00 is no longer of its day; the day itself is what counts from.
  const lastOf = (rule: string, fromAt: Instant): Instant => deadlineAfter(ctx, rule, fromAt).endsAt - 1;
  switch (subject) {
    case 'prequalification':
      return lastOf(rulesOf(state.draft).notice, state.launchedAt);
    case 'documents':
      // After a first stage the documents come to bidders later than the notice's time ends.
      return Math.max(lastOf(rulesOf(state.draft).notice, state.launchedAt), state.documentsIssuedFromAt);
    case 'opening':
      return state.milestones.bidsOpened ?? null;
    case 'result':
      // A step also ends where the procurement fails or is given up (94号令 32 has complaints about 废标 follow challenges).
      return state.award === null ? endedAt(state) : lastOf('GP-304', state.award.noticeAt);
  }
}

function endedAt({ milestones }: TenderState): Instant | null {
  return milestones.failed ?? milestones.terminated ?? null;
}

/** When what one objects to was clarified or amended; what came before the applications closed changed the documents of the first stage. */
function changesOf(state: TenderState, subject: ObjectionSubject): Instant[] {
  if (subject !== 'documents' && subject !== 'prequalification') return [];
  const { clarifications, firstStage, milestones } = state;
  const ofFirstStage = (at: Instant): boolean =>
    firstStage !== null && at < (milestones.applicationsClosed ?? Infinity);
  return clarifications
    .map(({ issuedAt }) => issuedAt)
    .filter((at) => ofFirstStage(at) === (subject === 'prequalification'));
}

/** A challenge that is in time only for what an amendment changed is told so: what it is about, people alone can tell. */
export function adviseOnChallenge(
  ctx: LawContext,
  state: TenderState,
  subject: ObjectionSubject,
  at: Instant,
): Breach[] {
  if (ctx.ruleset.regime !== 'government-procurement') return [];
  const knownAt = shouldKnowAt(ctx, state, subject);
  if (knownAt === null || at < deadlineAfter(ctx, 'GP-502', knownAt).endsAt) return [];
  const changedAt = Math.max(...changesOf(state, subject));
  if (!Number.isFinite(changedAt) || at >= deadlineAfter(ctx, 'GP-502', changedAt).endsAt) return [];
  return [
    warningOf(ctx, 'GP-503', {
      field: null,
      zh: `对采购文件原有内容的质疑期限已满，现在只能就${shownInstant(changedAt)}的澄清或者修改所改变的内容提出质疑。`,
      en: `The time to challenge the documents as they were is over: only what the amendment of ${shownInstant(changedAt)} changed can be challenged now.`,
      accepted: null,
    }),
  ];
}

/** On the spot (our reading of 开标现场 online): from the closing until one decryption window after the opening record. */
function aboutOpening(ctx: LawContext, state: TenderState, at: Instant): Breach[] {
  const from = state.milestones.bidsClosed;
  const until = hallEndsAt(state);
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
