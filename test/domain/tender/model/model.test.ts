import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PROCEDURES, type ProcedureId } from '../../../../domain/procedure/index.ts';
import type { Instant } from '../../../../domain/time/instant.ts';
import { EXAMPLE_LAUNCH_AT } from '../../../support/drafts.ts';
import { moment } from '../../../support/process.ts';
import type { World } from './clock.ts';
import { moves, world, type Move } from './moves.ts';
import { Reached, Run } from './run.ts';

const RUNS = 80;
/** One launch in the year, and one whose periods run into a year without a holiday notice. */
const LAUNCHES = [EXAMPLE_LAUNCH_AT, moment('2026-12-01 10:00')] as const;
const reached = new Reached();

function run(id: ProcedureId, launchAt: Instant, outside: World, all: readonly Move[]): Run {
  const process = new Run(id, launchAt, outside, reached);
  for (const one of all) process.take(one);
  process.end();
  return process;
}

const CALM: World = { bidders: 3, unreadable: 0, outages: 0 };

describe('a tender of any procedure under random commands, steps and times', () => {
  it.each(PROCEDURES.map(({ id }) => id))('%s never breaks what must hold', (id) => {
    fc.assert(
      fc.property(fc.constantFrom(...LAUNCHES), world, moves, (launchAt, outside, all) => {
        run(id, launchAt, outside, all);
      }),
      { numRuns: RUNS },
    );
  });
});
