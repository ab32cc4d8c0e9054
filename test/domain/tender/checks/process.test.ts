import { describe, expect, it } from '@jest/globals';
import type { Breach } from '../../../../domain/law/types.ts';
import { checkAward } from '../../../../domain/tender/award/may-be-awarded.ts';
import { checkClarification } from '../../../../domain/tender/clarification/forced-extension.ts';
import { checkContract } from '../../../../domain/tender/contract/terms.ts';
import type { TenderState } from '../../../../domain/tender/ground/state.ts';
import { adviseOn } from '../../../../domain/tender/index.ts';
import { checkObjection } from '../../../../domain/tender/objection/time-to-object.ts';
import { checkPublicity } from '../../../../domain/tender/publicity/earliest-end.ts';
import { shownEnd, shownInstant } from '../../../../domain/time/text.ts';
import { agencyActor, exampleCandidate } from '../../../support/drafts.ts';
import {
  exampleCommands as example,
  lawAt,
  moment,
  processAt,
  type Stage,
} from '../../../support/process.ts';

const ctx = lawAt();
const stateAt = (stage: Stage): TenderState => processAt(stage).state;
const said = (breaches: readonly Breach[]): string[] =>
  breaches.map(({ severity, rule }) => `${rule} ${severity}`);
/** The same tender where the law does not make tendering mandatory. */
const voluntary = (state: TenderState): TenderState => ({
  ...state,
  draft: { ...state.draft, attributes: { ...state.draft.attributes, mandatory: false } },
});

describe('clarifications and amendments', () => {
  const state = stateAt('documents');
  const check = (at: string, affectsBids: boolean, newDeadline: string | null = null) =>
    checkClarification(
      ctx,
      state,
      { affectsBids, newBidDeadlineAt: newDeadline === null ? null : moment(newDeadline) },
      moment(at),
    );

  it.each([
    ['the day before', '2026-09-14 09:00', []],
    ['to the hour', '2026-09-15 09:00', []],
    ['late by the hour, in time by its date (INT-02)', '2026-09-15 09:00:00.001', ['ZTB-006 warns']],
    ['at the end of that date', '2026-09-15 23:59:59.999', ['ZTB-006 warns']],
    ['at the first instant of the next', '2026-09-16 00:00', ['ZTB-006 blocks']],
    ['the day after', '2026-09-16 09:00', ['ZTB-006 blocks']],
  ])('ZTB-006: one that affects bids, %s', (_when, at, expected) => {
    expect(said(check(at, true).breaches)).toEqual(expected);
  });

  it('ZTB-006: says what deadline would be accepted, and accepts it', () => {
    const { breaches, earliestDeadlineAt } = check('2026-09-20 10:00', true);
    expect(shownInstant(earliestDeadlineAt)).toBe('2026-10-05 10:00');
    expect(breaches[0]).toMatchObject({
      field: 'newBidDeadlineAt',
      accepted: { zh: '投标截止时间为2026-10-05 10:00或者更晚。' },
    });
    expect(breaches[0]?.zh).toBe(
      '自2026-09-20 10:00至投标截止时间2026-09-30 09:00不足15日，可能影响投标文件编制的，应当顺延投标截止时间。',
    );
    expect(check('2026-09-20 10:00', true, '2026-10-05 10:00').breaches).toEqual([]);
    expect(said(check('2026-09-20 10:00', true, '2026-10-05 09:59').breaches)).toEqual(['ZTB-006 warns']);
    expect(said(check('2026-09-20 10:00', true, '2026-10-04 23:59').breaches)).toEqual(['ZTB-006 blocks']);
  });

  it('ZTB-006: binds every tender, and never asks for an earlier deadline', () => {
    expect(
      said(
        checkClarification(
          ctx,
          voluntary(state),
          { affectsBids: true, newBidDeadlineAt: null },
          moment('2026-09-20 10:00'),
        ).breaches,
      ),
    ).toEqual(['ZTB-006 blocks']);
    expect(check('2026-09-11 09:00', true).earliestDeadlineAt).toBe(state.bidDeadlineAt);
  });

  it.each([
    ['in time', '2026-09-15 09:00', []],
    ['late', '2026-09-15 09:01', ['ZTB-005 warns']],
  ])('ZTB-005: one that affects no bid is only reminded of, %s', (_when, at, expected) => {
    const { breaches, deadlines, earliestDeadlineAt } = check(at, false);
    expect(said(breaches)).toEqual(expected);
    expect(earliestDeadlineAt).toBe(state.bidDeadlineAt);
    expect(deadlines.map(({ rule, endsAt }) => [rule, shownInstant(endsAt)])).toEqual([
      ['ZTB-005', '2026-09-15 09:00'],
    ]);
  });
});

describe('objections', () => {
  it.each([
    ['the day before', '2026-09-19 23:59', []],
    ['the day, to its end', '2026-09-20 23:59:59.999', []],
    ['the day after', '2026-09-21 00:00', ['ZTB-102 blocks']],
  ])('ZTB-102: to the documents, %s', (_when, at, expected) => {
    const { breaches, deadlines } = checkObjection(ctx, stateAt('bidding'), 'documents', moment(at));
    expect(said(breaches)).toEqual(expected);
    expect(deadlines.map(({ rule }) => rule)).toEqual(['ZTB-102', 'ZTB-103']);
  });

  it.each([
    ['2026-09-14 10:00', '2026-09-17 24:00', null],
    ['2026-09-16 10:00', '2026-09-20 24:00', '2026-09-19 24:00'],
    ['2026-09-30 10:00', '2026-10-08 24:00', '2026-10-03 24:00'],
  ])('ZTB-103: one received %s is answered by %s, reminded of at %p', (at, due, warn) => {
    const reply = checkObjection(ctx, stateAt('bidding'), 'documents', moment(at)).deadlines.find(
      ({ rule }) => rule === 'ZTB-103',
    );
    expect(shownEnd(reply?.endsAt ?? 0)).toBe(due);
    expect(reply?.warnAt ?? null).toBe(
      warn === null ? null : moment(warn.replace('24:00', '00:00')) + 86_400_000,
    );
  });

  it.each<[string, Stage, string, string[]]>([
    ['before the closing', 'bidding', '2026-09-30 08:59', ['ZTB-105 blocks']],
    ['at the closing', 'opening', '2026-09-30 09:00', []],
    ['within the window of the opening', 'evaluation', '2026-09-30 10:20:59.999', []],
    ['after it', 'evaluation', '2026-09-30 10:21', ['ZTB-105 blocks']],
  ])('ZTB-105: to the opening, %s', (_when, stage, at, expected) => {
    const { breaches, deadlines } = checkObjection(ctx, stateAt(stage), 'opening', moment(at));
    expect([said(breaches), deadlines]).toEqual([expected, []]);
  });

  it.each<[string, Stage, string, string[]]>([
    ['before the publicity', 'publicity', '2026-10-12 09:59', ['ZTB-106 blocks']],
    ['at its first instant', 'published', '2026-10-12 10:00', []],
    ['on its last day', 'published', '2026-10-15 23:59:59.999', []],
    ['after it', 'award', '2026-10-16 00:00', ['ZTB-106 blocks']],
  ])('ZTB-106: to the result, %s', (_when, stage, at, expected) => {
    const { breaches, deadlines } = checkObjection(ctx, stateAt(stage), 'result', moment(at));
    expect(said(breaches)).toEqual(expected);
    expect(deadlines.map(({ rule }) => rule)).toEqual(['ZTB-107']);
  });

  it('ZTB-106: only warns where tendering is voluntary; ZTB-102 binds all', () => {
    expect(
      said(checkObjection(ctx, voluntary(stateAt('award')), 'result', moment('2026-10-16 00:00')).breaches),
    ).toEqual(['ZTB-106 warns']);
    expect(
      said(
        checkObjection(ctx, voluntary(stateAt('bidding')), 'documents', moment('2026-09-21 00:00')).breaches,
      ),
    ).toEqual(['ZTB-102 blocks']);
  });
});

describe('the publicity of candidates', () => {
  const state = stateAt('publicity');
  /** The report came on Saturday 2026-10-10, which is worked: the third day is Tuesday the 13th. */
  const check = (at: string, endsAt: string | null = null, of = state) =>
    checkPublicity(ctx, of, moment(at), endsAt === null ? null : moment(endsAt));

  it.each([
    ['the day before', '2026-10-12 23:59', []],
    ['the day, to its end', '2026-10-13 23:59:59.999', []],
    ['the day after', '2026-10-14 00:00', ['ZTB-401 blocks']],
  ])('ZTB-401: starts %s', (_when, at, expected) => {
    expect(said(check(at).breaches)).toEqual(expected);
  });

  it('ZTB-401: warns from the unrolled end on and blocks at the rolled one (INT-05)', () => {
    const reported = {
      ...state,
      evaluation: state.evaluation && { ...state.evaluation, reportedAt: moment('2026-09-30 10:00') },
    };
    const of = (at: string) => said(check(at, null, reported).breaches);
    expect(of('2026-10-03 23:59:59.999')).toEqual([]);
    expect(of('2026-10-04 00:00')).toEqual(['ZTB-401 warns']);
    expect(of('2026-10-08 23:59:59.999')).toEqual(['ZTB-401 warns']);
    expect(of('2026-10-09 00:00')).toEqual(['ZTB-401 blocks']);
    expect(check('2026-10-04 00:00', null, reported).breaches[0]?.zh).toBe(
      '自2026-09-30 10:00起3日至2026-10-03 24:00已满，仅因末日为休息日顺延至2026-10-08 24:00；现在是2026-10-04 00:00，应当尽快公示中标候选人。',
    );
  });

  it.each([
    ['the day before', '2026-10-15 00:00', ['ZTB-402 blocks']],
    ['in the morning of the day', '2026-10-15 10:00', ['ZTB-402 warns']],
    ['a millisecond before business ends', '2026-10-15 16:59:59.999', ['ZTB-402 warns']],
    ['with the end of business', '2026-10-15 17:00', []],
    ['at 24:00 of the day', '2026-10-16 00:00', []],
    ['the day after', '2026-10-16 17:00', []],
    ['as long as the law asks', null, []],
  ])('ZTB-402: from 2026-10-12 10:00, ends %s', (_when, endsAt, expected) => {
    const { breaches, earliestEndAt } = check('2026-10-12 10:00', endsAt);
    expect(said(breaches)).toEqual(expected);
    expect(shownEnd(earliestEndAt)).toBe('2026-10-15 24:00');
  });

  it('ZTB-402: says what end would be accepted', () => {
    const [breach] = check('2026-10-12 10:00', '2026-10-14 17:00').breaches;
    expect(breach?.en).toBe(
      'A publicity from 2026-10-12 10:00 until 2026-10-14 17:00 is shorter than 3 days.',
    );
    expect(breach?.accepted?.en).toBe('Published until 2026-10-15 17:00 or later.');
  });

  it('ZTB-401, ZTB-402: only warn where tendering is voluntary', () => {
    expect(said(check('2026-10-14 10:00', '2026-10-15 10:00', voluntary(state)).breaches)).toEqual([
      'ZTB-401 warns',
      'ZTB-402 warns',
    ]);
  });

  it('ZTB-402: is measured before there is a report, too', () => {
    const { deadlines, breaches } = checkPublicity(
      ctx,
      stateAt('evaluation'),
      moment('2026-10-12 10:00'),
      null,
    );
    expect([deadlines.map(({ rule }) => rule), breaches]).toEqual([['ZTB-402'], []]);
  });
});

describe('the award', () => {
  const check = (state: TenderState, rank: number, at = '2026-10-16 10:00') =>
    said(checkAward(ctx, state, exampleCandidate(rank), moment(at)));

  it('ZTB-403: goes to the first ranked, with controlling state funds', () => {
    expect([1, 2, 3].map((rank) => check(stateAt('award'), rank))).toEqual([
      [],
      ['ZTB-403 blocks'],
      ['ZTB-403 blocks'],
    ]);
  });

  it('ZTB-403: only warns without controlling state funds, and where tendering is voluntary', () => {
    const state = stateAt('award');
    const privately = {
      ...state,
      draft: { ...state.draft, attributes: { ...state.draft.attributes, stateOwned: false } },
    };
    expect(check(privately, 2)).toEqual(['ZTB-403 warns']);
    expect(check(voluntary(state), 2)).toEqual(['ZTB-403 warns']);
  });

  it.each([
    ['2026-10-15 23:59:59.999', ['ZTB-402 blocks']],
    ['2026-10-16 00:00', []],
    ['2026-10-17 00:00', []],
  ])('ZTB-402: waits for the end of the publicity, at %s', (at, expected) => {
    expect(check(stateAt('published'), 1, at)).toEqual(expected);
  });

  it('ZTB-402: waits for a publicity at all', () => {
    expect(check(stateAt('publicity'), 1)).toEqual(['ZTB-402 blocks']);
  });

  it('ZTB-107: waits for the reply to every objection to the result', () => {
    const state = stateAt('award');
    const objection = {
      id: 'o-1',
      partyId: 'p',
      text: '',
      filedAt: moment('2026-10-13 10:00'),
      replyDueAt: 0,
    };
    const open = { ...objection, subject: 'result', reply: null } as const;
    expect(check({ ...state, objections: [open] }, 1)).toEqual(['ZTB-107 blocks']);
    expect(check({ ...state, objections: [{ ...open, reply: { text: '', repliedAt: 0 } }] }, 1)).toEqual([]);
    expect(check({ ...state, objections: [{ ...open, subject: 'documents' }] }, 1)).toEqual([]);
  });
});

describe('the contract', () => {
  const state = stateAt('contract');
  const check = (amountFen: string, performanceSecurityFen: string, at = '2026-11-02 10:00', of = state) =>
    said(checkContract(ctx, of, { amountFen, performanceSecurityFen }, moment(at)));

  it.each([
    ['a fen less', '1767999999', ['ZTB-406 blocks']],
    ['as awarded', '1768000000', []],
    ['a fen more', '1768000001', ['ZTB-406 blocks']],
  ])('ZTB-406: the amount is %s', (_what, amountFen, expected) => {
    expect(check(amountFen, '0')).toEqual(expected);
  });

  it.each([
    ['a fen below', '176799999', []],
    ['at the cap', '176800000', []],
    ['a fen above', '176800001', ['ZTB-407 blocks']],
  ])('ZTB-407: the performance security is %s', (_what, security, expected) => {
    expect(check('1768000000', security)).toEqual(expected);
  });

  it.each([
    ['the day before', '2026-11-14 23:59', []],
    ['the thirtieth day, a Sunday', '2026-11-15 23:59', []],
    ['the day it rolls to', '2026-11-16 10:00', ['ZTB-406 warns']],
    ['the day after', '2026-11-17 00:00', ['ZTB-406 warns']],
  ])('ZTB-406: signed %s, lateness only warns', (_when, at, expected) => {
    expect(check('1768000000', '0', at)).toEqual(expected);
  });

  it('ZTB-406, ZTB-407: bind every tender', () => {
    expect(check('1', '1', '2026-11-02 10:00', voluntary(state))).toEqual([
      'ZTB-406 blocks',
      'ZTB-407 blocks',
    ]);
  });

  it('ZTB-406: has nothing to keep to before the award', () => {
    expect(check('1', '0', '2026-10-16 10:00', stateAt('award'))).toEqual([]);
  });
});

describe('a publicity that outlasts the bids', () => {
  it('is warned of and not refused: the validity may be extended', () => {
    const process = processAt('publicity');
    const validUntilAt = process.state.bidDeadlineAt + process.state.draft.bidValidityDays * 86_400_000;
    const at = moment('2026-10-12 10:00');
    const warned = (endsAt: number) =>
      adviseOn(ctx, process.state, example.publish(endsAt), at).filter(({ rule }) => rule === 'ZTB-208');
    expect(warned(validUntilAt)).toEqual([]);
    expect(warned(validUntilAt + 1)).toMatchObject([{ severity: 'warns', field: 'publicityEndsAt' }]);
    expect(process.refusals(example.publish(validUntilAt + 1), agencyActor, '2026-10-12 10:00')).toEqual([]);
  });
});
