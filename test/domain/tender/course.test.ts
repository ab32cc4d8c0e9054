import { describe, expect, it } from '@jest/globals';
import { factsOf, replay } from '../../../domain/tender/index.ts';
import { isoShanghai } from '../../../domain/time/instant.ts';
import { agencyActor, exampleOpenedBids, tendereeActor } from '../../support/drafts.ts';
import {
  bidder,
  exampleCommands as example,
  launchProcess,
  moment,
  processAt,
  type Process,
} from '../../support/process.ts';

function lastEvents(process: Process, from: number): string[] {
  return process.events.slice(from).map((event) => event.name);
}

describe('the course of a tender', () => {
  it('goes from launch to completion, each event with its rule and article', () => {
    const process = launchProcess();
    process.step({ name: 'openDocuments' }, '2026-09-10 09:00');
    process.give(example.clarify(), tendereeActor, '2026-09-11 10:00');
    process.give(example.object(), bidder, '2026-09-14 10:00');
    process.give(example.reply(), agencyActor, '2026-09-15 10:00');
    process.step({ name: 'closeDocuments' }, '2026-09-16 17:00');
    process.step({ name: 'closeBids', bidCount: 3, bidderCount: 3 }, '2026-09-30 09:00');
    process.step({ name: 'completeKeys' }, '2026-09-30 09:20');
    process.step({ name: 'openBids', bids: exampleOpenedBids() }, '2026-09-30 09:21');
    process.give(example.report(), agencyActor, '2026-10-10 16:00');
    process.give(example.publish(), agencyActor, '2026-10-12 10:00');
    process.step({ name: 'endPublicity' }, '2026-10-16 00:00');
    process.give(example.award(), agencyActor, '2026-10-16 10:00');
    process.give(example.writeReport(), agencyActor, '2026-10-28 10:00');
    process.give(example.sign(), tendereeActor, '2026-11-02 10:00');
    process.give(example.returnSecurity(), tendereeActor, '2026-11-05 10:00');

    expect(
      process.events.map((event) => `${isoShanghai(event.at).slice(0, 16)} ${event.name} ${event.rule}`),
    ).toEqual([
      '2026-09-09T15:00 noticePublished PUB-002',
      '2026-09-10T09:00 documentsOpened ZTB-004',
      '2026-09-11T10:00 clarificationIssued ZTB-005',
      '2026-09-14T10:00 objectionFiled ZTB-102',
      '2026-09-14T10:00 processSuspended ZTB-104',
      '2026-09-15T10:00 objectionReplied ZTB-103',
      '2026-09-15T10:00 processResumed ZTB-104',
      '2026-09-16T17:00 documentsClosed ZTB-001',
      '2026-09-30T09:00 bidsClosed ZTB-211',
      '2026-09-30T09:20 keysCompleted EB-013',
      '2026-09-30T09:21 bidsOpened ZTB-302',
      '2026-10-10T16:00 evaluationReported ZTB-318',
      '2026-10-12T10:00 candidatesPublished ZTB-401',
      '2026-10-16T00:00 publicityEnded ZTB-402',
      '2026-10-16T10:00 awardNoticeIssued ZTB-405',
      '2026-10-28T10:00 writtenReportSubmitted ZTB-409',
      '2026-11-02T10:00 contractSigned ZTB-406',
      '2026-11-05T10:00 securityReturned ZTB-207',
      '2026-11-05T10:00 tenderCompleted null',
    ]);
    expect(process.events.every((event) => event.rule === null || (event.article ?? '').length > 0)).toBe(
      true,
    );
    expect(process.state).toMatchObject({
      phase: 'report',
      outcome: 'reported',
      version: process.events.length,
    });
    expect(process.state.duties.map((duty) => [duty.id, duty.metAt !== null])).toEqual([
      ['reply:objection-1', true],
      ['publish-candidates', true],
      ['sign-contract', true],
      ['written-report', true],
      ['return-security', true],
    ]);
    expect(replay(process.events)).toEqual(process.state);
    expect(JSON.parse(JSON.stringify(process.state))).toEqual(process.state);
  });

  it('publishes until the earliest lawful end when none is asked for', () => {
    // Published on Monday 2026-10-12: three days are 13, 14 and 15 October, to their 24:00.
    expect(processAt('published').state.publicityEndsAt).toBe(moment('2026-10-16 00:00'));
  });

  it('fails with fewer than three bidders', () => {
    const process = processAt('bidding');
    process.step({ name: 'closeBids', bidCount: 2, bidderCount: 2 }, '2026-09-30 09:00');
    expect(lastEvents(process, 3)).toEqual(['bidsClosed', 'tenderFailed']);
    expect(process.events.at(-1)).toMatchObject({ rule: 'ZTB-213', reason: 'failed-fewer-than-three' });
    expect(process.state).toMatchObject({
      outcome: 'failed-fewer-than-three',
      milestones: { failed: moment('2026-09-30 09:00') },
    });
    expect(process.step({ name: 'completeKeys' }, '2026-09-30 09:20')).toEqual([]);
  });

  it('fails when all bids are rejected, and owes nothing further', () => {
    const process = processAt('evaluation');
    const rejected = ['bid-1', 'bid-2', 'bid-3'].map((bidId) => ({
      bidId,
      ground: '51-6',
      reason: '未响应实质性要求。',
    }));
    process.give(example.report({ candidates: [], rejected }), agencyActor, '2026-10-10 16:00');
    expect(process.events.at(-1)).toMatchObject({
      name: 'tenderFailed',
      rule: 'ZTB-316',
      reason: 'all-rejected',
    });
    expect(process.state.outcome).toBe('all-rejected');
    expect(factsOf(process.state).duties).toEqual([]);
  });

  it('completes without returning a security that was never asked for', () => {
    const process = processAt('contract', { bidSecurityFen: null });
    process.give(example.writeReport(), agencyActor, '2026-10-20 10:00');
    process.give(example.sign(), agencyActor, '2026-11-02 10:00');
    expect(process.state.outcome).toBe('reported');
    expect(process.state.duties.map((duty) => duty.id)).not.toContain('return-security');
  });

  it('takes securities returned before the contract, and then owes none after it', () => {
    const process = processAt('contract');
    process.give(example.returnSecurity('0'), agencyActor, '2026-10-20 10:00');
    process.give(example.sign(), agencyActor, '2026-11-02 10:00');
    expect(process.state.duties.map((duty) => duty.id)).not.toContain('return-security');
    process.give(example.writeReport(), agencyActor, '2026-11-03 10:00');
    expect(process.state.outcome).toBe('reported');
  });

  it('awards the second ranked for a reason, and keeps the reason', () => {
    const process = processAt('award');
    process.give(example.award('bid-2', '第一名放弃中标'), agencyActor, '2026-10-16 10:00');
    expect(process.events.at(-1)).toMatchObject({ reason: '第一名放弃中标', candidate: { rank: 2 } });
    expect(process.state.award?.candidate.bidId).toBe('bid-2');
  });
});

describe('duties', () => {
  it.each([
    ['publish-candidates', 'publicity', '2026-10-14 00:00'],
    ['sign-contract', 'contract', '2026-11-17 00:00'],
    ['written-report', 'contract', '2026-11-03 00:00'],
    ['return-security', 'report', '2026-11-10 00:00'],
  ] as const)('%s falls due, times out unmet at its due and not before', (id, stage, dueAt) => {
    const process = processAt(stage);
    const due = process.state.duties.find((duty) => duty.id === id);
    expect(isoShanghai(due?.dueAt ?? 0)).toBe(isoShanghai(moment(dueAt)));
    const before = isoShanghai(moment(dueAt) - 1)
      .slice(0, 23)
      .replace('T', ' ');
    expect(process.step({ name: 'timeOutDuty', dutyId: id }, before)).toEqual([]);
    expect(process.step({ name: 'timeOutDuty', dutyId: id }, dueAt)).toMatchObject([
      { name: 'stepTimedOut', dutyId: id, rule: due?.rule, article: due?.article },
    ]);
    expect(process.step({ name: 'timeOutDuty', dutyId: id }, dueAt)).toEqual([]);
    expect(factsOf(process.state).duties.map((duty) => duty.id)).not.toContain(id);
  });

  it('can still be met after they timed out, and keep both instants', () => {
    const process = processAt('publicity');
    process.step({ name: 'timeOutDuty', dutyId: 'publish-candidates' }, '2026-10-14 00:00');
    process.give(example.publish(), agencyActor, '2026-10-19 10:00');
    const [duty] = process.state.duties;
    expect(duty).toMatchObject({ metAt: moment('2026-10-19 10:00'), timedOutAt: moment('2026-10-14 00:00') });
  });

  it('let a contract be signed late', () => {
    const process = processAt('contract');
    process.give(example.sign(), agencyActor, '2026-12-01 10:00');
    expect(process.state.milestones.contractSigned).toBe(moment('2026-12-01 10:00'));
  });

  it('stand in the facts soonest first', () => {
    const process = processAt('contract');
    expect(factsOf(process.state).duties.map((duty) => duty.id)).toEqual(['written-report', 'sign-contract']);
  });
});

describe('steps of the clock', () => {
  it.each([
    ['openDocuments', 'notice', '2026-09-10 08:59:59.999', '2026-09-10 09:00'],
    ['closeDocuments', 'documents', '2026-09-16 16:59:59.999', '2026-09-16 17:00'],
    ['endPublicity', 'published', '2026-10-15 23:59:59.999', '2026-10-16 00:00'],
  ] as const)('%s is taken at its instant, not before, and once', (name, stage, before, due) => {
    const process = processAt(stage);
    expect(process.step({ name }, before)).toEqual([]);
    expect(process.step({ name }, due)).toHaveLength(1);
    expect(process.step({ name }, due)).toEqual([]);
  });

  it('closes the bids at the deadline, not before, and once', () => {
    const process = processAt('bidding');
    const close = { name: 'closeBids', bidCount: 4, bidderCount: 3 } as const;
    expect(process.step(close, '2026-09-30 08:59:59.999')).toEqual([]);
    expect(process.step(close, '2026-09-30 09:00')).toHaveLength(1);
    expect(process.step(close, '2026-09-30 09:00')).toEqual([]);
    expect(process.state).toMatchObject({ closedBidCount: 4, decryptionEndsAt: moment('2026-09-30 10:00') });
  });

  it('opens the bids once all keys are in or the window is over', () => {
    const open = { name: 'openBids', bids: exampleOpenedBids() } as const;
    const waiting = processAt('opening');
    expect(waiting.step(open, '2026-09-30 09:59:59.999')).toEqual([]);
    expect(waiting.step(open, '2026-09-30 10:00')).toHaveLength(1);
    expect(waiting.step(open, '2026-09-30 10:00')).toEqual([]);
    const complete = processAt('opening');
    expect(complete.step({ name: 'completeKeys' }, '2026-09-30 09:05')).toHaveLength(1);
    expect(complete.step({ name: 'completeKeys' }, '2026-09-30 09:05')).toEqual([]);
    expect(complete.step(open, '2026-09-30 09:05')).toHaveLength(1);
  });

  it('knows no duty that does not exist', () => {
    expect(
      processAt('contract').step({ name: 'timeOutDuty', dutyId: 'nothing' }, '2026-12-31 00:00'),
    ).toEqual([]);
  });
});
