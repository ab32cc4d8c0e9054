import { describe, expect, it } from '@jest/globals';
import { noticesOf, recipientsOf } from '../../../domain/disclosure/index.ts';
import type { PartyNotice } from '../../../domain/disclosure/index.ts';
import type { TenderEvent } from '../../../domain/tender/index.ts';
import { EXAMPLE_PARTIES, exampleCandidate, exampleDocument } from '../../support/drafts.ts';
import { OBJECTION_TEXT, OBJECTOR_ID, RESULT_REPLY, failedLife, fullLife, rejectedLife } from './lives.ts';
import type { Step } from './lives.ts';

const { bidder1, bidder2, bidder3, tenderee } = EXAMPLE_PARTIES;
const known = {
  holders: [bidder1.id, bidder2.id, bidder3.id, 'party-holder'],
  bidders: [bidder1.id, bidder2.id, bidder3.id],
  tenderee: [tenderee.id],
  invitees: [],
  supervisors: [{ id: 'party-authority', name: '某市发展和改革委员会' }],
};
const AUTHORITY = 'party-authority';

function stepOf(steps: readonly Step[], name: TenderEvent['name'], nth = 0): Step {
  const step = steps.filter(({ event }) => event.name === name)[nth];
  if (step === undefined) throw new Error(`no ${name}`);
  return step;
}

/** Who is told what at a step: kind and recipients. */
function told(step: Step): [string, string[]][] {
  return noticesOf(step.event, step.state).map((notice) => [
    notice.kind,
    recipientsOf(notice, step.state, known),
  ]);
}

describe('notices', () => {
  const life = fullLife();
  const everyHolder = known.holders;

  it.each<[TenderEvent['name'], number, [string, string[]][]]>([
    ['noticePublished', 0, []],
    ['clarificationIssued', 0, [['amendment', everyHolder]]],
    ['bidDeadlineMoved', 0, [['deadline-moved', everyHolder]]],
    [
      'objectionFiled',
      0,
      [
        ['objection-received', [OBJECTOR_ID]],
        ['objection-to-answer', [tenderee.id]],
      ],
    ],
    ['processSuspended', 0, [['suspension', everyHolder]]],
    ['objectionReplied', 0, [['objection-reply', [OBJECTOR_ID]]]],
    ['processResumed', 0, [['resumption', everyHolder]]],
    [
      'deadlinesRederived',
      0,
      [
        ['deadlines-rederived', everyHolder],
        ['deadlines-rederived', [tenderee.id]],
      ],
    ],
    ['bidsClosed', 0, [['keys-wanted', known.bidders]]],
    ['bidsOpened', 0, [['opening-record', known.bidders]]],
    ['evaluationReported', 0, [['papers', [tenderee.id]]]],
    ['candidatesPublished', 0, [['candidate-publicity', known.bidders]]],
    ['processSuspended', 1, [['suspension', known.bidders]]],
    ['stepTimedOut', 0, [['step-timed-out', [tenderee.id]]]],
    ['publicityMoved', 0, [['publicity-moved', known.bidders]]],
    [
      'awardNoticeIssued',
      0,
      [
        ['award-notice', [bidder1.id]],
        ['award-result', [bidder2.id, bidder3.id]],
        ['papers', [AUTHORITY]],
      ],
    ],
    [
      'contractSigned',
      0,
      [
        ['contract-signed', known.bidders],
        ['papers', [tenderee.id]],
        ['papers', [bidder1.id]],
        ['papers', [AUTHORITY]],
      ],
    ],
    [
      'writtenReportSubmitted',
      0,
      [
        ['papers', [tenderee.id]],
        ['papers', [AUTHORITY]],
      ],
    ],
    ['securityReturned', 0, [['security-returned', known.bidders]]],
    ['tenderCompleted', 0, []],
  ])('at %s (%i) go to whom they concern', (name, nth, expected) => {
    expect(told(stepOf(life, name, nth))).toStrictEqual(expected);
  });

  it('follow the award to whoever has won', () => {
    const step = stepOf(fullLife({ winner: exampleCandidate(2) }), 'awardNoticeIssued');
    expect(told(step)).toStrictEqual([
      ['award-notice', [bidder2.id]],
      ['award-result', [bidder1.id, bidder3.id]],
      ['papers', [AUTHORITY]],
    ]);
  });

  it('tell holders of a failed tender, and bidders of rejected bids', () => {
    expect(told(stepOf(failedLife(), 'tenderFailed'))).toStrictEqual([['tender-failed', everyHolder]]);
    expect(told(stepOf(rejectedLife(), 'tenderFailed'))).toStrictEqual([['tender-failed', known.bidders]]);
  });

  it('ask nobody for a key when there will be no opening', () => {
    expect(told(stepOf(failedLife(), 'bidsClosed'))).toStrictEqual([]);
  });

  it('name the award notice that the tenderee signed', () => {
    const { event, state } = stepOf(life, 'awardNoticeIssued');
    if (event.name !== 'awardNoticeIssued') throw new Error('not an award');
    const document = exampleDocument('中标通知书.pdf', 'e');
    const [notice] = noticesOf({ ...event, documents: [document] }, state);
    expect(notice?.textZh).toContain(`中标通知书.pdf（SHA-256：${document.sha256}）`);
    expect(notice?.textEn).toContain(document.sha256);
  });

  it.each([
    ['evaluationReported', '评标报告.pdf', 'b', ['tenderee']],
    ['awardNoticeIssued', '评标报告.pdf', 'b', ['supervisors']],
    ['contractSigned', '合同.pdf', 'c', ['tenderee', 'winner', 'supervisors']],
    ['writtenReportSubmitted', '书面报告.pdf', 'd', ['tenderee', 'supervisors']],
  ] as const)(
    'name the papers of %s with their hashes to those who may read them alone',
    (name, file, digit, to) => {
      const { event, state } = stepOf(life, name);
      const naming = noticesOf(event, state).filter(({ textZh }) => textZh.includes(file));
      expect(naming.map((notice) => notice.to)).toStrictEqual(to);
      for (const { textZh, textEn } of naming)
        for (const text of [textZh, textEn]) expect(text).toContain(digit.repeat(64));
    },
  );

  it('give the words of the written report to the authority, not to any bidder', () => {
    const { event, state } = stepOf(life, 'writtenReportSubmitted');
    if (event.name !== 'writtenReportSubmitted') throw new Error('not a report');
    const told = noticesOf(event, state).filter(({ textZh }) => textZh.includes(event.text));
    expect(told.map(({ to }) => to)).toStrictEqual(['supervisors']);
  });

  it('tell a bidder whose bid was not opened, without a finding of fault', () => {
    const { event, state } = stepOf(life, 'bidsOpened');
    if (event.name !== 'bidsOpened') throw new Error('not an opening');
    const bids = event.bids.map((bid, index) =>
      index === 2 ? { ...bid, result: 'no-key' as const, priceFen: null } : bid,
    );
    const notices = noticesOf({ ...event, bids }, { ...state, openedBids: bids });
    expect(notices.at(-1)).toMatchObject({
      to: { partyId: bidder3.id },
      kind: 'bid-not-opened',
      rule: 'EB-014',
    });
    expect(notices.at(-1)?.textZh).toContain('不作推定');
  });

  it.each([
    ['bidder', '视为撤销', 'may be kept'],
    ['not-bidder', '视为撤回', 'goes back'],
  ] as const)('tell it what follows where the cause was found: %s', (attribution, zh, en) => {
    const { event, state } = stepOf(life, 'bidsOpened');
    if (event.name !== 'bidsOpened') throw new Error('not an opening');
    const bids = event.bids.map((bid, index) =>
      index === 2 ? { ...bid, result: 'no-key' as const, attribution, priceFen: null } : bid,
    );
    const [notice] = noticesOf({ ...event, bids }, { ...state, openedBids: bids }).slice(-1);
    expect([notice?.to, notice?.rule]).toEqual([{ partyId: bidder3.id }, 'EB-014']);
    expect(notice?.textZh).toContain(zh);
    expect(notice?.textEn).toContain(en);
    expect(notice?.textZh).not.toContain('不作推定');
  });

  it('tell of securities that went back those alone whose bid counts as withdrawn', () => {
    const { state } = stepOf(life, 'bidsOpened');
    const openedBids = state.openedBids!.map((bid, index) =>
      index === 1 ? { ...bid, attribution: 'not-bidder' as const } : bid,
    );
    const event = {
      name: 'securityReturned',
      interestFen: '0',
      whose: 'withdrawn',
      at: 0,
      rule: 'ZTB-205',
      article: null,
    } as const;
    const notices = noticesOf(event, { ...state, openedBids });
    expect(notices.map(({ to, kind, rule }) => [to, kind, rule])).toEqual([
      [{ partyId: bidder2.id }, 'security-returned', 'ZTB-205'],
    ]);
  });

  it('name no objector to anybody, and give the reply about the result to the objector alone', () => {
    const all = life.flatMap(({ event, state }) => noticesOf(event, state));
    const about = (secret: string) =>
      all.filter((notice) => `${notice.textZh}${notice.textEn}`.includes(secret));
    expect(about(OBJECTOR_ID)).toStrictEqual([]);
    expect(about(RESULT_REPLY).map((notice) => notice.to)).toStrictEqual([{ partyId: OBJECTOR_ID }]);
    expect(new Set(about(OBJECTION_TEXT).map((notice) => notice.to))).toStrictEqual(new Set(['tenderee']));
  });

  it('speak both languages, cite an article and mark a rehearsal', () => {
    const complete = (notice: PartyNotice) => [
      notice.titleZh,
      notice.titleEn,
      notice.textZh,
      notice.textEn,
      notice.article,
    ];
    for (const { event, state } of fullLife({ rehearsal: true })) {
      for (const notice of noticesOf(event, state)) {
        for (const part of complete(notice)) expect(part).toBeTruthy();
        expect(notice.titleZh).toMatch(/^\[演练\] /);
        expect(notice.titleEn).toMatch(/^\[Rehearsal\] /);
      }
    }
  });
});
