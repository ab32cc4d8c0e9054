import { afterEach, describe, expect, it } from '@jest/globals';
import { createPool, type Pool, type PoolOptions } from '../../../runtime/work/pool.ts';

let pool: Pool;
afterEach(() => pool.close());

const poolOf = (changes: Partial<PoolOptions> = {}): Pool => {
  pool = createPool({
    entry: new URL('../../support/pool-thread.ts', import.meta.url),
    threads: 1,
    waitingMax: 2,
    deadlineMs: 120_000,
    memoryMib: 64,
    ...changes,
  });
  return pool;
};
const faultOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (result) => result,
    (error: { fault?: string; message: string }) => error.fault ?? error.message,
  );

describe('a pool of threads', () => {
  it('gives up a job that takes too long, lets the event loop go on meanwhile, and does the next', async () => {
    poolOf({ deadlineMs: 500 });
    await pool.run('warm');
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    const hanging = faultOf(pool.run('hang'));
    const next = pool.run('next');
    expect(await hanging).toBe('too-long');
    clearInterval(turning);
    // A loop that was blocked would have turned once or not at all.
    expect(turns).toBeGreaterThan(10);
    expect(await next).toEqual({ answered: 'next' });
  });

  it('refuses at once what would wait beyond its bound', async () => {
    poolOf({ deadlineMs: 1_000 });
    await pool.run('warm');
    const first = faultOf(pool.run('hang'));
    const waiting = [pool.run(1), pool.run(2)];
    expect(await faultOf(pool.run(3))).toBe('busy');
    expect(await first).toBe('too-long');
    expect(await Promise.all(waiting)).toEqual([{ answered: 1 }, { answered: 2 }]);
  });

  it('survives a job that takes all memory', async () => {
    poolOf();
    expect(await faultOf(pool.run('hoard'))).toBe('failed');
    expect(await pool.run('after')).toEqual({ answered: 'after' });
  });

  it('passes on what a job throws, and keeps its thread', async () => {
    poolOf();
    expect(await faultOf(pool.run('throw'))).toBe('thrown in a thread');
    expect(await pool.run('after')).toEqual({ answered: 'after' });
  });

  it('fails its jobs when the thread cannot start, and when it is closed', async () => {
    poolOf({ entry: new URL('../../support/no-such-thread.ts', import.meta.url) });
    expect(await faultOf(pool.run('any'))).toBe('failed');
    poolOf();
    const left = faultOf(pool.run('hang'));
    await pool.close();
    expect(await left).toBe('failed');
    expect(await faultOf(pool.run('later'))).toBe('failed');
  });
});
