import { describe, expect, it } from '@jest/globals';
import type { Actor, TenderCommand, TenderDraft } from '../../../../domain/tender/index.ts';
import type { ProcedureId } from '../../../../domain/procedure/index.ts';
import type { Refusal } from '../../../../domain/refusal.ts';
import { courseAt, text, type Course, type EveryStage } from '../../../support/course.ts';
import { agencyActor } from '../../../support/drafts.ts';
import { processAt, type Process, type Stage } from '../../../support/process.ts';

/** One refusal: what is tried where, and what comes back. Given by the agency unless the row says who. */
export interface Row {
  readonly code: string;
  /** The article the refusal cites; null where it is the platform's own. */
  readonly article: RegExp | null;
  /** What it says would be accepted, in English; null where nothing would. */
  readonly accepted: RegExp | null;
  readonly why: string;
  readonly stage: Stage;
  readonly prepare?: (process: Process) => unknown;
  readonly draft?: Partial<TenderDraft>;
  readonly command: TenderCommand;
  readonly actor?: Actor;
  readonly at: string;
}

type Said = Pick<Row, 'code' | 'article' | 'accepted'>;

/** Tries a command: code, article, what would be accepted, and that nothing changes. */
export function expectRefused(
  process: Process,
  command: TenderCommand,
  actor: Actor,
  at: string,
  row: Said,
): void {
  const before = JSON.stringify(process.state);
  const refusals = process.refusals(command, actor, at);
  expect(JSON.stringify(process.state)).toBe(before);
  expectSaid(refusals, row);
}

/** Whether a refusal is among others as a row has it. */
export function expectSaid(refusals: readonly Refusal[], row: Said): void {
  const refusal = refusals.find((one) => one.code === row.code);
  expect(refusals.map((one) => one.code)).toContain(row.code);
  expect(refusal?.rule).toBe(row.article === null ? null : row.code);
  if (row.article === null) expect(refusal?.article).toBeNull();
  else expect(refusal?.article).toMatch(row.article);
  if (row.accepted === null) {
    // Where the law refuses, it may still say until when the act was possible.
    if (row.article === null) expect(refusal?.accepted).toBeNull();
  } else {
    expect(refusal?.accepted?.en).toMatch(row.accepted);
    expect(refusal?.accepted?.zh).not.toBe('');
  }
  expect(refusal?.zh).not.toBe('');
}

/** Runs a table of refusals in the example, an open tender. */
export function expectRefusals(group: string, rows: readonly Row[]): void {
  describe(`refusals: ${group}`, () => {
    it.each(rows.map((row) => [row.code, row.why, row] as const))('%s: %s', (_code, _why, row) => {
      const process = processAt(row.stage, row.draft);
      row.prepare?.(process);
      expectRefused(process, row.command, row.actor ?? agencyActor, row.at, row);
    });
  });
}

/** One refusal in a procedure of its own. The command comes an hour after what happened last, unless the row says when. */
export interface CourseRow extends Said {
  readonly why: string;
  readonly procedure: ProcedureId;
  readonly stage: EveryStage;
  readonly prepare?: (course: Course) => unknown;
  readonly command: TenderCommand | ((course: Course) => TenderCommand);
  readonly actor?: Actor;
  readonly at?: (course: Course) => string;
}

/** An hour after what happened last. */
export const soon = (course: Course): string => text(course.at + 3_600_000);

/** Runs a table of refusals, each in its procedure. */
export function expectCourseRefusals(group: string, rows: readonly CourseRow[]): void {
  describe(`refusals: ${group}`, () => {
    it.each(rows.map((row) => [row.code, row.procedure, row.why, row] as const))(
      '%s, %s: %s',
      (_code, _procedure, _why, row) => {
        const course = courseAt(row.procedure, row.stage);
        row.prepare?.(course);
        const command = typeof row.command === 'function' ? row.command(course) : row.command;
        expectRefused(course, command, row.actor ?? agencyActor, (row.at ?? soon)(course), row);
      },
    );
  });
}
