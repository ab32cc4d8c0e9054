import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  buildCalendar,
  daysThatMayRest,
  fixedHolidays,
  LIBRARY_FIRST_YEAR,
  LIBRARY_LAST_YEAR,
  makeUpDays,
  refuseHolidayNotice,
  type HolidayNotice,
} from '../../../domain/time/calendar.ts';
import { rulesets } from '../../../domain/law/context.ts';
import { addDays, daysBetween } from '../../../domain/time/instant.ts';

const calendar = buildCalendar();
const require = createRequire(import.meta.url);
const tables = require('chinese-days/dist/chinese-days.json') as Record<
  'holidays' | 'workdays',
  Record<string, string>
>;

function notice(overrides: Partial<HolidayNotice> = {}): HolidayNotice {
  return {
    year: 2027,
    source: '国办发明电〔2026〕示例号',
    publishedDate: '2026-11-25',
    restDates: ['2027-02-04', '2027-02-09', '2027-02-10', '2027-02-11'],
    workDates: ['2027-01-30', '2027-02-20'],
    ...overrides,
  };
}

/** Weekdays off that no reading of the usual rests could foresee. */
const SURPRISES: readonly string[] = ['2015-09-03', '2015-09-04'];

/** Every date of some years, in order. */
function* datesOf(firstYear: number, lastYear: number): Generator<string> {
  for (let date = `${firstYear}-01-01`; date <= `${lastYear}-12-31`; date = addDays(date, 1)) yield date;
}

describe('the calendar of published years', () => {
  it('says of every day from 2004 to 2026 what chinese-days says', () => {
    const differing = [...datesOf(2004, 2026)].filter((date) => {
      const day = calendar.dayOf(date);
      const weekday = new Date(date).getUTCDay();
      const works = date in tables.workdays || (weekday % 6 !== 0 && !(date in tables.holidays));
      return day.working !== works || day.provisional;
    });
    expect(differing).toEqual([]);
  });

  it('wraps the version of the library that is installed, over the years it has tables for', () => {
    const { version } = require('chinese-days/package.json') as { version: string };
    expect(calendar.version).toBe(`chinese-days-${version}+doubt-2`);
    const years = Object.keys(tables.holidays).map((date) => Number(date.slice(0, 4)));
    expect(Math.min(...years)).toBe(LIBRARY_FIRST_YEAR);
    expect(Math.max(...years)).toBe(LIBRARY_LAST_YEAR);
  });

  it.each([
    ['2026-01-04', true, 'Sunday worked for New Year'],
    ['2026-02-14', true, 'Saturday worked for the Spring Festival'],
    ['2026-02-28', true, 'Saturday worked for the Spring Festival'],
    ['2026-05-09', true, 'Saturday worked for Labour Day'],
    ['2026-09-20', true, 'Sunday worked for the National Day'],
    ['2026-10-10', true, 'Saturday worked for the National Day'],
    ['2026-10-07', false, 'Wednesday off by the notice'],
    ['2026-10-11', false, 'plain Sunday'],
    ['2025-01-26', true, 'Sunday worked'],
    ['2025-10-11', true, 'Saturday worked'],
    ['2015-09-03', false, 'day off given during the year'],
    ['2020-01-31', false, 'the Spring Festival of 2020, extended'],
    ['2018-12-31', false, 'a December day of the next notice'],
  ])('%s works: %p (%s)', (date, working) => {
    expect(calendar.dayOf(date)).toMatchObject({ working, provisional: false, mayRest: false });
  });

  it.each(['America/Los_Angeles', 'UTC', 'Asia/Shanghai', 'Pacific/Kiritimati'])(
    'is the same on a machine in the time zone %s, provisional years and fixed holidays included',
    (TZ) => {
      const module = path.resolve(import.meta.dirname, '../../../domain/time/calendar.ts');
      const dates = ['2025-01-26', '2026-01-01', '2026-10-10', '2026-10-11', '2027-02-06', '2028-05-28'];
      const script = `
        import { buildCalendar, fixedHolidays } from ${JSON.stringify(module)};
        const calendar = buildCalendar();
        const days = ${JSON.stringify(dates)}.map((date) => calendar.dayOf(date));
        console.log(JSON.stringify([days, ...[2027, 2033, 2060].map((year) => [...fixedHolidays(year)])]));`;
      const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
        env: { ...process.env, TZ },
      });
      expect(JSON.parse(said)).toEqual([
        dates.map((date) => calendar.dayOf(date)),
        ...[2027, 2033, 2060].map((year) => [...fixedHolidays(year)]),
      ]);
    },
  );

  it('names holidays, and neither weekends nor the days worked for holidays', () => {
    expect(['2026-10-01', '2026-10-10', '2026-10-11'].map((date) => calendar.dayOf(date).name)).toEqual([
      '国庆节',
      null,
      null,
    ]);
  });
});

describe('the days that the regulation fixes', () => {
  it('agree with every notice since they were last changed', () => {
    for (const year of [2025, 2026]) {
      const working = [...fixedHolidays(year).keys()].filter((date) => calendar.dayOf(date).working);
      expect(working).toEqual([]);
      expect([...makeUpDays(year)].filter((date) => calendar.dayOf(date).working)).toEqual([]);
    }
  });

  it('agree with earlier notices but for the two days that were added in 2024', () => {
    for (let year = 2014; year < 2025; year++) {
      const springFestivalEve = [...fixedHolidays(year).keys()][1];
      const working = [...fixedHolidays(year).keys()].filter((date) => calendar.dayOf(date).working);
      expect([springFestivalEve, `${year}-05-02`]).toEqual(expect.arrayContaining(working));
    }
  });

  it('are computed for 2027', () => {
    expect([...fixedHolidays(2027).keys()]).toEqual([
      '2027-01-01',
      ...['2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08'],
      '2027-04-05',
      ...['2027-05-01', '2027-05-02'],
      '2027-06-09',
      '2027-09-15',
      ...['2027-10-01', '2027-10-02', '2027-10-03'],
    ]);
  });

  it('take the month itself in a year with that month leap: 2028 has two fifth months', () => {
    expect(fixedHolidays(2028).get('2028-05-28')).toBe('端午');
  });

  it('are made up for on the next working days when they fall on weekends', () => {
    expect([...makeUpDays(2027)]).toEqual([
      ...['2027-02-09', '2027-02-10'],
      ...['2027-05-03', '2027-05-04'],
      ...['2027-10-04', '2027-10-05'],
    ]);
  });
});

describe('a year without notice', () => {
  it.each([
    ['2027-01-01', false, 'fixed, where the library says workday'],
    ['2027-01-02', false, 'a Saturday'],
    ['2027-01-04', true, 'a Monday'],
    ['2027-10-01', false, 'fixed, where the library says workday'],
    ['2028-10-03', false, 'two holidays on one day'],
  ])('%s works: %p (%s)', (date, working) => {
    expect(calendar.dayOf(date)).toMatchObject({ working, provisional: true });
  });

  it('marks the working days that may come to make up for a holiday', () => {
    expect(calendar.dayOf('2027-05-03')).toEqual({
      working: true,
      provisional: true,
      mayRest: true,
      name: null,
    });
    expect(calendar.dayOf('2027-05-06').mayRest).toBe(false);
  });

  it('doubts the whole of the usual rests, and a single day between a holiday and a weekend', () => {
    expect([...daysThatMayRest(2027)]).toEqual([
      ...['2027-02-04', '2027-02-09', '2027-02-10', '2027-02-11', '2027-02-12'],
      ...['2027-05-03', '2027-05-04', '2027-05-05'],
      ...['2027-10-04', '2027-10-05', '2027-10-06', '2027-10-07', '2027-10-08'],
    ]);
    // 清明 of 2028 is a Tuesday, the New Year's Day of 2030 one as well.
    expect(daysThatMayRest(2028).has('2028-04-03')).toBe(true);
    expect(daysThatMayRest(2029).has('2029-12-31')).toBe(true);
  });

  it('would have doubted every weekday that the notices since 2014 gave off beside fixed days', () => {
    const surprising = [...datesOf(2014, 2026)].filter((date) => {
      const year = Number(date.slice(0, 4));
      const off = !calendar.dayOf(date).working && new Date(date).getUTCDay() % 6 !== 0;
      return off && !fixedHolidays(year).has(date) && !daysThatMayRest(year).has(date);
    });
    // What was given in the middle of a year, or beyond what a notice usually gives.
    expect(surprising).toEqual(SURPRISES);
  });

  it('reaches two years beyond the last published one, and no day further either way', () => {
    expect([calendar.firstDate, calendar.lastDate]).toEqual(['2004-01-01', '2028-12-31']);
    for (const date of ['2003-12-31', '2029-01-01', '+10000-01-01', '-000001-01-01']) {
      expect(() => calendar.dayOf(date)).toThrow(RangeError);
    }
  });

  it('leaves room to count every period of every ruleset from the last countable date', () => {
    const counts = rulesets.flatMap(({ rules }) =>
      Object.values(rules).map(({ period }) => period?.count ?? 0),
    );
    const room = daysBetween(calendar.lastCountableDate, calendar.lastDate);
    expect(room).toBeGreaterThanOrEqual(2 * Math.max(...counts));
  });
});

describe('notices added as data', () => {
  it('settle their year and reach one year further', () => {
    const added = buildCalendar([notice()]);
    expect(added.dayOf('2027-02-09')).toEqual({
      working: false,
      provisional: false,
      mayRest: false,
      name: null,
    });
    expect(added.dayOf('2027-01-30')).toMatchObject({ working: true, provisional: false });
    expect(added.dayOf('2027-02-06')).toMatchObject({ working: false, provisional: false, name: '春节' });
    expect(added.dayOf('2027-05-03')).toMatchObject({ working: true, mayRest: false });
    expect(added.dayOf('2028-03-01').provisional).toBe(true);
    expect(added.lastDate).toBe('2029-12-31');
  });

  it('override a year that was known: a day off given in the middle of it', () => {
    const extra = notice({ year: 2026, restDates: ['2026-09-03'], workDates: [] });
    expect(buildCalendar([extra]).dayOf('2026-09-03')).toMatchObject({ working: false, provisional: false });
    expect(buildCalendar([extra]).dayOf('2026-09-04').working).toBe(true);
  });

  it('may reach into the December before', () => {
    const added = buildCalendar([notice({ restDates: ['2026-12-31'], workDates: ['2026-12-27'] })]);
    expect(added.dayOf('2026-12-31').working).toBe(false);
    expect(added.dayOf('2026-12-27').working).toBe(true);
  });

  it('replace one another by their date of publication, in whatever order they were entered', () => {
    const first = notice({ restDates: ['2027-03-03'], workDates: [] });
    const second = notice({ publishedDate: '2027-01-10', restDates: [], workDates: ['2027-03-03'] });
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      expect(buildCalendar(order).dayOf('2027-03-03').working).toBe(true);
    }
    expect(buildCalendar([first, second]).version).toBe(buildCalendar([second, first]).version);
  });

  it('change the version with their content', () => {
    const versions = [
      buildCalendar(),
      buildCalendar([notice()]),
      buildCalendar([notice({ publishedDate: '2026-11-26' })]),
      buildCalendar([notice({ restDates: ['2027-02-04'] })]),
      buildCalendar([notice({ workDates: ['2027-01-30'] })]),
      buildCalendar([notice(), notice({ year: 2028, restDates: [], workDates: [] })]),
    ].map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(buildCalendar([notice()]).version).toBe(versions[1]);
  });

  it('that leave a gap do not publish the year between', () => {
    const added = buildCalendar([notice({ year: 2028, restDates: [], workDates: [] })]);
    expect(added.dayOf('2027-03-01').provisional).toBe(true);
    expect(added.dayOf('2028-03-01').provisional).toBe(false);
    expect(added.lastDate).toBe('2028-12-31');
  });

  it.each<[string, Partial<HolidayNotice>]>([
    ['a day of another year', { restDates: ['2028-01-01'] }],
    ['a day that does not exist', { restDates: ['2027-02-30'] }],
    ['no date', { publishedDate: 'heute' }],
    ['a day that both rests and works', { restDates: ['2027-01-30'] }],
    ['a fixed holiday that works', { workDates: ['2027-02-06'] }],
    ['no year', { year: 20.27 }],
  ])('are refused with %s', (_why, overrides) => {
    const wrong = notice(overrides);
    const [refusal] = refuseHolidayNotice(wrong);
    expect(refusal).toMatchObject({ code: 'invalid-holiday-notice', rule: null });
    // Had it been entered all the same, everything else would still be known.
    expect(buildCalendar([wrong]).dayOf('2026-09-30').working).toBe(true);
  });

  it('are taken when they can be', () => {
    expect(refuseHolidayNotice(notice())).toEqual([]);
  });
});
