import { describe, expect, it } from '@jest/globals';
import {
  complaintFacts,
  replayComplaint,
  type ComplaintDuty,
  type ComplaintEvent,
} from '../../../domain/complaint/index.ts';
import { complaintNoticesOf } from '../../../domain/disclosure/complaints/index.ts';
import { complaintRecordParts } from '../../../domain/record/complaint-part.ts';
import { buildCalendar, type HolidayNotice } from '../../../domain/time/calendar.ts';
import { isoShanghai, MS_PER_DAY } from '../../../domain/time/instant.ts';
import {
  administratorActor,
  agencyActor,
  bidderActors,
  exampleDocument,
  supervisorActor,
} from '../../support/drafts.ts';
import {
  AUTHORITY,
  complainant,
  filedComplaint,
  filedInProcurement,
  type Complaint,
} from '../../support/complaints.ts';
import { moment } from '../../support/process.ts';

const dueOf = (complaint: Complaint, id: ComplaintDuty['id']): string =>
  isoShanghai(complaint.now.duties.find((one) => one.id === id)?.dueAt ?? 0).slice(0, 16);
const remindAt = (complaint: Complaint, id: ComplaintDuty['id'], beforeMs = MS_PER_DAY): number | null => {
  const duty = complaintFacts(complaint.now, beforeMs).duties.find((one) => one.id === id);
  if (duty === undefined) throw new Error(`${id} does not run`);
  return duty.remindAt;
};
const told = (complaint: Complaint, event: ComplaintEvent) =>
  complaintNoticesOf(event, complaint.now, complaint.surroundings.tender).map(({ to, kind }) => [to, kind]);

const accept = { name: 'acceptComplaint' } as const;
const open = { name: 'openExcludedTime', id: 'excluded-1', kind: 'testing', text: '委托检测。' } as const;
const close = { name: 'closeExcludedTime', excludedTimeId: 'excluded-1' } as const;

describe('the reminder of a duty of a complaint', () => {
  // Each duty, whose it is, and by when it is done in the day before its due.
  it.each<[ComplaintDuty['id'], () => Complaint, string, unknown]>([
    ['review', () => filedComplaint(), '2026-09-18 00:00', { partyId: AUTHORITY.partyId }],
    [
      'correct',
      () => {
        const complaint = filedInProcurement();
        const dueAt = moment('2026-09-22 18:00');
        complaint.give(
          { name: 'requestCorrection', text: '请补正。', dueAt },
          supervisorActor,
          '2026-09-18 10:00',
        );
        return complaint;
      },
      '2026-09-21 18:00',
      { partyId: complainant.partyId },
    ],
    [
      'statement',
      () => {
        const complaint = filedInProcurement();
        complaint.give(accept, supervisorActor, '2026-09-18 10:00');
        complaint.give({ name: 'sendCopies' }, supervisorActor, '2026-09-18 11:00');
        return complaint;
      },
      '2026-09-24 00:00',
      'tenderee',
    ],
  ])('of %s comes a day before the due, once, to whose it is', (id, begin, at, to) => {
    const complaint = begin();
    expect(isoShanghai(remindAt(complaint, id)!)).toBe(isoShanghai(moment(at)));
    const [event] = complaint.remind(id, at);
    expect(event).toMatchObject({ name: 'complaintDutyReminded', dutyId: id });
    expect(told(complaint, event!)).toEqual([[to, 'complaint-reminder']]);
    expect(complaintRecordParts(event!, complaint.now)).toMatchObject({
      data: { duty: id, owner: complaint.now.duties.find((one) => one.id === id)?.owner },
      secret: {},
    });
    expect(remindAt(complaint, id)).toBeNull();
    expect(complaint.remind(id, at)).toEqual([]);
    expect(replayComplaint(complaint.events)).toEqual(complaint.now);
  });

  it('does not come for a duty as short as the reminder is early, without reminders, or at the due', () => {
    const complaint = filedComplaint();
    expect(remindAt(complaint, 'review', 0)).toBeNull();
    expect(remindAt(complaint, 'review', 10 * MS_PER_DAY)).toBeNull();
    expect(complaint.remind('review', '2026-09-19 00:00')).toEqual([]);
    expect(complaint.remind('decide', '2026-09-18 00:00')).toEqual([]);
  });

  it('does not come while the decision rests, and comes anew for the due it then has', () => {
    const complaint = filedComplaint();
    complaint.give(accept, supervisorActor, '2026-09-18 10:00');
    expect(complaint.remind('decide', '2026-11-03 09:00')).toHaveLength(1);
    complaint.give(open, supervisorActor, '2026-11-03 10:00');
    expect(complaint.remind('decide', '2026-11-05 12:00')).toEqual([]);
    complaint.give(close, supervisorActor, '2026-11-09 10:00');
    expect(isoShanghai(remindAt(complaint, 'decide')!)).toBe('2026-11-11T00:00:00.000+08:00');
    expect(complaint.remind('decide', '2026-11-11 00:00')).toHaveLength(1);
  });
});

/** A notice for 2027 with more or other days than the regulation fixes by itself. */
const noticeWith = (restDates: readonly string[], workDates: readonly string[] = []): HolidayNotice => ({
  year: 2027,
  source: '国办发明电〔2026〕示例号',
  publishedDate: '2026-12-10',
  restDates,
  workDates,
});
const rederive = (complaint: Complaint, notice: HolidayNotice, at: string) =>
  complaint.give({ name: 'rederiveComplaint' }, administratorActor, at, buildCalendar([notice]));

/** One whose testing took so long that the decision falls due in January 2027. */
function overTheYear(): Complaint {
  const complaint = filedInProcurement();
  complaint.give(accept, supervisorActor, '2026-09-18 10:00');
  complaint.give(open, supervisorActor, '2026-09-21 10:00');
  complaint.give(close, supervisorActor, '2026-12-09 10:00');
  return complaint;
}

describe('deriving a complaint again when a holiday notice is out', () => {
  it('moves the decision that rested on a provisional year, and tells the authority and the complainant', () => {
    const complaint = overTheYear();
    expect(dueOf(complaint, 'decide')).toBe('2027-01-13T00:00');
    expect(complaint.now.deadlines.some((one) => one.derivation.provisional)).toBe(true);
    complaint.remind('decide', '2027-01-11 09:00');
    const [event] = rederive(complaint, noticeWith(['2027-01-01']), '2027-01-11 10:00');
    expect(event).toMatchObject({
      name: 'complaintDeadlinesRederived',
      rule: null,
      moved: [{ dutyId: 'decide', rule: 'GP-510' }],
    });
    expect(dueOf(complaint, 'decide')).toBe('2027-01-19T00:00');
    expect(complaint.now.deadlines.some((one) => one.derivation.provisional)).toBe(false);
    // It was reminded of the due that is no more.
    expect(isoShanghai(remindAt(complaint, 'decide')!)).toBe('2027-01-18T00:00:00.000+08:00');
    expect(told(complaint, event!)).toEqual([
      [{ partyId: AUTHORITY.partyId }, 'complaint-rederived'],
      [{ partyId: complainant.partyId }, 'complaint-rederived'],
    ]);
    expect(complaintRecordParts(event!, complaint.now).data).toMatchObject({
      calendar: buildCalendar([noticeWith(['2027-01-01'])]).version,
      moved: [
        {
          duty: 'decide',
          rule: 'GP-510',
          fromAt: '2027-01-13T00:00:00.000+08:00',
          toAt: '2027-01-19T00:00:00.000+08:00',
        },
      ],
    });
    expect(replayComplaint(complaint.events)).toEqual(complaint.now);
  });

  it('says so where nothing moved, and tells nobody', () => {
    const complaint = filedComplaint();
    const before = complaint.now;
    const [event] = rederive(complaint, noticeWith(['2027-01-01']), '2026-09-16 10:00');
    expect(event).toMatchObject({ name: 'complaintDeadlinesRederived', moved: [] });
    expect(complaint.now.duties).toEqual(before.duties);
    expect(told(complaint, event!)).toEqual([]);
  });

  it('opens a duty again that timed out only for want of the notice; one late all the same timed out at its new due', () => {
    const complaint = overTheYear();
    complaint.step('decide', '2027-01-13 00:00');
    const other = overTheYear();
    other.step('decide', '2027-01-13 00:00');
    const notice = noticeWith(['2027-01-01']);
    rederive(complaint, notice, '2027-01-14 10:00');
    expect(complaintFacts(complaint.now).duties.map(({ id }) => id)).toContain('decide');
    expect(complaint.step('decide', '2027-01-19 00:00')).toHaveLength(1);
    rederive(other, notice, '2027-01-25 10:00');
    const duty = other.now.duties.find(({ id }) => id === 'decide');
    expect(isoShanghai(duty?.timedOutAt ?? 0)).toBe('2027-01-19T00:00:00.000+08:00');
    expect(complaintFacts(other.now).duties.map(({ id }) => id)).not.toContain('decide');
  });

  it('tells the respondent where its own time moved', () => {
    const complaint = filedInProcurement();
    complaint.give(accept, supervisorActor, '2026-09-18 10:00');
    complaint.give({ name: 'sendCopies' }, supervisorActor, '2026-12-30 10:00');
    const late = noticeWith(['2027-01-01', '2027-01-05']);
    const [event] = rederive(complaint, late, '2026-12-31 10:00');
    expect(event).toMatchObject({ moved: [{ dutyId: 'statement', rule: 'GP-509' }] });
    expect(told(complaint, event!)).toContainEqual(['tenderee', 'complaint-rederived']);
  });

  it('leaves alone what the authority set, what was met, and all but the publication once it is decided', () => {
    const complaint = filedInProcurement();
    const dueAt = moment('2027-01-08 18:00');
    complaint.give(
      { name: 'requestCorrection', text: '请补正。', dueAt },
      supervisorActor,
      '2026-12-28 10:00',
    );
    const late = noticeWith(['2027-01-01', '2027-01-04', '2027-01-05']);
    expect(rederive(complaint, late, '2026-12-29 10:00')).toMatchObject([{ moved: [] }]);
    const content = { points: [{ text: '事项', from: 'objection' as const }], request: '责令修改。' };
    const evidence = [exampleDocument('证据.pdf', 'f')];
    complaint.give({ name: 'correctComplaint', ...content, evidence }, complainant, '2026-12-30 09:00');
    complaint.give(accept, supervisorActor, '2026-12-30 10:00');
    complaint.give({ name: 'sendCopies' }, supervisorActor, '2026-12-30 11:00');
    complaint.step('statement', '2027-01-08 00:00');
    const decision = { outcome: 'unfounded', remedy: null, reasons: '查无实据。', documents: [] } as const;
    complaint.give({ name: 'decideComplaint', ...decision }, supervisorActor, '2027-01-08 09:00');
    const events = rederive(
      complaint,
      noticeWith(['2027-01-01', '2027-01-05', '2027-01-11']),
      '2027-01-08 10:00',
    );
    expect(events).toMatchObject([{ moved: [{ dutyId: 'publish' }] }]);
    complaint.give({ name: 'publishDecision' }, supervisorActor, '2027-01-08 11:00');
    expect(
      complaint.refusals({ name: 'rederiveComplaint' }, administratorActor, '2027-01-08 12:00'),
    ).toMatchObject([{ code: 'wrong-status' }]);
  });

  it('is the administrator’s to ask for', () => {
    for (const actor of [supervisorActor, complainant, agencyActor, bidderActors[1]])
      expect(
        filedComplaint().refusals({ name: 'rederiveComplaint' }, actor, '2026-09-16 10:00'),
      ).toMatchObject([{ code: 'not-your-complaint' }]);
  });
});
