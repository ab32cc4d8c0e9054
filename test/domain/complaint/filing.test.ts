import { describe, expect, it } from '@jest/globals';
import { filingTime } from '../../../domain/complaint/filing/filing-time.ts';
import type { ComplaintCommand } from '../../../domain/complaint/index.ts';
import type { Surroundings } from '../../../domain/complaint/index.ts';
import type { Actor, TenderState } from '../../../domain/tender/index.ts';
import { isoShanghai } from '../../../domain/time/instant.ts';
import { agencyActor, bidderActors, exampleDraft, supervisorActor } from '../../support/drafts.ts';
import {
  around,
  AUTHORITY,
  challengedTender,
  complainant,
  Complaint,
  filing,
  lawOf,
  objectedTender,
  OTHER_AUTHORITY,
  tenderAt,
} from '../../support/complaints.ts';
import { moment } from '../../support/process.ts';

interface Row {
  readonly rule: string;
  readonly why: string;
  readonly tender: () => TenderState;
  readonly command?:
    ReturnType<typeof filing> | Partial<Extract<ComplaintCommand, { name: 'fileComplaint' }>>;
  readonly actor?: Actor;
  readonly around?: Partial<Surroundings>;
  readonly at: string;
  /** The codes that refuse; none: admitted. */
  readonly codes: readonly string[];
  readonly article?: RegExp;
}

const objected = () => objectedTender();
const challenged = () => challengedTender();
const nothing = { participation: { tookDocumentsAt: null, bidAt: null } };
const other = { subject: 'other', objectionId: null } as const;

const rows: readonly Row[] = [
  // Known on the 11th, the 12th to the 14th waiting for the reply: day ten is the 24th.
  { rule: 'CMP-001', why: 'the day before the last', tender: objected, at: '2026-09-23 23:59', codes: [] },
  { rule: 'CMP-001', why: 'on the last day', tender: objected, at: '2026-09-24 23:59', codes: [] },
  {
    rule: 'CMP-001',
    why: 'the day after',
    tender: objected,
    at: '2026-09-25 00:00',
    codes: ['CMP-001'],
    article: /条例第六十条第一款/,
  },
  // Without an objection's waiting time day ten of the 11th is the 21st.
  {
    rule: 'CMP-001',
    why: 'another matter on its last day',
    tender: objected,
    command: other,
    at: '2026-09-21 23:59',
    codes: [],
  },
  {
    rule: 'CMP-001',
    why: 'another matter a day late',
    tender: objected,
    command: other,
    at: '2026-09-22 00:00',
    codes: ['CMP-001'],
  },
  {
    rule: 'CMP-003',
    why: 'while the objection waits for its reply no time runs',
    tender: () => objectedTender(null),
    at: '2026-10-20 10:00',
    codes: [],
  },
  {
    rule: 'CMP-003',
    why: 'a late reply ends the waiting: in time',
    tender: () => objectedTender('2026-09-28 10:00'),
    at: '2026-10-08 23:59',
    codes: [],
  },
  {
    rule: 'CMP-003',
    why: 'a late reply ends the waiting: late',
    tender: () => objectedTender('2026-09-28 10:00'),
    at: '2026-10-09 00:00',
    codes: ['CMP-001'],
  },
  {
    rule: 'CMP-002',
    why: 'no objection before',
    tender: () => tenderAt('documents'),
    command: { objectionId: null },
    at: '2026-09-15 10:00',
    codes: ['CMP-002'],
    article: /条例第六十条第二款/,
  },
  {
    rule: 'CMP-002',
    why: 'the objection of another',
    tender: objected,
    actor: bidderActors[1],
    at: '2026-09-15 10:00',
    codes: ['CMP-002'],
  },
  {
    rule: 'CMP-002',
    why: 'an objection about something else',
    tender: objected,
    command: { subject: 'opening' },
    at: '2026-09-15 10:00',
    codes: ['CMP-002'],
  },
  {
    rule: 'CMP-002',
    why: 'an objection that there is not',
    tender: objected,
    command: { objectionId: 'objection-9' },
    at: '2026-09-15 10:00',
    codes: ['CMP-002'],
  },
  {
    rule: 'CMP-001',
    why: 'no request',
    tender: objected,
    command: { request: ' ' },
    at: '2026-09-15 10:00',
    codes: ['CMP-001'],
  },
  {
    rule: 'CMP-001',
    why: 'no proof',
    tender: objected,
    command: { evidence: [] },
    at: '2026-09-15 10:00',
    codes: ['CMP-001'],
  },
  {
    rule: 'CMP-001',
    why: 'nothing complained of',
    tender: objected,
    command: { points: [] },
    at: '2026-09-15 10:00',
    codes: ['CMP-001'],
  },
  {
    rule: 'CMP-001',
    why: 'no part in the tender, and no interest stated',
    tender: objected,
    around: nothing,
    at: '2026-09-15 10:00',
    codes: ['CMP-001'],
  },
  {
    rule: 'CMP-001',
    why: 'an interest stated with evidence',
    tender: objected,
    around: nothing,
    command: { interest: '本单位为潜在投标人的分包单位。' },
    at: '2026-09-15 10:00',
    codes: [],
  },
  {
    rule: 'CMP-006',
    why: 'the same matter twice',
    tender: objected,
    around: {
      others: [
        {
          id: 'complaint-0',
          tenderId: 'tender-1',
          subject: 'documents',
          objectionId: 'objection-1',
          status: 'filed',
          authority: OTHER_AUTHORITY.name,
        },
      ],
    },
    at: '2026-09-15 10:00',
    codes: ['CMP-006'],
    article: /条例第六十一条第一款/,
  },
  {
    rule: 'CMP-006',
    why: 'again after the first was refused',
    tender: objected,
    around: {
      others: [
        {
          id: 'complaint-0',
          tenderId: 'tender-1',
          subject: 'documents',
          objectionId: 'objection-1',
          status: 'refused',
          authority: OTHER_AUTHORITY.name,
        },
      ],
    },
    at: '2026-09-15 10:00',
    codes: [],
  },
  {
    rule: 'wrong-role',
    why: 'by the authority',
    tender: objected,
    actor: supervisorActor,
    at: '2026-09-15 10:00',
    codes: ['wrong-role'],
  },
  {
    rule: 'own-tender',
    why: 'by the agency as a bidder',
    tender: objected,
    actor: { ...agencyActor, role: 'bidder' },
    at: '2026-09-15 10:00',
    codes: ['own-tender'],
  },
  {
    rule: 'no-authority',
    why: 'to nobody',
    tender: objected,
    command: { authorities: [] },
    at: '2026-09-15 10:00',
    codes: ['no-authority'],
  },
  {
    rule: 'no-authority',
    why: 'to the same twice',
    tender: objected,
    command: { authorities: [AUTHORITY, AUTHORITY] },
    at: '2026-09-15 10:00',
    codes: ['no-authority'],
  },
  {
    rule: 'impossible-knowledge',
    why: 'known in the future',
    tender: objected,
    command: { knownAt: moment('2026-09-15 10:01') },
    at: '2026-09-15 10:00',
    codes: ['impossible-knowledge'],
  },
  {
    rule: 'impossible-knowledge',
    why: 'known before the notice',
    tender: objected,
    command: { knownAt: moment('2026-09-09 14:59') },
    at: '2026-09-15 10:00',
    codes: ['impossible-knowledge'],
  },
  // The challenge of the 12th is to be answered by the 21st; fifteen working days after that end on 19 October.
  {
    rule: 'GP-507',
    why: 'before the answer and the end of its time',
    tender: () => challengedTender(null),
    at: '2026-09-21 23:59',
    codes: ['GP-507'],
    article: /政府采购法第五十五条/,
  },
  {
    rule: 'GP-507',
    why: 'unanswered, when its time is over',
    tender: () => challengedTender(null),
    at: '2026-09-22 00:00',
    codes: [],
  },
  { rule: 'GP-507', why: 'answered early', tender: challenged, at: '2026-09-17 10:00', codes: [] },
  { rule: 'GP-507', why: 'the day before the last', tender: challenged, at: '2026-10-18 23:59', codes: [] },
  {
    rule: 'GP-507',
    why: 'on the last day, however early the answer came',
    tender: challenged,
    at: '2026-10-19 23:59',
    codes: [],
  },
  { rule: 'GP-507', why: 'the day after', tender: challenged, at: '2026-10-20 00:00', codes: ['GP-507'] },
  {
    rule: 'GP-507',
    why: 'without a challenge, whatever it is about',
    tender: challenged,
    command: other,
    at: '2026-09-17 10:00',
    codes: ['GP-507'],
  },
  {
    rule: 'GP-514',
    why: 'beyond what was challenged',
    tender: challenged,
    command: { points: [{ text: '付款条件不公。', from: 'new' }] },
    at: '2026-09-17 10:00',
    codes: ['GP-514'],
    article: /政府采购法实施条例第五十五条/,
  },
  {
    rule: 'GP-514',
    why: 'resting on the answer',
    tender: challenged,
    command: { points: [{ text: '答复与文件矛盾。', from: 'reply' }] },
    at: '2026-09-17 10:00',
    codes: [],
  },
  {
    rule: 'GP-514',
    why: 'resting on an answer that there is not',
    tender: () => challengedTender(null),
    command: { points: [{ text: '答复与文件矛盾。', from: 'reply' }] },
    at: '2026-09-25 10:00',
    codes: ['GP-514'],
  },
  {
    rule: 'GP-514',
    why: 'about another subject',
    tender: challenged,
    command: { subject: 'result' },
    at: '2026-09-17 10:00',
    codes: ['GP-514'],
  },
  {
    rule: 'GP-508',
    why: 'no proof in procurement',
    tender: challenged,
    command: { evidence: [] },
    at: '2026-09-17 10:00',
    codes: ['GP-508'],
  },
];

describe('filing a complaint', () => {
  it.each(rows.map((row) => [row.rule, row.why, row] as const))('%s: %s', (_rule, _why, row) => {
    const complaint = new Complaint(row.tender(), row.around);
    const refusals = complaint.refusals(filing(row.command), row.actor ?? complainant, row.at);
    expect(refusals.map(({ code }) => code)).toEqual(row.codes);
    for (const refusal of refusals) {
      const byLaw = /^[A-Z]/.test(refusal.code);
      expect([refusal.rule, refusal.article !== null]).toEqual([byLaw ? refusal.code : null, byLaw]);
      if (row.article !== undefined) expect(refusal.article).toMatch(row.article);
      expect(refusal.zh.length * refusal.en.length).toBeGreaterThan(0);
    }
  });

  it('CMP-002: needs no objection to the result where tendering is voluntary', () => {
    const voluntary = { ...exampleDraft().attributes, mandatory: false };
    const state = tenderAt('published');
    const tender = { ...state, draft: { ...state.draft, attributes: voluntary } };
    const command = filing({ subject: 'result', objectionId: null, knownAt: moment('2026-10-12 11:00') });
    expect(new Complaint(tender).refusals(command, complainant, '2026-10-13 10:00')).toEqual([]);
    const mandatory = new Complaint(state).refusals(command, complainant, '2026-10-13 10:00');
    expect(mandatory.map(({ code }) => code)).toEqual(['CMP-002']);
  });

  it('CMP-001: a claim to have known later than one objected does not help, and is noted', () => {
    const complaint = new Complaint(objectedTender());
    complaint.give(filing({ knownAt: moment('2026-09-14 09:00') }), complainant, '2026-09-15 10:00');
    expect(isoShanghai(complaint.now.knownAt)).toContain('2026-09-12T10:00');
    expect(complaint.now.warnings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['CMP-001', 'warns'],
    ]);
  });

  it('shows the strongest tie to the tender that the record has', () => {
    const standing = (given: Partial<Surroundings>, interest: string | null = null) => {
      const complaint = new Complaint(objectedTender(), given);
      complaint.give(filing({ interest }), complainant, '2026-09-15 10:00');
      return complaint.now.standing;
    };
    expect(standing({})).toBe('document-holder');
    expect(standing({ participation: { tookDocumentsAt: 1, bidAt: 2 } })).toBe('bidder');
    expect(standing(nothing, '分包单位')).toBe('stated-interest');
  });

  it('CMP-006: the first authority deals with it, the others are told', () => {
    const complaint = new Complaint(objectedTender());
    complaint.give(filing({ authorities: [AUTHORITY, OTHER_AUTHORITY] }), complainant, '2026-09-15 10:00');
    expect([complaint.now.authority, complaint.now.told]).toEqual([AUTHORITY, [OTHER_AUTHORITY]]);
  });

  it('CMP-012: the same matter again after a withdrawal is taken with a warning', () => {
    const others = [
      {
        id: 'complaint-0',
        tenderId: 'tender-1',
        subject: 'documents',
        objectionId: 'objection-1',
        status: 'withdrawn',
        authority: AUTHORITY.name,
      },
    ] as const;
    const complaint = new Complaint(objectedTender(), { others });
    complaint.give(filing(), complainant, '2026-09-15 10:00');
    expect(complaint.now.warnings.map(({ rule }) => rule)).toEqual(['CMP-012']);
  });

  it('is decided under the law that is pinned in its tender', () => {
    const tender = { ...objectedTender(), ruleset: 'cn-tendering-2019-03-02' };
    const ask = () =>
      new Complaint(objectedTender(), around(tender)).refusals(filing(), complainant, '2026-09-15 10:00');
    expect(ask).toThrow('runs under ruleset');
  });
});

describe('the days of an objection’s reply (CMP-003)', () => {
  it('are left out of the complainant’s time also where the rule would refuse nothing', () => {
    const tender = objectedTender();
    const law = lawOf(tender);
    const rule = { ...law.ruleset.rules['CMP-003']!, scope: 'MT' } as const;
    const ruleset = { ...law.ruleset, rules: { ...law.ruleset.rules, 'CMP-003': rule } };
    const voluntary = {
      ...tender,
      draft: { ...tender.draft, attributes: { ...tender.draft.attributes, mandatory: false } },
    };
    const given = { subject: 'documents', claimedAt: moment('2026-09-15 10:00') } as const;
    const until = filingTime({ ...law, ruleset }, voluntary, given, tender.objections[0]!).deadline?.endsAt;
    expect(until).toBe(filingTime(law, tender, given, tender.objections[0]!).deadline?.endsAt);
  });
});
