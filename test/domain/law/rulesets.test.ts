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
import type { Rule, TenderAttributes } from '../../../domain/law/types.ts';
import { fenOf, numberOf, periodOf } from '../../../domain/law/values.ts';
import { addDays, isCivilDate, parseInstant } from '../../../domain/time/instant.ts';
import { lawAt, moment } from '../../support/process.ts';

/**
 * An enacted ruleset never changes, for tenders are pinned to it. A changed law is a new ruleset with a new
 * hash here; a hash that differs means that the past was rewritten.
 */
const HASHES: Readonly<Record<string, string>> = {
  'cn-tendering-2019-03-02': '26c1c26cd8068aac9f7c8a74cc49ac34c5e586f5fb7380c9f967304116d7b033',
  'cn-tendering-2021-01-01': '49cff2f035831135c01c619e2e08dcfc5f4f8ba903768dc6738508817ba7aa94',
  'cn-tendering-2022-09-01': '787b48edd06b65204e4cd35099eb055fd97b32fc624471dad3c5aa28f6898e1b',
  'cn-tendering-2027-09-01': '82b9377a548c69d841a37718675c38c22c405ca355fff0202d212cf2963f3bf0',
};

/** Rules of prequalification, invitation, complaints and government procurement: other procedures than this one. */
const FOREIGN = ['ZTB-003', 'ZTB-007', 'ZTB-009', 'ZTB-013', 'ZTB-101', 'ZTB-309', 'CMP-001', 'GP-101'];

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

  it('follow one another without gap or overlap, named for their first day', () => {
    rulesets.forEach((one, index) => {
      const next = rulesets[index + 1];
      expect(one.id).toBe(`cn-tendering-${one.effectiveFrom}`);
      expect(one.effectiveTo).toBe(next === undefined ? null : addDays(next.effectiveFrom, -1));
    });
  });

  it('have rules that are in force for all of their time, cited and told in both languages', () => {
    for (const one of rulesets) {
      for (const [id, rule] of Object.entries(one.rules)) {
        expect(rule.id).toBe(id);
        expect(id).toMatch(/^(ZTB|EB|PUB|COL|CNT|INT)-\d{2,3}$/);
        expect(rule.article).toMatch(/第[零一二三四五六七八九十百千]+[条项]/);
        expect(rule.zh).toMatch(/\p{Script=Han}/u);
        expect(rule.en).toMatch(/^[^\p{Script=Han}]+$/u);
        expect(isCivilDate(rule.effectiveFrom) && rule.effectiveFrom <= one.effectiveFrom).toBe(true);
        expect(
          rule.effectiveTo === null || (one.effectiveTo !== null && rule.effectiveTo >= one.effectiveTo),
        ).toBe(true);
      }
      for (const foreign of FOREIGN) expect(one.rules[foreign]).toBeUndefined();
    }
  });

  it('count every period that has a bound of its own way', () => {
    for (const one of rulesets) {
      for (const { period, reading } of Object.values(one.rules)) {
        if (period?.bound === 'lead') expect(reading).toMatch(/^lead-/);
        else if (reading !== undefined)
          expect([reading, period?.bound]).toEqual(['closing-day-counts', 'min']);
      }
    }
  });
});

describe('the ruleset in force', () => {
  it.each([
    ['2019-03-01 23:59', null],
    ['2019-03-02 00:00', 'cn-tendering-2019-03-02'],
    ['2020-12-31 23:59', 'cn-tendering-2019-03-02'],
    ['2021-01-01 00:00', 'cn-tendering-2021-01-01'],
    ['2022-08-31 23:59', 'cn-tendering-2021-01-01'],
    ['2022-09-01 00:00', 'cn-tendering-2022-09-01'],
    ['2026-11-24 12:00', 'cn-tendering-2022-09-01'],
    ['2027-08-31 23:59', 'cn-tendering-2022-09-01'],
    ['2027-09-01 00:00', 'cn-tendering-2027-09-01'],
  ])('at %s is %s', (at, id) => {
    if (id === null) expect(() => rulesetInForce('tendering', moment(at))).toThrow(RangeError);
    else expect(rulesetInForce('tendering', moment(at)).id).toBe(id);
  });

  it('is chosen by the date in Shanghai', () => {
    expect(rulesetInForce('tendering', parseInstant('2020-12-31T16:00:00Z')).id).toBe(
      'cn-tendering-2021-01-01',
    );
  });

  it('is none for government procurement, and none by an unknown id', () => {
    expect(() => rulesetInForce('government-procurement', moment('2026-09-09 09:00'))).toThrow(RangeError);
    expect(() => rulesetById('cn-tendering-1999')).toThrow(RangeError);
    expect(rulesetById('cn-tendering-2019-03-02').effectiveTo).toBe('2020-12-31');
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
