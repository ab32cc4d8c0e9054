import { describe, expect, it } from '@jest/globals';
import type { Breach } from '../../../../domain/law/types.ts';
import type { TenderDraft } from '../../../../domain/tender/ground/draft.ts';
import { checkDraft } from '../../../../domain/tender/notice/checks/draft.ts';
import { checkFairness } from '../../../../domain/tender/notice/checks/fairness.ts';
import { checkProcurement } from '../../../../domain/tender/notice/checks/procurement.ts';
import { checkRetender } from '../../../../domain/tender/notice/checks/retender.ts';
import { exampleDraft } from '../../../support/drafts.ts';
import { lawAt, moment } from '../../../support/process.ts';
import { procurementLawAt } from '../../law/context.ts';

const said = (breaches: readonly Breach[]) => breaches.map(({ rule, severity }) => `${rule} ${severity}`);

describe('words that may keep bidders out', () => {
  const of = (qualificationRequirements: string, at = '2026-09-09 09:00') =>
    said(checkFairness(lawAt(moment(at)), exampleDraft({ qualificationRequirements })));

  it.each([
    ['ZTB-020', '投标人须为本省注册的企业。'],
    ['ZTB-020', '在本地设立分公司的优先。'],
    ['ZTB-020', '主要设备必须采用某某品牌。'],
    ['ZTB-020', '民营企业除外。'],
    ['PUB-014', '投标时须提供营业执照原件。'],
    ['PUB-014', '法定代表人应当亲自到场参加开标。'],
    ['PUB-014', '投标保证金只能以现金提交。'],
    ['PUB-014', '指定某某银行出具保函。'],
  ])('%s warns of: %s', (rule, text) => {
    expect(of(text)).toContain(`${rule} warns`);
  });

  it.each([
    '具有独立法人资格；具备环境工程专项设计乙级及以上资质。',
    '提供营业执照复印件。',
    '近五年有同类业绩。',
  ])('nothing is said of: %s', (text) => {
    expect(of(text)).toEqual([]);
  });

  it('PUB-014 is said from 2024-05-01 on: the day before, on the day, the day after', () => {
    const text = '投标时须提供营业执照原件。';
    expect(['2024-04-30', '2024-05-01', '2024-05-02'].map((day) => of(text, `${day} 09:00`))).toEqual([
      [],
      ['PUB-014 warns'],
      ['PUB-014 warns'],
    ]);
  });

  it('names the words and the field, and is part of the check of a draft', () => {
    const draft = exampleDraft({ scope: '设备采购，指定品牌为甲。' });
    const found = checkDraft(lawAt(), draft, moment('2026-09-09 09:00')).breaches;
    expect(found).toMatchObject([{ rule: 'ZTB-020', severity: 'warns', field: 'scope' }]);
    expect(found[0]?.zh).toContain('“指定品牌”');
  });
});

describe('procurement', () => {
  const ctx = procurementLawAt();
  const draft = (overrides: Partial<TenderDraft> = {}) =>
    exampleDraft({
      regime: 'government-procurement',
      attributes: { mandatory: true, stateOwned: true, category: 'goods' },
      evaluationMethod: '综合评分法，价格分30分',
      ...overrides,
    });

  it('GP-110: states its budget, or is refused', () => {
    expect(said(checkProcurement(ctx, draft()))).toEqual([]);
    expect(said(checkProcurement(ctx, draft({ estimatedPriceFen: null })))).toEqual(['GP-110 blocks']);
    expect(said(checkProcurement(lawAt(), exampleDraft({ estimatedPriceFen: null })))).toEqual([]);
  });

  it.each([
    ['goods', '综合评分法，价格分29.9分', ['GP-216 warns']],
    ['goods', '综合评分法，价格分30分', []],
    ['goods', '综合评分法，价格权重31%', []],
    ['services', '综合评分法，价格分9分', ['GP-216 warns']],
    ['services', '综合评分法，价格分值为10分', []],
    ['services', '综合评分法，价格分11分', []],
    ['goods', '综合评分法', ['GP-216 warns']],
    ['goods', '最低评标价法', []],
    ['engineering', '综合评分法', []],
  ] as const)('GP-216: %s by %s', (category, evaluationMethod, expected) => {
    const attributes = { mandatory: true, stateOwned: true, category };
    expect(said(checkProcurement(ctx, draft({ attributes, evaluationMethod })))).toEqual(expected);
  });
});

describe('a tender held anew', () => {
  const prior = (outcome: 'failed-fewer-than-three' | 'terminated') =>
    exampleDraft({ prior: { tenderId: 'tender-0', projectCode: 'OS-130209-2026-0000', outcome } });
  const services = { mandatory: true, stateOwned: true, category: 'services' } as const;

  it('ZTB-214: says what may follow a second failure, for works and goods', () => {
    expect(said(checkRetender(lawAt(), prior('failed-fewer-than-three')))).toEqual(['ZTB-214 warns']);
    expect(said(checkRetender(lawAt(), prior('terminated')))).toEqual([]);
    expect(said(checkRetender(lawAt(), exampleDraft()))).toEqual([]);
    expect(
      said(checkRetender(lawAt(), { ...prior('failed-fewer-than-three'), attributes: services })),
    ).toEqual([]);
  });
});
