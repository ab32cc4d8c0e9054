import { describe, expect, it } from '@jest/globals';
import { castOf } from '../../rehearsal/cast.ts';
import { ceilingOf, draftOf, shareOf } from '../../rehearsal/draft.ts';
import { noticeSchema, pickNotice, readNotices } from '../../rehearsal/notice.ts';
import { noticeOf } from '../support/procedures.ts';

const good = noticeOf('open');
const bad = { ...good, id: 'bad', bidDeadline: '2026-09-31', tenderee: undefined };

describe('a file of notices', () => {
  it('is one notice, a list, or an object with the list', () => {
    for (const file of [good, [good], { about: 'examples', notices: [good] }])
      expect(pickNotice(readNotices(JSON.stringify(file)), undefined)).toEqual(good);
  });

  it('is not spoiled by one that cannot be read', () => {
    const read = readNotices(JSON.stringify([bad, good]));
    expect(pickNotice(read, 'open')).toEqual(good);
    expect(() => pickNotice(read, undefined)).toThrow('choose a notice with --id: bad, open');
  });

  it('says which field of which notice is wrong, and what stands there', () => {
    const read = readNotices(JSON.stringify([bad, { ...good, id: undefined }]));
    expect(() => pickNotice(read, 'bad')).toThrow(
      /the notice bad cannot be read:\n {2}tenderee: .*it is missing.*\n {2}bidDeadline: .*"2026-09-31"/,
    );
    expect(() => pickNotice(read, 'number 2')).toThrow(/the notice number 2 cannot be read:\n {2}id: /);
  });

  it.each(['{}x', '"text"', '[]', '{"notices":[]}', 'null'])('is not %s', (text) => {
    expect(() => readNotices(text)).toThrow();
  });
});

describe('what a notice costs', () => {
  const draft = (more: object) => {
    const notice = noticeSchema.parse({ ...good, bidSecurityRequired: true, ...more });
    const drafted = draftOf(notice, castOf(notice), 'a'.repeat(64), {
      firstDocument: null,
      invitees: [],
      priorTenderId: null,
    });
    const { estimatedPriceFen, ceilingPriceFen, bidSecurityFen } = drafted;
    return { estimatedPriceFen, ceilingPriceFen, bidSecurityFen };
  };

  it.each([
    [{}, '5000000000', '5000000000', '80000000'],
    [{ budgetYuan: '1000000.50' }, '100000050', '100000050', '1600000'],
    [{ limitPriceYuan: '900000' }, '90000000', '90000000', '1440000'],
    [{ budgetYuan: '1000000', limitPriceYuan: '900000' }, '100000000', '90000000', '1600000'],
  ])('%j', (more, estimatedPriceFen, ceilingPriceFen, bidSecurityFen) => {
    expect(draft(more)).toEqual({ estimatedPriceFen, ceilingPriceFen, bidSecurityFen });
  });

  it('is offered below the highest price that is taken', () => {
    const notice = noticeSchema.parse({ ...good, limitPriceYuan: '10.00' });
    expect(shareOf(ceilingOf(notice), 9_376)).toBe('937');
  });

  it.each(['12345678901234', '1.234', '-1', ''])('is no amount: %s', (budgetYuan) => {
    expect(noticeSchema.safeParse({ ...good, budgetYuan }).success).toBe(false);
  });
});
