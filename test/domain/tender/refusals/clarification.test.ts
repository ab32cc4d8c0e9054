import { agencyActor } from '../../../support/drafts.ts';
import { exampleCommands as example, moment } from '../../../support/process.ts';
import { expectRefusals, type Row } from './row.ts';

const IN_DOCUMENTS = '2026-09-11 10:00';

const clarifications: readonly Row[] = [
  {
    code: 'ZTB-006',
    article: /条例第二十一条/,
    accepted: /2026-10-0[5-9]/,
    why: 'an amendment that affects bids, with too little left',
    stage: 'bidding',
    command: example.clarify({ kind: 'amendment', affectsBids: true }),
    at: '2026-09-20 10:00',
  },
  {
    code: 'ZTB-006',
    article: /条例第二十一条/,
    accepted: /2026-10-0[5-9]/,
    why: 'an extension that is too short',
    stage: 'bidding',
    command: example.clarify({
      kind: 'amendment',
      affectsBids: true,
      newBidDeadlineAt: moment('2026-10-04 09:00'),
    }),
    at: '2026-09-20 10:00',
  },
  {
    code: 'bid-deadline-earlier',
    article: null,
    accepted: /2026-09-30T09:00:00/,
    why: 'an earlier deadline',
    stage: 'documents',
    command: example.clarify({ newBidDeadlineAt: moment('2026-09-29 09:00') }),
    at: IN_DOCUMENTS,
  },
  {
    code: 'date-past',
    article: null,
    accepted: /after 2026-09-11T10:00:00/,
    why: 'a new deadline in the past',
    stage: 'documents',
    command: example.clarify({ newBidDeadlineAt: moment('2026-09-01 09:00') }),
    at: IN_DOCUMENTS,
  },
  {
    code: 'beyond-calendar',
    article: null,
    accepted: /between 2004-01-01 and 2028-/,
    why: 'a new deadline beyond the calendar',
    stage: 'documents',
    command: example.clarify({ newBidDeadlineAt: moment('2031-01-01 09:00') }),
    at: IN_DOCUMENTS,
  },
  {
    code: 'deadline-passed',
    article: null,
    accepted: null,
    why: 'amending after the deadline, before the closing was handled',
    stage: 'bidding',
    command: example.clarify(),
    at: '2026-09-30 09:00',
  },
  {
    code: 'duplicate-clarification',
    article: null,
    accepted: null,
    why: 'the same id twice',
    stage: 'documents',
    prepare: (process) => process.give(example.clarify(), agencyActor, '2026-09-11 09:00'),
    command: example.clarify(),
    at: IN_DOCUMENTS,
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /Say something in text/,
    why: 'nothing said',
    stage: 'documents',
    command: example.clarify({ text: ' \n ' }),
    at: IN_DOCUMENTS,
  },
];

expectRefusals('clarifications and amendments', clarifications);
