import { describe, expect, it } from '@jest/globals';
import { announcementOf, noticesOf, releaseOf } from '../../../domain/disclosure/index.ts';
import { concealParties } from '../../../domain/disclosure/secrets.ts';
import { opensInSecret, PROCEDURES, type ProcedureId } from '../../../domain/procedure/index.ts';
import { recordParts } from '../../../domain/record/public-part.ts';
import { apply, type TenderEvent, type TenderState } from '../../../domain/tender/index.ts';
import { courseAt, type Course } from '../../support/course.ts';
import { hallEndsAt, openingResponses } from '../../../domain/opening/hall.ts';
import { admitAtOpening } from '../../../domain/tender/opening/opening.ts';
import { bidderActors, exampleOpenedBids } from '../../support/drafts.ts';

const PUBLIC_URL = 'https://tender.example.cn';
const ctx = { publicUrl: PUBLIC_URL, platformName: '示例交易平台' };
const SECRET: readonly ProcedureId[] = [
  'procurement-negotiation',
  'procurement-consultation',
  'procurement-inquiry',
];

/** All that everybody, or any bidder, is told of the events of a course: record, announcements, releases and notices. */
function told(course: Course, events: readonly TenderEvent[] = course.events): string {
  let state: TenderState | null = null;
  const said: unknown[] = [];
  for (const event of course.events) {
    state = apply(event, state);
    if (!events.includes(event)) continue;
    said.push(recordParts(event).data, announcementOf(event, state, ctx), noticesOf(event, state));
    said.push(
      releaseOf(event, state, {
        ocidPrefix: 'ocds-abc123',
        publicUrl: PUBLIC_URL,
        releaseId: event.name,
        publishedAt: event.at,
      }),
    );
  }
  return JSON.stringify(said);
}

/** What somebody might write by hand of all who offered. */
const ALL_NAMES = exampleOpenedBids()
  .map(({ name }) => name)
  .join('、');
const namedIn = (text: string): string[] =>
  exampleOpenedBids()
    .map(({ name }) => name)
    .filter((name) => text.includes(name));

/** What of some bids stands in a text. */
const foundOf = (text: string, indexes: readonly number[]): string[] =>
  indexes.flatMap((index) => {
    const { name, uscc, priceFen } = exampleOpenedBids()[index]!;
    const yuan = (Number(priceFen) / 100).toFixed(2);
    return [name, uscc, priceFen!, yuan].filter((one) => text.includes(one));
  });

describe('an opening that nobody reads out (政府采购法 38(四))', () => {
  it('is that of every procurement but tenders', () => {
    expect(PROCEDURES.filter(opensInSecret).map(({ id }) => id)).toEqual([
      ...['procurement-negotiation', 'procurement-consultation', 'procurement-inquiry'],
      'procurement-single-source',
    ]);
  });

  it.each(SECRET)('%s tells neither names nor prices before the result', (id) => {
    const course = courseAt(id, 'award');
    expect(course.state.openedBids).toHaveLength(3);
    expect(foundOf(told(course), [0, 1, 2])).toEqual([]);
    const opened = course.events.filter(({ name }) => name === 'bidsOpened');
    expect(announcementOf(opened[0]!, course.state, ctx)).toBeNull();
    expect(namedIn(concealParties(ALL_NAMES, course.state))).toEqual([]);
  });

  it.each(SECRET)('%s tells the winner and its amount with the result, and nothing of the others', (id) => {
    const course = courseAt(id, 'over');
    const text = told(course);
    expect(foundOf(text, [0])).toEqual(expect.arrayContaining([exampleOpenedBids()[0]!.name]));
    expect(foundOf(text, [1, 2])).toEqual([]);
    expect(namedIn(concealParties(ALL_NAMES, course.state))).toEqual([exampleOpenedBids()[0]!.name]);
  });

  it.each(SECRET)('%s names nobody else in the reason for passing over the first', (id) => {
    const course = courseAt(id, 'over');
    const award = course.events.find((event) => event.name === 'awardNoticeIssued')!;
    const given = { ...award, reason: `${ALL_NAMES}放弃。` };
    const body = JSON.stringify(announcementOf(given, course.state, ctx));
    expect(body).toContain('放弃。');
    expect(namedIn(body)).toEqual([exampleOpenedBids()[0]!.name]);
  });

  it.each(['procurement-inquiry', 'procurement-open'] as const)(
    '%s points a bidder to the opening record only where it may read it',
    (id) => {
      const course = courseAt(id, 'evaluation');
      const opened = course.events.find((event) => event.name === 'bidsOpened')!;
      const bids = opened.bids.map((bid) => ({
        ...bid,
        result: 'no-key' as const,
        attribution: 'bidder' as const,
      }));
      const text = noticesOf({ ...opened, bids }, course.state)
        .filter(({ kind }) => kind === 'bid-not-opened')
        .map(({ textEn }) => textEn)
        .join('');
      expect(text).toContain('object on the spot');
      expect(text.includes('The evidence stands in the opening record')).toBe(id === 'procurement-open');
    },
  );

  it.each(SECRET)(
    '%s has nobody confirm a record that it may not read, nor counts silence as acceptance',
    (id) => {
      const course = courseAt(id, 'evaluation');
      const openedAt = course.state.milestones.bidsOpened!;
      const refused = admitAtOpening({ name: 'confirmOpening' }, bidderActors[0], course.state, openedAt);
      expect(refused.map(({ code }) => code)).toEqual(['opening-secret']);
      const later = hallEndsAt(course.state)!;
      const answers = openingResponses(course.state, later).map(({ response }) => response);
      expect(new Set(answers)).toEqual(new Set(['no-response']));
    },
  );

  it('is committed to in the record, for those who evaluate and watch over it', () => {
    const course = courseAt('procurement-negotiation', 'evaluation');
    const opened = course.events.find(({ name }) => name === 'bidsOpened')!;
    const { data, secret } = recordParts(opened);
    expect(secret['offers']).toMatchObject(
      exampleOpenedBids().map(({ bidId, name, uscc, priceFen }) => ({ bidId, name, uscc, priceFen })),
    );
    expect(data['bids']).toEqual(exampleOpenedBids().map(({ bidId }) => ({ bidId, result: 'opened' })));
  });

  it('is public in tenders, of procurement too', () => {
    const course = courseAt('procurement-open', 'award');
    expect(foundOf(told(course), [0, 1, 2]).length).toBeGreaterThan(8);
    expect(concealParties(ALL_NAMES, course.state)).toBe(ALL_NAMES);
  });
});
