import { describe, expect, it } from '@jest/globals';
import {
  admitComplaint,
  applyComplaint,
  complaintFacts,
  decideComplaint,
  replayComplaint,
  type ComplaintCommand,
  type ComplaintDuty,
  type ComplaintState,
} from '../../../domain/complaint/index.ts';
import { rulesetById } from '../../../domain/law/context.ts';
import type { Actor } from '../../../domain/tender/index.ts';
import { buildCalendar } from '../../../domain/time/calendar.ts';
import {
  agencyActor,
  bidderActors,
  exampleDocument,
  supervisorActor,
  tendereeActor,
} from '../../support/drafts.ts';
import {
  around,
  challengedTender,
  complainant,
  Complaint,
  filedComplaint,
  filedInProcurement,
  filing,
  objectedTender,
  otherSupervisor,
  tenderAt,
} from '../../support/complaints.ts';
import { moment } from '../../support/process.ts';

type Command<N extends ComplaintCommand['name']> = Extract<ComplaintCommand, { name: N }>;

const give = {
  accept: { name: 'acceptComplaint' },
  copies: { name: 'sendCopies' },
  publish: { name: 'publishDecision' },
  withdraw: { name: 'withdrawComplaint', reason: '已与招标人沟通。' },
  refuse: { name: 'refuseComplaint', ground: 'not-specific', reason: '没有具体线索。' },
  askCorrection: { name: 'requestCorrection', text: '请写明法律依据。', dueAt: moment('2026-09-22 18:00') },
  open: { name: 'openExcludedTime', id: 'excluded-1', kind: 'appraisal', text: '委托鉴定。' },
  close: { name: 'closeExcludedTime', excludedTimeId: 'excluded-1' },
  state: { name: 'makeStatement', text: '要求与规模相当。', documents: [] },
} as const satisfies Record<string, ComplaintCommand>;

const correct: Command<'correctComplaint'> = {
  name: 'correctComplaint',
  points: [{ text: '补正后的事项。', from: 'objection' }],
  request: '责令修改采购文件。',
  evidence: [exampleDocument('证据.pdf', 'f')],
};
const decide = (more: Partial<Command<'decideComplaint'>> = {}): Command<'decideComplaint'> => ({
  name: 'decideComplaint',
  outcome: 'unfounded',
  remedy: null,
  reasons: '投诉缺乏事实依据。',
  documents: [],
  ...more,
});
const dueOf = (complaint: Complaint, id: ComplaintDuty['id']) =>
  complaint.now.duties.find((one) => one.id === id);
const codes = (complaint: Complaint, command: ComplaintCommand, actor: Actor, at: string) =>
  complaint.refusals(command, actor, at).map(({ code }) => code);

function accepted(): Complaint {
  const complaint = filedComplaint();
  complaint.give(give.accept, supervisorActor, '2026-09-18 10:00');
  return complaint;
}

function acceptedInProcurement(around = {}): Complaint {
  const complaint = filedInProcurement(around);
  complaint.give(give.accept, supervisorActor, '2026-09-18 10:00');
  return complaint;
}

/** Each clock: what starts it, and the last instant of its last day. */
const clocks: readonly {
  readonly rule: string;
  readonly duty: ComplaintDuty['id'];
  readonly owner: ComplaintDuty['owner'];
  readonly begin: () => Complaint;
  readonly dayBefore: string;
  readonly lastDay: string;
  readonly dayAfter: string;
}[] = [
  // Filed on Tuesday the 15th: three working days.
  {
    rule: 'CMP-004',
    duty: 'review',
    owner: 'supervisor',
    begin: () => filedComplaint(),
    dayBefore: '2026-09-17 23:59',
    lastDay: '2026-09-18 23:59',
    dayAfter: '2026-09-19 00:00',
  },
  // Accepted on the 18th; the 20th is worked, mid-autumn and the national days are not.
  {
    rule: 'CMP-005',
    duty: 'decide',
    owner: 'supervisor',
    begin: accepted,
    dayBefore: '2026-11-04 23:59',
    lastDay: '2026-11-05 23:59',
    dayAfter: '2026-11-06 00:00',
  },
  // Filed on the 17th: five working days, the 20th among them.
  {
    rule: 'GP-508',
    duty: 'review',
    owner: 'supervisor',
    begin: () => filedInProcurement(),
    dayBefore: '2026-09-22 23:59',
    lastDay: '2026-09-23 23:59',
    dayAfter: '2026-09-24 00:00',
  },
  {
    rule: 'GP-508',
    duty: 'copies',
    owner: 'supervisor',
    begin: acceptedInProcurement,
    dayBefore: '2026-09-28 23:59',
    lastDay: '2026-09-29 23:59',
    dayAfter: '2026-09-30 00:00',
  },
  {
    rule: 'GP-510',
    duty: 'decide',
    owner: 'supervisor',
    begin: acceptedInProcurement,
    dayBefore: '2026-11-03 23:59',
    lastDay: '2026-11-04 23:59',
    dayAfter: '2026-11-05 00:00',
  },
  {
    rule: 'GP-509',
    duty: 'statement',
    owner: 'respondent',
    begin: () => {
      const complaint = acceptedInProcurement();
      complaint.give(give.copies, supervisorActor, '2026-09-18 11:00');
      return complaint;
    },
    dayBefore: '2026-09-23 23:59',
    lastDay: '2026-09-24 23:59',
    dayAfter: '2026-09-25 00:00',
  },
  {
    rule: 'GP-314',
    duty: 'publish',
    owner: 'supervisor',
    begin: () => {
      const complaint = acceptedInProcurement();
      complaint.give(decide(), supervisorActor, '2026-09-18 12:00');
      return complaint;
    },
    dayBefore: '2026-09-23 23:59',
    lastDay: '2026-09-24 23:59',
    dayAfter: '2026-09-25 00:00',
  },
];

describe('the clocks of a complaint', () => {
  it.each(clocks.map((row) => [row.rule, row.duty, row] as const))('%s: %s', (_rule, _duty, row) => {
    for (const at of [row.dayBefore, row.lastDay]) {
      const complaint = row.begin();
      expect([at, complaint.step(row.duty, at)]).toEqual([at, []]);
    }
    const complaint = row.begin();
    expect(dueOf(complaint, row.duty)).toMatchObject({ owner: row.owner, rule: row.rule });
    expect(complaint.step(row.duty, row.dayAfter)).toMatchObject([
      { name: 'complaintStepTimedOut', dutyId: row.duty, owner: row.owner, rule: row.rule },
    ]);
    // It happens once, and no longer waits to happen.
    expect(complaint.step(row.duty, row.dayAfter)).toEqual([]);
    expect(complaintFacts(complaint.now).duties.map(({ id }) => id)).not.toContain(row.duty);
  });

  it('CMP-004: an acceptance that is late is taken, and stays late', () => {
    const complaint = filedComplaint();
    complaint.step('review', '2026-09-19 00:00');
    complaint.give(give.accept, supervisorActor, '2026-09-21 10:00');
    expect(dueOf(complaint, 'review')).toMatchObject({
      timedOutAt: moment('2026-09-19 00:00'),
      metAt: moment('2026-09-21 10:00'),
    });
  });

  it('CMP-005: excluded time stops the clock and moves its end by the working days it took', () => {
    const complaint = accepted();
    const before = dueOf(complaint, 'decide')!.dueAt;
    complaint.give(give.open, supervisorActor, '2026-09-21 10:00');
    expect(complaintFacts(complaint.now).duties).toEqual([]);
    expect(complaint.step('decide', '2026-12-01 10:00')).toEqual([]);
    complaint.give(give.close, supervisorActor, '2026-09-23 10:00');
    // The 22nd and the 23rd; the new end lies two working days later.
    expect([before, dueOf(complaint, 'decide')!.dueAt]).toEqual([
      moment('2026-11-06 00:00'),
      moment('2026-11-10 00:00'),
    ]);
    const { derivation } = complaint.now.deadlines.find(({ rule }) => rule === 'CMP-005')!;
    expect(derivation.days.filter(({ why }) => why === 'excluded-time').map(({ date }) => date)).toEqual([
      '2026-09-22',
      '2026-09-23',
    ]);
    expect(derivation.zh).toContain('其间2日依法不计算在内');
  });

  it('CMP-005: intervals that overlap exclude no day twice, and one within a day excludes none', () => {
    const complaint = accepted();
    const second = { ...give.open, id: 'excluded-2' };
    complaint.give(give.open, supervisorActor, '2026-09-21 10:00');
    complaint.give(second, supervisorActor, '2026-09-22 10:00');
    complaint.give(give.close, supervisorActor, '2026-09-23 10:00');
    complaint.give({ ...give.close, excludedTimeId: 'excluded-2' }, supervisorActor, '2026-09-23 16:00');
    expect(dueOf(complaint, 'decide')!.dueAt).toBe(moment('2026-11-10 00:00'));
    const within = accepted();
    within.give(give.open, supervisorActor, '2026-09-21 10:00');
    within.give(give.close, supervisorActor, '2026-09-21 17:00');
    expect(dueOf(within, 'decide')!.dueAt).toBe(moment('2026-11-06 00:00'));
  });

  it('GP-508, GP-510: a correction is reviewed anew and is not counted into the time of the decision', () => {
    const complaint = filedInProcurement();
    const plain = acceptedInProcurement();
    complaint.give(give.askCorrection, supervisorActor, '2026-09-18 10:00');
    expect(dueOf(complaint, 'correct')).toMatchObject({
      owner: 'complainant',
      dueAt: moment('2026-09-22 18:00'),
    });
    complaint.give(correct, complainant, '2026-09-21 10:00');
    expect(dueOf(complaint, 'review')!.dueAt).toBe(moment('2026-09-30 00:00'));
    complaint.give(give.accept, supervisorActor, '2026-09-22 10:00');
    // The 19th is a Saturday; the 20th and 21st are worked.
    expect(dueOf(plain, 'decide')!.dueAt).toBe(moment('2026-11-05 00:00'));
    expect(dueOf(complaint, 'decide')!.dueAt).toBe(moment('2026-11-07 00:00'));
  });
});

interface Row {
  readonly code: string;
  readonly why: string;
  readonly complaint: () => Complaint;
  readonly command: ComplaintCommand;
  readonly actor?: Actor;
  readonly at?: string;
}

const correcting = () => {
  const complaint = filedInProcurement();
  complaint.give(give.askCorrection, supervisorActor, '2026-09-18 10:00');
  return complaint;
};
const upheld = (remedy: Command<'decideComplaint'>['remedy']) => decide({ outcome: 'upheld', remedy });

const refusals: readonly Row[] = [
  {
    code: 'not-your-complaint',
    why: 'another authority accepts',
    complaint: filedComplaint,
    command: give.accept,
    actor: otherSupervisor,
  },
  {
    code: 'not-your-complaint',
    why: 'another bidder withdraws',
    complaint: filedComplaint,
    command: give.withdraw,
    actor: bidderActors[1],
  },
  {
    code: 'not-your-complaint',
    why: 'the complainant decides',
    complaint: accepted,
    command: decide(),
    actor: complainant,
  },
  {
    code: 'not-your-complaint',
    why: 'the complainant makes the statement',
    complaint: accepted,
    command: give.state,
    actor: complainant,
  },
  {
    code: 'wrong-status',
    why: 'decided before it is accepted',
    complaint: filedComplaint,
    command: decide(),
  },
  { code: 'wrong-status', why: 'published before it is decided', complaint: accepted, command: give.publish },
  {
    code: 'wrong-status',
    why: 'a statement before the acceptance',
    complaint: filedComplaint,
    command: give.state,
    actor: agencyActor,
  },
  { code: 'wrong-status', why: 'refused after its acceptance', complaint: accepted, command: give.refuse },
  {
    code: 'no-correction',
    why: 'sent back in tendering',
    complaint: filedComplaint,
    command: give.askCorrection,
  },
  { code: 'no-copies', why: 'copies in tendering', complaint: accepted, command: give.copies },
  {
    code: 'GP-508',
    why: 'refused while it may be corrected',
    complaint: correcting,
    command: { ...give.refuse, ground: 'not-corrected' },
    at: '2026-09-22 17:59',
  },
  {
    code: 'GP-508',
    why: 'refused on another ground while it is corrected',
    complaint: correcting,
    command: give.refuse,
    at: '2026-09-23 10:00',
  },
  {
    code: 'ground-unfit',
    why: 'not corrected, though nothing was asked',
    complaint: () => filedInProcurement(),
    command: { ...give.refuse, ground: 'not-corrected' },
  },
  {
    code: 'no-copy-yet',
    why: 'a statement before the copy',
    complaint: acceptedInProcurement,
    command: give.state,
    actor: tendereeActor,
  },
  {
    code: 'empty-text',
    why: 'a refusal without a reason',
    complaint: filedComplaint,
    command: { ...give.refuse, reason: ' ' },
  },
  {
    code: 'empty-text',
    why: 'a decision without reasons',
    complaint: accepted,
    command: decide({ reasons: '' }),
  },
  {
    code: 'unknown-excluded-time',
    why: 'closing what was not opened',
    complaint: accepted,
    command: give.close,
  },
  {
    code: 'remedy-unfit',
    why: 'a remedy without a fault',
    complaint: accepted,
    command: decide({ remedy: 'go-on' }),
  },
  {
    code: 'remedy-unfit',
    why: 'a contract revoked that there is not',
    complaint: accepted,
    command: upheld('revoke-contract'),
  },
  {
    code: 'GP-512',
    why: 'an award voided that there is not',
    complaint: acceptedInProcurement,
    command: upheld('void-award'),
  },
  { code: 'GP-512', why: 'upheld without a remedy', complaint: acceptedInProcurement, command: upheld(null) },
  {
    code: 'date-past',
    why: 'a correction due in the past',
    complaint: filedInProcurement,
    command: { ...give.askCorrection, dueAt: moment('2026-09-17 10:00') },
  },
];

describe('refusals in the course of a complaint', () => {
  it.each(refusals.map((row) => [row.code, row.why, row] as const))('%s: %s', (code, _why, row) => {
    const complaint = row.complaint();
    const before = JSON.stringify(complaint.now);
    const found = complaint.refusals(row.command, row.actor ?? supervisorActor, row.at ?? '2026-09-18 15:00');
    expect(found.map((one) => one.code)).toContain(code);
    const byLaw = /^[A-Z]/.test(code);
    const refusal = found.find((one) => one.code === code)!;
    expect([refusal.rule, refusal.article !== null]).toEqual([byLaw ? code : null, byLaw]);
    expect(JSON.stringify(complaint.now)).toBe(before);
  });

  it('CMP-005: no decision while an appraisal is under way', () => {
    const complaint = accepted();
    complaint.give(give.open, supervisorActor, '2026-09-21 10:00');
    expect(codes(complaint, decide(), supervisorActor, '2026-09-21 11:00')).toEqual(['CMP-005']);
    expect(codes(complaint, give.open, supervisorActor, '2026-09-21 11:00')).toEqual(['already-done']);
  });

  it('GP-508: sent back once, and refused when the time to correct is over', () => {
    const complaint = correcting();
    complaint.give(correct, complainant, '2026-09-21 10:00');
    expect(codes(complaint, give.askCorrection, supervisorActor, '2026-09-21 11:00')).toEqual(['GP-508']);
    const late = correcting();
    late.step('correct', '2026-09-22 18:00');
    late.give({ ...give.refuse, ground: 'not-corrected' }, supervisorActor, '2026-09-22 18:00');
    expect(late.now).toMatchObject({ status: 'refused', refusal: { ground: 'not-corrected' } });
    expect(complaintFacts(late.now)).toMatchObject({ ended: true, duties: [] });
  });
});

describe('the end of a complaint', () => {
  it('CMP-007: a fabricated one is rejected by that rule', () => {
    const complaint = accepted();
    const [decided] = complaint.give(decide({ outcome: 'fabricated' }), supervisorActor, '2026-09-21 10:00');
    expect(decided).toMatchObject({
      rule: 'CMP-007',
      article: rulesetById(complaint.now.ruleset).rules['CMP-007']!.article,
    });
  });

  it('CMP-012: may be withdrawn until it is decided, which ends it with a warning', () => {
    for (const complaint of [filedComplaint(), accepted()]) {
      complaint.give(give.withdraw, complainant, '2026-09-18 16:00');
      expect(complaint.now).toMatchObject({ status: 'withdrawn', withdrawnAt: moment('2026-09-18 16:00') });
      expect(complaint.now.warnings.map(({ rule, severity }) => [rule, severity])).toEqual([
        ['CMP-012', 'warns'],
      ]);
      expect(complaintFacts(complaint.now)).toMatchObject({ ended: true, duties: [] });
    }
    const decided = accepted();
    decided.give(decide(), supervisorActor, '2026-09-21 10:00');
    expect(codes(decided, give.withdraw, complainant, '2026-09-21 11:00')).toEqual(['wrong-status']);
  });

  it('is published, in tendering whenever that is, and replays from its events', () => {
    const complaint = accepted();
    complaint.give(give.state, agencyActor, '2026-09-19 10:00');
    complaint.give(decide({ outcome: 'upheld', remedy: 'start-anew' }), supervisorActor, '2026-09-21 10:00');
    expect(complaintFacts(complaint.now)).toMatchObject({ ended: false, duties: [] });
    complaint.give(give.publish, supervisorActor, '2026-09-22 10:00');
    expect(complaint.now).toMatchObject({ status: 'published', publishedAt: moment('2026-09-22 10:00') });
    expect(replayComplaint(complaint.events)).toEqual(complaint.now);
  });

  it.each([
    ['one before it', ['2026-03-01 10:00'], null],
    [
      'two before it, one of them older than the twelve months',
      ['2025-09-17 23:59', '2026-03-01 10:00'],
      null,
    ],
    ['two before it within the twelve months', ['2025-09-18 00:00', '2026-03-01 10:00'], 3],
    ['three before it', ['2025-12-01 10:00', '2026-03-01 10:00', '2026-04-01 10:00'], 4],
  ])('GP-513: without basis, with %s', (_why, before, counted) => {
    const complaint = acceptedInProcurement({ unfoundedAt: before.map(moment) });
    complaint.give(decide(), supervisorActor, '2026-09-18 16:00');
    expect(complaint.now.repeatedlyUnfounded).toBe(counted);
  });

  it('GP-513: counts nothing in tendering, nor where the complaint is upheld', () => {
    const unfoundedAt = ['2026-01-01 10:00', '2026-02-01 10:00', '2026-03-01 10:00'].map(moment);
    const tendering = filedComplaint({ unfoundedAt });
    tendering.give(give.accept, supervisorActor, '2026-09-18 10:00');
    tendering.give(decide(), supervisorActor, '2026-09-18 16:00');
    expect(tendering.now.repeatedlyUnfounded).toBeNull();
    const held = acceptedInProcurement({ unfoundedAt });
    held.give(upheld('start-anew'), supervisorActor, '2026-09-18 16:00');
    expect(held.now.repeatedlyUnfounded).toBeNull();
  });

  it('GP-512: what may follow depends on how far the tender has come', () => {
    const decidedAt = (
      stage: 'documents' | 'contract' | 'report',
      remedy: Command<'decideComplaint'>['remedy'],
    ) => {
      const complaint = new Complaint(objectedTender());
      complaint.give(filing(), complainant, '2026-09-15 10:00');
      complaint.give(give.accept, supervisorActor, '2026-09-18 10:00');
      complaint.surroundings = { ...complaint.surroundings, tender: tenderAt(stage) };
      return codes(complaint, upheld(remedy), supervisorActor, '2026-11-03 10:00');
    };
    expect(decidedAt('documents', 'void-award')).toEqual(['remedy-unfit']);
    expect(decidedAt('contract', 'void-award')).toEqual([]);
    expect(decidedAt('contract', 'damages')).toEqual(['remedy-unfit']);
    expect(decidedAt('report', 'revoke-contract')).toEqual([]);
  });
});

describe('a complaint under an earlier law', () => {
  it('asks nothing and sets no time that came with a later instrument (GP-508 to GP-514 before 2018)', () => {
    const tender = { ...challengedTender(), ruleset: 'cn-government-procurement-2017-10-01' };
    const law = { ruleset: rulesetById(tender.ruleset), calendar: buildCalendar() };
    const surroundings = around(tender, {
      unfoundedAt: [1, 2, 3].map((day) => moment(`2026-08-0${day} 10:00`)),
    });
    let state: ComplaintState | null = null;
    const take = (command: ComplaintCommand, actor: Actor, at: string): void => {
      expect(admitComplaint(command, actor, state, moment(at), law, surroundings)).toEqual([]);
      for (const event of decideComplaint(command, actor, state, moment(at), law, surroundings))
        state = applyComplaint(event, state);
    };
    take(filing(), complainant, '2026-09-17 10:00');
    expect(state!.duties).toEqual([]);
    const ask = admitComplaint(
      give.askCorrection,
      supervisorActor,
      state,
      moment('2026-09-17 11:00'),
      law,
      surroundings,
    );
    expect(ask.map(({ code }) => code)).toEqual(['no-correction']);
    take(give.accept, supervisorActor, '2026-09-18 10:00');
    expect(state!.duties.map(({ id, rule }) => [id, rule])).toEqual([['decide', 'GP-510']]);
    take(give.state, agencyActor, '2026-09-18 11:00');
    take(decide(), supervisorActor, '2026-09-18 12:00');
    expect(state!.repeatedlyUnfounded).toBeNull();
    take(give.publish, supervisorActor, '2026-09-18 13:00');
    expect(state!).toMatchObject({ status: 'published' });
  });
});
