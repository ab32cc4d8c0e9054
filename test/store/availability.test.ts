import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  availabilityNow,
  databaseNow,
  forgetLooks,
  noteLook,
  OUTAGE_AFTER_MS,
  outagesBetween,
  outagesOf,
  simulateOutage,
} from '../../store/index.ts';
import { tenderWithFence, testStore, type TestStore } from '../support/store.ts';

let given: TestStore;
/** An hour ago, so that everything measured lies in the past. */
let base: number;

beforeAll(async () => {
  given = await testStore();
});
afterAll(() => given.close());
beforeEach(async () => {
  await sql('delete from availability_span');
  base = (await databaseNow(given.store.em())) - 3_600_000;
});

const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  given.store.plainTransaction((tx) => tx.query(text, values));

/** Spans in seconds after the base: source, from, until, and whether it was up. */
async function spans(
  ...rows: readonly (readonly [source: string, from: number, until: number, up?: boolean])[]
) {
  for (const [source, from, until, up = true] of rows) {
    await sql(
      'insert into availability_span (source, kind, up, from_at, until_at) values ($1, $2, $3, $4, $5)',
      [source, source.split('-')[0], up, base + from * 1_000, base + until * 1_000],
    );
  }
}

/** Outages between two seconds after the base, in whole seconds. */
async function outages(from: number, until: number): Promise<[number, number][]> {
  const found = await outagesBetween(given.store.em(), base + from * 1_000, base + until * 1_000);
  return found.map(({ fromAt, untilAt }) => [
    Math.round((fromAt - base) / 1_000),
    Math.round((untilAt - base) / 1_000),
  ]);
}

describe('outages', () => {
  const threshold = OUTAGE_AFTER_MS / 1_000;

  it.each([
    [
      'a gap as long as the threshold is none',
      [
        ['api-1', 0, 600],
        ['api-1', 600 + threshold, 1_200],
      ],
      [],
    ],
    [
      'a second longer is one',
      [
        ['api-1', 0, 600],
        ['api-1', 601 + threshold, 1_200],
      ],
      [[600, 601 + threshold]],
    ],
    [
      'a process that others stand in for is none',
      [
        ['api-1', 0, 600],
        ['api-2', 500, 1_200],
      ],
      [],
    ],
    [
      'only when all are silent',
      [
        ['api-1', 0, 600],
        ['api-2', 0, 700],
        ['api-1', 900, 1_200],
      ],
      [[700, 900]],
    ],
    [
      'single looks bridge it',
      [
        ['api-1', 0, 600],
        ['api-2', 620, 620],
        ['api-3', 645, 1_200],
      ],
      [],
    ],
    [
      'what the public cannot reach is down, whatever the processes say',
      [
        ['api-1', 0, 1_200],
        ['probe-1', 0, 300],
        ['probe-1', 305, 400, false],
        ['probe-1', 405, 1_200],
      ],
      [[305, 400]],
    ],
    [
      'a probe that misses once finds no outage',
      [
        ['api-1', 0, 1_200],
        ['probe-1', 0, 300],
        ['probe-1', 305, 315, false],
        ['probe-1', 320, 1_200],
      ],
      [],
    ],
    [
      'what a probe reaches is up, whatever the processes note',
      [
        ['api-1', 0, 300],
        ['probe-1', 0, 1_200],
      ],
      [],
    ],
    [
      'two probes must agree',
      [
        ['api-1', 0, 1_200],
        ['probe-1', 100, 400, false],
        ['probe-2', 0, 1_200],
      ],
      [],
    ],
    [
      'a probe that is gone says nothing',
      [
        ['api-1', 0, 1_200],
        ['probe-1', 0, 300],
      ],
      [],
    ],
    ['up to the end of the time asked for', [['api-1', 0, 600]], [[600, 1_200]]],
    ['not before the first look', [['api-1', 900, 1_200]], []],
  ] as const)('%s', async (_name, rows, expected) => {
    await spans(...rows);
    expect(await outages(0, 1_200)).toEqual(expected);
  });

  it('are cut to the time asked for', async () => {
    await spans(['api-1', 0, 600], ['api-1', 900, 1_200]);
    expect(await outages(700, 800)).toEqual([[700, 800]]);
    expect(await outages(0, 700)).toEqual([[600, 700]]);
    expect(await outages(1_000, 1_200)).toEqual([]);
  });

  it('are unknown where nothing was ever measured', async () => {
    expect(await outages(0, 1_200)).toEqual([]);
  });

  it('do not reach into the future', async () => {
    await noteLook(given.store.em(), { source: 'api-1', kind: 'api', up: true });
    expect(await outages(0, 7_200)).toEqual([]);
  });
});

describe('looks', () => {
  const note = (up = true) => noteLook(given.store.em(), { source: 'api-1', kind: 'api', up });
  const noted = () => sql('select up, until_at - from_at as lasted from availability_span order by id');

  it('make one span longer while they say the same', async () => {
    for (let look = 0; look < 5; look++) await note();
    expect(await noted()).toHaveLength(1);
  });

  it('begin a new one after an outage, and when they change', async () => {
    await note();
    await sql('update availability_span set from_at = from_at - $1, until_at = until_at - $1', [
      OUTAGE_AFTER_MS + 1_000,
    ]);
    await note();
    await note(false);
    await note(false);
    await note();
    expect((await noted()).map(({ up }) => up)).toEqual([true, true, false, true]);
  });

  it('tell who looks now', async () => {
    await note();
    await spans(['api-2', 0, 600]);
    const { measuredSinceAt, sources } = await availabilityNow(given.store.em());
    expect(measuredSinceAt).toBe(base);
    expect(sources).toMatchObject([{ source: 'api-1', kind: 'api', up: true }]);
  });

  it('are forgotten after their time', async () => {
    await note();
    await spans(['api-2', -86_400 * 3, -86_400 * 2]);
    await forgetLooks(given.store.em(), 1);
    expect(await noted()).toHaveLength(1);
  });
});

describe('the outages of a tender', () => {
  it('are those measured when it is real, and those entered for a rehearsal alone', async () => {
    const id = await tenderWithFence(given.store);
    const other = await tenderWithFence(given.store);
    await spans(['api-1', 0, 600], ['api-1', 900, 1_200]);
    const enter = (tenderId: string, from: number, until: number) =>
      given.store.transaction((tx) =>
        simulateOutage(tx, { tenderId, fromAt: base + from, untilAt: base + until, reason: '演练' }),
      );
    await enter(id, 100, 300);
    await enter(id, 200, 500);
    await enter(id, 700, 900);
    await enter(other, 0, 1_000);
    const of = (rehearsal: boolean) =>
      outagesOf(given.store.em(), { id, rehearsal }, base + 150, base + 1_200_000);
    expect((await of(true)).map(({ fromAt, untilAt }) => [fromAt - base, untilAt - base])).toEqual([
      [150, 500],
      [700, 900],
    ]);
    expect((await of(false)).map(({ fromAt }) => Math.round((fromAt - base) / 1_000))).toEqual([600]);
  });
});
