import { describe, expect, it } from '@jest/globals';
import type { Actor, TenderCommand, TenderDraft } from '../../../domain/tender/index.ts';
import {
  administratorActor,
  agencyActor,
  bidderActors,
  exampleCandidate,
  exampleCommittee,
  EXAMPLE_PARTIES,
  strangerActor,
  supervisorActor,
  tendereeActor,
} from '../../support/drafts.ts';
import { bidder, exampleCommands as example, moment, processAt, type Process, type Stage } from '../../support/process.ts';

interface Row {
  readonly code: string;
  /** The article the refusal cites; null where it is the platform's own. */
  readonly article: RegExp | null;
  /** What it says would be accepted, in English; null where nothing would. */
  readonly accepted: RegExp | null;
  readonly why: string;
  readonly stage: Stage;
  readonly prepare?: (process: Process) => unknown;
  readonly draft?: Partial<TenderDraft>;
  readonly command: TenderCommand;
  readonly actor?: Actor;
  readonly at: string;
}

const IN_DOCUMENTS = '2026-09-11 10:00';
const IN_EVALUATION = '2026-10-10 16:00';
const IN_PUBLICITY = '2026-10-13 10:00';
const IN_AWARD = '2026-10-16 10:00';
const IN_CONTRACT = '2026-10-20 10:00';

const object = (process: Process) => process.give(example.object(), bidder, '2026-09-11 09:00');
const objectToResult = (process: Process) =>
  process.give(example.object({ id: 'objection-r', subject: 'result' }), bidder, '2026-10-13 09:00');
const rejection = (bidId: string, ground = '51-3') => ({ bidId, ground, reason: '资质不符合招标文件要求。' });

const whoMayAct: readonly Row[] = [
  { code: 'wrong-role', article: null, accepted: /tenderee or its agency/, why: 'a bidder clarifies', stage: 'documents', command: example.clarify(), actor: bidder, at: IN_DOCUMENTS },
  { code: 'wrong-role', article: null, accepted: /tenderee or its agency/, why: 'a supervisor replies', stage: 'documents', prepare: object, command: example.reply(), actor: supervisorActor, at: IN_DOCUMENTS },
  { code: 'wrong-role', article: null, accepted: /a bidder/, why: 'the tenderee objects', stage: 'documents', command: example.object(), actor: tendereeActor, at: IN_DOCUMENTS },
  { code: 'wrong-role', article: null, accepted: /a bidder/, why: 'a bidder without a party objects', stage: 'documents', command: example.object(), actor: { ...bidder, partyId: null }, at: IN_DOCUMENTS },
  { code: 'wrong-role', article: null, accepted: /administrator/, why: 'the agency derives deadlines again', stage: 'documents', command: { name: 'rederiveDeadlines' }, actor: agencyActor, at: IN_DOCUMENTS },
  { code: 'wrong-role', article: null, accepted: /tenderee or its agency/, why: 'the administrator awards', stage: 'award', command: example.award(), actor: administratorActor, at: IN_AWARD },
  { code: 'not-your-tender', article: null, accepted: null, why: 'another tenderee clarifies', stage: 'documents', command: example.clarify(), actor: strangerActor, at: IN_DOCUMENTS },
  { code: 'not-your-tender', article: null, accepted: null, why: 'the agency poses as the tenderee', stage: 'documents', command: example.clarify(), actor: { ...agencyActor, role: 'tenderee' }, at: IN_DOCUMENTS },
  { code: 'not-your-tender', article: null, accepted: null, why: 'an agency where there is none', stage: 'documents', prepare: () => undefined, command: example.clarify(), actor: { ...agencyActor, uscc: EXAMPLE_PARTIES.stranger.uscc }, at: IN_DOCUMENTS },
  { code: 'own-tender', article: null, accepted: null, why: 'the tenderee signs in as a bidder and objects', stage: 'documents', command: example.object(), actor: { ...tendereeActor, role: 'bidder' }, at: IN_DOCUMENTS },
];

const whenItMayHappen: readonly Row[] = [
  { code: 'wrong-phase', article: null, accepted: /notice, issue of documents, bidding/, why: 'amending after the closing', stage: 'opening', command: example.clarify(), at: '2026-09-30 09:05' },
  { code: 'wrong-phase', article: null, accepted: /evaluation/, why: 'a report before the opening', stage: 'bidding', command: example.report(), at: '2026-09-20 10:00' },
  { code: 'wrong-phase', article: null, accepted: /candidate publicity/, why: 'publishing before the report', stage: 'evaluation', command: example.publish(), at: IN_EVALUATION },
  { code: 'wrong-phase', article: null, accepted: /award/, why: 'an award during the publicity', stage: 'published', command: example.award(), at: IN_PUBLICITY },
  { code: 'wrong-phase', article: null, accepted: /contract/, why: 'a contract before the award', stage: 'award', command: example.sign(), at: IN_AWARD },
  { code: 'wrong-phase', article: null, accepted: /written report/, why: 'securities back before the award', stage: 'award', command: example.returnSecurity(), at: IN_AWARD },
  { code: 'wrong-phase', article: null, accepted: /contract, written report/, why: 'the written report before the award', stage: 'award', command: example.writeReport(), at: IN_AWARD },
  { code: 'already-done', article: null, accepted: null, why: 'a second evaluation report', stage: 'publicity', command: example.report(), at: '2026-10-11 10:00' },
  { code: 'already-done', article: null, accepted: null, why: 'publishing twice', stage: 'published', command: example.publish(), at: IN_PUBLICITY },
  { code: 'already-done', article: null, accepted: null, why: 'a second award', stage: 'contract', command: example.award('bid-2', '放弃中标'), at: IN_CONTRACT },
  { code: 'already-done', article: null, accepted: null, why: 'a second contract', stage: 'report', command: example.sign(), at: '2026-11-03 10:00' },
  { code: 'already-done', article: null, accepted: null, why: 'a second written report', stage: 'contract', prepare: (process) => process.give(example.writeReport(), agencyActor, IN_CONTRACT), command: example.writeReport(), at: '2026-10-21 10:00' },
  { code: 'already-done', article: null, accepted: null, why: 'returning the securities twice', stage: 'report', prepare: (process) => process.give(example.returnSecurity(), agencyActor, '2026-11-03 10:00'), command: example.returnSecurity(), at: '2026-11-04 10:00' },
  { code: 'tender-over', article: null, accepted: null, why: 'anything after fewer than three bidders', stage: 'bidding', prepare: (process) => process.step({ name: 'closeBids', bidCount: 2, bidderCount: 2 }, '2026-09-30 09:00'), command: example.clarify(), at: '2026-09-30 09:05' },
  { code: 'ZTB-107', article: /条例第五十四条/, accepted: /Reply to every open objection/, why: 'an award while a result objection is open', stage: 'published', prepare: (process) => { objectToResult(process); process.step({ name: 'endPublicity' }, '2026-10-16 00:00'); }, command: example.award(), at: '2026-10-16 10:00' },
];

const clarifications: readonly Row[] = [
  { code: 'ZTB-006', article: /条例第二十一条/, accepted: /2026-10-0[5-9]/, why: 'an amendment that affects bids, with too little left', stage: 'bidding', command: example.clarify({ kind: 'amendment', affectsBids: true }), at: '2026-09-20 10:00' },
  { code: 'ZTB-006', article: /条例第二十一条/, accepted: /2026-10-0[5-9]/, why: 'an extension that is too short', stage: 'bidding', command: example.clarify({ kind: 'amendment', affectsBids: true, newBidDeadlineAt: moment('2026-10-04 09:00') }), at: '2026-09-20 10:00' },
  { code: 'bid-deadline-earlier', article: null, accepted: /2026-09-30T09:00:00/, why: 'an earlier deadline', stage: 'documents', command: example.clarify({ newBidDeadlineAt: moment('2026-09-29 09:00') }), at: IN_DOCUMENTS },
  { code: 'date-past', article: null, accepted: /after 2026-09-11T10:00:00/, why: 'a new deadline in the past', stage: 'documents', command: example.clarify({ newBidDeadlineAt: moment('2026-09-01 09:00') }), at: IN_DOCUMENTS },
  { code: 'beyond-calendar', article: null, accepted: /between 2004-01-01 and 2028-/, why: 'a new deadline beyond the calendar', stage: 'documents', command: example.clarify({ newBidDeadlineAt: moment('2031-01-01 09:00') }), at: IN_DOCUMENTS },
  { code: 'deadline-passed', article: null, accepted: null, why: 'amending after the deadline, before the closing was handled', stage: 'bidding', command: example.clarify(), at: '2026-09-30 09:00' },
  { code: 'duplicate-clarification', article: null, accepted: null, why: 'the same id twice', stage: 'documents', prepare: (process) => process.give(example.clarify(), agencyActor, '2026-09-11 09:00'), command: example.clarify(), at: IN_DOCUMENTS },
  { code: 'empty-text', article: null, accepted: /Say something in text/, why: 'nothing said', stage: 'documents', command: example.clarify({ text: ' \n ' }), at: IN_DOCUMENTS },
];

const objections: readonly Row[] = [
  { code: 'ZTB-102', article: /条例第二十二条/, accepted: null, why: 'on the documents, nine days before the deadline', stage: 'bidding', command: example.object(), actor: bidder, at: '2026-09-21 08:00' },
  { code: 'ZTB-105', article: /条例第四十四条/, accepted: null, why: 'on the opening, before it', stage: 'bidding', command: example.object({ subject: 'opening' }), actor: bidder, at: '2026-09-20 10:00' },
  { code: 'ZTB-105', article: /条例第四十四条/, accepted: null, why: 'on the opening, after it', stage: 'evaluation', command: example.object({ subject: 'opening' }), actor: bidder, at: '2026-09-30 10:22' },
  { code: 'ZTB-106', article: /条例第五十四条/, accepted: null, why: 'on the result, before the publicity', stage: 'publicity', command: example.object({ subject: 'result' }), actor: bidder, at: '2026-10-11 10:00' },
  { code: 'ZTB-106', article: /条例第五十四条/, accepted: null, why: 'on the result, after the publicity', stage: 'award', command: example.object({ subject: 'result' }), actor: bidder, at: '2026-10-16 00:00' },
  { code: 'wrong-phase', article: null, accepted: /while the candidates are published/, why: 'on a result that is not public, where the law only warns', stage: 'publicity', draft: { attributes: { mandatory: false, stateOwned: false, category: 'services' } }, command: example.object({ subject: 'result' }), actor: bidder, at: '2026-10-11 10:00' },
  { code: 'not-a-bidder', article: null, accepted: null, why: 'on the opening by who did not bid', stage: 'evaluation', command: example.object({ subject: 'opening' }), actor: { ...strangerActor, role: 'bidder' }, at: '2026-09-30 09:30' },
  { code: 'duplicate-objection', article: null, accepted: null, why: 'the same id twice', stage: 'documents', prepare: object, command: example.object(), actor: bidderActors[1], at: IN_DOCUMENTS },
  { code: 'empty-text', article: null, accepted: /Say something in text/, why: 'nothing said', stage: 'documents', command: example.object({ text: '' }), actor: bidder, at: IN_DOCUMENTS },
  { code: 'unknown-objection', article: null, accepted: /Open: objection-1/, why: 'a reply to no objection', stage: 'documents', prepare: object, command: example.reply('objection-9'), at: IN_DOCUMENTS },
  { code: 'unknown-objection', article: null, accepted: null, why: 'a reply where there are none', stage: 'documents', command: example.reply('objection-9'), at: IN_DOCUMENTS },
  { code: 'already-replied', article: null, accepted: null, why: 'a second reply', stage: 'documents', prepare: (process) => { object(process); process.give(example.reply(), agencyActor, '2026-09-11 09:30'); }, command: example.reply(), at: IN_DOCUMENTS },
  { code: 'empty-text', article: null, accepted: /Say something in text/, why: 'an empty reply', stage: 'documents', prepare: object, command: example.reply('objection-1', ''), at: IN_DOCUMENTS },
];

const fourCandidates = [...[1, 2, 3].map(exampleCandidate), { ...exampleCandidate(3), rank: 4 }];
const evaluations: readonly Row[] = [
  { code: 'ZTB-303', article: /招标投标法第三十七条/, accepted: /./, why: 'four members', stage: 'evaluation', command: example.report({ committee: exampleCommittee().slice(1) }), at: IN_EVALUATION },
  { code: 'ZTB-318', article: /条例第五十三条/, accepted: /./, why: 'four candidates', stage: 'evaluation', command: example.report({ candidates: fourCandidates }), at: IN_EVALUATION },
  { code: 'ZTB-318', article: /条例第五十三条/, accepted: /./, why: 'two candidates of the first rank', stage: 'evaluation', command: example.report({ candidates: [exampleCandidate(1), { ...exampleCandidate(2), rank: 1 }] }), at: IN_EVALUATION },
  { code: 'ZTB-318', article: /条例第五十三条/, accepted: /./, why: 'ranks with a gap', stage: 'evaluation', command: example.report({ candidates: [exampleCandidate(1), { ...exampleCandidate(2), rank: 3 }] }), at: IN_EVALUATION },
  { code: 'ZTB-313', article: /条例第五十一条/, accepted: /./, why: 'a ground the law does not know', stage: 'evaluation', command: example.report({ candidates: [1, 2].map(exampleCandidate), rejected: [rejection('bid-3', '51-9')] }), at: IN_EVALUATION },
  { code: 'candidate-not-opened', article: null, accepted: /bid-1, bid-2, bid-3/, why: 'a candidate out of nowhere', stage: 'evaluation', command: example.report({ candidates: [{ ...exampleCandidate(1), bidId: 'bid-9' }] }), at: IN_EVALUATION },
  { code: 'candidate-mismatch', article: null, accepted: /91110105MA01EX012N/, why: 'a candidate who is someone else', stage: 'evaluation', command: example.report({ candidates: [{ ...exampleCandidate(1), uscc: EXAMPLE_PARTIES.stranger.uscc }] }), at: IN_EVALUATION },
  { code: 'candidate-rejected', article: null, accepted: null, why: 'a candidate who is rejected', stage: 'evaluation', command: example.report({ rejected: [rejection('bid-2')] }), at: IN_EVALUATION },
  { code: 'duplicate-candidate', article: null, accepted: null, why: 'one bid twice', stage: 'evaluation', command: example.report({ candidates: [exampleCandidate(1), { ...exampleCandidate(1), rank: 2 }] }), at: IN_EVALUATION },
  { code: 'malformed-amount', article: null, accepted: /17,680,000/, why: 'a price that is no amount', stage: 'evaluation', command: example.report({ candidates: [{ ...exampleCandidate(1), priceFen: '17.68' }] }), at: IN_EVALUATION },
  { code: 'unknown-bid', article: null, accepted: null, why: 'rejecting what was not opened', stage: 'evaluation', command: example.report({ rejected: [rejection('bid-9')] }), at: IN_EVALUATION },
  { code: 'duplicate-rejection', article: null, accepted: null, why: 'rejecting twice', stage: 'evaluation', command: example.report({ candidates: [1, 2].map(exampleCandidate), rejected: [rejection('bid-3'), rejection('bid-3', '51-6')] }), at: IN_EVALUATION },
  { code: 'ZTB-316', article: /招标投标法第四十二条/, accepted: /./, why: 'no candidate, though a bid stands', stage: 'evaluation', command: example.report({ candidates: [], rejected: [rejection('bid-1'), rejection('bid-2')] }), at: IN_EVALUATION },
  { code: 'empty-text', article: null, accepted: /Say something in summary/, why: 'no account of the evaluation', stage: 'evaluation', command: example.report({ summary: '' }), at: IN_EVALUATION },
];

const closing: readonly Row[] = [
  { code: 'ZTB-402', article: /条例第五十四条/, accepted: /2026-10-1[56]/, why: 'two days of publicity', stage: 'publicity', command: example.publish(moment('2026-10-14 17:00')), at: '2026-10-12 10:00' },
  { code: 'beyond-calendar', article: null, accepted: /between 2004-01-01 and 2028-/, why: 'a publicity for ever', stage: 'publicity', command: example.publish(moment('9999-12-31 23:59')), at: '2026-10-12 10:00' },
  { code: 'date-past', article: null, accepted: /after 2026-10-12/, why: 'a publicity that is over already', stage: 'publicity', command: example.publish(moment('2026-10-11 17:00')), at: '2026-10-12 10:00' },
  { code: 'not-a-candidate', article: null, accepted: /bid-1, bid-2, bid-3/, why: 'an award to no candidate', stage: 'award', command: example.award('bid-9'), at: IN_AWARD },
  { code: 'ZTB-403', article: /条例第五十五条/, accepted: /./, why: 'the second ranked without a reason', stage: 'award', command: example.award('bid-2'), at: IN_AWARD },
  { code: 'ZTB-403', article: /条例第五十五条/, accepted: /./, why: 'the second ranked with a blank reason', stage: 'award', command: example.award('bid-2', '  '), at: IN_AWARD },
  { code: 'ZTB-406', article: /招标投标法第四十六条/, accepted: /1768000000 fen/, why: 'a contract that is not for the winning price', stage: 'contract', command: example.sign({ amountFen: '1768000001' }), at: IN_CONTRACT },
  { code: 'ZTB-407', article: /条例第五十八条/, accepted: /./, why: 'a performance security above the cap', stage: 'contract', command: example.sign({ performanceSecurityFen: '176800001' }), at: IN_CONTRACT },
  { code: 'malformed-amount', article: null, accepted: /17,680,000/, why: 'an amount that is none', stage: 'contract', command: example.sign({ amountFen: '-1' }), at: IN_CONTRACT },
  { code: 'malformed-amount', article: null, accepted: /17,680,000/, why: 'interest that is no amount', stage: 'report', command: example.returnSecurity('a lot'), at: '2026-11-03 10:00' },
  { code: 'no-bid-security', article: null, accepted: null, why: 'returning what was never asked for', stage: 'report', draft: { bidSecurityFen: null }, command: example.returnSecurity(), at: '2026-11-03 10:00' },
  { code: 'empty-text', article: null, accepted: /Say something in text/, why: 'an empty written report', stage: 'contract', command: example.writeReport(''), at: IN_CONTRACT },
];

const groups: Readonly<Record<string, readonly Row[]>> = {
  'who may act': whoMayAct,
  'when it may happen': whenItMayHappen,
  'clarifications and amendments': clarifications,
  objections,
  evaluation: evaluations,
  'publicity, award, contract, report': closing,
};

for (const [group, rows] of Object.entries(groups)) {
  describe(`refusals: ${group}`, () => {
    it.each(rows.map((row) => [row.code, row.why, row] as const))('%s: %s', (_code, _why, row) => {
      const process = processAt(row.stage, row.draft);
      row.prepare?.(process);
      const before = JSON.stringify(process.state);
      const refusals = process.refusals(row.command, row.actor ?? agencyActor, row.at);
      const refusal = refusals.find((one) => one.code === row.code);
      expect(refusals.map((one) => one.code)).toContain(row.code);
      expect(refusal?.rule).toBe(row.article === null ? null : row.code);
      if (row.article === null) expect(refusal?.article).toBeNull();
      else expect(refusal?.article).toMatch(row.article);
      if (row.accepted === null) {
        // Where the law refuses, it may still say until when the act was possible.
        if (row.article === null) expect(refusal?.accepted).toBeNull();
      } else {
        expect(refusal?.accepted?.en).toMatch(row.accepted);
        expect(refusal?.accepted?.zh).not.toBe('');
      }
      expect(refusal?.zh).not.toBe('');
      expect(JSON.stringify(process.state)).toBe(before);
    });
  });
}
