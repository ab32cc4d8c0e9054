import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factsOf } from '../../../domain/tender/index.ts';
import { MS_PER_DAY, type Instant } from '../../../domain/time/instant.ts';
import { courseAt, text, type Course } from '../../support/course.ts';
import { agencyActor, bidderActors, supervisorActor } from '../../support/drafts.ts';
import { orderOf } from '../../support/onward.ts';
import { exampleCommands as example } from '../../support/process.ts';

/** Something begins to rest the process or ends doing so, some time after the last. */
interface Toggle {
  readonly what: 'order' | 'objection-1' | 'objection-2';
  readonly afterMs: number;
}

const toggles = fc.array(
  fc.record({
    what: fc.constantFrom<Toggle['what']>('order', 'order', 'objection-1', 'objection-2'),
    afterMs: fc.oneof(
      fc.integer({ min: 0, max: MS_PER_DAY }),
      fc.integer({ min: 0, max: 4 * MS_PER_DAY }),
      fc.constantFrom(0, MS_PER_DAY, 2 * MS_PER_DAY, MS_PER_DAY - 1, MS_PER_DAY + 1),
    ),
  }),
  { minLength: 1, maxLength: 14 },
);

const upToDays = (ms: number): number => Math.ceil(ms / MS_PER_DAY) * MS_PER_DAY;

/** Switches grounds on and off; says when each rest of the process, and each order, began and ended. */
class Switchboard {
  readonly rests: { fromAt: Instant; untilAt: Instant; endBefore: Instant }[] = [];
  readonly orders: { fromAt: Instant; untilAt: Instant }[] = [];
  at: Instant;
  private readonly open = new Map<string, { id: string; sinceAt: Instant }>();
  private restsSince: Instant | null = null;
  private count = 0;
  private readonly course: Course;

  constructor(course: Course) {
    this.course = course;
    this.at = course.at;
  }

  toggle({ what }: Pick<Toggle, 'what'>, at: Instant): void {
    const begun = this.open.get(what);
    if (begun === undefined) this.begin(what, at);
    else this.end(what, begun, at);
  }

  finish(at: Instant): void {
    for (const [what, begun] of [...this.open]) this.end(what, begun, at);
  }

  private begin(what: string, at: Instant): void {
    const id = `${what}-${++this.count}`;
    const { course } = this;
    const [command, actor] =
      what === 'order'
        ? ([orderOf('suspend', course.state, id), supervisorActor] as const)
        : ([example.object({ id }), bidderActors[0]] as const);
    // An objection that comes too late for the documents is refused, and rests nothing.
    if (course.refusals(command, actor, text(at)).length > 0) return;
    course.give(command, actor, text(at));
    this.at = at;
    this.open.set(what, { id, sinceAt: at });
    this.restsSince ??= at;
  }

  private end(what: string, { id, sinceAt }: { id: string; sinceAt: Instant }, at: Instant): void {
    const { course } = this;
    const endBefore = course.state.bidDeadlineAt;
    if (what === 'order') {
      course.give(orderOf('resume', course.state, `resume-${++this.count}`), supervisorActor, text(at));
      this.orders.push({ fromAt: sinceAt, untilAt: at });
    } else course.give(example.reply(id), agencyActor, text(at));
    this.at = at;
    this.open.delete(what);
    if (this.open.size > 0 || this.restsSince === null) return;
    this.rests.push({ fromAt: this.restsSince, untilAt: at, endBefore });
    this.restsSince = null;
  }

  get resting(): boolean {
    return this.restsSince !== null;
  }
}

describe('the time that suspensions take', () => {
  it('comes back to the bid deadline, each rest once and in whole days, where less was left than it took', () => {
    let moved = 0;
    fc.assert(
      fc.property(toggles, (all) => {
        const course = courseAt('open', 'bidding');
        const board = new Switchboard(course);
        const plannedAt = course.state.bidDeadlineAt;
        for (const one of all) {
          const at = board.at + one.afterMs;
          if (!board.resting && at >= course.state.bidDeadlineAt) break;
          board.toggle(one, at);
        }
        board.finish(board.at + 1);
        const given = board.rests.map(({ fromAt, untilAt, endBefore }) =>
          endBefore - untilAt >= untilAt - fromAt ? 0 : upToDays(untilAt - fromAt),
        );
        const total = given.reduce((sum, ms) => sum + ms, 0);
        expect(course.state.bidDeadlineAt - plannedAt).toBe(total);
        // Nobody is left with less than they had when the rest began, nor with an end in the past.
        for (const [index, { fromAt, untilAt, endBefore }] of board.rests.entries())
          expect(endBefore + (given[index] ?? 0) - untilAt).toBeGreaterThanOrEqual(
            Math.min(endBefore - fromAt, untilAt - fromAt),
          );
        const told = course.events.flatMap((event) =>
          event.name === 'bidDeadlineMoved' && event.because === 'suspension'
            ? [event.toAt - event.fromAt]
            : [],
        );
        expect(told).toEqual(given.filter((ms) => ms > 0));
        moved += told.length;
        const rested = course.events.flatMap((event) =>
          event.name === 'processResumed' ? [event.suspendedMs] : [],
        );
        expect(rested).toEqual(board.rests.map(({ fromAt, untilAt }) => untilAt - fromAt));
        expect(factsOf(course.state).suspended).toBe(false);
      }),
      {
        numRuns: 150,
        examples: [
          [
            [
              { what: 'order', afterMs: 0 },
              { what: 'order', afterMs: 9 * MS_PER_DAY },
            ],
          ],
        ],
      },
    );
    expect(moved).toBeGreaterThan(0);
  });

  it('comes back to the clocks that an order stops, each order in whole days', () => {
    fc.assert(
      fc.property(toggles, (all) => {
        const course = courseAt('open', 'contract');
        const board = new Switchboard(course);
        const duty = () => course.state.duties.find(({ id }) => id === 'sign-contract');
        const dueAt = duty()?.dueAt ?? 0;
        for (const one of all) {
          const at = board.at + one.afterMs;
          if (!board.resting && at >= (duty()?.dueAt ?? 0)) break;
          // The documents cannot be objected to any more: only orders rest the process here.
          board.toggle({ what: 'order' }, at);
        }
        board.finish(board.at + 1);
        const total = board.orders.reduce((sum, { fromAt, untilAt }) => sum + upToDays(untilAt - fromAt), 0);
        expect((duty()?.dueAt ?? 0) - dueAt).toBe(total);
      }),
      { numRuns: 100 },
    );
  });

  it('comes back to the millisecond in an opening', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 3 * MS_PER_DAY }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 60_000 }), (lengths, between) => {
        const course = courseAt('procurement-open', 'opening');
        const endsAt = course.state.decryptionEndsAt ?? 0;
        let at = course.at;
        for (const [index, length] of lengths.entries()) {
          at += between;
          course.give(orderOf('suspend', course.state, `order-${index}`), supervisorActor, text(at));
          at += length;
          course.give(orderOf('resume', course.state, `resume-${index}`), supervisorActor, text(at));
        }
        const total = lengths.reduce((sum, ms) => sum + ms, 0);
        expect((course.state.decryptionEndsAt ?? 0) - endsAt).toBe(total);
      }),
      { numRuns: 50 },
    );
  });
});
