import type { TenderCommand } from '../../../../domain/tender/index.ts';
import { MS_PER_DAY } from '../../../../domain/time/instant.ts';
import { text, type Course } from '../../../support/course.ts';
import { administratorActor, agencyActor, supervisorActor } from '../../../support/drafts.ts';
import { orderOf } from '../../../support/onward.ts';
import { bidder, exampleCommands as example } from '../../../support/process.ts';
import { terminate } from './acts.ts';
import { expectCourseRefusals, soon, type CourseRow } from './row.ts';

const extend =
  (dutyId: string, days: number, reason = '情况复杂。') =>
  (course: Course): TenderCommand => ({
    name: 'extendDuty',
    dutyId,
    toAt: course.at + days * MS_PER_DAY,
    reason,
  });
const objectToOpening = (course: Course) =>
  course.give(example.object({ subject: 'opening' }), bidder, text(course.at + 60_000));
const REPLY = 'reply:objection-1';

const duties: readonly CourseRow[] = [
  ...(['remindDuty', 'escalateDuty'] as const).map((name): CourseRow => ({
    code: 'no-open-duty',
    article: null,
    accepted: /^publish-candidates\.$/,
    why: `${name} of none`,
    procedure: 'open',
    stage: 'publicity',
    command: { name, dutyId: 'nothing', reason: '逾期。' } as TenderCommand,
    actor: administratorActor,
  })),
  {
    code: 'no-open-duty',
    article: null,
    accepted: null,
    why: 'reminding of what was met',
    procedure: 'open',
    stage: 'published',
    command: { name: 'remindDuty', dutyId: 'publish-candidates' },
    actor: administratorActor,
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /reason/,
    why: 'escalating for no reason',
    procedure: 'open',
    stage: 'publicity',
    command: { name: 'escalateDuty', dutyId: 'publish-candidates', reason: ' ' },
    actor: administratorActor,
  },
  {
    code: 'ZTB-401',
    article: /条例第五十四条/,
    accepted: /escalate/,
    why: 'extending what the law sets',
    procedure: 'open',
    stage: 'publicity',
    command: extend('publish-candidates', 30),
    actor: administratorActor,
  },
  {
    code: 'GP-302',
    article: /./,
    accepted: /escalate/,
    why: 'extending what the law sets',
    procedure: 'procurement-negotiation',
    stage: 'award',
    command: extend('issue-award', 30),
    actor: administratorActor,
  },
  {
    code: 'GP-111',
    article: /./,
    accepted: /escalate/,
    why: 'extending a repayment',
    procedure: 'procurement-open',
    stage: 'bidding',
    prepare: (course) => course.give(terminate(), agencyActor, soon(course)),
    command: extend('repay', 30),
    actor: administratorActor,
  },
  {
    code: 'ZTB-020',
    article: /./,
    accepted: /escalate/,
    why: 'extending what the authority sets',
    procedure: 'open',
    stage: 'bidding',
    prepare: (course) =>
      course.give(
        orderOf('correct', course.state, 'order-1', course.at + 3 * MS_PER_DAY),
        supervisorActor,
        soon(course),
      ),
    command: extend('correct:order-1', 30),
    actor: administratorActor,
  },
  {
    code: 'not-an-extension',
    article: null,
    accepted: null,
    why: 'extending to an earlier time',
    procedure: 'open',
    stage: 'opening',
    prepare: objectToOpening,
    command: extend(REPLY, 0),
    actor: administratorActor,
    at: (course) => text(course.at + 60_000),
  },
  {
    code: 'date-past',
    article: null,
    accepted: /An instant after/,
    why: 'extending into the past',
    procedure: 'open',
    stage: 'opening',
    prepare: objectToOpening,
    command: extend(REPLY, 1),
    actor: administratorActor,
    at: (course) => text(course.at + 2 * MS_PER_DAY),
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /reason/,
    why: 'extending for no reason',
    procedure: 'open',
    stage: 'opening',
    prepare: objectToOpening,
    command: extend(REPLY, 1, ''),
    actor: administratorActor,
    at: (course) => text(course.at + 60_000),
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /administrator/,
    why: 'the agency extends its own time',
    procedure: 'open',
    stage: 'opening',
    prepare: objectToOpening,
    command: extend(REPLY, 1),
    at: (course) => text(course.at + 60_000),
  },
];

expectCourseRefusals('duties and the administrator', duties);
