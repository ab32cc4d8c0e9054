import { agencyActor } from '../../../support/drafts.ts';
import { bidder, exampleCommands as example, type Process } from '../../../support/process.ts';
import { expectRefusals, type Row } from './row.ts';

const IN_EVALUATION = '2026-10-10 16:00';
const IN_PUBLICITY = '2026-10-13 10:00';
const IN_AWARD = '2026-10-16 10:00';
const IN_CONTRACT = '2026-10-20 10:00';

const objectToResult = (process: Process) =>
  process.give(example.object({ id: 'objection-r', subject: 'result' }), bidder, '2026-10-13 09:00');

const whenItMayHappen: readonly Row[] = [
  {
    code: 'wrong-phase',
    article: null,
    accepted: /notice, .*issue of documents, bidding/,
    why: 'amending after the closing',
    stage: 'opening',
    command: example.clarify(),
    at: '2026-09-30 09:05',
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /evaluation/,
    why: 'a report before the opening',
    stage: 'bidding',
    command: example.report(),
    at: '2026-09-20 10:00',
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /candidate publicity/,
    why: 'publishing before the report',
    stage: 'evaluation',
    command: example.publish(),
    at: IN_EVALUATION,
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /award/,
    why: 'an award during the publicity',
    stage: 'published',
    command: example.award(),
    at: IN_PUBLICITY,
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /contract/,
    why: 'a contract before the award',
    stage: 'award',
    command: example.sign(),
    at: IN_AWARD,
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /after the award notice/,
    why: 'securities back before the award',
    stage: 'award',
    command: example.returnSecurity(),
    at: IN_AWARD,
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /contract, written report/,
    why: 'the written report before the award',
    stage: 'award',
    command: example.writeReport(),
    at: IN_AWARD,
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'a second evaluation report',
    stage: 'publicity',
    command: example.report(),
    at: '2026-10-11 10:00',
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'publishing twice',
    stage: 'published',
    command: example.publish(),
    at: IN_PUBLICITY,
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'a second award',
    stage: 'contract',
    command: example.award('bid-2', '放弃中标'),
    at: IN_CONTRACT,
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'a second contract',
    stage: 'report',
    command: example.sign(),
    at: '2026-11-03 10:00',
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'a second written report',
    stage: 'contract',
    prepare: (process) => process.give(example.writeReport(), agencyActor, IN_CONTRACT),
    command: example.writeReport(),
    at: '2026-10-21 10:00',
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'returning the securities twice',
    stage: 'report',
    prepare: (process) => process.give(example.returnSecurity(), agencyActor, '2026-11-03 10:00'),
    command: example.returnSecurity(),
    at: '2026-11-04 10:00',
  },
  {
    code: 'tender-over',
    article: null,
    accepted: null,
    why: 'anything after fewer than three bidders',
    stage: 'bidding',
    prepare: (process) =>
      process.step({ name: 'closeBids', bidCount: 2, bidderCount: 2 }, '2026-09-30 09:00'),
    command: example.clarify(),
    at: '2026-09-30 09:05',
  },
  {
    code: 'ZTB-104',
    article: /条例第二十二条/,
    accepted: /Reply to every open objection/,
    why: 'a step of progress while an objection to the documents is open',
    stage: 'bidding',
    prepare: (process) => process.give(example.object(), bidder, '2026-09-19 10:00'),
    command: example.report(),
    at: '2026-09-20 10:00',
  },
  {
    code: 'tender-over',
    article: null,
    accepted: null,
    why: 'anything after completion',
    stage: 'report',
    prepare: (process) => {
      process.give(example.returnSecurity(), agencyActor, '2026-11-03 10:00');
      process.give(example.writeReport(), agencyActor, '2026-11-03 11:00');
    },
    command: example.writeReport(),
    at: '2026-11-04 10:00',
  },
  {
    code: 'ZTB-107',
    article: /条例第五十四条/,
    accepted: /Reply to every open objection/,
    why: 'an award while a result objection is open',
    stage: 'published',
    prepare: (process) => {
      objectToResult(process);
      process.step({ name: 'endPublicity' }, '2026-10-16 00:00');
    },
    command: example.award(),
    at: '2026-10-16 10:00',
  },
];

expectRefusals('when it may happen', whenItMayHappen);
