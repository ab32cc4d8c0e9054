import { describe, expect, it } from '@jest/globals';
import { rulesets } from '../../../domain/law/context.ts';
import { WHOLE_SINCE } from '../../../domain/law/rulesets/index.ts';
import { PROCEDURE_IDS, PROCEDURES } from '../../../domain/procedure/index.ts';
import { replay } from '../../../domain/tender/index.ts';
import { startOfDate } from '../../../domain/time/instant.ts';
import { courseOf } from '../../support/course.ts';

describe('every procedure', () => {
  it.each(PROCEDURE_IDS)('%s goes through its own phases, in order, to its report', (id) => {
    const course = courseOf(id);
    const phases = [course.state.phase];
    while (course.state.outcome === null) {
      course.onward();
      if (phases.at(-1) !== course.state.phase) phases.push(course.state.phase);
    }
    expect(course.state.outcome).toBe('reported');
    expect(phases).toEqual(PROCEDURES.find((one) => one.id === id)?.phases);
    expect(course.state.duties.filter((duty) => duty.metAt === null)).toEqual([]);
    expect(replay(course.events)).toEqual(course.state);
  });

  const launchable = rulesets
    .filter(({ regime, effectiveFrom }) => effectiveFrom >= WHOLE_SINCE[regime])
    .flatMap((ruleset) =>
      PROCEDURES.filter(({ regime }) => regime === ruleset.regime).map(
        ({ id }) => [id, ruleset.id, ruleset.effectiveFrom] as const,
      ),
    );

  it.each(launchable)('%s goes to its report under %s', (id, ruleset, firstDate) => {
    const launchAt = startOfDate(firstDate) + 10 * 3_600_000;
    const course = courseOf(id, {}, launchAt).until('over');
    expect(course.state).toMatchObject({ ruleset, outcome: 'reported' });
  });
});
