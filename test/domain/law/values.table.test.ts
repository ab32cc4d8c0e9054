import { describe, expect, it } from '@jest/globals';
import { rulesets, type LawContext } from '../../../domain/law/context.ts';
import type { Breach, TenderAttributes } from '../../../domain/law/types.ts';
import { checkAward } from '../../../domain/tender/award/may-be-awarded.ts';
import { checkContract } from '../../../domain/tender/contract/terms.ts';
import { checkCandidates } from '../../../domain/tender/evaluation/candidates.ts';
import { checkCommittee } from '../../../domain/tender/ground/committee.ts';
import type { TenderDraft } from '../../../domain/tender/ground/draft.ts';
import type { CommitteeMember } from '../../../domain/tender/ground/parts.ts';
import type { TenderState } from '../../../domain/tender/ground/state.ts';
import { adviseOn } from '../../../domain/tender/index.ts';
import { checkMethod } from '../../../domain/tender/notice/checks/method.ts';
import { checkProcurement } from '../../../domain/tender/notice/checks/procurement.ts';
import { checkSecurities } from '../../../domain/tender/notice/checks/securities.ts';
import { checkThresholds } from '../../../domain/tender/notice/checks/thresholds.ts';
import { shownInstant } from '../../../domain/time/text.ts';
import {
  agencyActor,
  bidderActors,
  exampleCandidate,
  exampleCommittee,
  exampleDocument,
  exampleDraft,
  exampleOpenedBids,
} from '../../support/drafts.ts';
import { exampleCommands as example, lawAt, moment, processAt } from '../../support/process.ts';
import { procurementLawAt } from './context.ts';
import { launched, type Course } from './course.ts';

const ztb = lawAt();
const gp = procurementLawAt();
const WORKS: TenderAttributes = { mandatory: true, stateOwned: true, category: 'engineering' };
const GOODS: TenderAttributes = { ...WORKS, category: 'goods' };
const SERVICES: TenderAttributes = { ...WORKS, category: 'services' };
const of = (rule: string, breaches: readonly Breach[]): string =>
  breaches.find((one) => one.rule === rule)?.severity ?? 'silent';

const party = (number: number) => ({ name: `单位${number}`, uscc: exampleDraft().tenderee.uscc });
const invited = (count: number, overrides: Partial<TenderDraft> = {}) =>
  exampleDraft({
    method: 'invited',
    methodReason: '技术复杂',
    invitees: Array.from({ length: count }, (_, index) => party(index)),
    ...overrides,
  });
const procured = (overrides: Partial<TenderDraft> = {}) =>
  exampleDraft({ regime: 'government-procurement', attributes: GOODS, ...overrides });

function committee(members: number, experts: number): CommitteeMember[] {
  return Array.from({ length: members }, (_, index) => ({
    name: `成员${index}`,
    role: index < experts ? 'expert' : 'tenderee-representative',
    employer: '-',
  }));
}
const judged = (ctx: LawContext, members: number, experts: number, budgetFen: string | null = null): string =>
  of(
    ctx === gp ? 'GP-204' : 'ZTB-303',
    checkCommittee(
      ctx,
      ctx === gp ? procured() : exampleDraft({ attributes: GOODS }),
      committee(members, experts),
      budgetFen,
    ),
  );

const procuredState = (): TenderState => procurement(3, 3).state;
const contract = (state: TenderState, ctx: LawContext, securityFen: string): Breach[] =>
  checkContract(
    ctx,
    state,
    { amountFen: '1000', performanceSecurityFen: securityFen },
    moment('2026-10-20 10:00'),
  );

/** A procurement brought to the opening of so many bids, if it gets so far. */
function procurement(bidders: number, opened = bidders): Course {
  const { schedule } = exampleDraft();
  // Five working days from 10 September are over at the end of the 17th.
  const draft = procured({ schedule: { ...schedule, documentsIssuedUntilAt: moment('2026-09-18 17:00') } });
  const course = launched(gp, draft, '2026-09-09 15:00');
  course.step({ name: 'openDocuments' }, '2026-09-10 09:00');
  course.step({ name: 'closeDocuments' }, '2026-09-18 17:00');
  course.step({ name: 'closeBids', bidCount: bidders, bidderCount: bidders }, '2026-09-30 09:00');
  course.step({ name: 'completeKeys' }, '2026-09-30 09:10');
  const bids = Array.from({ length: opened }, (_, index) => ({
    ...exampleOpenedBids()[0]!,
    bidId: `bid-${index + 1}`,
    partyId: `party-${index + 1}`,
  }));
  course.step({ name: 'openBids', bids }, '2026-09-30 09:11');
  return course;
}

/** What a procurement comes to when so many of four bids conform. */
function conforming(count: number): string {
  const course = procurement(4);
  const rejected = Array.from({ length: 4 - count }, (_, index) => ({
    bidId: `bid-${4 - index}`,
    ground: '63-3',
    reason: '不具备资格',
  }));
  const opened = course.state.openedBids?.[0];
  const candidates = [{ ...exampleCandidate(1), uscc: opened?.uscc ?? '', name: opened?.name ?? '' }];
  const report = example.report({ candidates, rejected, committee: committee(7, 5) });
  course.give(report, agencyActor, '2026-10-09 10:00');
  return course.state.outcome ?? 'goes on';
}

/** What a prequalification with so many qualified comes to. */
function qualified(count: number): string {
  const draft = exampleDraft({
    qualification: 'before',
    firstStage: {
      documents: [exampleDocument()],
      issuedFromAt: moment('2026-08-03 09:00'),
      issuedUntilAt: moment('2026-08-11 17:00'),
      dueAt: moment('2026-08-18 09:00'),
    },
  });
  const course = launched(ztb, draft, '2026-08-01 15:00');
  course.step({ name: 'openFirstStage' }, '2026-08-03 09:00');
  const [first] = bidderActors;
  // Four applicants: those of the example, and one more under a name of its own.
  const applicants = [...bidderActors, { ...first, partyId: 'party-bidder-4', uscc: 'bidder-4' }];
  applicants.forEach((actor, index) => {
    const application = {
      name: 'submitApplication',
      id: `a-${index}`,
      documents: [exampleDocument()],
    } as const;
    course.give(application, actor, '2026-08-12 10:00');
  });
  course.step({ name: 'closeApplications' }, '2026-08-18 09:00');
  const codes = applicants.map(({ uscc }) => uscc ?? '');
  course.give(
    {
      name: 'concludeFirstStage',
      admitted: codes.slice(0, count),
      rejected: codes.slice(count).map((uscc) => ({ uscc, reason: '资质不符' })),
      committee: exampleCommittee(),
      documents: [],
      schedule: draft.schedule,
    },
    agencyActor,
    '2026-08-25 10:00',
  );
  return course.state.outcome ?? 'goes on';
}

function closedWith(bidders: number): string {
  const process = processAt('bidding');
  process.step({ name: 'closeBids', bidCount: bidders, bidderCount: bidders }, '2026-09-30 09:00');
  return process.state.outcome ?? 'goes on';
}

/** The bid deadline after the platform was down from so many minutes before it, for so many minutes. */
function deadlineAfterOutage(minutesBefore: number, minutes: number): string {
  const process = processAt('bidding');
  const deadlineAt = process.state.bidDeadlineAt;
  const fromAt = deadlineAt - minutesBefore * 60_000;
  const outages = [{ fromAt, untilAt: fromAt + minutes * 60_000 }];
  process.step({ name: 'makeUpDowntime', outages }, '2026-09-30 09:00');
  return shownInstant(process.state.bidDeadlineAt);
}
const DAY_IN_MINUTES = 1440;

const candidates = (count: number): string => {
  const named = Array.from({ length: count }, (_, index) => ({ ...exampleCandidate(1), rank: index + 1 }));
  return of('ZTB-318', checkCandidates(ztb, WORKS, named, [], exampleOpenedBids()));
};
const ground = (ctx: LawContext, rule: string, text: string): string =>
  of(
    rule,
    checkCandidates(
      ctx,
      WORKS,
      [exampleCandidate(1)],
      [{ bidId: 'bid-2', ground: text, reason: '-' }],
      exampleOpenedBids(),
    ),
  );

const securities = (ctx: LawContext, draft: TenderDraft) => (rule: string) =>
  of(rule, checkSecurities(ctx, draft));
const bidSecurity = (rule: string, ctx: LawContext, regime: TenderDraft['regime']) => (fen: string) =>
  securities(
    ctx,
    exampleDraft({ regime, attributes: SERVICES, estimatedPriceFen: '100000', bidSecurityFen: fen }),
  )(rule);
const threshold = (rule: string, category: TenderAttributes['category']) => (fen: string) =>
  of(
    rule,
    checkThresholds(
      ztb,
      exampleDraft({ attributes: { mandatory: false, stateOwned: false, category }, estimatedPriceFen: fen }),
    ),
  );
const valid = (count: number): string => {
  const { state } = processAt('evaluation');
  const bids = [...exampleOpenedBids(), { ...exampleOpenedBids()[0]!, bidId: 'bid-4' }];
  const rejected = bids.slice(count).map(({ bidId }) => ({ bidId, ground: '51-3', reason: '-' }));
  const report = example.report({ candidates: [exampleCandidate(1)], rejected });
  return of('ZTB-315', adviseOn(ztb, { ...state, openedBids: bids }, report, moment('2026-10-10 16:00')));
};
const ranked = (ctx: LawContext, rule: string, rank: number): string => {
  const { evaluation } = processAt('award').state;
  const reported = { ...evaluation!, candidates: [1, 2, 3].map(exampleCandidate) };
  const state = { ...(ctx === gp ? procuredState() : processAt('award').state), evaluation: reported };
  return of(rule, checkAward(ctx, state, exampleCandidate(rank), moment('2026-10-16 10:00')));
};
const weight = (name: 'goods' | 'services', points: string): string =>
  of(
    'GP-216',
    checkProcurement(
      gp,
      procured({
        attributes: { ...WORKS, category: name },
        evaluationMethod: `综合评分法，价格分${points}分`,
      }),
    ),
  );

type Three = readonly [below: string, equal: string, above: string];

/** Every value that the platform acts on: one below, the value itself, one above, and what each comes to. */
const ACTED_ON: readonly { rule: string; what: string; came: () => Three; expected: Three }[] = [
  {
    rule: 'INT-07',
    what: '29, 30, 31 minutes down before the deadline',
    came: () => [deadlineAfterOutage(60, 29), deadlineAfterOutage(60, 30), deadlineAfterOutage(60, 31)],
    expected: ['2026-09-30 09:00', '2026-10-08 09:00', '2026-10-08 09:00'],
  },
  {
    rule: 'INT-07',
    what: 'half an hour down from 23:59, 24:00, 24:01 hours before the deadline on',
    came: () => [
      deadlineAfterOutage(DAY_IN_MINUTES - 1, 30),
      deadlineAfterOutage(DAY_IN_MINUTES, 30),
      deadlineAfterOutage(DAY_IN_MINUTES + 1, 30),
    ],
    expected: ['2026-10-08 09:00', '2026-10-08 09:00', '2026-09-30 09:00'],
  },
  {
    rule: 'ZTB-009',
    what: '2, 3, 4 qualified',
    came: () => [qualified(2), qualified(3), qualified(4)],
    expected: ['failed-fewer-than-three', 'goes on', 'goes on'],
  },
  {
    rule: 'ZTB-013',
    what: '2, 3, 4 invited',
    came: () => [2, 3, 4].map((count) => of('ZTB-013', checkMethod(ztb, invited(count)))) as unknown as Three,
    expected: ['blocks', 'silent', 'silent'],
  },
  {
    rule: 'ZTB-201',
    what: '1.999 %, 2 %, 2.001 % of the estimate',
    came: () => ['1999', '2000', '2001'].map(bidSecurity('ZTB-201', ztb, 'tendering')) as unknown as Three,
    expected: ['silent', 'silent', 'blocks'],
  },
  {
    rule: 'ZTB-202',
    what: 'a fen below, at and above 800,000 yuan',
    came: () =>
      ['79999999', '80000000', '80000001'].map((fen) =>
        of(
          'ZTB-202',
          checkSecurities(ztb, exampleDraft({ estimatedPriceFen: '9000000000', bidSecurityFen: fen })),
        ),
      ) as unknown as Three,
    expected: ['silent', 'silent', 'warns'],
  },
  {
    rule: 'ZTB-213',
    what: '2, 3, 4 bidders',
    came: () => [closedWith(2), closedWith(3), closedWith(4)],
    expected: ['failed-fewer-than-three', 'goes on', 'goes on'],
  },
  {
    rule: 'ZTB-303',
    what: '3, 5, 7 members',
    came: () => [judged(ztb, 3, 2), judged(ztb, 5, 4), judged(ztb, 7, 5)],
    expected: ['blocks', 'silent', 'silent'],
  },
  {
    rule: 'ZTB-303',
    what: '5, 6, 7 of nine members are experts',
    came: () => [judged(ztb, 9, 5), judged(ztb, 9, 6), judged(ztb, 9, 7)],
    expected: ['blocks', 'silent', 'silent'],
  },
  {
    rule: 'ZTB-303',
    what: '6, 7, 8 members: odd',
    came: () => [judged(ztb, 6, 5), judged(ztb, 7, 6), judged(ztb, 8, 7)],
    expected: ['blocks', 'silent', 'blocks'],
  },
  {
    rule: 'ZTB-313',
    what: 'items 0, 7, 8',
    came: () => [
      ground(ztb, 'ZTB-313', '51-0'),
      ground(ztb, 'ZTB-313', '51-7'),
      ground(ztb, 'ZTB-313', '51-8'),
    ],
    expected: ['blocks', 'silent', 'blocks'],
  },
  {
    rule: 'ZTB-315',
    what: '2, 3, 4 valid bids',
    came: () => [valid(2), valid(3), valid(4)],
    expected: ['warns', 'silent', 'silent'],
  },
  {
    rule: 'ZTB-318',
    what: '2, 3, 4 candidates',
    came: () => [candidates(2), candidates(3), candidates(4)],
    expected: ['silent', 'silent', 'blocks'],
  },
  {
    rule: 'ZTB-403',
    what: 'ranks 1, 2, 3',
    came: () => [ranked(ztb, 'ZTB-403', 1), ranked(ztb, 'ZTB-403', 2), ranked(ztb, 'ZTB-403', 3)],
    expected: ['silent', 'blocks', 'blocks'],
  },
  {
    rule: 'ZTB-407',
    what: '9.9 %, 10 %, 10.1 % of the contract',
    came: () =>
      ['99', '100', '101'].map((fen) =>
        of('ZTB-407', contract(processAt('contract').state, ztb, fen)),
      ) as unknown as Three,
    expected: ['silent', 'silent', 'blocks'],
  },
  {
    rule: 'THR-05',
    what: 'a fen below, at and above 4,000,000 yuan',
    came: () =>
      ['399999999', '400000000', '400000001'].map(threshold('THR-05', 'engineering')) as unknown as Three,
    expected: ['silent', 'warns', 'warns'],
  },
  {
    rule: 'THR-06',
    what: 'a fen below, at and above 2,000,000 yuan',
    came: () => ['199999999', '200000000', '200000001'].map(threshold('THR-06', 'goods')) as unknown as Three,
    expected: ['silent', 'warns', 'warns'],
  },
  {
    rule: 'THR-07',
    what: 'a fen below, at and above 1,000,000 yuan',
    came: () =>
      ['99999999', '100000000', '100000001'].map(threshold('THR-07', 'services')) as unknown as Three,
    expected: ['silent', 'warns', 'warns'],
  },
  {
    rule: 'GP-108',
    what: '2, 3, 4 invited',
    came: () =>
      [2, 3, 4].map((count) =>
        of('GP-108', checkMethod(gp, invited(count, { regime: 'government-procurement' }))),
      ) as unknown as Three,
    expected: ['blocks', 'silent', 'silent'],
  },
  {
    rule: 'GP-201',
    what: '1.999 %, 2 %, 2.001 % of the budget',
    came: () =>
      ['1999', '2000', '2001'].map(bidSecurity('GP-201', gp, 'government-procurement')) as unknown as Three,
    expected: ['silent', 'silent', 'blocks'],
  },
  {
    rule: 'GP-204',
    what: '3, 5, 7 members',
    came: () => [judged(gp, 3, 2), judged(gp, 5, 4), judged(gp, 7, 5)],
    expected: ['blocks', 'silent', 'silent'],
  },
  {
    rule: 'GP-204',
    what: 'five members for a fen below, at and above 10,000,000 yuan',
    came: () => [
      judged(gp, 5, 4, '999999999'),
      judged(gp, 5, 4, '1000000000'),
      judged(gp, 5, 4, '1000000001'),
    ],
    expected: ['silent', 'blocks', 'blocks'],
  },
  {
    rule: 'GP-204',
    what: '5, 7, 9 members for 10,000,000 yuan',
    came: () => [
      judged(gp, 5, 4, '1000000000'),
      judged(gp, 7, 5, '1000000000'),
      judged(gp, 9, 6, '1000000000'),
    ],
    expected: ['blocks', 'silent', 'silent'],
  },
  {
    rule: 'GP-207',
    what: '2, 3, 4 bidders',
    came: () => [2, 3, 4].map((count) => procurement(count).state.outcome ?? 'goes on') as unknown as Three,
    expected: ['failed-fewer-than-three', 'goes on', 'goes on'],
  },
  {
    rule: 'GP-210',
    what: '2, 3, 4 conform',
    came: () => [conforming(2), conforming(3), conforming(4)],
    expected: ['failed-fewer-than-three', 'goes on', 'goes on'],
  },
  {
    rule: 'GP-215',
    what: 'items 0, 6, 7',
    came: () => [ground(gp, 'GP-215', '63-0'), ground(gp, 'GP-215', '63-6'), ground(gp, 'GP-215', '63-7')],
    expected: ['blocks', 'silent', 'blocks'],
  },
  {
    rule: 'GP-216',
    what: '29.9, 30, 30.1 points of a hundred for goods',
    came: () => [weight('goods', '29.9'), weight('goods', '30'), weight('goods', '30.1')],
    expected: ['warns', 'silent', 'silent'],
  },
  {
    rule: 'GP-216',
    what: '9.9, 10, 10.1 points of a hundred for services',
    came: () => [weight('services', '9.9'), weight('services', '10'), weight('services', '10.1')],
    expected: ['warns', 'silent', 'silent'],
  },
  {
    rule: 'GP-302',
    what: 'ranks 1, 2, 3',
    came: () => [ranked(gp, 'GP-302', 1), ranked(gp, 'GP-302', 2), ranked(gp, 'GP-302', 3)],
    expected: ['silent', 'blocks', 'blocks'],
  },
  {
    rule: 'GP-309',
    what: '9.9 %, 10 %, 10.1 % of the contract',
    came: () =>
      ['99', '100', '101'].map((fen) => of('GP-309', contract(procuredState(), gp, fen))) as unknown as Three,
    expected: ['silent', 'silent', 'blocks'],
  },
  {
    rule: 'GP-707',
    what: '0, 1, 2 suppliers',
    came: () =>
      [0, 1, 2].map((count) =>
        of(
          'GP-707',
          checkMethod(gp, invited(count, { regime: 'government-procurement', method: 'single-source' })),
        ),
      ) as unknown as Three,
    expected: ['blocks', 'silent', 'blocks'],
  },
];

/** Values that stand in the rulesets to be read and cited; the catalogue says why no code compares them. */
const CITED: Readonly<Record<string, Readonly<Record<string, number | string>>>> = {
  'ZTB-021': { securityStage: 2 },
  'ZTB-304': { minYears: 8 },
  'ZTB-310': { share: 1, shareOf: 3 },
  'ZTB-413': { maxFineFen: '10000000' },
  'THR-01': { minFen: '200000000', minPercent: 10 },
  'CMP-011': { grounds: 6 },
  'PUB-007': { minYears: 10 },
  'PUB-012': { months: 6 },
  'GP-103': { minTakers: 3 },
  'GP-203': { surchargePercent: 20 },
  'GP-205': { earliestWorkdays: 2 },
  'GP-206': { years: 3 },
  'GP-209': { minQualified: 3 },
  'GP-211': { minResponsive: 3 },
  'GP-311': { maxPercent: 10 },
  'GP-315': { minFen: '500000000' },
  'GP-512': { outcomes: 4 },
  'GP-513': { months: 12, complaints: 3, minYears: 1, maxYears: 3 },
  'GP-601': { minYears: 15 },
};

describe('each value: one below, the value itself, one above', () => {
  it.each(ACTED_ON)('$rule: $what', ({ came, expected }) => {
    expect(came()).toEqual(expected);
  });

  it.each(Object.entries(CITED))('%s is stated as it was read', (id, values) => {
    const holders = rulesets.filter(({ rules }) => rules[id] !== undefined);
    expect(holders.length).toBeGreaterThan(0);
    for (const { rules } of holders) expect(rules[id]?.values).toEqual(values);
  });

  it('has every rule of every ruleset that states a value', () => {
    const tabled = new Set([...ACTED_ON.map(({ rule }) => rule), ...Object.keys(CITED)]);
    const stated = rulesets
      .flatMap(({ rules }) => Object.values(rules))
      .filter(({ values }) => values !== undefined);
    expect([...new Set(stated.map(({ id }) => id))].filter((id) => !tabled.has(id))).toEqual([]);
  });
});
