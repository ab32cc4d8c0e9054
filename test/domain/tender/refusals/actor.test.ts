import {
  administratorActor,
  agencyActor,
  strangerActor,
  supervisorActor,
  tendereeActor,
} from '../../../support/drafts.ts';
import { bidder, exampleCommands as example, type Process } from '../../../support/process.ts';
import { expectRefusals, type Row } from './row.ts';

const IN_DOCUMENTS = '2026-09-11 10:00';
const IN_AWARD = '2026-10-16 10:00';

const object = (process: Process) => process.give(example.object(), bidder, '2026-09-11 09:00');

const whoMayAct: readonly Row[] = [
  {
    code: 'wrong-role',
    article: null,
    accepted: /tenderee or its agency/,
    why: 'a bidder clarifies',
    stage: 'documents',
    command: example.clarify(),
    actor: bidder,
    at: IN_DOCUMENTS,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /tenderee or its agency/,
    why: 'a supervisor replies',
    stage: 'documents',
    prepare: object,
    command: example.reply(),
    actor: supervisorActor,
    at: IN_DOCUMENTS,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /a bidder/,
    why: 'the tenderee objects',
    stage: 'documents',
    command: example.object(),
    actor: tendereeActor,
    at: IN_DOCUMENTS,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /a bidder/,
    why: 'a bidder without a party objects',
    stage: 'documents',
    command: example.object(),
    actor: { ...bidder, partyId: null },
    at: IN_DOCUMENTS,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /administrator/,
    why: 'the agency derives deadlines again',
    stage: 'documents',
    command: { name: 'rederiveDeadlines' },
    actor: agencyActor,
    at: IN_DOCUMENTS,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /tenderee or its agency/,
    why: 'the administrator awards',
    stage: 'award',
    command: example.award(),
    actor: administratorActor,
    at: IN_AWARD,
  },
  {
    code: 'not-your-tender',
    article: null,
    accepted: null,
    why: 'another tenderee clarifies',
    stage: 'documents',
    command: example.clarify(),
    actor: strangerActor,
    at: IN_DOCUMENTS,
  },
  {
    code: 'not-your-tender',
    article: null,
    accepted: null,
    why: 'the agency poses as the tenderee',
    stage: 'documents',
    command: example.clarify(),
    actor: { ...agencyActor, role: 'tenderee' },
    at: IN_DOCUMENTS,
  },
  {
    code: 'not-your-tender',
    article: null,
    accepted: null,
    why: 'another agency',
    stage: 'documents',
    command: example.clarify(),
    actor: { ...strangerActor, role: 'agency' },
    at: IN_DOCUMENTS,
  },
  {
    code: 'own-tender',
    article: null,
    accepted: null,
    why: 'the tenderee signs in as a bidder and objects',
    stage: 'documents',
    command: example.object(),
    actor: { ...tendereeActor, role: 'bidder' },
    at: IN_DOCUMENTS,
  },
];

expectRefusals('who may act', whoMayAct);
