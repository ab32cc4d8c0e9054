import type { CivilDate, Instant } from '../time/instant.ts';

/** What is procured. */
export const CATEGORIES = ['engineering', 'goods', 'services'] as const;

/** Which law a tender runs under: 招标投标法 or 政府采购法. */
export type Regime = 'tendering' | 'government-procurement';

/** How surely a rule's text was verified: V and V2 read in found texts, P partly, M from memory, I an interpretation. */
export type Verification = 'V' | 'V2' | 'P' | 'M' | 'I';

/** min: must last at least; max: must be done within; lead: must lie at least so long before the end. */
export type Bound = 'min' | 'max' | 'lead';

export interface Period {
  readonly count: number;
  readonly unit: 'day' | 'workday' | 'hour' | 'month';
  readonly bound: Bound;
}

/**
 * How a period is read where the general way of counting does not settle it; each is an interpretation
 * with a row of its own.
 *
 * closing-day-counts (INT-01): a period bounded by a closing day (自…起至…截止之日止) includes that day.
 * lead-to-the-hour (INT-02): the tenderee's lead, as many times 24 hours before the end point.
 * lead-by-date (INT-03): a bidder's lead, as many civil dates before it, the whole of that day.
 */
export type Reading = 'closing-day-counts' | 'lead-to-the-hour' | 'lead-by-date';

/**
 * A statutory rule as data. `period`, `periods` and `values` are the only places where its numbers stand.
 */
export interface Rule {
  readonly id: string;
  /** What the rule says, one sentence in each language. */
  readonly zh: string;
  readonly en: string;
  /** The article as cited, e.g. `招标投标法实施条例第十六条第一款`. */
  readonly article: string;
  readonly period?: Period;
  /** Where the rule has more than one period, the others by name, e.g. `{ decision: … }`. */
  readonly periods?: Readonly<Record<string, Period>>;
  /** Set where the rule is not counted the general way (CNT-01 to CNT-03). */
  readonly reading?: Reading;
  /** Other numbers of the rule by name, e.g. `{ minMembers: 5 }`, `{ maxRatioPercent: 2 }`. Money in fen, as strings. */
  readonly values?: Readonly<Record<string, number | string>>;
  /** ALL: every tender; MT: only those that must be tendered by law; SOE-MT: MT with controlling state funds. */
  readonly scope: 'ALL' | 'MT' | 'SOE-MT';
  readonly categories?: readonly (typeof CATEGORIES)[number][];
  readonly verification: Verification;
  /** Only V and V2 rules may refuse; everything else warns and says so. */
  readonly effectiveFrom: CivilDate;
  /** Last day in force, or null while open. */
  readonly effectiveTo: CivilDate | null;
}

/** A frozen, dated collection of rules; chosen by date at launch and pinned in the tender. */
export interface Ruleset {
  /** e.g. `cn-tendering-2021-01-01`. */
  readonly id: string;
  readonly regime: Regime;
  readonly effectiveFrom: CivilDate;
  readonly effectiveTo: CivilDate | null;
  readonly rules: Readonly<Record<string, Rule>>;
}

/** The attributes of a tender on which the scope of a rule depends. */
export interface TenderAttributes {
  readonly mandatory: boolean;
  readonly stateOwned: boolean;
  readonly category: (typeof CATEGORIES)[number];
}

/** One day of a count. `counted` is its number in the count, or null when it was passed over. */
export interface CountedDay {
  readonly date: CivilDate;
  readonly counted: number | null;
  readonly why:
    | 'start-day-excluded'
    | 'counted'
    | 'rest-day-skipped'
    | 'excluded-time'
    | 'rolled-over-rest-day'
    | 'last-day-after-roll';
  /** Set when the day's nature rests on a calendar year whose holiday notice is not published. */
  readonly provisional?: true;
}

/** How a deadline was reached; anyone with the ruleset and the calendar can recompute it. */
export interface Derivation {
  readonly ruleset: string;
  readonly calendar: string;
  readonly rule: string;
  readonly article: string;
  readonly period: Period;
  /** The counting rules applied, e.g. `['CNT-01', 'CNT-02', 'CNT-03']`, with the interpretations (`INT-…`) relied on. */
  readonly counting: readonly string[];
  readonly startsAt: Instant;
  readonly days: readonly CountedDay[];
  readonly endsAt: Instant;
  /** True when any day used rests on an unpublished holiday notice. */
  readonly provisional: boolean;
  /** The whole derivation in one sentence. */
  readonly zh: string;
  readonly en: string;
}

/**
 * A statutory instant with its derivation.
 *
 * For `min` the earliest lawful end. For `max` the end of the time allowed (what comes at it is late;
 * unrolled dates only warn: `warnAt`). For `lead` the end of the time in which the act is early
 * enough: to the hour, the instant itself is still in time; by date, it is the 24:00 that is late.
 */
export interface Deadline {
  readonly rule: string;
  readonly article: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** For a `max` that rolled over rest days: the unrolled end, at which one's own duty is reminded; else null. */
  readonly warnAt: Instant | null;
  readonly derivation: Derivation;
}

/** A breach of a rule by a draft or a command: `blocks` refuses, `warns` is said and goes on. */
export interface Breach {
  readonly severity: 'blocks' | 'warns';
  readonly rule: string;
  readonly article: string;
  /** JSON-pointer-like name of the field at fault, e.g. `schedule.bidDeadlineAt`; null when it is not one field. */
  readonly field: string | null;
  readonly zh: string;
  readonly en: string;
  readonly accepted: { readonly zh: string; readonly en: string } | null;
}
