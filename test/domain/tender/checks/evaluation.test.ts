import { describe, expect, it } from '@jest/globals';
import type { Breach, TenderAttributes } from '../../../../domain/law/types.ts';
import { checkCandidates } from '../../../../domain/tender/evaluation/candidates.ts';
import { checkCommittee, checkNamedOnce } from '../../../../domain/tender/ground/committee.ts';
import type { CommitteeMember, RejectedBid } from '../../../../domain/tender/ground/parts.ts';
import {
  exampleCandidate,
  exampleCommittee,
  exampleDraft,
  exampleOpenedBids,
} from '../../../support/drafts.ts';
import { lawAt } from '../../../support/process.ts';

const ctx = lawAt();
const MANDATORY: TenderAttributes = { mandatory: true, stateOwned: true, category: 'engineering' };
const said = (breaches: readonly Breach[]): string[] =>
  breaches.map(({ severity, rule }) => `${rule} ${severity}`);

describe('the evaluation committee (ZTB-303)', () => {
  const committee = (experts: number, others: number): CommitteeMember[] => [
    ...Array.from({ length: experts }, (): CommitteeMember => ({
      name: '甲',
      role: 'expert',
      employer: '库',
    })),
    ...Array.from({ length: others }, (): CommitteeMember => ({
      name: '乙',
      role: 'tenderee-representative',
      employer: '招标人',
    })),
  ];

  it.each([
    [3, 0, 1, 'fewer than five'],
    [4, 0, 1, 'four: fewer than five, said once'],
    [5, 0, 0, 'five experts'],
    [4, 1, 0, 'five, four fifths experts'],
    [3, 2, 1, 'five, three fifths experts'],
    [6, 0, 1, 'an even number'],
    [5, 2, 0, 'seven, five experts'],
    [4, 3, 1, 'seven, four experts'],
    [6, 3, 0, 'nine, exactly two thirds experts'],
    [5, 4, 1, 'nine, five experts'],
    [0, 6, 2, 'an even number without experts'],
    [0, 0, 1, 'nobody'],
  ])('ZTB-303: %p experts and %p others: %p breaches (%s)', (experts, others, count) => {
    const breaches = checkCommittee(ctx, exampleDraft({ attributes: MANDATORY }), committee(experts, others));
    expect(said(breaches)).toEqual(Array.from({ length: count }, () => 'ZTB-303 blocks'));
    for (const { field, accepted } of breaches)
      expect([field, accepted === null]).toEqual(['committee', false]);
  });

  it('ZTB-303: says how many experts would do', () => {
    const [breach] = checkCommittee(ctx, exampleDraft({ attributes: MANDATORY }), committee(3, 2));
    expect([breach?.zh, breach?.accepted?.zh]).toEqual(['5名成员中专家3名，少于2/3。', '专家不少于4名。']);
  });

  it('ZTB-303: only warns where tendering is voluntary', () => {
    expect(
      said(
        checkCommittee(
          ctx,
          exampleDraft({ attributes: { ...MANDATORY, mandatory: false } }),
          committee(3, 0),
        ),
      ),
    ).toEqual(['ZTB-303 warns']);
  });
});

describe('a member who stands in the committee twice', () => {
  const [first, second, ...others] = exampleCommittee();

  it.each(['tendering', 'government-procurement'] as const)(
    'is told in %s, and refuses nothing',
    (regime) => {
      const law = lawAt(undefined, regime);
      const draft = exampleDraft({ regime });
      const twice = [first!, second!, second!, ...others.slice(1)];
      const [breach, ...more] = checkNamedOnce(law, draft, twice);
      expect([breach?.severity, breach?.field, more.length]).toEqual(['warns', 'committee', 0]);
      expect(breach?.zh).toContain(second!.name);
      expect(checkNamedOnce(law, draft, exampleCommittee())).toEqual([]);
    },
  );
});

describe('candidates and rejections', () => {
  const candidates = (...ranks: number[]) => ranks.map((rank) => ({ ...exampleCandidate(1), rank }));
  const reject = (ground: string, bidId = 'bid-1'): RejectedBid => ({ bidId, ground, reason: '理由' });
  const check = (ranks: number[], rejected: RejectedBid[] = [], opened = exampleOpenedBids()) =>
    said(checkCandidates(ctx, MANDATORY, candidates(...ranks), rejected, opened));

  it.each<[number[], string[]]>([
    [[1], []],
    [[1, 2], []],
    [[3, 1, 2], []],
    [[1, 2, 3, 4], ['ZTB-318 blocks']],
    [[1, 1], ['ZTB-318 blocks']],
    [[1, 3], ['ZTB-318 blocks']],
    [[2, 3], ['ZTB-318 blocks']],
    [[0], ['ZTB-318 blocks']],
    [
      [1, 2, 2, 5],
      ['ZTB-318 blocks', 'ZTB-318 blocks'],
    ],
  ])('ZTB-318: ranks %j', (ranks, expected) => {
    expect(check(ranks)).toEqual(expected);
  });

  it.each([
    ['51-1', []],
    ['51-7', []],
    ['51-0', ['ZTB-313 blocks']],
    ['51-8', ['ZTB-313 blocks']],
    ['其他', ['ZTB-313 blocks']],
    ['', ['ZTB-313 blocks']],
  ])('ZTB-313: a bid rejected by %j', (ground, expected) => {
    expect(check([1], [reject(ground)])).toEqual(expected);
  });

  it('ZTB-316: without a candidate every bid that was opened is rejected', () => {
    const all = ['bid-1', 'bid-2', 'bid-3'].map((id) => reject('51-3', id));
    expect(check([], all)).toEqual([]);
    expect(check([], all.slice(1))).toEqual(['ZTB-316 blocks']);
    expect(check([], [])).toEqual(['ZTB-316 blocks', 'ZTB-316 blocks', 'ZTB-316 blocks']);
  });

  it('ZTB-316: a bid that could not be opened need not be rejected', () => {
    const [first, ...rest] = exampleOpenedBids();
    if (first === undefined) throw new Error('no bids');
    const opened = [{ ...first, result: 'no-key' } as const, ...rest];
    expect(check([], [reject('51-3', 'bid-2'), reject('51-3', 'bid-3')], opened)).toEqual([]);
  });

  it('ZTB-313, ZTB-318: bind every tender, and everything is said at once', () => {
    const breaches = checkCandidates(
      ctx,
      { ...MANDATORY, mandatory: false },
      candidates(1, 2, 3, 4),
      [reject('52-1')],
      exampleOpenedBids(),
    );
    expect(said(breaches)).toEqual(['ZTB-318 blocks', 'ZTB-313 blocks']);
  });
});
