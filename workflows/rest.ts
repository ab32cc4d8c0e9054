import { condition } from '@temporalio/workflow';

/** More steps than any loop of a process takes from the end of one thing to the beginning of the next. */
const STEPS = 64;

/**
 * Waits until it is so, and is so still when whatever was going on has come to its next wait. Several results may come
 * in one activation: between the end of one step and the beginning of the next, some promises later, nothing seems to be
 * due, and whoever is asked just then must not say so.
 */
export async function restUntil(quiet: () => boolean): Promise<void> {
  do {
    await condition(quiet);
    for (let step = 0; step < STEPS; step++) await Promise.resolve();
  } while (!quiet());
}
