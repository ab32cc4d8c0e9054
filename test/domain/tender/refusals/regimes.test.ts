import { agencyActor } from '../../../support/drafts.ts';
import { bidder, exampleCommands as example } from '../../../support/process.ts';
import { give } from './acts.ts';
import { expectCourseRefusals, soon, type CourseRow } from './row.ts';

const regimes: readonly CourseRow[] = [
  {
    code: 'not-in-procedure',
    article: null,
    accepted: null,
    why: 'publishing candidates in procurement',
    procedure: 'procurement-open',
    stage: 'award',
    command: example.publish(),
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /once it is signed/,
    why: 'filing a contract that is not signed',
    procedure: 'procurement-consultation',
    stage: 'contract',
    command: example.writeReport(),
  },
  {
    code: 'wrong-return',
    article: null,
    accepted: /Return all/,
    why: "the others' securities before the contract",
    procedure: 'open',
    stage: 'contract',
    command: { name: 'returnBidSecurity', interestFen: '0', whose: 'others' },
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: "the others' securities twice",
    procedure: 'procurement-open',
    stage: 'contract',
    prepare: (course) =>
      course.give(
        { name: 'returnBidSecurity', interestFen: '0', whose: 'others' },
        agencyActor,
        soon(course),
      ),
    command: { name: 'returnBidSecurity', interestFen: '0', whose: 'others' },
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /after the award notice/,
    why: 'securities back before the award',
    procedure: 'procurement-invited',
    stage: 'award',
    command: example.returnSecurity(),
  },
  {
    code: 'GP-302',
    article: /./,
    accepted: /./,
    why: 'the second ranked without a reason',
    procedure: 'procurement-open',
    stage: 'award',
    command: example.award('bid-2'),
  },
  {
    code: 'GP-505',
    article: /./,
    accepted: /after the answer/,
    why: 'a contract while a challenge to the result is open',
    procedure: 'procurement-open',
    stage: 'contract',
    prepare: (course) => course.give(example.object({ subject: 'result' }), bidder, soon(course)),
    command: example.sign(),
  },
  {
    code: 'GP-511',
    article: /政府采购法第五十七条/,
    accepted: /order to resume/,
    why: 'an award while the authority has the process suspended',
    procedure: 'procurement-inquiry',
    stage: 'award',
    prepare: give('suspend'),
    command: example.award(),
  },
  {
    code: 'CMP-008',
    article: /./,
    accepted: /order to resume/,
    why: 'a contract while the authority has the process suspended',
    procedure: 'two-stage',
    stage: 'contract',
    prepare: give('suspend'),
    command: example.sign(),
  },
];

expectCourseRefusals('what is otherwise in each regime', regimes);
