import { performance } from 'node:perf_hooks';
import type { ExamplePlatform } from './cast.ts';
import { PlatformUser, ProblemError } from './client.ts';
import { assumptionsOf } from './draft.ts';
import type { Notice } from './notice.ts';
import type { Stage } from './scene.ts';
import { rehearse } from './script.ts';
import { refusal, stepsSince, summarize, type Summary } from './summary.ts';

/** How the rehearsal is to end, and what it follows upon. */
export type Play = Pick<Stage, 'end' | 'staysOpen' | 'priorTenderId' | 'supervisor'>;

/**
 * Rehearses a notice and says each entry of the record as one line: statutory date, event, rule and
 * article; it goes on once that is said. A refusal by the law is an answer, not an error; anything else that fails is thrown.
 */
export async function rehearseAndReport(
  notice: Notice,
  platform: ExamplePlatform,
  say: (line: string) => void | Promise<void>,
  play: Play = {},
): Promise<Summary> {
  const began = performance.now();
  const seconds = (): number => Math.round(performance.now() - began) / 1000;
  const reader = new PlatformUser(platform.baseUrl);
  const assumed = assumptionsOf(notice);
  let tenderId: string | null = null;
  let next = 0;
  const tell = async (id: string): Promise<void> => {
    const found = await stepsSince(reader, id, next);
    next = found.next;
    for (const step of found.steps) await say(line(step));
  };
  try {
    tenderId = await rehearse(notice, {
      ...platform,
      ...play,
      onTender: (id) => (tenderId = id),
      onStep: tell,
    });
  } catch (error) {
    if (!(error instanceof ProblemError) || !lawRefuses(error)) throw error;
    await say(`refused: ${error.message}`);
    return refusal(error, tenderId, seconds(), assumed);
  }
  const { outcome } = await reader.get(`/v1/tenders/${tenderId}`);
  const isOpen = play.staysOpen === true && outcome === null;
  await recorded(reader, tenderId, lastEventsOf(outcome, notice, isOpen));
  await tell(tenderId);
  const summary = await summarize(reader, tenderId, seconds(), assumed);
  await say(
    `${summary.outcome ?? (isOpen ? 'open for bids' : 'unfinished')}: ${summary.recordEntries} entries, ${summary.bids} bids, ${summary.wallSeconds} s`,
  );
  return summary;
}

const RECORDED_WITHIN_MS = 300_000;
const LAST_EVENTS: readonly string[] = [
  'tenderCompleted',
  'tenderFailed',
  'tenderTerminated',
  'tenderInvalidated',
];

/** The events one of which ends the record of a tender, or is the last before bids are taken. */
function lastEventsOf(outcome: unknown, notice: Notice, isOpen: boolean): readonly string[] {
  if (isOpen) return ['documentsOpened'];
  // A tender that is given up pays back after its end.
  return outcome === 'terminated' && notice.bidSecurityRequired ? ['securityReturned'] : LAST_EVENTS;
}

/** Waits until the record has the last entry of the rehearsal: it follows the acts by some moments. */
async function recorded(reader: PlatformUser, tenderId: string, last: readonly string[]): Promise<void> {
  const endsAt = Date.now() + RECORDED_WITHIN_MS;
  for (let from = 0; Date.now() < endsAt;) {
    const { steps, next } = await stepsSince(reader, tenderId, from);
    if (steps.some((step) => last.includes(step.event))) return;
    from = next;
    await reader.get(`/v1/record?tenderId=${tenderId}&from=${from}&limit=1&waitSeconds=5`);
  }
  throw new Error(`the record of tender ${tenderId} does not end`);
}

/** Whether it is the law that refuses: a rule is named, or no ruleset or calendar reaches the dates. */
function lawRefuses({ problem }: ProblemError): boolean {
  return (
    typeof problem['rule'] === 'string' || ['no-ruleset', 'beyond-calendar'].includes(String(problem['code']))
  );
}

const line = ({
  at,
  event,
  rule,
  article,
}: {
  at: string;
  event: string;
  rule: string | null;
  article: string | null;
}): string =>
  `  ${at.slice(0, 16).replace('T', ' ')}  ${event.padEnd(24)}${rule === null ? '' : `${rule}  ${article ?? ''}`}`.trimEnd();
