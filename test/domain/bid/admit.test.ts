import { describe, expect, it } from '@jest/globals';
import { admitBid, admitWithdrawal } from '../../../domain/bid/index.ts';
import type { Actor, TenderState } from '../../../domain/tender/index.ts';
import { bidWindow } from '../../support/bid-window.ts';
import { agencyActor, strangerActor, supervisorActor, tendereeActor } from '../../support/drafts.ts';
import {
  bidder,
  exampleCommands as example,
  lawAt,
  moment,
  processAt,
  type Stage,
} from '../../support/process.ts';

const ctx = lawAt();
const DEADLINE = '2026-09-30 09:00';
const LAST_MOMENT = '2026-09-30 08:59:59.999';
const now = (state: TenderState) => ({ state, window: bidWindow(state) });

describe('handing in a bid, and withdrawing it', () => {
  it.each([
    ['when the documents are out', '2026-09-10 09:00'],
    ['at the last millisecond', LAST_MOMENT],
  ])('is admitted %s', (_when, at) => {
    const { state } = processAt('bidding');
    expect(admitBid(now(state), bidder, moment(at), ctx)).toBeNull();
    expect(admitWithdrawal(now(state), bidder, moment(at), ctx)).toBeNull();
  });

  it.each<readonly [string, string, Stage, string, Actor, string | null, RegExp | null]>([
    [
      'window-not-open',
      'before the documents are out',
      'notice',
      '2026-09-10 08:59:59.999',
      bidder,
      null,
      /from 2026-09-10T09:00/,
    ],
    ['late', 'at the deadline', 'bidding', DEADLINE, bidder, 'law', null],
    ['late', 'a millisecond after it', 'bidding', '2026-09-30 09:00:00.001', bidder, 'law', null],
    ['late', 'after the closing, even if received before', 'opening', LAST_MOMENT, bidder, 'law', null],
    ['wrong-role', 'by a supervisor', 'bidding', '2026-09-20 10:00', supervisorActor, null, /as a bidder/],
    [
      'wrong-role',
      'by another tenderee as such',
      'bidding',
      '2026-09-20 10:00',
      strangerActor,
      null,
      /as a bidder/,
    ],
    [
      'wrong-role',
      'by a bidder without a party',
      'bidding',
      '2026-09-20 10:00',
      { ...bidder, partyId: null },
      null,
      /as a bidder/,
    ],
    [
      'own-tender',
      'by the tenderee',
      'bidding',
      '2026-09-20 10:00',
      { ...tendereeActor, role: 'bidder' },
      null,
      null,
    ],
    [
      'own-tender',
      'by the agency',
      'bidding',
      '2026-09-20 10:00',
      { ...agencyActor, role: 'bidder' },
      null,
      null,
    ],
  ])('is refused (%s) %s', (code, _why, stage, at, actor, law, accepted) => {
    const { state } = processAt(stage);
    const cases = [
      [admitBid(now(state), actor, moment(at), ctx), 'ZTB-211', /第二十八条|第三十六条/],
      [admitWithdrawal(now(state), actor, moment(at), ctx), 'ZTB-210', /第二十九条/],
    ] as const;
    for (const [refusal, rule, article] of cases) {
      expect(refusal?.code).toBe(law === null ? code : rule);
      if (law === null) expect(refusal?.article).toBeNull();
      else expect(refusal?.article).toMatch(article);
      if (accepted === null) expect(refusal?.accepted).toBeNull();
      else expect(refusal?.accepted?.en).toMatch(accepted);
    }
  });

  it('is taken after the deadline while an objection holds it open, and refused once bids are closed', () => {
    const process = processAt('bidding');
    process.give(example.object(), bidder, '2026-09-19 10:00');
    expect(admitBid(now(process.state), bidder, moment('2026-10-01 09:00'), ctx)).toBeNull();
    process.give(example.reply(), agencyActor, '2026-10-02 10:00');
    const moved = process.state.bidDeadlineAt;
    expect(admitBid(now(process.state), bidder, moved - 1, ctx)).toBeNull();
    expect(admitBid(now(process.state), bidder, moved, ctx)?.code).toBe('ZTB-211');
  });

  it('goes by the window that the fence has, whatever the state that was read before it says', () => {
    const { state } = processAt('bidding');
    const window = { ...bidWindow(state), untilAt: moment(DEADLINE) + 1 };
    expect(admitBid({ state, window }, bidder, moment(DEADLINE), ctx)).toBeNull();
    expect(admitWithdrawal({ state, window }, bidder, moment(DEADLINE), ctx)).toBeNull();
    const earlier = { ...window, untilAt: moment(LAST_MOMENT) };
    expect(admitBid({ state, window: earlier }, bidder, moment(LAST_MOMENT), ctx)?.code).toBe('ZTB-211');
    expect(admitWithdrawal({ state, window: earlier }, bidder, moment(LAST_MOMENT), ctx)?.code).toBe(
      'ZTB-210',
    );
  });

  it.each(['terminated', 'failed-fewer-than-three', 'invalidated'] as const)(
    'is refused where the tender is over (%s) before its bids were closed',
    (outcome) => {
      const { state } = processAt('bidding');
      const given = { state: { ...state, outcome }, window: bidWindow(state) };
      const at = moment('2026-09-20 10:00');
      expect(admitBid(given, bidder, at, ctx)?.code).toBe('tender-over');
      expect(admitWithdrawal(given, bidder, at, ctx)?.code).toBe('tender-over');
    },
  );

  it('has a window that follows an extended deadline', () => {
    const process = processAt('bidding');
    process.give(
      example.clarify({ newBidDeadlineAt: moment('2026-10-20 09:00') }),
      agencyActor,
      '2026-09-20 10:00',
    );
    expect(bidWindow(process.state)).toEqual({
      fromAt: moment('2026-09-10 09:00'),
      untilAt: moment('2026-10-20 09:00'),
      heldOpen: false,
      closed: false,
    });
  });
});
