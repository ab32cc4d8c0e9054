import { describe, expect, it } from '@jest/globals';
import { factsOf } from '../../../domain/tender/index.ts';
import { bidWindow } from '../../support/bid-window.ts';
import { agencyActor, bidderActors } from '../../support/drafts.ts';
import {
  bidder,
  exampleCommands as example,
  launchProcess,
  moment,
  processAt,
  type Process,
} from '../../support/process.ts';

const names = (process: Process, from: number) => process.events.slice(from).map((event) => event.name);

describe('suspension by an objection to the documents', () => {
  it('rests from receipt to the last reply', () => {
    const process = processAt('documents');
    process.give(example.object(), bidder, '2026-09-14 10:00');
    expect(process.state.suspension).toMatchObject({
      sinceAt: moment('2026-09-14 10:00'),
      rule: 'ZTB-104',
      orderedSinceAt: null,
      grounds: [{ id: 'objection-1', kind: 'objection', rule: 'ZTB-104', untilAt: null }],
    });
    process.give(example.object({ id: 'objection-2' }), bidderActors[1], '2026-09-14 11:00');
    process.give(example.reply('objection-1'), agencyActor, '2026-09-15 10:00');
    expect(process.state.suspension?.grounds.map(({ id }) => id)).toEqual(['objection-2']);
    expect(factsOf(process.state).suspended).toBe(true);
    process.give(example.reply('objection-2'), agencyActor, '2026-09-15 11:00');
    expect(process.state.suspension).toBeNull();
    expect(process.events.at(-1)).toMatchObject({ name: 'processResumed', suspendedMs: 25 * 3_600_000 });
    expect(process.state.bidDeadlineAt).toBe(moment('2026-09-30 09:00'));
  });

  it('makes a reply due three days after receipt', () => {
    const process = processAt('documents');
    process.give(example.object(), bidder, '2026-09-11 10:00');
    expect(process.state.duties[0]).toMatchObject({
      id: 'reply:objection-1',
      rule: 'ZTB-103',
      dueAt: moment('2026-09-15 00:00'),
    });
  });

  it('leaves clarifications, further objections and bids possible, and the closing of the issue', () => {
    const process = processAt('documents');
    process.give(example.object(), bidder, '2026-09-14 10:00');
    expect(process.refusals(example.clarify(), agencyActor, '2026-09-14 11:00')).toEqual([]);
    expect(
      process.refusals(example.object({ id: 'objection-2' }), bidderActors[1], '2026-09-14 11:00'),
    ).toEqual([]);
    expect(process.step({ name: 'closeDocuments' }, '2026-09-16 17:00')).toHaveLength(1);
  });

  it('holds the deadline open when it falls due, and gives the time back', () => {
    const process = processAt('bidding');
    process.give(example.object(), bidder, '2026-09-19 10:00');
    expect(bidWindow(process.state)).toMatchObject({
      untilAt: moment('2026-09-30 09:00'),
      heldOpen: true,
      closed: false,
    });
    expect(process.step({ name: 'closeBids', bidCount: 3, bidderCount: 3 }, '2026-09-30 09:00')).toEqual([]);
    const from = process.events.length;
    process.give(example.reply(), agencyActor, '2026-10-02 10:30');
    expect(names(process, from)).toEqual(['objectionReplied', 'processResumed', 'bidDeadlineMoved']);
    // Thirteen days and half an hour of rest: fourteen whole days later, at the same hour.
    expect(process.events.at(-1)).toMatchObject({
      because: 'suspension',
      rule: 'ZTB-104',
      toAt: moment('2026-10-14 09:00'),
    });
    expect(bidWindow(process.state)).toMatchObject({ untilAt: moment('2026-10-14 09:00'), heldOpen: false });
  });

  it('gives time back when less is left than the suspension took', () => {
    const process = processAt('bidding');
    process.give(example.object(), bidder, '2026-09-19 10:00');
    process.give(example.reply(), agencyActor, '2026-09-25 10:00');
    expect(process.state.bidDeadlineAt).toBe(moment('2026-10-06 09:00'));
  });

  it('derives the leads again from a moved deadline', () => {
    const process = processAt('bidding');
    process.give(example.object(), bidder, '2026-09-19 10:00');
    const lead = () => process.state.deadlines.filter((one) => one.rule === 'ZTB-102');
    const before = lead();
    process.give(example.reply(), agencyActor, '2026-09-25 10:00');
    if (before.length > 0) {
      expect(lead()).toHaveLength(1);
      expect(lead()[0]?.endsAt).toBeGreaterThan(before[0]?.endsAt ?? 0);
    }
  });
});

describe('suspension by an objection to the result', () => {
  it('holds the end of the publicity and moves it later', () => {
    const process = processAt('published');
    process.give(example.object({ subject: 'result' }), bidder, '2026-10-15 10:00');
    expect(process.state.suspension?.rule).toBe('ZTB-107');
    expect(process.step({ name: 'endPublicity' }, '2026-10-16 00:00')).toEqual([]);
    const from = process.events.length;
    process.give(example.reply(), agencyActor, '2026-10-16 09:00');
    expect(names(process, from)).toEqual(['objectionReplied', 'processResumed', 'publicityMoved']);
    expect(process.state.publicityEndsAt).toBe(moment('2026-10-17 00:00'));
    expect(process.step({ name: 'endPublicity' }, '2026-10-16 00:00')).toEqual([]);
    expect(process.step({ name: 'endPublicity' }, '2026-10-17 00:00')).toHaveLength(1);
  });

  it('leaves the publicity as it was when enough is left', () => {
    const process = processAt('published');
    process.give(example.object({ subject: 'result' }), bidder, '2026-10-12 11:00');
    process.give(example.reply(), agencyActor, '2026-10-12 15:00');
    expect(process.state.publicityEndsAt).toBe(moment('2026-10-16 00:00'));
  });

  it('does not suspend where tendering is voluntary', () => {
    const process = processAt('published', {
      attributes: { mandatory: false, stateOwned: false, category: 'services' },
    });
    process.give(example.object({ subject: 'result' }), bidder, '2026-10-13 10:00');
    expect(process.state.suspension).toBeNull();
    expect(process.state.objections).toHaveLength(1);
  });
});

describe('an objection to the opening', () => {
  it('is taken on the spot, due within the same window, and suspends nothing', () => {
    const process = processAt('opening');
    process.give(example.object({ subject: 'opening' }), bidder, '2026-09-30 09:10');
    expect(process.state.suspension).toBeNull();
    expect(process.state.duties[0]).toMatchObject({ rule: 'ZTB-105', dueAt: moment('2026-09-30 10:10') });
    process.give(example.reply(), agencyActor, '2026-09-30 09:15');
    expect(process.events.at(-1)).toMatchObject({ name: 'objectionReplied', rule: 'ZTB-105' });
  });

  it('is taken for one window after the opening record is out', () => {
    const process = processAt('evaluation');
    expect(process.refusals(example.object({ subject: 'opening' }), bidder, '2026-09-30 10:20')).toEqual([]);
  });
});

describe('an amendment that affects bids', () => {
  it('keeps the deadline when fifteen days are left', () => {
    const process = processAt('documents');
    process.give(example.clarify({ kind: 'amendment', affectsBids: true }), agencyActor, '2026-09-14 09:00');
    expect(process.events.at(-1)).toMatchObject({ name: 'clarificationIssued', rule: 'ZTB-006' });
    expect(process.state.bidDeadlineAt).toBe(moment('2026-09-30 09:00'));
  });

  it('goes through with an extension that is long enough, and moves the deadline', () => {
    const process = processAt('bidding');
    const newBidDeadlineAt = moment('2026-10-09 09:00');
    process.give(
      example.clarify({ kind: 'amendment', affectsBids: true, newBidDeadlineAt }),
      agencyActor,
      '2026-09-20 10:00',
    );
    expect(process.events.at(-1)).toMatchObject({
      name: 'bidDeadlineMoved',
      because: 'amendment',
      toAt: newBidDeadlineAt,
    });
    expect(process.state.clarifications[0]).toMatchObject({
      bidDeadlineBeforeAt: moment('2026-09-30 09:00'),
      bidDeadlineAfterAt: newBidDeadlineAt,
    });
  });

  it('may extend without being forced to', () => {
    const process = launchProcess();
    process.give(
      example.clarify({ newBidDeadlineAt: moment('2026-10-20 09:00') }),
      agencyActor,
      '2026-09-10 10:00',
    );
    expect(process.state.bidDeadlineAt).toBe(moment('2026-10-20 09:00'));
  });
});
