import { describe, expect, it } from '@jest/globals';
import { adviseOn, type Candidate, type TenderDraft } from '../../../../domain/tender/index.ts';
import type { ProcedureId } from '../../../../domain/procedure/index.ts';
import { checkReportedPrices } from '../../../../domain/tender/ground/prices.ts';
import { decideEvaluationReport } from '../../../../domain/tender/evaluation/evaluation.ts';
import { checkAward } from '../../../../domain/tender/award/may-be-awarded.ts';
import { courseAt, courseOf, type Course } from '../../../support/course.ts';
import { agencyActor, exampleCandidate, exampleOpenedBids } from '../../../support/drafts.ts';
import { reportFor } from '../../../support/onward.ts';
import { exampleCommands as example, lawAt, moment } from '../../../support/process.ts';

const DAY = '2026-10-10 16:00';
const CEILING = '1900000000';

/** The example's bids with another price opened for the first of them. */
const openedAt = (priceFen: string) =>
  exampleOpenedBids().map((bid, index) => (index === 0 ? { ...bid, priceFen } : bid));
const first = (overrides: Partial<Candidate> = {}): Candidate => ({ ...exampleCandidate(1), ...overrides });

const law = (regime: TenderDraft['regime']) => lawAt(moment('2026-09-09 15:00'), regime);
const said = (
  id: ProcedureId,
  candidate: Candidate,
  opened = exampleOpenedBids(),
  draft: Partial<TenderDraft> = {},
) => {
  const { state } = courseOf(id, { ceilingPriceFen: CEILING, estimatedPriceFen: '1950000000', ...draft });
  return checkReportedPrices(law(state.draft.regime), state.draft, [candidate], opened).map(
    ({ rule, severity }) => `${rule} ${severity}`,
  );
};

describe('a price against the ceiling (条例51(五), 87-63(四))', () => {
  it.each<[ProcedureId, string, string[]]>([
    ['open', '1899999999', []],
    ['open', '1900000000', []],
    ['open', '1900000001', ['ZTB-313 blocks']],
    ['open', '1950000000', ['ZTB-313 blocks']],
    ['procurement-open', '1900000000', []],
    ['procurement-open', '1900000001', ['GP-215 blocks']],
    ['procurement-inquiry', '1900000001', ['GP-215 warns']],
  ])('%s: %s fen', (id, priceFen, expected) => {
    expect(said(id, first({ priceFen }), openedAt(priceFen))).toEqual(expected);
  });

  it('in procurement the budget is a ceiling too, and the lower of the two holds', () => {
    const budget = { estimatedPriceFen: '1800000000', ceilingPriceFen: null };
    const of = (priceFen: string, draft: Partial<TenderDraft> = budget) =>
      said('procurement-open', first({ priceFen }), openedAt(priceFen), draft);
    expect([of('1800000000'), of('1800000001')]).toEqual([[], ['GP-215 blocks']]);
    expect(of('1800000001', { ...budget, ceilingPriceFen: CEILING })).toEqual(['GP-215 blocks']);
    // An estimate of 招标投标法 is no ceiling.
    expect(said('open', first({ priceFen: '1800000001' }), openedAt('1800000001'), budget)).toEqual([]);
  });

  it('is void with a correction that the bidder did not confirm, also where the opened price stands', () => {
    const unconfirmed = { ground: '59-4', reason: '单价汇总', confirmed: false };
    const candidate = first({ priceFen: '1700000000', priceCorrection: unconfirmed });
    expect(said('procurement-open', candidate, openedAt('1700000000'))).toEqual(['GP-217 blocks']);
  });

  it('is measured after the correction', () => {
    const corrected = { ground: '59-4', reason: '单价汇总', confirmed: true };
    const of = (priceFen: string, opened: string) =>
      said('procurement-open', first({ priceFen, priceCorrection: corrected }), openedAt(opened));
    expect(of('1900000000', '1900000500')).toEqual([]);
    expect(of('1900000500', '1900000000')).toEqual(['GP-215 blocks']);
  });

  it('is not awarded although an earlier version took the report, and its lower rank may be', () => {
    const { state } = courseAt('open', 'award');
    const report = state.evaluation!;
    const above = first({ priceFen: '1900000001' });
    const candidates = [above, ...report.candidates.slice(1)];
    const old = { ...state, evaluation: { ...report, candidates } };
    const rules = checkAward(law('tendering'), old, above, moment('2026-12-01 10:00'));
    expect(rules.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'ZTB-313 blocks',
      'ZTB-406 warns',
    ]);
  });
});

describe('a price of the report is the one that was opened, or its lawful correction', () => {
  const OPENED = '1795000000';
  const report = (overrides: Partial<Candidate>, id: ProcedureId) =>
    said(id, first(overrides), openedAt(OPENED));

  it.each<[string, Partial<Candidate>, string[], ProcedureId]>([
    ['as opened', { priceFen: OPENED }, [], 'procurement-open'],
    ['of one fen', { priceFen: '1' }, ['GP-306 blocks'], 'procurement-open'],
    ['one fen off', { priceFen: '1795000001' }, ['GP-306 blocks'], 'procurement-open'],
    ['of one fen in a tender', { priceFen: '1' }, ['ZTB-406 blocks'], 'open'],
    ['after talks, which end in another', { priceFen: '1700000000' }, [], 'procurement-negotiation'],
    ['after talks, which end in another', { priceFen: '1700000000' }, [], 'procurement-consultation'],
    ['of an inquiry, which knows one price', { priceFen: '1' }, ['GP-306 blocks'], 'procurement-inquiry'],
    [
      'of an inquiry, where the article on corrections does not apply',
      { priceFen: '1794500000', priceCorrection: { ground: '59-4', reason: '汇总', confirmed: true } },
      ['GP-306 blocks'],
      'procurement-inquiry',
    ],
  ])('%s', (_what, overrides, expected, id) => {
    expect(report(overrides, id)).toEqual(expected);
  });

  const corrected = (ground: string, confirmed: boolean): Partial<Candidate> => ({
    priceFen: '1794500000',
    priceCorrection: { ground, reason: '总价与单价汇总金额不一致。', confirmed },
  });

  it.each<[string, Partial<Candidate>, string[], ProcedureId]>([
    ['confirmed', corrected('59-4', true), [], 'procurement-open'],
    ['not confirmed', corrected('59-4', false), ['GP-217 blocks'], 'procurement-open'],
    ['on no ground of the law', corrected('59-5', true), ['GP-306 blocks'], 'procurement-open'],
    ['confirmed in a tender', corrected('19', true), [], 'open'],
    ['not confirmed in a tender', corrected('19', false), ['ZTB-406 blocks'], 'open'],
    ['on a ground of the other law', corrected('59-4', true), ['ZTB-406 blocks'], 'open'],
  ])('corrected: %s', (_what, overrides, expected, id) => {
    expect(report(overrides, id)).toEqual(expected);
  });

  it('goes into award and contract: the opened price no longer does', () => {
    const course = courseAt('procurement-open', 'evaluation');
    const lawful = reportFor(course.state);
    if (lawful.name !== 'submitEvaluationReport') throw new Error(lawful.name);
    const priceFen = String(BigInt(lawful.candidates[0]!.priceFen) - 500_000n);
    const priceCorrection = { ground: '59-4', reason: '按单价汇总金额修正。', confirmed: true };
    const candidates = lawful.candidates.map((one, index) =>
      index === 0 ? { ...one, priceFen, priceCorrection } : one,
    );
    course.give({ ...lawful, candidates }, agencyActor, DAY);
    course.until('contract');
    const amount = (amountFen: string) =>
      course
        .refusals(example.sign({ amountFen, performanceSecurityFen: '0' }), agencyActor, '2026-10-20 10:00')
        .map(({ code }) => code);
    expect(course.state.award?.candidate.priceFen).toBe(priceFen);
    expect([amount(priceFen), amount(lawful.candidates[0]!.priceFen)]).toEqual([[], ['GP-306']]);
  });
});

describe('a report that contradicts the opening or itself', () => {
  const codes = (course: Course, candidates: Candidate[]) =>
    course.refusals(example.report({ candidates }), agencyActor, DAY).map(({ code }) => code);
  const evaluation = () => courseAt('open', 'evaluation');

  it('names another company than the one that bid', () => {
    expect(codes(evaluation(), [first({ name: '另一家有限公司' })])).toContain('candidate-mismatch');
  });

  it.each([
    ['95', '94.9999', false],
    ['94', '94', false],
    ['94.9', '95', true],
    ['9', '10', true],
    ['94.5', '94.50', false],
  ])('the first with %s, the second with %s: refused %s', (one, other, refused) => {
    const course = evaluation();
    const bids = course.state.openedBids!;
    const candidates = [1, 2].map((rank) => {
      const { bidId, uscc, name, priceFen } = bids[rank - 1]!;
      const score = rank === 1 ? one : other;
      return { ...exampleCandidate(rank), bidId, uscc, name, priceFen: priceFen!, score };
    });
    expect(codes(course, candidates)).toEqual(refused ? ['rank-against-score'] : []);
  });
});

describe('how many bids conform in procurement (GP-210)', () => {
  const rejected = (bidId: string) => ({ bidId, ground: '63-3', reason: '不具备资格条件。' });

  /** A procurement in evaluation with one line more, of a bid that was never opened. */
  function withUnopened(): Course {
    const course = courseAt('procurement-open', 'opening');
    const bids = [
      ...exampleOpenedBids(),
      {
        ...exampleOpenedBids()[0]!,
        bidId: 'bid-4',
        partyId: 'p-4',
        result: 'no-key' as const,
        priceFen: null,
      },
    ];
    course.step({ name: 'completeKeys' }, '2026-09-30 09:05');
    course.step({ name: 'openBids', bids }, '2026-09-30 09:06');
    return course;
  }

  it('does not subtract a rejected line that was never opened', () => {
    const course = withUnopened();
    if (course.state.phase !== 'evaluation') throw new Error(`stands in ${course.state.phase}`);
    course.give(reportFor(course.state, { rejected: [rejected('bid-4')] }), agencyActor, DAY);
    expect(course.state.outcome).toBeNull();
  });

  it('still fails where fewer than three that were opened are left', () => {
    const course = withUnopened();
    const candidates = [1, 2].map(exampleCandidate);
    course.give(
      reportFor(course.state, { candidates, rejected: [rejected('bid-3'), rejected('bid-4')] }),
      agencyActor,
      DAY,
    );
    expect(course.state.outcome).toBe('failed-fewer-than-three');
  });

  it('counts none above the ceiling, and tells the report to name its rejection', () => {
    const course = courseOf('procurement-open', { ceilingPriceFen: '1800000000' }).until('evaluation');
    const prices = course.state.openedBids!.map(({ priceFen }) => BigInt(priceFen!) > 1_800_000_000n);
    const within = prices.flatMap((above, index) => (above ? [] : [exampleCandidate(index + 1)]));
    const command = reportFor(course.state, { candidates: within });
    const warnings = adviseOn(law('government-procurement'), course.state, command, moment(DAY));
    expect(prices.filter(Boolean)).toHaveLength(1);
    expect(warnings.map(({ rule, field }) => `${rule} ${field}`)).toContain('GP-215 rejected');
    course.give(command, agencyActor, DAY);
    expect(course.state.outcome).toBe('failed-fewer-than-three');
  });
});

describe('a bid that was opened above the ceiling and corrected down to it', () => {
  it('conforms as a candidate: nothing fails, and no rejection is missed', () => {
    const course = courseAt('procurement-open', 'evaluation');
    const { state } = course;
    const ceiling = BigInt(exampleOpenedBids()[0]!.priceFen!);
    const draft = { ...state.draft, ceilingPriceFen: String(ceiling) };
    const openedBids = state.openedBids!.map((bid, index) => ({
      ...bid,
      priceFen: String(index === 0 ? ceiling + 500n : ceiling - BigInt(index)),
    }));
    const above = { ...state, draft, openedBids };
    const candidates = openedBids.map(({ bidId, uscc, name, priceFen }, index) => ({
      ...exampleCandidate(index + 1),
      ...{ bidId, uscc, name, score: null },
      priceFen: index === 0 ? String(ceiling) : priceFen,
      priceCorrection: index === 0 ? { ground: '59-4', reason: '按单价汇总修正。', confirmed: true } : null,
    }));
    const command = { ...reportFor(state, { candidates }), name: 'submitEvaluationReport' as const };
    if (!('candidates' in command)) throw new Error('no report');
    const ctx = law('government-procurement');
    const warned = adviseOn(ctx, above, command, moment(DAY)).map(({ rule, field }) => `${rule} ${field}`);
    expect(warned).not.toContain('GP-215 rejected');
    const events = decideEvaluationReport(command, above, moment(DAY), ctx).map(({ name }) => name);
    expect(events).toEqual(['evaluationReported']);
  });
});

describe('two candidates of the first rank in procurement (87-68)', () => {
  /** The rules against an award to one of two candidates that the report writes down as the first, as they tie or not. */
  function against(which: number, scores: readonly (string | null)[], prices: readonly string[]): string[] {
    const { state } = courseAt('procurement-open', 'award');
    const candidates = [0, 1].map((index) => ({
      ...exampleCandidate(index + 1),
      rank: 1,
      score: scores[index] ?? null,
      priceFen: prices[index]!,
    }));
    const openedBids = state.openedBids!.map((bid, index) => ({
      ...bid,
      priceFen: prices[index] ?? bid.priceFen,
    }));
    const reported = { ...state, openedBids, evaluation: { ...state.evaluation!, candidates } };
    const at = moment('2026-12-01 10:00');
    return checkAward(law('government-procurement'), reported, candidates[which - 1]!, at).map(
      ({ rule }) => rule,
    );
  }

  it.each([1, 2])('the award may go to the %s. of them where score and price are equal', (which) => {
    expect(against(which, ['95', '95'], ['1650000000', '1650000000'])).toEqual([]);
  });

  it.each([
    ['a lower score', ['95', '60'], ['1650000000', '1650000000']],
    ['an equal score and a higher price', ['95', '95'], ['1650000000', '1660000000']],
    ['no score and a higher price', [null, null], ['1650000000', '1660000000']],
  ] as const)('but not to one with %s', (_name, scores, prices) => {
    expect(against(1, scores, prices)).toEqual([]);
    expect(against(2, scores, prices)).toEqual(['GP-302']);
  });
});
