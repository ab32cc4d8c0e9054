import type { ProcedureId } from '../../domain/procedure/index.ts';
import type { TenderDraft, TenderState } from '../../domain/tender/index.ts';
import { isoShanghai, type Instant } from '../../domain/time/instant.ts';
import { EXAMPLE_LAUNCH_AT } from './drafts.ts';
import { draftFor } from './every-procedure.ts';
import { onward } from './onward.ts';
import { launchProcess, type Process } from './process.ts';

/** Where a tender stands, in the words of all procedures; `applications`: taken; `judging`: no longer taken; `published`: candidates are. */
export const EVERY_STAGE = {
  notice: (state: TenderState) => state.phase === 'notice',
  applications: (state: TenderState) => state.milestones.firstStageOpened !== undefined,
  judging: (state: TenderState) => state.milestones.applicationsClosed !== undefined,
  concluded: (state: TenderState) => state.milestones.firstStageConcluded !== undefined,
  documents: (state: TenderState) => state.phase === 'documents',
  bidding: (state: TenderState) => state.phase === 'bidding',
  opening: (state: TenderState) => state.phase === 'opening',
  evaluation: (state: TenderState) => state.phase === 'evaluation',
  publicity: (state: TenderState) => state.phase === 'publicity',
  published: (state: TenderState) => state.milestones.candidatesPublished !== undefined,
  award: (state: TenderState) => state.phase === 'award',
  contract: (state: TenderState) => state.phase === 'contract',
  report: (state: TenderState) => state.phase === 'report',
  over: (state: TenderState) => state.outcome !== null,
} as const;
export type EveryStage = keyof typeof EVERY_STAGE;

/** An instant as `Process` takes it. */
export const text = (at: Instant): string => isoShanghai(at).slice(0, 23).replace('T', ' ');

/** A process with the instant of its last act. */
export interface Course extends Process {
  readonly at: Instant;
  /** Takes what comes next by itself, an hour after the last act where no clock sets the instant. */
  onward(): void;
  /** Goes on until the stage; throws when the tender never gets there. */
  until(stage: EveryStage): Course;
}

const MS_PER_HOUR = 3_600_000;

/** Launches a lawful tender of a procedure. */
export function courseOf(
  id: ProcedureId,
  overrides: Partial<TenderDraft> = {},
  launchAt: Instant = EXAMPLE_LAUNCH_AT,
): Course {
  const process = launchProcess(draftFor(id, overrides, launchAt), launchAt);
  const course: Course = {
    get state() {
      return process.state;
    },
    get at() {
      return process.events.at(-1)?.at ?? launchAt;
    },
    events: process.events,
    give: (command, actor, at) => process.give(command, actor, at),
    step: (step, at) => process.step(step, at),
    refusals: (command, actor, at) => process.refusals(command, actor, at),
    onward() {
      const next = onward(course.state, course.at + MS_PER_HOUR);
      if (next === null) throw new Error(`${id} is over: ${course.state.outcome}`);
      if ('step' in next.act) {
        const at = Math.max(next.at, course.at);
        if (process.step(next.act.step, text(at)).length === 0)
          throw new Error(`${next.act.step.name} brings nothing at ${text(at)}`);
      } else process.give(next.act.command, next.act.actor, text(course.at + MS_PER_HOUR));
    },
    until(stage) {
      for (let moves = 0; !EVERY_STAGE[stage](course.state); moves++) {
        if (moves > 40) throw new Error(`${id} does not reach ${stage}`);
        course.onward();
      }
      return course;
    },
  };
  return course;
}

/** A tender of a procedure brought lawfully to a stage. */
export function courseAt(id: ProcedureId, stage: EveryStage, overrides: Partial<TenderDraft> = {}): Course {
  return courseOf(id, overrides).until(stage);
}
