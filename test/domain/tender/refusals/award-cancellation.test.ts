import { agencyActor, supervisorActor } from '../../../support/drafts.ts';
import { bidder, exampleCommands as example } from '../../../support/process.ts';
import { first, give, order } from './acts.ts';
import { expectCourseRefusals, soon, type CourseRow } from './row.ts';
import type { Course } from '../../../support/course.ts';

const lose = (course: Course): unknown => course.give(example.cancelAward(), agencyActor, soon(course));
const win =
  (bidId: string) =>
  (course: Course): unknown =>
    course.give(example.award(bidId), agencyActor, soon(course));

const cancelling: readonly CourseRow[] = [
  {
    code: 'wrong-phase',
    article: null,
    accepted: /contract/,
    why: 'an award that is not notified',
    procedure: 'open',
    stage: 'award',
    command: example.cancelAward(),
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /contract/,
    why: 'an award whose contract is signed',
    procedure: 'open',
    stage: 'report',
    command: example.cancelAward(),
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /contract/,
    why: 'an award that was lost already',
    procedure: 'procurement-open',
    stage: 'contract',
    prepare: lose,
    command: example.cancelAward(),
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /./,
    why: 'a bidder that takes away another’s award',
    procedure: 'open',
    stage: 'contract',
    command: example.cancelAward(),
    actor: bidder,
  },
  {
    code: 'CMP-008',
    article: /./,
    accepted: /order to resume/,
    why: 'cancelling while the authority has the process suspended',
    procedure: 'invited',
    stage: 'contract',
    prepare: give('suspend'),
    command: example.cancelAward(),
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /reason/,
    why: 'cancelling for a blank reason',
    procedure: 'open',
    stage: 'contract',
    command: example.cancelAward({ reason: ' ' }),
  },
  {
    code: 'no-evidence',
    article: null,
    accepted: /demand to sign/,
    why: 'cancelling on a word',
    procedure: 'open',
    stage: 'contract',
    command: example.cancelAward({ documents: [] }),
  },
  {
    code: 'GP-310',
    article: /实施条例第四十九条/,
    accepted: /^One of will-not-sign\.$/,
    why: 'a ground that procurement does not name',
    procedure: 'procurement-negotiation',
    stage: 'contract',
    command: example.cancelAward({ ground: 'force-majeure' }),
  },
];

const replacing: readonly CourseRow[] = [
  {
    code: 'ZTB-408',
    article: /条例第七十四条/,
    accepted: /^One of bid-2, bid-3\.$/,
    why: 'the winner that would not sign wins again',
    procedure: 'open',
    stage: 'contract',
    prepare: lose,
    command: example.award('bid-1'),
  },
  {
    code: 'ZTB-403',
    article: /条例第五十五条/,
    accepted: /渤海|reason/,
    why: 'the third ranked after the first, without a reason',
    procedure: 'open',
    stage: 'contract',
    prepare: lose,
    command: example.award('bid-3'),
  },
  {
    code: 'GP-302',
    article: /./,
    accepted: /reason/,
    why: 'the third ranked after the first in procurement',
    procedure: 'procurement-open',
    stage: 'contract',
    prepare: lose,
    command: example.award('bid-3'),
  },
  {
    code: 'ZTB-403',
    article: /条例第五十五条/,
    accepted: /hold it anew/,
    why: 'another award when every candidate has lost it',
    procedure: 'invited',
    stage: 'contract',
    prepare: first(lose, win('bid-2'), lose, win('bid-3'), lose),
    command: example.award('bid-1'),
  },
  {
    code: 'GP-310',
    article: /实施条例第四十九条/,
    accepted: /hold it anew/,
    why: 'another award when the one supplier will not sign',
    procedure: 'procurement-single-source',
    stage: 'contract',
    prepare: lose,
    command: example.award('bid-1'),
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /after the award notice/,
    why: 'securities back between two awards',
    procedure: 'open',
    stage: 'contract',
    prepare: lose,
    command: example.returnSecurity(),
  },
];

const voiding: readonly CourseRow[] = [
  {
    code: 'no-award',
    article: null,
    accepted: /after the award notice/,
    why: 'declaring void an award that was not made',
    procedure: 'open',
    stage: 'award',
    command: order('void-award'),
    actor: supervisorActor,
  },
  {
    code: 'no-award',
    article: null,
    accepted: /Declare the tender void/,
    why: 'declaring void an award whose contract is signed',
    procedure: 'procurement-open',
    stage: 'report',
    command: order('void-award'),
    actor: supervisorActor,
  },
  {
    code: 'tender-over',
    article: null,
    accepted: null,
    why: 'declaring void the award of a tender that is over',
    procedure: 'open',
    stage: 'over',
    command: order('void-award'),
    actor: supervisorActor,
  },
];

expectCourseRefusals('a winner that falls away', [...cancelling, ...replacing, ...voiding]);
