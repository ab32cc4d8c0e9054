import { describe, expect, it } from '@jest/globals';
import type { LawContext } from '../../../../domain/law/context.ts';
import type { Breach } from '../../../../domain/law/types.ts';
import type { TenderDraft, TenderSchedule } from '../../../../domain/tender/ground/draft.ts';
import { beyondCalendar, checkDraft } from '../../../../domain/tender/notice/checks/draft.ts';
import { addDays, dateOf } from '../../../../domain/time/instant.ts';
import { EXAMPLE_LAUNCH_AT, exampleDraft } from '../../../support/drafts.ts';
import { lawAt, moment } from '../../../support/process.ts';

const ctx = lawAt();
const VOLUNTARY = { mandatory: false, stateOwned: false, category: 'engineering' } as const;

const breachesOf = (draft: TenderDraft, law: LawContext = ctx): Breach[] =>
  checkDraft(law, draft, EXAMPLE_LAUNCH_AT).breaches;
const saidOf = (draft: TenderDraft, law?: LawContext): string[] =>
  breachesOf(draft, law).map(({ severity, rule }) => `${rule} ${severity}`);

function withSchedule(changes: Partial<Record<keyof TenderSchedule, string>>): TenderDraft {
  const draft = exampleDraft();
  const given = Object.fromEntries(Object.entries(changes).map(([field, text]) => [field, moment(text)]));
  const schedule = { ...draft.schedule, ...given };
  return {
    ...draft,
    schedule: {
      ...schedule,
      openingAt: changes.openingAt === undefined ? schedule.bidDeadlineAt : schedule.openingAt,
    },
  };
}

/** Issued at `issued`, on sale and open for bids until far enough. */
function issued(from: string, changes: Partial<Record<keyof TenderSchedule, string>>): TenderDraft {
  const date = from.slice(0, 10);
  return withSchedule({
    documentsIssuedFromAt: from,
    documentsIssuedUntilAt: `${addDays(date, 25)} 17:00`,
    bidDeadlineAt: `${addDays(date, 40)} 09:00`,
    ...changes,
  });
}

describe('a lawful draft', () => {
  it('has no breach, and four deadlines with their derivations', () => {
    const { breaches, deadlines } = checkDraft(ctx, exampleDraft(), EXAMPLE_LAUNCH_AT);
    expect(breaches).toEqual([]);
    expect(deadlines.map(({ rule }) => rule)).toEqual(['ZTB-001', 'ZTB-004', 'ZTB-006', 'ZTB-102']);
  });
});

describe('the schedule', () => {
  it.each([
    ['at 24:00 of the day before', '2026-09-15 00:00', ['ZTB-001 blocks']],
    ['the day before, to its end', '2026-09-14 17:00', ['ZTB-001 blocks']],
    ['in the morning of the day', '2026-09-15 10:00', ['ZTB-001 warns']],
    ['with the end of business', '2026-09-15 17:00', []],
    ['at 24:00 of the day', '2026-09-16 00:00', []],
    ['the day after', '2026-09-16 17:00', []],
  ])('ZTB-001: sale from 2026-09-10 until %s (%s)', (_when, documentsIssuedUntilAt, said) => {
    expect(saidOf(withSchedule({ documentsIssuedUntilAt }))).toEqual(said);
  });

  it('ZTB-001: a sale of five days that ends on a Saturday had better last until the next working day', () => {
    const until = (text: string) => saidOf(issued('2026-11-09 09:00', { documentsIssuedUntilAt: text }));
    expect(until('2026-11-13 17:00')).toEqual(['ZTB-001 blocks']);
    expect(until('2026-11-14 17:00')).toEqual(['ZTB-001 warns']);
    expect(until('2026-11-15 17:00')).toEqual(['ZTB-001 warns']);
    expect(until('2026-11-16 17:00')).toEqual([]);
  });

  it.each([
    ['the day before', '2026-09-29 09:00', ['ZTB-004 blocks']],
    ['the last millisecond of the day before', '2026-09-29 23:59:59.999', ['ZTB-004 blocks']],
    ['the day, at its first instant', '2026-09-30 00:00', []],
    ['the day', '2026-09-30 09:00', []],
    ['the day after', '2026-10-01 09:00', []],
  ])('ZTB-004: issued on 2026-09-10, bids due %s (%s)', (_when, deadline, said) => {
    expect(saidOf(withSchedule({ bidDeadlineAt: deadline }))).toEqual(said);
  });

  it('ZTB-004: says from when to when, and the earliest lawful date', () => {
    const [breach] = breachesOf(withSchedule({ bidDeadlineAt: '2026-09-29 09:00' }));
    expect(breach).toEqual({
      severity: 'blocks',
      rule: 'ZTB-004',
      article: '招标投标法第二十四条',
      field: 'schedule.bidDeadlineAt',
      zh: '自招标文件开始发出（2026-09-10 09:00）至投标截止（2026-09-29 09:00）为19日，不足20日。',
      en: 'From the first issue of the documents (2026-09-10 09:00) to the bid deadline (2026-09-29 09:00) there are 19 days; at least 20 days are due.',
      accepted: {
        zh: '投标截止时间在2026-09-30当日或者以后。',
        en: 'A bid deadline on 2026-09-30 or later.',
      },
    });
  });

  it.each([
    ['2026-03-21 09:00', ['ZTB-004 blocks']],
    ['2026-03-22 23:00', ['ZTB-004 warns']],
    ['2026-03-23 00:00', []],
  ])('ZTB-004: issued on 2026-03-02, where day 20 is a Sunday: bids due %s', (deadline, said) => {
    const draft = issued('2026-03-02 09:00', {
      documentsIssuedUntilAt: '2026-03-10 17:00',
      bidDeadlineAt: deadline,
    });
    expect(saidOf(draft)).toEqual(said);
    if (deadline.startsWith('2026-03-22')) expect(breachesOf(draft)[0]?.zh).toContain('末日2026-03-22');
  });

  it('ZTB-004: only warns where tendering is voluntary; ZTB-001 binds all', () => {
    const draft = {
      ...withSchedule({ bidDeadlineAt: '2026-09-29 09:00', documentsIssuedUntilAt: '2026-09-14 17:00' }),
      attributes: VOLUNTARY,
    };
    // The amount would make it mandatory with public money (THR-05), which the draft may not have.
    expect(saidOf(draft)).toEqual(['ZTB-001 blocks', 'ZTB-004 warns', 'THR-05 warns']);
  });

  it.each([
    ['before', '2026-09-30 08:59'],
    ['after', '2026-09-30 09:01'],
    ['the day after', '2026-10-01 09:00'],
  ])('ZTB-301: the opening is not %s the deadline', (_when, openingAt) => {
    expect(saidOf(withSchedule({ openingAt }))).toEqual(['ZTB-301 blocks']);
  });
});

describe('prices and securities', () => {
  const draft = (overrides: Partial<TenderDraft>) => exampleDraft(overrides);
  const services = { mandatory: true, stateOwned: true, category: 'services' } as const;

  it.each([
    ['a fen below', '36999999', []],
    ['at the cap', '37000000', []],
    ['a fen above', '37000001', ['ZTB-201 blocks']],
  ])('ZTB-201: the bid security is %s', (_what, bidSecurityFen, said) => {
    expect(saidOf(draft({ bidSecurityFen }))).toEqual(said);
  });

  it('ZTB-201: the cap of an odd estimate is rounded down', () => {
    const odd = (bidSecurityFen: string) =>
      saidOf(draft({ estimatedPriceFen: '149', ceilingPriceFen: null, bidSecurityFen }));
    expect([odd('2'), odd('3')]).toEqual([[], ['ZTB-201 blocks']]);
  });

  it('ZTB-201: without an estimate the ceiling price stands in, and only warns', () => {
    const hidden = { estimatedPriceFen: null, ceilingPriceFen: '1900000000' };
    expect(saidOf(draft({ ...hidden, bidSecurityFen: '38000000' }))).toEqual([]);
    expect(saidOf(draft({ ...hidden, bidSecurityFen: '38000001' }))).toEqual(['ZTB-201 warns']);
    expect(saidOf(draft({ estimatedPriceFen: null, ceilingPriceFen: null }))).toEqual(['ZTB-201 warns']);
    expect(saidOf(draft({ estimatedPriceFen: null, ceilingPriceFen: null, bidSecurityFen: null }))).toEqual(
      [],
    );
  });

  it.each([
    ['at 800,000 yuan', '80000000', []],
    ['a fen above', '80000001', ['ZTB-202 warns']],
  ])('ZTB-202: from memory, so it warns: the bid security is %s', (_what, bidSecurityFen, said) => {
    expect(saidOf(draft({ estimatedPriceFen: '9900000000000', bidSecurityFen }))).toEqual(said);
  });

  it('ZTB-202: says nothing of services', () => {
    expect(
      saidOf(draft({ attributes: services, estimatedPriceFen: '9900000000000', bidSecurityFen: '90000000' })),
    ).toEqual([]);
  });

  it.each([
    [9.5, []],
    [10, []],
    [10.1, ['ZTB-407 blocks']],
    [null, []],
  ])('ZTB-407: a performance security of %p percent', (performanceSecurityPercent, said) => {
    expect(saidOf(draft({ performanceSecurityPercent }))).toEqual(said);
  });

  it('ZTB-002: a price for the documents is pointed at, not refused', () => {
    expect(saidOf(draft({ documentPriceFen: '80000' }))).toEqual(['ZTB-002 warns']);
    expect(breachesOf(draft({ documentPriceFen: '80000' }))[0]?.zh).toContain('800.00元');
  });

  it('ZTB-022: a ceiling price of nothing is none', () => {
    expect(saidOf(draft({ ceilingPriceFen: '0' }))).toEqual(['ZTB-022 blocks']);
    expect(saidOf(draft({ ceilingPriceFen: null }))).toEqual([]);
  });

  it('ZTB-208: the validity of bids is stated', () => {
    expect(saidOf(draft({ bidValidityDays: 0 }))).toEqual(['ZTB-208 blocks']);
  });
});

describe('the content of the notice', () => {
  it.each<[string, Partial<TenderDraft>, string]>([
    ['place', { place: ' ' }, 'PUB-002 blocks'],
    ['scope', { scope: '' }, 'PUB-002 blocks'],
    ['tenderee.name', { tenderee: { name: '', uscc: '91130230MA0EXA0150' } }, 'PUB-002 blocks'],
    ['contact.address', { contact: { name: '王', phone: '1', address: '' } }, 'PUB-002 blocks'],
    ['durationDays', { durationDays: null }, 'PUB-002 warns'],
    ['fundingSource', { fundingSource: '' }, 'PUB-003 warns'],
    ['qualificationRequirements', { qualificationRequirements: '' }, 'PUB-003 warns'],
    ['contact.phone', { contact: { name: '王', phone: '', address: '路1号' } }, 'PUB-003 warns'],
    ['contact.name', { contact: { name: '', phone: '1', address: '路1号' } }, 'PUB-003 warns'],
    [
      'objectionContact.phone',
      { objectionContact: { name: '李', phone: '', address: '' } },
      'ZTB-109 blocks',
    ],
  ])('without %s: %j is %s', (field, overrides, said) => {
    expect(saidOf(exampleDraft(overrides))).toEqual([said]);
    expect(breachesOf(exampleDraft(overrides))[0]?.field).toBe(field);
  });

  it('ZTB-109: asks for an objection contact only while 1117号 is in force', () => {
    const draft = exampleDraft({ objectionContact: { name: '', phone: '', address: '' } });
    expect(saidOf(draft, lawAt(moment('2022-08-31 09:00')))).toEqual([]);
    expect(saidOf(draft, lawAt(moment('2022-09-01 09:00')))).toEqual(['ZTB-109 blocks']);
    expect(saidOf(draft, lawAt(moment('2027-09-01 09:00')))).toEqual([]);
  });
});

describe('everything at once', () => {
  it('lists every breach, each with its rule, its article, its field and both languages', () => {
    const draft = {
      ...withSchedule({
        documentsIssuedUntilAt: '2026-09-13 17:00',
        bidDeadlineAt: '2026-09-20 09:00',
        openingAt: '2026-09-20 10:00',
      }),
      bidSecurityFen: '99000000000',
      performanceSecurityPercent: 30,
      documentPriceFen: '1',
      place: '',
    };
    const breaches = breachesOf(draft);
    expect(breaches.map(({ rule }) => rule).toSorted()).toEqual([
      'PUB-002',
      'ZTB-001',
      'ZTB-002',
      'ZTB-004',
      'ZTB-201',
      'ZTB-202',
      'ZTB-301',
      'ZTB-407',
    ]);
    for (const breach of breaches) {
      expect(breach.article).toMatch(/第/);
      expect(breach.field).not.toBeNull();
      expect(breach.zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(breach.en).toMatch(/^[^\p{Script=Han}]+\.$/u);
      expect(breach.accepted?.zh).toMatch(/。$/);
      expect(breach.accepted?.en).toMatch(/\.$/);
    }
  });
});

describe('a schedule beyond the calendar', () => {
  it.each<[string, (keyof TenderSchedule)[]]>([
    ['2003-12-31 09:00', ['bidDeadlineAt', 'openingAt']],
    ['2126-09-30 09:00', ['bidDeadlineAt', 'openingAt']],
    [`${addDays(ctx.calendar.lastCountableDate, 1)} 00:00`, ['bidDeadlineAt', 'openingAt']],
    [`${ctx.calendar.lastCountableDate} 23:59`, []],
  ])('is found: bids due %s', (bidDeadlineAt, fields) => {
    expect(beyondCalendar(ctx.calendar, withSchedule({ bidDeadlineAt }))).toEqual(fields);
  });

  it('is found in years that are written with a sign', () => {
    const schedule = {
      ...exampleDraft().schedule,
      documentsIssuedFromAt: Date.parse('+010000-01-01T00:00:00Z'),
    };
    expect(beyondCalendar(ctx.calendar, exampleDraft({ schedule }))).toEqual(['documentsIssuedFromAt']);
  });

  it('is not measured, but everything else is', () => {
    const far = { ...withSchedule({ documentsIssuedFromAt: '2126-09-01 09:00' }), place: '' };
    expect(checkDraft(ctx, far, EXAMPLE_LAUNCH_AT)).toMatchObject({
      breaches: [{ rule: 'PUB-002' }],
      deadlines: [],
    });
  });

  it('never throws within it', () => {
    for (
      let date = addDays(ctx.calendar.lastCountableDate, -40);
      date <= ctx.calendar.lastCountableDate;
      date = addDays(date, 1)
    ) {
      const draft = withSchedule({
        documentsIssuedFromAt: `${date} 09:00`,
        bidDeadlineAt: `${ctx.calendar.lastCountableDate} 09:00`,
      });
      expect(checkDraft(ctx, draft, EXAMPLE_LAUNCH_AT).deadlines).toHaveLength(4);
      expect(dateOf(draft.schedule.documentsIssuedFromAt)).toBe(date);
    }
  });
});
