import { describe, expect, it } from '@jest/globals';
import { ruleOf, rulesets, type LawContext } from '../../../domain/law/context.ts';
import { deadlineAfter, deadlineBefore } from '../../../domain/law/deadline.ts';
import type { Deadline } from '../../../domain/law/types.ts';
import { periodOf } from '../../../domain/law/values.ts';
import { checkDuty } from '../../../domain/tender/ground/duty-check.ts';
import { MS_PER_DAY } from '../../../domain/time/instant.ts';
import { lawAt, moment } from '../../support/process.ts';
import { procurementLawAt } from './context.ts';

const MS_PER_HOUR = 3_600_000;

/**
 * Every rule with a period: from when it runs, and when it ends by the calendar of 2026, worked out by hand.
 * Monday 2026-03-02 is the start unless a rest day is wanted; rest days near are 4 to 6 April (清明).
 * `24:00` is the end of a maximum or a minimum, `00:00` the beginning of a closing day that counts.
 */
const FORWARD: readonly (readonly [rule: string, start: string, end: string, name?: string])[] = [
  // Documents and applications.
  ['ZTB-001', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['ZTB-003', '2026-03-03 17:00', '2026-03-09 24:00'],
  ['ZTB-004', '2026-03-02 09:00', '2026-03-23 00:00'],
  ['ZTB-004', '2026-03-03 09:00', '2026-03-23 00:00'],
  // Objections.
  ['ZTB-103', '2026-03-02 09:00', '2026-03-05 24:00'],
  ['ZTB-107', '2026-03-04 09:00', '2026-03-09 24:00'],
  // Securities.
  ['ZTB-205', '2026-03-04 09:00', '2026-03-09 24:00'],
  ['ZTB-207', '2026-03-02 09:00', '2026-03-09 24:00'],
  // Candidates, contract, report.
  ['ZTB-401', '2026-03-02 09:00', '2026-03-05 24:00'],
  ['ZTB-402', '2026-03-03 09:00', '2026-03-06 24:00'],
  ['ZTB-402', '2026-09-30 10:00', '2026-10-08 24:00'],
  ['ZTB-402', '2026-02-11 10:00', '2026-02-14 24:00'],
  ['ZTB-406', '2026-03-02 09:00', '2026-04-01 24:00'],
  ['ZTB-409', '2026-03-02 09:00', '2026-03-17 24:00'],
  ['ZTB-410', '2026-03-03 09:00', '2026-03-18 24:00'],
  // Complaints and publicity.
  ['CMP-001', '2026-03-02 09:00', '2026-03-12 24:00'],
  ['CMP-004', '2026-03-05 09:00', '2026-03-10 24:00'],
  ['CMP-004', '2026-02-11 09:00', '2026-02-14 24:00'],
  ['CMP-005', '2026-03-02 09:00', '2026-04-14 24:00'],
  ['CMP-009', '2013-03-04 09:00', '2013-03-11 24:00'],
  ['CMP-009', '2013-03-04 09:00', '2013-04-03 24:00', 'decision'],
  ['CMP-012', '2026-03-02 09:00', '2026-04-14 24:00'],
  ['PUB-007', '2026-03-02 09:00', '2026-03-02 21:00'],
  ['PUB-007', '2026-03-02 09:00', '2026-03-03 24:00', 'verified'],
  ['PUB-007', '2026-03-02 09:00', '2026-03-05 24:00', 'verification'],
  ['PUB-012', '2026-03-02 09:00', '2026-03-30 24:00'],
  // Government procurement.
  ['GP-101', '2026-03-02 09:00', '2026-03-23 00:00'],
  ['GP-102', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-104', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-105', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-111', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-202', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-301', '2026-03-05 09:00', '2026-03-09 24:00'],
  ['GP-302', '2025-12-30 09:00', '2026-01-07 24:00'],
  ['GP-302', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-303', '2026-03-02 09:00', '2026-03-04 24:00'],
  ['GP-304', '2026-03-06 09:00', '2026-03-09 24:00'],
  ['GP-306', '2026-03-02 09:00', '2026-04-01 24:00'],
  ['GP-307', '2026-03-02 09:00', '2026-03-04 24:00'],
  ['GP-308', '2026-03-02 09:00', '2026-03-11 24:00'],
  ['GP-312', '2026-03-02 09:00', '2026-03-03 24:00'],
  ['GP-313', '2026-03-02 09:00', '2026-03-04 24:00'],
  ['GP-314', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-316', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-501', '2026-03-02 09:00', '2026-03-05 24:00'],
  ['GP-502', '2026-03-02 09:00', '2026-03-11 24:00'],
  ['GP-502', '2026-02-11 09:00', '2026-02-27 24:00'],
  ['GP-504', '2026-03-02 09:00', '2026-03-11 24:00'],
  ['GP-507', '2026-03-02 09:00', '2026-03-23 24:00'],
  ['GP-508', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-508', '2026-03-02 09:00', '2026-03-05 24:00', 'refusal'],
  ['GP-508', '2026-03-02 09:00', '2026-03-12 24:00', 'copies'],
  ['GP-509', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-510', '2026-03-02 09:00', '2026-04-14 24:00'],
  ['GP-511', '2026-03-02 09:00', '2026-04-01 24:00'],
  ['GP-701', '2026-03-02 09:00', '2026-03-05 00:00'],
  ['GP-702', '2026-03-02 09:00', '2026-03-05 00:00'],
  ['GP-703', '2026-03-02 09:00', '2026-03-12 00:00'],
  ['GP-704', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-706', '2026-03-02 09:00', '2026-03-05 24:00'],
  ['GP-707', '2026-03-02 09:00', '2026-03-09 24:00'],
  ['GP-708', '2026-03-02 09:00', '2026-03-09 24:00'],
];

/** Every rule that is counted backwards: from which end point, and the last instant in time (or the end of the last day). */
const BACKWARD: readonly (readonly [rule: string, endPoint: string, latest: string])[] = [
  ['ZTB-005', '2026-04-20 09:00', '2026-04-05 09:00'],
  ['ZTB-006', '2026-04-20 09:00', '2026-04-05 09:00'],
  ['ZTB-007', '2026-04-20 09:00', '2026-04-17 09:00'],
  ['ZTB-101', '2026-04-20 09:00', '2026-04-18 24:00'],
  ['ZTB-102', '2026-04-20 09:00', '2026-04-10 24:00'],
  ['GP-106', '2026-04-20 09:00', '2026-04-05 09:00'],
  ['GP-107', '2026-04-20 09:00', '2026-04-17 09:00'],
  ['GP-705', '2026-04-20 09:00', '2026-04-15 09:00'],
];

function lawOf(rule: string, at: string): LawContext {
  return rule.startsWith('GP-') ? procurementLawAt(moment(at)) : lawAt(moment(at));
}

/** An end as written above: `24:00` is the beginning of the next day. */
function endOf(text: string): number {
  return text.endsWith('24:00') ? moment(text.replace('24:00', '00:00')) + MS_PER_DAY : moment(text);
}

const MANDATORY = { mandatory: true, stateOwned: true, category: 'engineering' } as const;
const late = (ctx: LawContext, deadline: Deadline, at: number): boolean =>
  checkDuty(ctx, MANDATORY, deadline, at, { zh: '完成', en: 'be done' }).some((one) => one.accepted === null);

const forward = FORWARD.map(([rule, start, end, name]) => {
  const ctx = lawOf(rule, start);
  return { rule, start, end, name, part: name ?? '', ctx, period: periodOf(ctx, rule, name) };
});
const backward = BACKWARD.map(([rule, endPoint, latest]) => ({ rule, endPoint, latest }));

describe('each period: the day before, on the day, and the day after', () => {
  it.each(forward.filter(({ period }) => period.bound === 'max'))(
    '$rule $part from $start is in time until $end',
    ({ rule, start, end, name, ctx, period }) => {
      const deadline = deadlineAfter(ctx, rule, moment(start), name);
      const endsAt = endOf(end);
      const unit = period.unit === 'hour' ? MS_PER_HOUR : MS_PER_DAY;
      expect([
        late(ctx, deadline, endsAt - unit),
        late(ctx, deadline, endsAt - 1),
        late(ctx, deadline, endsAt),
        late(ctx, deadline, endsAt + unit),
      ]).toEqual([false, false, true, true]);
    },
  );

  it.each(forward.filter(({ period }) => period.bound === 'min'))(
    '$rule $part from $start is long enough from $end on',
    ({ rule, start, end, name, ctx }) => {
      const deadline = deadlineAfter(ctx, rule, moment(start), name);
      const endsAt = endOf(end);
      const enough = (at: number) => at >= deadline.endsAt;
      expect([
        enough(endsAt - MS_PER_DAY),
        enough(endsAt - 1),
        enough(endsAt),
        enough(endsAt + MS_PER_DAY),
      ]).toEqual([false, false, true, true]);
    },
  );

  it.each(backward)('$rule before $endPoint is early enough until $latest', ({ rule, endPoint, latest }) => {
    const ctx = lawOf(rule, endPoint);
    const deadline = deadlineBefore(ctx, rule, moment(endPoint));
    const byDate = ruleOf(ctx, rule).reading === 'lead-by-date';
    const inTime = (at: number) => (byDate ? at < deadline.endsAt : at <= deadline.endsAt);
    const last = byDate ? endOf(latest) - 1 : endOf(latest);
    expect([inTime(last - MS_PER_DAY), inTime(last), inTime(last + 1), inTime(last + MS_PER_DAY)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('has every rule of every ruleset that states a period, with each of its periods', () => {
    const tabled = new Set([
      ...FORWARD.map(([rule, , , name]) => `${rule} ${name ?? ''}`),
      ...BACKWARD.map(([rule]) => `${rule} `),
    ]);
    const stated = rulesets.flatMap(({ rules }) =>
      Object.values(rules).flatMap(({ id, period, periods = {} }) => [
        ...(period === undefined ? [] : [`${id} `]),
        ...Object.keys(periods).map((name) => `${id} ${name}`),
      ]),
    );
    expect([...new Set(stated)].filter((one) => !tabled.has(one))).toEqual([]);
    expect([...tabled].filter((one) => !stated.includes(one))).toEqual([]);
  });
});

describe('the same period in the rulesets of its past', () => {
  it.each([
    ['ZTB-001', '2012-03-05 09:00', '2012-03-12 24:00', '民法通则'],
    ['ZTB-004', '2012-03-05 09:00', '2012-03-26 00:00', '民法通则'],
    ['ZTB-402', '2015-09-01 09:00', '2015-09-06 24:00', '民法通则'],
    ['ZTB-402', '2018-02-12 09:00', '2018-02-22 24:00', '民法总则'],
    // The Spring Festival of 2020 was made longer, to 2 February.
    ['ZTB-402', '2020-01-21 09:00', '2020-02-03 24:00', '民法总则'],
    ['ZTB-406', '2022-09-01 09:00', '2022-10-08 24:00', '民法典'],
  ])('%s from %s ends %s, by the holidays of its year and %s', (rule, start, end, act) => {
    const ctx = lawAt(moment(start));
    expect(deadlineAfter(ctx, rule, moment(start)).endsAt).toBe(endOf(end));
    expect(ruleOf(ctx, 'CNT-01').article).toContain(act);
  });
});
