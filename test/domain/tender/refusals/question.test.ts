import type { TenderCommand } from '../../../../domain/tender/index.ts';
import { type Course } from '../../../support/course.ts';
import { agencyActor, bidderActors, strangerActor, tendereeActor } from '../../../support/drafts.ts';
import { bidder } from '../../../support/process.ts';
import { expectCourseRefusals, soon, type CourseRow } from './row.ts';

const ask = (text = '是否需要现场演示？', id = 'question-1'): TenderCommand => ({
  name: 'askQuestion',
  id,
  text,
});
const answer = (text = '不需要。', questionId = 'question-1'): TenderCommand => ({
  name: 'answerQuestion',
  questionId,
  text,
});
const asked = (course: Course): unknown => course.give(ask(), bidder, soon(course));
const answered = (course: Course): unknown => {
  asked(course);
  return course.give(answer(), agencyActor, soon(course));
};

const questions: readonly CourseRow[] = [
  {
    code: 'no-questions',
    article: null,
    accepted: /Object to the documents/,
    why: 'in tendering',
    procedure: 'open',
    stage: 'documents',
    command: ask(),
    actor: bidder,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /bidder/,
    why: 'asked by the purchaser’s side',
    procedure: 'procurement-open',
    stage: 'documents',
    command: ask(),
    actor: tendereeActor,
  },
  {
    code: 'tender-over',
    article: null,
    accepted: null,
    why: 'asked after the end',
    procedure: 'procurement-inquiry',
    stage: 'over',
    command: ask(),
    actor: bidder,
  },
  {
    code: 'duplicate-question',
    article: null,
    accepted: null,
    why: 'the same id twice',
    procedure: 'procurement-invited',
    stage: 'documents',
    prepare: asked,
    command: ask(),
    actor: bidderActors[1],
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /Say something in text/,
    why: 'nothing asked',
    procedure: 'procurement-negotiation',
    stage: 'documents',
    command: ask(' '),
    actor: bidder,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /tenderee or its agency/,
    why: 'answered by who asked',
    procedure: 'procurement-open',
    stage: 'documents',
    prepare: asked,
    command: answer(),
    actor: bidder,
  },
  {
    code: 'not-your-tender',
    article: null,
    accepted: null,
    why: 'answered by another purchaser',
    procedure: 'procurement-open',
    stage: 'documents',
    prepare: asked,
    command: answer(),
    actor: strangerActor,
  },
  {
    code: 'unknown-question',
    article: null,
    accepted: /Open: question-1/,
    why: 'an answer to no question',
    procedure: 'procurement-open',
    stage: 'documents',
    prepare: asked,
    command: answer('不需要。', 'question-9'),
  },
  {
    code: 'already-answered',
    article: null,
    accepted: null,
    why: 'a second answer',
    procedure: 'procurement-open',
    stage: 'documents',
    prepare: answered,
    command: answer('更正。'),
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /Say something in text/,
    why: 'an empty answer',
    procedure: 'procurement-open',
    stage: 'documents',
    prepare: asked,
    command: answer(''),
  },
];

expectCourseRefusals('questions in procurement', questions);
