import { describe, expect, it } from '@jest/globals';
import type { Actor, TenderCommand, TenderDraft } from '../../../../domain/tender/index.ts';
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

/** Runs a table of refusals: code, article, what would be accepted, and that nothing changes. */
export function expectRefusals(group: string, rows: readonly Row[]): void {
  describe(`refusals: ${group}`, () => {
    it.each(rows.map((row) => [row.code, row.why, row] as const))('%s: %s', (_code, _why, row) => {
      const process = processAt(row.stage, row.draft);
      row.prepare?.(process);
      const before = JSON.stringify(process.state);
      const refusals = process.refusals(row.command, row.actor ?? agencyActor, row.at);
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
      expect(JSON.stringify(process.state)).toBe(before);
    });
  });
}
