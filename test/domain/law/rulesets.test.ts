import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import {
  bindingOf,
  hasRule,
  refusalFor,
  refusalFromBreach,
  rulesetById,
  rulesetInForce,
  rulesets,
  ruleOf,
} from '../../../domain/law/context.ts';
import { row } from '../../../domain/law/rulesets/row.ts';
import { ruleset } from '../../../domain/law/rulesets/ruleset.ts';
import { WHOLE_SINCE } from '../../../domain/law/rulesets/index.ts';
import type { Regime, Rule, TenderAttributes } from '../../../domain/law/types.ts';
import { fenOf, numberOf, periodOf } from '../../../domain/law/values.ts';
import { addDays, isCivilDate, parseInstant } from '../../../domain/time/instant.ts';
import { lawAt, moment } from '../../support/process.ts';
import { procurementLawAt } from './context.ts';

/**
 * An enacted ruleset never changes, for tenders are pinned to it. A changed law is a new ruleset with a new
 * hash here; a hash that differs means that the past was rewritten.
 */
const HASHES: Readonly<Record<string, string>> = {
  'cn-tendering-2012-02-01': '08aec86feab506ab86e30858fbb947eaeb6230f0b7ebe21bf50223306b30e025',
  'cn-tendering-2013-05-01': 'b38694e7095f878a384a1779835a4fe9f5e03eb9fcf4102b84f77f6e4c0bf913',
  'cn-tendering-2017-03-01': '2fb7976c80ce0c1a23c53327088553f50c208ae119c8f16aab8f4e365b00ad3f',
  'cn-tendering-2017-10-01': 'f70144bf0396de2b5ff2ffc213713c533153b9cee23f720c90d810d9dd1fef7c',
  'cn-tendering-2018-01-01': 'd6e8ebd6230d7ee307bf639c238118f60bb1bde6fcedba0e60533f5504b32c05',
  'cn-tendering-2018-06-01': 'e1740548cbde8d15b55cde48b2627371b600f5b42d568d2ce093df05a2a023b2',
  'cn-tendering-2019-03-02': 'e57fba01e54a695e3a29f709972f0921300132b77e9940053037f6d09fee20df',
  'cn-tendering-2021-01-01': '30f76ba621c890cb840ad12e6bece1d3ad4fe1c5c37dc7f056ccbbb6e44d7b2d',
  'cn-tendering-2022-09-01': '1aa66a498d3fe9accec027ff7477f7f85a7363d1f9c345e32eb6350d07052606',
  'cn-tendering-2024-05-01': '1a18aa8d639741400cec17c37441f020671f850a3b192476623a2c386fa87b58',
  'cn-tendering-2025-01-01': 'ab1766e4229f21bad175c6ff93766bd0a355f5b480e3ee7aa2fc6b1c8dbd5a60',
  'cn-tendering-2027-09-01': '58c06eaef2ee502127eae1bab3c926b883efad33ea8f1fd63d67d5b78519a492',
  'cn-government-procurement-2015-03-01': '752a4b8ab881a600700866cc50d2cf9be8bf453975dcceff150b6a7ce2866362',
  'cn-government-procurement-2015-07-17': '01633a4ae5b415c5080fb07e91608d40092ce369525ded198a972bcf509ce9f6',
  'cn-government-procurement-2017-01-01': '485d4fc0754df07bbfc000f3f3dac0399606adfa2db057f9209b6c53f7b5b1e7',
  'cn-government-procurement-2017-10-01': 'fcefa5b5d5e301d04eaea9814801e7ab5ac2b1de6c86cf01f51466f17ccef932',
  'cn-government-procurement-2018-03-01': '3ccfe99211498e6bdda18ca182b8723295712440c5f772ca675cd1501a385ab7',
  'cn-government-procurement-2020-03-01': 'ed3a31895bdbbac784c0428dad3e123f8951e87aca16aab1cd4f2f4fd550c1bd',
  'cn-government-procurement-2021-01-01': '2a585c80015e2e4aae49cb43c93c79546ec3ef8440ca54c7c8adcaa0a2012d31',
};

/** Rules of the other regime, and the one rule that is not known (ZTB-309). */
const FOREIGN: Readonly<Record<Regime, readonly string[]>> = {
  tendering: ['GP-101', 'GP-510', 'CNT-05', 'ZTB-309'],
  'government-procurement': ['ZTB-001', 'CMP-001', 'PUB-002', 'EB-025', 'ZTB-309'],
};

const REGIMES = ['tendering', 'government-procurement'] as const;

describe('rulesets', () => {
  it.each(rulesets.map((one) => [one.id, one] as const))(
    '%s is what it was when it was enacted',
    (id, one) => {
      expect(
        createHash('sha256')
          .update(canonicalize(one) ?? '')
          .digest('hex'),
      ).toBe(HASHES[id]);
    },
  );

  it('are frozen through and through', () => {
    for (const one of rulesets) {
      expect(Object.isFrozen(one) && Object.isFrozen(one.rules)).toBe(true);
      for (const rule of Object.values(one.rules)) {
        expect(
          [rule, rule.period ?? one, rule.values ?? one, rule.categories ?? one].every(Object.isFrozen),
        ).toBe(true);
      }
    }
  });

  it.each(REGIMES)('of %s follow one another without gap or overlap, named for their first day', (regime) => {
    const own = rulesets.filter((one) => one.regime === regime);
    own.forEach((one, index) => {
      const next = own[index + 1];
      expect(one.id).toBe(`cn-${regime}-${one.effectiveFrom}`);
      expect(one.effectiveTo).toBe(next === undefined ? null : addDays(next.effectiveFrom, -1));
    });
    expect(own.map((one) => one.effectiveFrom)).toContain(WHOLE_SINCE[regime]);
  });

  it('have rules that are in force for all of their time, cited and told in both languages', () => {
    for (const one of rulesets) {
      for (const [id, rule] of Object.entries(one.rules)) {
        expect(rule.id).toBe(id);
        expect(id).toMatch(/^(ZTB|EB|PUB|COL|CNT|INT|CMP|THR|GP)-\d{2,3}$/);
        expect(rule.article).toMatch(/第[零一二三四五六七八九十百千]+[条项]|〔\d{4}〕\d+号|平台规则/);
        expect(rule.zh).toMatch(/\p{Script=Han}/u);
        expect(rule.en).toMatch(/^[^\p{Script=Han}]+$/u);
        expect(isCivilDate(rule.effectiveFrom) && rule.effectiveFrom <= one.effectiveFrom).toBe(true);
        expect(
          rule.effectiveTo === null || (one.effectiveTo !== null && rule.effectiveTo >= one.effectiveTo),
        ).toBe(true);
      }
      for (const foreign of FOREIGN[one.regime]) expect(one.rules[foreign]).toBeUndefined();
    }
  });

  it('count every period that has a bound of its own way', () => {
    for (const one of rulesets) {
      for (const { period, periods = {}, reading } of Object.values(one.rules)) {
        for (const other of Object.values(periods)) expect(other.bound).toBe('max');
        if (period?.bound === 'lead') expect(reading).toMatch(/^lead-/);
        else if (reading !== undefined)
          expect([reading, period?.bound]).toEqual(['closing-day-counts', 'min']);
      }
    }
  });
});

describe('the ruleset in force', () => {
  it.each([
    ['2012-01-31 23:59', null],
    ['2012-02-01 00:00', 'cn-tendering-2012-02-01'],
    ['2013-04-30 23:59', 'cn-tendering-2012-02-01'],
    ['2013-05-01 00:00', 'cn-tendering-2013-05-01'],
    ['2017-02-28 23:59', 'cn-tendering-2013-05-01'],
    ['2017-03-01 00:00', 'cn-tendering-2017-03-01'],
    ['2017-09-30 23:59', 'cn-tendering-2017-03-01'],
    ['2017-10-01 00:00', 'cn-tendering-2017-10-01'],
    ['2017-12-31 23:59', 'cn-tendering-2017-10-01'],
    ['2018-01-01 00:00', 'cn-tendering-2018-01-01'],
    ['2018-05-31 23:59', 'cn-tendering-2018-01-01'],
    ['2018-06-01 00:00', 'cn-tendering-2018-06-01'],
    ['2019-03-01 23:59', 'cn-tendering-2018-06-01'],
    ['2019-03-02 00:00', 'cn-tendering-2019-03-02'],
    ['2020-12-31 23:59', 'cn-tendering-2019-03-02'],
    ['2021-01-01 00:00', 'cn-tendering-2021-01-01'],
    ['2022-08-31 23:59', 'cn-tendering-2021-01-01'],
    ['2022-09-01 00:00', 'cn-tendering-2022-09-01'],
    ['2024-04-30 23:59', 'cn-tendering-2022-09-01'],
    ['2024-05-01 00:00', 'cn-tendering-2024-05-01'],
    ['2024-12-31 23:59', 'cn-tendering-2024-05-01'],
    ['2025-01-01 00:00', 'cn-tendering-2025-01-01'],
    ['2026-11-24 12:00', 'cn-tendering-2025-01-01'],
    ['2027-08-31 23:59', 'cn-tendering-2025-01-01'],
    ['2027-09-01 00:00', 'cn-tendering-2027-09-01'],
    ['2015-02-28 23:59', null, 'government-procurement'],
    ['2015-03-01 00:00', 'cn-government-procurement-2015-03-01'],
    ['2015-07-16 23:59', 'cn-government-procurement-2015-03-01'],
    ['2015-07-17 00:00', 'cn-government-procurement-2015-07-17'],
    ['2016-12-31 23:59', 'cn-government-procurement-2015-07-17'],
    ['2017-01-01 00:00', 'cn-government-procurement-2017-01-01'],
    ['2017-09-30 23:59', 'cn-government-procurement-2017-01-01'],
    ['2017-10-01 00:00', 'cn-government-procurement-2017-10-01'],
    ['2018-02-28 23:59', 'cn-government-procurement-2017-10-01'],
    ['2018-03-01 00:00', 'cn-government-procurement-2018-03-01'],
    ['2020-02-29 23:59', 'cn-government-procurement-2018-03-01'],
    ['2020-03-01 00:00', 'cn-government-procurement-2020-03-01'],
    ['2020-12-31 23:59', 'cn-government-procurement-2020-03-01'],
    ['2021-01-01 00:00', 'cn-government-procurement-2021-01-01'],
    ['2026-11-24 12:00', 'cn-government-procurement-2021-01-01'],
  ])(
    'at %s is %s',
    (at, id, regime: string = id?.startsWith('cn-g') === true ? 'government-procurement' : 'tendering') => {
      if (id === null) expect(() => rulesetInForce(regime as Regime, moment(at))).toThrow(RangeError);
      else expect(rulesetInForce(regime as Regime, moment(at)).id).toBe(id);
    },
  );

  it('is chosen by the date in Shanghai', () => {
    expect(rulesetInForce('tendering', parseInstant('2020-12-31T16:00:00Z')).id).toBe(
      'cn-tendering-2021-01-01',
    );
  });

  it('is none by an unknown id', () => {
    expect(() => rulesetById('cn-tendering-1999')).toThrow(RangeError);
    expect(rulesetById('cn-tendering-2019-03-02').effectiveTo).toBe('2020-12-31');
  });

  it.each([
    ['ZTB-412', '2017-02-28', '招标投标法实施条例第八十二条'],
    ['ZTB-412', '2017-03-01', '招标投标法实施条例第八十一条'],
    ['PUB-011', '2017-02-28', '招标投标法实施条例第七十九条'],
    ['PUB-011', '2017-03-01', '招标投标法实施条例第七十八条'],
    ['CNT-01', '2017-09-30', '民法通则第一百五十四条第二款'],
    ['CNT-01', '2017-10-01', '民法总则第二百零一条'],
    ['CNT-01', '2021-01-01', '民法典第二百零一条'],
  ])('cites %s on %s as %s', (id, date, article) => {
    expect(ruleOf(lawAt(moment(`${date} 12:00`)), id).article).toBe(article);
  });

  it.each([
    ['GP-502', '2018-02-28', '政府采购法第五十二条'],
    ['GP-502', '2018-03-01', '政府采购法第五十二条、政府采购质疑和投诉办法第十条'],
    ['GP-301', '2017-09-30', '政府采购法实施条例第四十三条第一款'],
  ])('cites %s on %s as %s', (id, date, article) => {
    expect(ruleOf(procurementLawAt(moment(`${date} 12:00`)), id).article).toBe(article);
  });

  it('has the complaint periods of their time: 5 and 30 days until 2013-04-30 (CMP-009), which only warn', () => {
    const until = lawAt(moment('2013-04-30 12:00'));
    expect(periodOf(until, 'CMP-009')).toEqual({ count: 5, unit: 'day', bound: 'max' });
    expect(periodOf(until, 'CMP-009', 'decision')).toEqual({ count: 30, unit: 'day', bound: 'max' });
    expect(ruleOf(until, 'CMP-009').verification).toBe('P');
    const since = lawAt(moment('2013-05-01 12:00'));
    expect(hasRule(since, 'CMP-009')).toBe(false);
    for (const ctx of [until, since]) {
      expect(periodOf(ctx, 'CMP-004')).toEqual({ count: 3, unit: 'workday', bound: 'max' });
      expect(periodOf(ctx, 'CMP-005')).toEqual({ count: 30, unit: 'workday', bound: 'max' });
    }
  });

  it('has the thresholds of their time, the older ones from memory (THR-05 to THR-07)', () => {
    const amounts = (at: string) =>
      ['THR-05', 'THR-06', 'THR-07'].map((id) => fenOf(lawAt(moment(at)), id, 'minFen') / 1_000_000n);
    expect(amounts('2018-05-31 12:00')).toEqual([200n, 100n, 50n]);
    expect(amounts('2018-06-01 12:00')).toEqual([400n, 200n, 100n]);
    expect(ruleOf(lawAt(moment('2018-05-31 12:00')), 'THR-05').verification).toBe('M');
  });

  it('counts by the act in force: 民法总则 until 2020, 民法典 from 2021 (CNT-01 to CNT-03)', () => {
    const articles = (at: string) =>
      ['CNT-01', 'CNT-02', 'CNT-03'].map((id) => ruleOf(lawAt(moment(at)), id).article);
    expect(articles('2019-11-01 08:00')[0]).toBe('民法总则第二百零一条');
    expect(articles('2026-09-09 08:00')[0]).toBe('民法典第二百零一条');
  });

  it('has the duties of 1117号 only from 2022-09-01 to 2027-08-31 (ZTB-109, ZTB-321, EB-025)', () => {
    const has = (at: string) => ['ZTB-109', 'ZTB-321', 'EB-025'].map((id) => hasRule(lawAt(moment(at)), id));
    expect(has('2022-08-31 12:00')).toEqual([false, false, false]);
    expect(has('2022-09-01 12:00')).toEqual([true, true, true]);
    expect(has('2027-08-31 12:00')).toEqual([true, true, true]);
    expect(has('2027-09-01 12:00')).toEqual([false, false, false]);
  });
});

describe('putting a ruleset together', () => {
  const rule = (id: string, from: string, to: string | null = null): Rule =>
    row(id, '招标投标法第一条', '规则', 'A rule', { from, ...(to === null ? {} : { to }) });

  it('leaves out what is not in force', () => {
    const made = ruleset('test', '2021-01-01', '2021-12-31', [
      [rule('A-1', '2000-01-01'), rule('A-2', '2022-01-01'), rule('A-3', '2000-01-01', '2020-12-31')],
    ]);
    expect(Object.keys(made.rules)).toEqual(['A-1']);
  });

  it('refuses a row that comes or goes in its time, and two rows of one id', () => {
    expect(() => ruleset('test', '2021-01-01', null, [[rule('A-1', '2021-06-01')]])).toThrow(/comes or goes/);
    expect(() => ruleset('test', '2021-01-01', null, [[rule('A-1', '2000-01-01', '2021-06-01')]])).toThrow(
      /comes or goes/,
    );
    expect(() =>
      ruleset('test', '2021-01-01', null, [[rule('A-1', '2000-01-01'), rule('A-1', '2000-01-01')]]),
    ).toThrow(/twice/);
  });

  it('refuses a row of an act whose first day it does not know', () => {
    expect(() => row('A-1', '某办法第一条', '规则', 'A rule')).toThrow(/since when/);
  });
});

describe('how binding a rule is', () => {
  const works: TenderAttributes = { mandatory: true, stateOwned: true, category: 'engineering' };
  const ctx = lawAt();
  const binding = (id: string, attributes: Partial<TenderAttributes> = {}) =>
    bindingOf(ruleOf(ctx, id), { ...works, ...attributes });

  it.each<[string, string, Partial<TenderAttributes>]>([
    ['ZTB-001', 'blocks', { mandatory: false }],
    ['ZTB-004', 'blocks', {}],
    ['ZTB-004', 'warns', { mandatory: false }],
    ['ZTB-403', 'blocks', {}],
    ['ZTB-403', 'warns', { stateOwned: false }],
    ['ZTB-403', 'warns', { mandatory: false }],
    ['ZTB-202', 'warns', {}],
    ['ZTB-315', 'warns', {}],
    ['PUB-003', 'warns', {}],
    ['ZTB-414', 'warns', {}],
    ['EB-009', 'blocks', { mandatory: false }],
  ])('%s %s a tender that is %j', (id, expected, attributes) => {
    expect(binding(id, attributes)).toBe(expected);
  });

  it('never blocks by what was not read in a text (M, P and I)', () => {
    for (const { rules } of rulesets) {
      for (const rule of Object.values(rules)) {
        if (!['V', 'V2'].includes(rule.verification)) expect(bindingOf(rule, works)).toBe('warns');
      }
    }
  });

  it('keeps to the categories of a rule', () => {
    const rule = { ...ruleOf(ctx, 'ZTB-202'), verification: 'V2' } as const;
    const of = (category: TenderAttributes['category']) => bindingOf(rule, { ...works, category });
    expect([of('engineering'), of('goods'), of('services')]).toEqual(['blocks', 'blocks', 'warns']);
  });
});

describe('what rules state', () => {
  const ctx = lawAt();

  it('is read by name, and its absence is a fault', () => {
    expect(numberOf(ctx, 'ZTB-213', 'minBidders')).toBe(3);
    expect(fenOf(ctx, 'ZTB-202', 'maxFen')).toBe(80_000_000n);
    expect(periodOf(ctx, 'ZTB-004')).toEqual({ count: 20, unit: 'day', bound: 'min' });
    for (const wrong of [
      () => ruleOf(ctx, 'ZTB-999'),
      () => numberOf(ctx, 'ZTB-213', 'maxBidders'),
      () => numberOf(ctx, 'ZTB-202', 'maxFen'),
      () => fenOf(ctx, 'ZTB-213', 'minBidders'),
      () => periodOf(ctx, 'ZTB-213'),
    ]) {
      expect(wrong).toThrow(RangeError);
    }
  });

  it('becomes a refusal with the id as its code', () => {
    const refusal = refusalFor(ruleOf(ctx, 'ZTB-211'), '迟到', 'late');
    expect(refusal).toMatchObject({ code: 'ZTB-211', rule: 'ZTB-211', accepted: null });
    expect(refusal.article).toContain('招标投标法第二十八条');
    const breach = {
      severity: 'blocks',
      rule: 'ZTB-211',
      article: 'x',
      field: 'f',
      zh: '迟到',
      en: 'late',
      accepted: null,
    } as const;
    expect(refusalFromBreach(breach)).toEqual({
      code: 'ZTB-211',
      rule: 'ZTB-211',
      article: 'x',
      zh: '迟到',
      en: 'late',
      accepted: null,
    });
  });
});
