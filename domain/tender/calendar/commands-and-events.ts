import type { Happened } from '../../case/chapter.ts';
import type { Deadline } from '../../law/types.ts';
import type { Instant } from '../../time/instant.ts';
import type { Duty } from '../ground/parts.ts';

/** By the administrator, after a holiday notice was added as data: derives again what rested on a provisional year. */
export type CalendarCommand = { readonly name: 'rederiveDeadlines' };

/** A holiday notice was added: the deadlines and duties as they stand now, and what moved. */
export type CalendarEvent = Happened<{
  readonly name: 'deadlinesRederived';
  readonly calendar: string;
  readonly deadlines: readonly Deadline[];
  readonly duties: readonly Duty[];
  readonly moved: readonly { readonly rule: string; readonly fromAt: Instant; readonly toAt: Instant }[];
}>;
