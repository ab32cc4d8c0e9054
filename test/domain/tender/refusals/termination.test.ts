import { agencyActor, strangerActor, supervisorActor } from '../../../support/drafts.ts';
import { terminate } from './acts.ts';
import { expectCourseRefusals, soon, type CourseRow } from './row.ts';

const terminations: readonly CourseRow[] = [
  {
    code: 'empty-text',
    article: null,
    accepted: /reason/,
    why: 'no reason',
    procedure: 'open',
    stage: 'bidding',
    command: terminate(' '),
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /notice.*award/,
    why: 'after the award',
    procedure: 'procurement-inquiry',
    stage: 'contract',
    command: terminate(),
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /notice.*candidate publicity, award/,
    why: 'after the contract',
    procedure: 'invited',
    stage: 'report',
    command: terminate(),
  },
  {
    code: 'tender-over',
    article: null,
    accepted: null,
    why: 'twice',
    procedure: 'two-stage',
    stage: 'applications',
    prepare: (course) => course.give(terminate(), agencyActor, soon(course)),
    command: terminate(),
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /tenderee or its agency/,
    why: 'by the authority',
    procedure: 'open',
    stage: 'bidding',
    command: terminate(),
    actor: supervisorActor,
  },
  {
    code: 'not-your-tender',
    article: null,
    accepted: null,
    why: 'by another tenderee',
    procedure: 'open',
    stage: 'bidding',
    command: terminate(),
    actor: strangerActor,
  },
];

expectCourseRefusals('termination', terminations);
