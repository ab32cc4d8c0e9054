import { describe, expect, it } from '@jest/globals';
import {
  admit,
  apply,
  decide,
  replay,
  type TenderEvent,
  type TenderState,
} from '../../../domain/tender/index.ts';
import { buildCalendar, type HolidayNotice } from '../../../domain/time/calendar.ts';
import { isoShanghai } from '../../../domain/time/instant.ts';
import { administratorActor, agencyActor, exampleDraft, exampleOpenedBids } from '../../support/drafts.ts';
import {
  bidder,
  exampleCommands as example,
  lawAt,
  launchProcess,
  moment,
  type Process,
} from '../../support/process.ts';

const LAUNCH_AT = moment('2026-12-01 10:00');
const ctx = lawAt(LAUNCH_AT);

/** A notice for 2027 that takes more days off than the regulation fixes by itself. */
function noticeWith(restDates: readonly string[], workDates: readonly string[] = []): HolidayNotice {
  return {
    year: 2027,
    source: '国办发明电〔2026〕示例号',
    publishedDate: '2026-12-10',
    restDates,
    workDates,
  };
}

/** A tender over the turn of the year, up to its evaluation report. */
function untilReport(reportedAt: string): Process {
  const schedule = {
    documentsIssuedFromAt: moment('2026-12-02 09:00'),
    documentsIssuedUntilAt: moment('2026-12-09 17:00'),
    bidDeadlineAt: moment('2026-12-28 09:00'),
    openingAt: moment('2026-12-28 09:00'),
  };
  const process = launchProcess({ ...exampleDraft(), schedule }, LAUNCH_AT);
  process.step({ name: 'openDocuments' }, '2026-12-02 09:00');
  process.step({ name: 'closeDocuments' }, '2026-12-09 17:00');
  process.step({ name: 'closeBids', bidCount: 3, bidderCount: 3 }, '2026-12-28 09:00');
  process.step({ name: 'completeKeys' }, '2026-12-28 09:10');
  process.step({ name: 'openBids', bids: exampleOpenedBids() }, '2026-12-28 09:11');
  process.give(example.report(), agencyActor, reportedAt);
  return process;
}

function rederive(
  state: TenderState,
  notice: HolidayNotice,
  at: string,
): { events: TenderEvent[]; after: TenderState } {
  const law = { ...ctx, calendar: buildCalendar([notice]) };
  const command = { name: 'rederiveDeadlines' } as const;
  expect(admit(command, administratorActor, state, moment(at), law)).toEqual([]);
  const events = decide(command, administratorActor, state, state.id, moment(at), law);
  return { events, after: events.reduce((before, event) => apply(event, before), state) };
}

const dueOf = (state: TenderState, id: string) =>
  isoShanghai(state.duties.find((duty) => duty.id === id)?.dueAt ?? 0);

describe('deriving the deadlines again when a holiday notice is out', () => {
  it('moves what was told on an earlier reading of a provisional year, without any notice', () => {
    const process = untilReport('2027-04-28 09:00');
    process.give(example.publish(), agencyActor, '2027-04-28 10:00');
    const toldAt = moment('2027-05-06 00:00');
    const told: TenderState = {
      ...process.state,
      publicityEndsAt: toldAt,
      deadlines: process.state.deadlines.map((one) => ({
        ...one,
        ...(one.rule === 'ZTB-402' ? { endsAt: toldAt } : {}),
        derivation: { ...one.derivation, calendar: 'chinese-days-1.5.7' },
      })),
    };
    const command = { name: 'rederiveDeadlines' } as const;
    const at = moment('2027-04-29 10:00');
    const events = decide(command, administratorActor, told, told.id, at, ctx);
    const toAt = moment('2027-05-07 00:00');
    expect(events.map(({ name }) => name)).toEqual(['deadlinesRederived', 'publicityMoved']);
    expect(events[0]).toMatchObject({ moved: [{ rule: 'ZTB-402', fromAt: toldAt, toAt }] });
    expect(events.reduce((before, event) => apply(event, before), told).publicityEndsAt).toBe(toAt);
  });

  it('moves a duty that rested on a provisional year, and says what moved', () => {
    // Reported on Tuesday 5 January 2027: the third day is Friday the 8th, a rest day by the notice.
    const { state } = untilReport('2027-01-05 10:00');
    expect(dueOf(state, 'publish-candidates')).toBe(isoShanghai(moment('2027-01-09 00:00')));
    const { events, after } = rederive(
      state,
      noticeWith(['2027-01-08', '2027-01-09', '2027-01-10']),
      '2027-01-06 10:00',
    );
    expect(dueOf(after, 'publish-candidates')).toBe(isoShanghai(moment('2027-01-12 00:00')));
    expect(events[0]).toMatchObject({
      name: 'deadlinesRederived',
      moved: [{ rule: 'ZTB-401', fromAt: moment('2027-01-09 00:00'), toAt: moment('2027-01-12 00:00') }],
    });
    const deadline = after.deadlines.find((one) => one.rule === 'ZTB-401');
    expect(deadline?.derivation).toMatchObject({
      provisional: false,
      calendar: buildCalendar([noticeWith(['2027-01-08', '2027-01-09', '2027-01-10'])]).version,
    });
  });

  it('reopens a duty that timed out only for want of the notice', () => {
    const process = untilReport('2027-01-05 10:00');
    process.step({ name: 'timeOutDuty', dutyId: 'publish-candidates' }, '2027-01-09 00:00');
    const { after } = rederive(
      process.state,
      noticeWith(['2027-01-08', '2027-01-09', '2027-01-10']),
      '2027-01-09 10:00',
    );
    expect(after.duties[0]).toMatchObject({ dueAt: moment('2027-01-12 00:00'), timedOutAt: null });
  });

  it('moves the end of the publicity later when it has become too early', () => {
    const process = untilReport('2027-01-05 10:00');
    process.give(example.publish(), agencyActor, '2027-01-05 16:00');
    expect(process.state.publicityEndsAt).toBe(moment('2027-01-09 00:00'));
    const { events, after } = rederive(
      process.state,
      noticeWith(['2027-01-08', '2027-01-09', '2027-01-10']),
      '2027-01-06 10:00',
    );
    expect(events.map((event) => event.name)).toEqual(['deadlinesRederived', 'publicityMoved']);
    expect(after.publicityEndsAt).toBe(moment('2027-01-12 00:00'));
  });

  it('leaves an end of publicity that was chosen with the end of business, whose minimum did not move', () => {
    const process = untilReport('2027-01-05 10:00');
    // Published on Tuesday the 5th: three days end on Friday the 8th, with business.
    process.give(example.publish(moment('2027-01-08 17:00')), agencyActor, '2027-01-05 16:00');
    const same = rederive(process.state, noticeWith(['2027-01-01']), '2027-01-06 10:00');
    expect(same.events.map((event) => event.name)).toEqual(['deadlinesRederived']);
    expect(same.after.publicityEndsAt).toBe(moment('2027-01-08 17:00'));
    const rest = ['2027-01-08', '2027-01-09', '2027-01-10'];
    const moved = rederive(process.state, noticeWith(rest), '2027-01-06 10:00');
    expect(moved.after.publicityEndsAt).toBe(moment('2027-01-12 00:00'));
  });

  it('leaves an end of publicity that was announced later than need be', () => {
    const process = untilReport('2027-01-05 10:00');
    process.give(example.publish(), agencyActor, '2027-01-06 16:00');
    // Saturday the 9th rolls to Monday the 11th; a notice that makes the Saturday a working day would end it sooner.
    expect(process.state.publicityEndsAt).toBe(moment('2027-01-12 00:00'));
    const { events, after } = rederive(process.state, noticeWith([], ['2027-01-09']), '2027-01-07 10:00');
    expect(events.map((event) => event.name)).toEqual(['deadlinesRederived']);
    expect(after.publicityEndsAt).toBe(moment('2027-01-12 00:00'));
  });

  it('moves the reply to an objection with its duty', () => {
    const process = untilReport('2027-01-04 10:00');
    process.give(example.publish(), agencyActor, '2027-01-04 16:00');
    process.give(example.object({ subject: 'result' }), bidder, '2027-01-05 10:00');
    const { after } = rederive(
      process.state,
      noticeWith(['2027-01-08', '2027-01-09', '2027-01-10']),
      '2027-01-06 10:00',
    );
    expect(isoShanghai(after.objections[0]?.replyDueAt ?? 0)).toBe(isoShanghai(moment('2027-01-12 00:00')));
    expect(dueOf(after, 'reply:objection-1')).toBe(isoShanghai(moment('2027-01-12 00:00')));
  });

  it('moves nothing on the same calendar', () => {
    const { state } = untilReport('2027-01-05 10:00');
    const events = decide(
      { name: 'rederiveDeadlines' },
      administratorActor,
      state,
      'tender-1',
      moment('2027-01-06 10:00'),
      ctx,
    );
    expect(events).toMatchObject([{ name: 'deadlinesRederived', moved: [], duties: state.duties }]);
  });

  it('leaves what was counted on published years alone once it is past', () => {
    // Reported on Monday 28 December 2026: the three days end within the year.
    const process = untilReport('2026-12-28 10:00');
    const { events, after } = rederive(process.state, noticeWith(['2027-01-08']), '2027-01-20 10:00');
    expect(events).toMatchObject([{ moved: [] }]);
    expect(after.deadlines).toEqual(process.state.deadlines);
    expect(replay([...process.events, ...events])).toEqual(after);
  });

  it('leaves a duty that was met as it was met', () => {
    const process = untilReport('2027-01-05 10:00');
    process.give(example.publish(), agencyActor, '2027-01-06 16:00');
    const { after } = rederive(
      process.state,
      noticeWith(['2027-01-08', '2027-01-09', '2027-01-10']),
      '2027-01-07 10:00',
    );
    expect(after.duties).toEqual(process.state.duties);
  });
});
