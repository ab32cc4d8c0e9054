import { describe, expect, it } from '@jest/globals';
import type { LawContext } from '../../../../domain/law/context.ts';
import type { TenderAttributes } from '../../../../domain/law/types.ts';
import { adviseOn, type TenderCommand } from '../../../../domain/tender/index.ts';
import { exampleCandidate } from '../../../support/drafts.ts';
import {
  exampleCommands as example,
  lawAt,
  moment,
  processAt,
  type Stage,
} from '../../../support/process.ts';

const ctx = lawAt();
const VOLUNTARY: TenderAttributes = { mandatory: false, stateOwned: false, category: 'services' };

function advice(
  stage: Stage,
  command: TenderCommand,
  at: string,
  attributes?: TenderAttributes,
  law: LawContext = ctx,
): string[] {
  const { state } = processAt(stage);
  const own = attributes === undefined ? state : { ...state, draft: { ...state.draft, attributes } };
  const found = adviseOn(law, own, command, moment(at));
  for (const { severity } of found) expect(severity).toBe('warns');
  return found.map(({ rule }) => rule);
}

describe('what the law says of a command without refusing it', () => {
  it('ZTB-321: to examine the report before the publicity, where 1117号 holds and tendering is mandatory', () => {
    expect(advice('publicity', example.publish(), '2026-10-12 10:00')).toEqual(['ZTB-321']);
    expect(advice('publicity', example.publish(), '2026-10-12 10:00', VOLUNTARY)).toEqual([]);
    const lapsed = { ...ctx, ruleset: lawAt(moment('2027-09-01 09:00')).ruleset };
    expect(advice('publicity', example.publish(), '2026-10-12 10:00', undefined, lapsed)).toEqual([]);
  });

  it('ZTB-404: to have doubts about a candidate settled before the notice', () => {
    expect(advice('award', example.award(), '2026-10-16 10:00')).toEqual(['ZTB-404']);
  });

  it('ZTB-403: that the first was passed over, where it does not bind', () => {
    expect(advice('award', example.award('bid-2'), '2026-10-16 10:00', VOLUNTARY)).toEqual([
      'ZTB-403',
      'ZTB-404',
    ]);
  });

  it('EB-020: that a candidate’s bid came unsigned, where bids are to be signed', () => {
    const { state } = processAt('evaluation');
    const openedBids = state.openedBids!.map((bid, index) => ({ ...bid, signed: index !== 1 }));
    const found = adviseOn(ctx, { ...state, openedBids }, example.report(), moment('2026-10-10 16:00'));
    expect(found.map(({ rule, en }) => [rule, en.slice(0, 13)])).toEqual([['EB-020', 'The bid bid-2']]);
    expect(adviseOn(ctx, state, example.report(), moment('2026-10-10 16:00'))).toEqual([]);
  });

  it.each([
    [0, []],
    [1, ['ZTB-315']],
    [2, ['ZTB-315']],
  ])('ZTB-315: with %i of three rejected', (count, expected) => {
    const rejected = ['bid-3', 'bid-2']
      .slice(0, count)
      .map((bidId) => ({ bidId, ground: '51-3', reason: '不合格' }));
    const candidates = [exampleCandidate(1)];
    const found = advice('evaluation', example.report({ candidates, rejected }), '2026-10-10 16:00');
    expect(found).toEqual(expected);
  });

  it('ZTB-319: that the signed report is missing', () => {
    expect(advice('evaluation', example.report({ documents: [] }), '2026-10-10 16:00')).toEqual(['ZTB-319']);
    expect(advice('evaluation', example.report(), '2026-10-10 16:00')).toEqual([]);
  });

  it('ZTB-303: what would be refused in a mandatory tender is said in a voluntary one', () => {
    expect(advice('evaluation', example.report({ committee: [] }), '2026-10-10 16:00', VOLUNTARY)).toContain(
      'ZTB-303',
    );
  });

  it('ZTB-019: that a works tender is not given up, and nothing of the kind for services', () => {
    const terminate = { name: 'terminateTender', reason: '资金未落实' } as const;
    expect(advice('bidding', terminate, '2026-09-20 10:00')).toEqual(['ZTB-019']);
    expect(advice('bidding', terminate, '2026-09-20 10:00', { ...VOLUNTARY, mandatory: true })).toEqual([]);
  });

  it.each([
    ['2026-11-15 23:59', []],
    ['2026-11-16 00:00', ['ZTB-406']],
    ['2026-11-17 00:00', ['ZTB-406']],
  ])('ZTB-406: a contract at %s', (at, expected) => {
    expect(advice('contract', example.sign(), at)).toEqual(expected);
  });

  it('ZTB-005: a clarification that does not affect the bids, late', () => {
    expect(advice('bidding', example.clarify(), '2026-09-20 10:00')).toEqual(['ZTB-005']);
    expect(advice('bidding', example.reply(), '2026-09-20 10:00')).toEqual([]);
  });
});
