import { describe, expect, it } from '@jest/globals';
import { bidWindow } from '../../support/bid-window.ts';
import { agencyActor } from '../../support/drafts.ts';
import { bidder, exampleCommands, moment, processAt } from '../../support/process.ts';

/** The example's deadline: the last working day before the National Day holidays. */
const DEADLINE = '2026-09-30 09:00';
const outage = (from: string, until: string) => ({ fromAt: moment(from), untilAt: moment(until) });
const makeUp = (...outages: ReturnType<typeof outage>[]) => ({ name: 'makeUpDowntime', outages }) as const;

describe('downtime before the deadline (INT-07)', () => {
  it.each([
    ['half an hour just before it', [outage('2026-09-30 08:20', '2026-09-30 08:50')], true],
    ['a minute less', [outage('2026-09-30 08:20', '2026-09-30 08:49')], false],
    [
      'half an hour in pieces',
      [outage('2026-09-29 20:00', '2026-09-29 20:20'), outage('2026-09-30 08:50', '2026-09-30 09:10')],
      true,
    ],
    ['what comes after the deadline does not count', [outage('2026-09-30 08:31', '2026-09-30 12:00')], false],
    ['at the beginning of the day before it', [outage('2026-09-29 08:00', '2026-09-29 09:30')], true],
    ['what lies earlier does not count', [outage('2026-09-28 08:00', '2026-09-29 09:29')], false],
    ['none', [], false],
  ] as const)('%s', (_name, outages, moves) => {
    const process = processAt('bidding');
    const events = process.step(makeUp(...outages), DEADLINE);
    expect(events.map(({ name }) => name)).toEqual(moves ? ['bidDeadlineMoved'] : []);
  });

  it('moves the deadline to the same hour of the next working day, with the outages as evidence', () => {
    const process = processAt('bidding');
    const [moved] = process.step(makeUp(outage('2026-09-30 07:00', '2026-09-30 09:40')), DEADLINE);
    // The holidays of 2026 end on 7 October; 8 October is a working day.
    expect(moved).toMatchObject({
      rule: 'INT-07',
      because: 'downtime',
      fromAt: moment(DEADLINE),
      toAt: moment('2026-10-08 09:00'),
      outages: [outage('2026-09-30 07:00', '2026-09-30 09:00')],
    });
    expect(bidWindow(process.state)).toMatchObject({ untilAt: moment('2026-10-08 09:00'), closed: false });
  });

  it('waits for the deadline, and while the process rests', () => {
    const half = makeUp(outage('2026-09-30 08:00', '2026-09-30 08:40'));
    expect(processAt('bidding').step(half, '2026-09-30 08:45')).toEqual([]);
    const resting = processAt('bidding');
    resting.give(exampleCommands.object(), bidder, '2026-09-18 10:00');
    expect(resting.step(half, DEADLINE)).toEqual([]);
    resting.give(exampleCommands.reply(), agencyActor, '2026-09-19 10:00');
    expect(processAt('opening').step(half, '2026-09-30 09:01')).toEqual([]);
  });
});
