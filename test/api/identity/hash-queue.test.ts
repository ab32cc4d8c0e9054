import { describe, expect, it } from '@jest/globals';
import { HashQueue } from '../../../api/identity/hash-queue.ts';

const options = { concurrency: 2, waiting: 6, waitingOfOne: 4 };
const from = (customer: string, known = false) => ({ customer, known });

/** Works that end when told to, and in which order they began. */
function works() {
  const began: string[] = [];
  const ends: (() => void)[] = [];
  return {
    began,
    work: (name: string) => () =>
      new Promise<string>((resolve) => {
        began.push(name);
        ends.push(() => resolve(name));
      }),
    endAll: async () => {
      // Each end lets the next begin, a turn later.
      for (let at = 0; at < ends.length; at++) {
        ends[at]!();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

describe('the line before the derivations of passwords', () => {
  it('runs two at once, lets so many wait, and tells the others when to come back', async () => {
    const { began, work, endAll } = works();
    const queue = new HashQueue(options);
    const waiting = Array.from({ length: 8 }, (_, at) => queue.run(from(`net-${at}`), work(`${at}`)));
    for (let more = 0; more < 100; more++)
      await expect(queue.run(from('another'), work('never'))).rejects.toMatchObject({
        status: 429,
        code: 'too-many-requests',
        text: { headers: { 'Retry-After': expect.stringMatching(/^[1-9]\d*$/) } },
      });
    expect(began).toEqual(['0', '1']);
    await endAll();
    expect(await Promise.all(waiting)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    // The line is empty again.
    const [later] = [queue.run(from('another'), work('later'))];
    await endAll();
    expect(await later).toBe('later');
  });

  it('lets one network take a part of the line only', async () => {
    const { work, endAll } = works();
    const queue = new HashQueue(options);
    const flood = Array.from({ length: 6 }, () => queue.run(from('flood'), work('flood')));
    await expect(queue.run(from('flood'), work('never'))).rejects.toMatchObject({ status: 429 });
    const other = queue.run(from('somebody'), work('somebody'));
    await endAll();
    expect(await other).toBe('somebody');
    await Promise.all(flood);
  });

  it('lets known devices go first, however long the line of the others is', async () => {
    const { began, work, endAll } = works();
    const queue = new HashQueue(options);
    const flood = Array.from({ length: 8 }, (_, at) => queue.run(from(`net-${at}`), work('flood')));
    const owner = queue.run(from('net-1', true), work('owner'));
    await endAll();
    expect(await owner).toBe('owner');
    expect(began.indexOf('owner')).toBe(2);
    await Promise.all(flood);
  });

  it('gives its place on when a derivation fails', async () => {
    const queue = new HashQueue({ ...options, concurrency: 1 });
    const broken = queue.run(from('a'), () => Promise.reject(new Error('broken')));
    const next = queue.run(from('b'), () => Promise.resolve('next'));
    await expect(broken).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });
});
