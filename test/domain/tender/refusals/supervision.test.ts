import type { TenderCommand } from '../../../../domain/tender/index.ts';
import { MS_PER_DAY } from '../../../../domain/time/instant.ts';
import { text, type Course } from '../../../support/course.ts';
import { administratorActor, agencyActor, strangerActor, supervisorActor } from '../../../support/drafts.ts';
import { orderOf } from '../../../support/onward.ts';
import { bidder, exampleCommands as example } from '../../../support/process.ts';
import { expectCourseRefusals, soon, type CourseRow } from './row.ts';

const otherAuthority = { ...supervisorActor, partyId: 'party-other', partyName: '另一行政监督部门' };
const terminate = (reason = '项目取消。'): TenderCommand => ({ name: 'terminateTender', reason });
const order =
  (...[kind, change = {}]: [Parameters<typeof orderOf>[0], object?]) =>
  ({ state }: Course): TenderCommand =>
    ({ ...orderOf(kind, state), ...change }) as TenderCommand;
const give =
  (...[kind, id]: [Parameters<typeof orderOf>[0], string?]) =>
  (course: Course): unknown =>
    course.give(orderOf(kind, course.state, id), supervisorActor, soon(course));
const follow = (
  name: 'acknowledgeInstruction' | 'closeInstruction',
  instructionId = 'order-correct',
): TenderCommand => ({ name, instructionId });
const reportOn = (report = '已改正。', instructionId = 'order-correct'): TenderCommand => ({
  name: 'reportInstruction',
  instructionId,
  text: report,
  documents: [],
});
const first =
  (...acts: ((course: Course) => unknown)[]) =>
  (course: Course) =>
    acts.forEach((act) => act(course));

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

/** Orders of each kind on a basis that does not carry it. */
const bases: readonly CourseRow[] = (['suspend', 'resume', 'correct', 'invalidate'] as const).flatMap(
  (kind): CourseRow[] => [
    {
      code: 'basis-outside-catalogue',
      article: null,
      accepted: /./,
      why: `${kind} on a document outside the catalogue`,
      procedure: 'open',
      stage: 'bidding',
      command: order(kind, { basis: '某市会议纪要' }),
      actor: supervisorActor,
    },
    {
      code: 'basis-outside-catalogue',
      article: null,
      accepted: /./,
      why: `${kind} on a rule of the other law`,
      procedure: 'procurement-open',
      stage: 'bidding',
      command: order(kind, { basis: 'ZTB-001' }),
      actor: supervisorActor,
    },
    // A reading of the platform is no verified rule, and what carries one order does not carry another.
    {
      code: 'basis-unfit',
      article: null,
      accepted: /./,
      why: `${kind} on a rule that does not carry it`,
      procedure: 'open',
      stage: 'bidding',
      command: order(kind, { basis: kind === 'correct' ? 'INT-06' : 'ZTB-001' }),
      actor: supervisorActor,
    },
  ],
);

const orders: readonly CourseRow[] = [
  ...bases,
  {
    code: 'empty-text',
    article: null,
    accepted: /text/,
    why: 'an order that says nothing',
    procedure: 'open',
    stage: 'bidding',
    command: order('correct', { text: ' ' }),
    actor: supervisorActor,
  },
  {
    code: 'date-past',
    article: null,
    accepted: /An instant after/,
    why: 'a correction that was due yesterday',
    procedure: 'open',
    stage: 'bidding',
    command: (course) => orderOf('correct', course.state, 'order-1', course.at - MS_PER_DAY),
    actor: supervisorActor,
  },
  {
    code: 'date-past',
    article: null,
    accepted: /An instant after/,
    why: 'a correction that is due this instant',
    procedure: 'open',
    stage: 'bidding',
    command: (course) => orderOf('correct', course.state, 'order-1', course.at + 3_600_000),
    actor: supervisorActor,
  },
  {
    code: 'duplicate-instruction',
    article: null,
    accepted: null,
    why: 'the same order twice',
    procedure: 'open',
    stage: 'bidding',
    prepare: give('correct'),
    command: order('correct'),
    actor: supervisorActor,
  },
  {
    code: 'already-suspended',
    article: null,
    accepted: null,
    why: 'a second order to suspend',
    procedure: 'open',
    stage: 'bidding',
    prepare: give('suspend', 'order-1'),
    command: order('suspend'),
    actor: supervisorActor,
  },
  {
    code: 'not-suspended',
    article: null,
    accepted: null,
    why: 'resuming what runs',
    procedure: 'open',
    stage: 'bidding',
    command: order('resume'),
    actor: supervisorActor,
  },
  {
    code: 'not-suspended',
    article: null,
    accepted: null,
    why: 'resuming what rests on an objection alone',
    procedure: 'open',
    stage: 'documents',
    prepare: (course) => course.give(example.object(), bidder, soon(course)),
    command: order('resume'),
    actor: supervisorActor,
  },
  {
    code: 'not-suspended',
    article: null,
    accepted: null,
    why: 'resuming twice',
    procedure: 'open',
    stage: 'bidding',
    prepare: first(give('suspend'), give('resume', 'order-2')),
    command: order('resume'),
    actor: supervisorActor,
  },
  {
    code: 'tender-over',
    article: null,
    accepted: null,
    why: 'suspending what is over',
    procedure: 'open',
    stage: 'over',
    command: order('suspend'),
    actor: supervisorActor,
  },
  {
    code: 'tender-over',
    article: null,
    accepted: null,
    why: 'correcting what is over',
    procedure: 'procurement-open',
    stage: 'over',
    command: order('correct'),
    actor: supervisorActor,
  },
  {
    code: 'not-suspended',
    article: null,
    accepted: null,
    why: 'resuming what is over',
    procedure: 'open',
    stage: 'over',
    command: order('resume'),
    actor: supervisorActor,
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'declaring void twice',
    procedure: 'open',
    stage: 'over',
    prepare: give('invalidate', 'order-1'),
    command: order('invalidate'),
    actor: supervisorActor,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /competent authority/,
    why: 'an order by the administrator',
    procedure: 'open',
    stage: 'bidding',
    command: order('suspend'),
    actor: administratorActor,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /competent authority/,
    why: 'an order by an authority without a party',
    procedure: 'open',
    stage: 'bidding',
    command: order('suspend'),
    actor: { ...supervisorActor, partyId: null },
  },
];

expectCourseRefusals('orders of the authority', orders);

const followUps: readonly CourseRow[] = [
  ...[
    follow('acknowledgeInstruction', 'nothing'),
    reportOn('已改正。', 'nothing'),
    follow('closeInstruction', 'nothing'),
  ].map((command): CourseRow => ({
    code: 'unknown-instruction',
    article: null,
    accepted: null,
    why: `${command.name} of none`,
    procedure: 'open',
    stage: 'bidding',
    prepare: give('correct'),
    command,
    actor: command.name === 'closeInstruction' ? supervisorActor : agencyActor,
  })),
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'taking note twice',
    procedure: 'open',
    stage: 'bidding',
    prepare: first(give('correct'), (course) =>
      course.give(follow('acknowledgeInstruction'), agencyActor, soon(course)),
    ),
    command: follow('acknowledgeInstruction'),
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'reporting twice',
    procedure: 'open',
    stage: 'bidding',
    prepare: first(give('correct'), (course) => course.give(reportOn(), agencyActor, soon(course))),
    command: reportOn(),
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'reporting on what is closed',
    procedure: 'open',
    stage: 'bidding',
    prepare: first(give('correct'), (course) =>
      course.give(follow('closeInstruction'), supervisorActor, soon(course)),
    ),
    command: reportOn(),
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'closing twice',
    procedure: 'open',
    stage: 'bidding',
    prepare: first(give('correct'), (course) =>
      course.give(follow('closeInstruction'), supervisorActor, soon(course)),
    ),
    command: follow('closeInstruction'),
    actor: supervisorActor,
  },
  {
    code: 'not-your-instruction',
    article: null,
    accepted: null,
    why: "closing another authority's order",
    procedure: 'open',
    stage: 'bidding',
    prepare: give('correct'),
    command: follow('closeInstruction'),
    actor: otherAuthority,
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /text/,
    why: 'an empty report',
    procedure: 'open',
    stage: 'bidding',
    prepare: give('correct'),
    command: reportOn(' '),
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /tenderee or its agency/,
    why: 'the authority reports',
    procedure: 'open',
    stage: 'bidding',
    prepare: give('correct'),
    command: reportOn(),
    actor: supervisorActor,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /competent authority/,
    why: 'the agency closes',
    procedure: 'open',
    stage: 'bidding',
    prepare: give('correct'),
    command: follow('closeInstruction'),
  },
];

expectCourseRefusals('what becomes of orders', followUps);

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
