import { describe, expect, it } from '@jest/globals';
import { announcementOf, releaseOf } from '../../../domain/disclosure/index.ts';
import { PROCEDURE_IDS } from '../../../domain/procedure/index.ts';
import { recordParts } from '../../../domain/record/public-part.ts';
import { currentState, type TenderState } from '../../../domain/tender/index.ts';
import {
  ANYBODY,
  isPublicPaper,
  mayReadPaper,
  papersOf,
  VISIBILITY,
  type RecordedEvent,
  type Standing,
} from '../../../domain/visibility/index.ts';
import { agencyActor, EXAMPLE_PARTIES, exampleDocument } from '../../support/drafts.ts';
import type { Course } from '../../support/course.ts';
import { stepsOf, wholeLife } from '../../support/papers.ts';
import { exampleCommands, processAt } from '../../support/process.ts';
import { openedBidsOf } from '../../support/onward.ts';

const { bidder1, bidder2 } = EXAMPLE_PARTIES;

describe('the papers of a tender', () => {
  it.each(PROCEDURE_IDS)('%s: what the record hashes stays a paper that somebody reads, to the end', (id) => {
    const steps = stepsOf(wholeLife(id).events);
    const { state: end } = steps.at(-1)!;
    const kept = new Set(papersOf(end).map(({ document }) => document.sha256));
    for (const { event } of steps) {
      // Of sealed bids what was in them is the paper.
      if (event.name === 'bidsOpened') continue;
      const missing = recordParts(event).documents.filter((sha256) => !kept.has(sha256));
      expect([event.name, missing]).toEqual([event.name, []]);
    }
    const opened = papersOf(end).filter(({ event }) => event === 'bidsOpened');
    expect(opened.map(({ bidId, concerned }) => [bidId, concerned])).toEqual(
      end.openedBids!.map(({ bidId, uscc }) => [bidId, uscc]),
    );
    for (const paper of papersOf(end)) {
      const owner = mayReadPaper(paper, { ...ANYBODY, owner: true }, end);
      expect([paper.event, owner]).toEqual([paper.event, true]);
    }
  });

  it('is of every event whose row in the table opens papers, and of no other', () => {
    const found = new Set(
      PROCEDURE_IDS.flatMap((id) => papersOf(wholeLife(id).state)).map(({ event }) => event),
    );
    // The report on a review is handed in where a stage is concluded with one.
    found.add('firstStageConcluded');
    const opening = (Object.keys(VISIBILITY) as RecordedEvent[]).filter(
      (event) => Object.keys(VISIBILITY[event].papers).length > 0,
    );
    expect([...found].toSorted()).toEqual(opening.toSorted());
  });

  it('commits the record to the hash of what each opened bid held, and publishes none', () => {
    const bids = openedBidsOf(processAt('opening').state).map((bid) => ({
      ...bid,
      content: exampleDocument('投标文件.tar', 'c'),
    }));
    const event = { name: 'bidsOpened', bids, at: 0, rule: null, article: null } as const;
    const { data, secret } = recordParts(event);
    expect(secret).toEqual({ contents: bids.map(({ bidId }) => ({ bidId, sha256: 'c'.repeat(64) })) });
    expect(JSON.stringify(data)).not.toContain('c'.repeat(64));
  });

  it('has the written report hashed in the record', () => {
    const [event] = processAt('report').give(exampleCommands.writeReport(), agencyActor, '2026-11-03 10:00');
    expect(recordParts(event!).documents).toEqual(['d'.repeat(64)]);
  });

  it('loads tenders of before papers were kept', () => {
    const { writtenReports: _reports, ...older } = processAt('contract').state;
    const lost = { candidate: older.award!.candidate, ground: 'withdrew', noticeAt: 0, cancelledAt: 1 };
    const openedBids = older.openedBids!.map(({ content: _content, ...bid }) => bid);
    const stored = { ...older, openedBids, cancelledAwards: [lost] } as unknown as TenderState;
    const state = currentState(stored);
    expect(state.writtenReports).toEqual([]);
    expect(state.openedBids!.map(({ content }) => content)).toEqual([null, null, null]);
    expect(state.cancelledAwards).toMatchObject([{ documents: [], noticeDocuments: [] }]);
    expect(papersOf(state).map(({ event }) => event)).toEqual(['noticePublished', 'evaluationReported']);
  });
});

describe('who comes to a paper', () => {
  const life = wholeLife('open').state;
  const of = (event: RecordedEvent, uscc?: string) =>
    papersOf(life).find((paper) => paper.event === event && (uscc === undefined || paper.winner === uscc))!;
  const as = (standing: Partial<Standing>): Standing => ({ ...ANYBODY, ...standing });

  it('as the winner of that award, and of no other', () => {
    const [first, second] = [as({ bidder: bidder1.uscc }), as({ bidder: bidder2.uscc })];
    const notice = of('awardNoticeIssued', bidder1.uscc);
    expect([first, second].map((one) => mayReadPaper(notice, one, life))).toEqual([true, false]);
    const contract = of('contractSigned');
    expect([first, second].map((one) => mayReadPaper(contract, one, life))).toEqual([false, true]);
    const evidence = of('awardCancelled');
    expect([first, second].map((one) => mayReadPaper(evidence, one, life))).toEqual([true, false]);
  });

  it('as the authority that was asked before any result, as another one with it', () => {
    const report = of('evaluationReported');
    const before = { ...life, award: null, cancelledAwards: [] };
    const read = (authority: Standing['authority'], state: TenderState) =>
      mayReadPaper(report, as({ authority }), state);
    expect([read('asked', before), read('observing', before)]).toEqual([true, false]);
    expect([read('asked', life), read('observing', life)]).toEqual([true, true]);
    expect(read(null, life)).toBe(false);
  });

  it('as the administrator of the platform: to what everybody reads, and nothing else', () => {
    const read = papersOf(life).filter((paper) => mayReadPaper(paper, as({ administrator: true }), life));
    expect(read).toEqual(papersOf(life).filter((paper) => isPublicPaper(paper, life)));
  });
});

describe('a public address', () => {
  const PLATFORM = 'https://tender.example.cn';

  /** Addresses of documents in what is published at each step, and whether everybody may read what is there at that step. */
  function addressesOf(course: Course): { event: string; sha256: string; open: boolean }[] {
    return stepsOf(course.events).flatMap(({ event, state }, index) => {
      const ctx = { publicUrl: PLATFORM, platformName: '平台', ocidPrefix: 'ocds-abc123' };
      const release = releaseOf(event, state, { ...ctx, releaseId: `r-${index}`, publishedAt: event.at });
      const published = JSON.stringify([announcementOf(event, state, ctx), release]);
      const found = published.matchAll(/"url":"[^"]*\/documents\/([0-9a-f]{64})"/g);
      return [...found].map(([, sha256 = '']) => {
        const open = papersOf(state).some(
          (paper) => paper.document.sha256 === sha256 && isPublicPaper(paper, state),
        );
        return { event: event.name, sha256, open };
      });
    });
  }

  it.each(PROCEDURE_IDS)(
    '%s: is given to what everybody may read at that moment, and to nothing else',
    (id) => {
      const course = wholeLife(id);
      const addresses = addressesOf(course);
      expect(addresses.filter(({ open }) => !open)).toEqual([]);
      const given = new Set(addresses.map(({ sha256 }) => sha256));
      const { state } = course;
      // GP-303, GP-307: documents, clarifications and contract; 招标投标法 publishes none of them.
      const procurement = [...state.draft.documents, ...state.clarifications.flatMap((one) => one.documents)];
      const expected = [...procurement, state.contract!.document].map(({ sha256 }) => sha256);
      const early = (state.draft.firstStage?.documents ?? []).map(({ sha256 }) => sha256);
      expect([...given].toSorted()).toEqual(
        id.startsWith('procurement') ? [...new Set([...expected, ...early])].toSorted() : [],
      );
    },
  );
});
