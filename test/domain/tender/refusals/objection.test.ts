import { expect, it } from '@jest/globals';
import { agencyActor, bidderActors, strangerActor } from '../../../support/drafts.ts';
import { bidder, exampleCommands as example, processAt, type Process } from '../../../support/process.ts';
import { expectRefusals, type Row } from './row.ts';

const IN_DOCUMENTS = '2026-09-11 10:00';

const object = (process: Process) => process.give(example.object(), bidder, '2026-09-11 09:00');

const objections: readonly Row[] = [
  {
    code: 'ZTB-101',
    article: /条例第二十二条/,
    accepted: /names the subject documents/,
    why: 'on the documents of a prequalification that there is none of',
    stage: 'documents',
    command: example.object({ subject: 'prequalification' }),
    actor: bidder,
    at: IN_DOCUMENTS,
  },
  {
    code: 'ZTB-102',
    article: /条例第二十二条/,
    accepted: null,
    why: 'on the documents, nine days before the deadline',
    stage: 'bidding',
    command: example.object(),
    actor: bidder,
    at: '2026-09-21 08:00',
  },
  {
    code: 'ZTB-105',
    article: /条例第四十四条/,
    accepted: null,
    why: 'on the opening, before it',
    stage: 'bidding',
    command: example.object({ subject: 'opening' }),
    actor: bidder,
    at: '2026-09-20 10:00',
  },
  {
    code: 'ZTB-105',
    article: /条例第四十四条/,
    accepted: null,
    why: 'on the opening, after it',
    stage: 'evaluation',
    command: example.object({ subject: 'opening' }),
    actor: bidder,
    at: '2026-09-30 10:22',
  },
  {
    code: 'ZTB-106',
    article: /条例第五十四条/,
    accepted: null,
    why: 'on the result, before the publicity',
    stage: 'publicity',
    command: example.object({ subject: 'result' }),
    actor: bidder,
    at: '2026-10-11 10:00',
  },
  {
    code: 'ZTB-106',
    article: /条例第五十四条/,
    accepted: null,
    why: 'on the result, after the publicity',
    stage: 'award',
    command: example.object({ subject: 'result' }),
    actor: bidder,
    at: '2026-10-16 00:00',
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /while the candidates are published/,
    why: 'on a result that is not public, where the law only warns',
    stage: 'publicity',
    draft: { attributes: { mandatory: false, stateOwned: false, category: 'services' } },
    command: example.object({ subject: 'result' }),
    actor: bidder,
    at: '2026-10-11 10:00',
  },
  {
    code: 'not-a-bidder',
    article: null,
    accepted: null,
    why: 'on the opening by who did not bid',
    stage: 'evaluation',
    command: example.object({ subject: 'opening' }),
    actor: { ...strangerActor, role: 'bidder' },
    at: '2026-09-30 09:30',
  },
  {
    code: 'duplicate-objection',
    article: null,
    accepted: null,
    why: 'the same id twice',
    stage: 'documents',
    prepare: object,
    command: example.object(),
    actor: bidderActors[1],
    at: IN_DOCUMENTS,
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /Say something in text/,
    why: 'nothing said',
    stage: 'documents',
    command: example.object({ text: '' }),
    actor: bidder,
    at: IN_DOCUMENTS,
  },
  {
    code: 'unknown-objection',
    article: null,
    accepted: /Open: objection-1/,
    why: 'a reply to no objection',
    stage: 'documents',
    prepare: object,
    command: example.reply('objection-9'),
    at: IN_DOCUMENTS,
  },
  {
    code: 'unknown-objection',
    article: null,
    accepted: null,
    why: 'a reply where there are none',
    stage: 'documents',
    command: example.reply('objection-9'),
    at: IN_DOCUMENTS,
  },
  {
    code: 'already-replied',
    article: null,
    accepted: null,
    why: 'a second reply',
    stage: 'documents',
    prepare: (process) => {
      object(process);
      process.give(example.reply(), agencyActor, '2026-09-11 09:30');
    },
    command: example.reply(),
    at: IN_DOCUMENTS,
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /Say something in text/,
    why: 'an empty reply',
    stage: 'documents',
    prepare: object,
    command: example.reply('objection-1', ''),
    at: IN_DOCUMENTS,
  },
];

expectRefusals('objections', objections);

it('names no instant where there is no prequalification: none means anything there', () => {
  const process = processAt('documents');
  const [refusal, ...others] = process.refusals(
    example.object({ subject: 'prequalification' }),
    bidder,
    IN_DOCUMENTS,
  );
  expect(others).toEqual([]);
  expect(refusal?.en).toBe(
    'This tender has no prequalification: there are no prequalification documents to object to.',
  );
  expect(`${refusal?.zh} ${refusal?.en}`).not.toMatch(/\d/);
});
