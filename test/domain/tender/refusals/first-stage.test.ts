import type { TenderCommand } from '../../../../domain/tender/index.ts';
import { MS_PER_DAY } from '../../../../domain/time/instant.ts';
import { text, type Course } from '../../../support/course.ts';
import {
  agencyActor,
  EXAMPLE_PARTIES,
  exampleDocument,
  supervisorActor,
  tendereeActor,
} from '../../../support/drafts.ts';
import { largeCommittee } from '../../../support/every-procedure.ts';
import { conclusion, orderOf } from '../../../support/onward.ts';
import { bidder, exampleCommands as example, lawAt, moment } from '../../../support/process.ts';
import { expectCourseRefusals, soon, type CourseRow } from './row.ts';

const apply = (documents = [exampleDocument()]): TenderCommand => ({
  name: 'submitApplication',
  id: 'application-9',
  documents,
});
const onDue = (course: Course): string => text(course.state.firstStage?.dueAt ?? 0);

const applications: readonly CourseRow[] = [
  {
    code: 'EB-026',
    article: /电子招标投标办法/,
    accepted: null,
    why: 'an application at the very instant of the due',
    procedure: 'open-prequalified',
    stage: 'applications',
    command: apply(),
    actor: bidder,
    at: onDue,
  },
  {
    code: 'EB-026',
    article: /电子招标投标办法/,
    accepted: null,
    why: 'an application at the very instant of the due',
    procedure: 'procurement-open-prequalified',
    stage: 'applications',
    command: apply(),
    actor: bidder,
    at: onDue,
  },
  {
    code: 'ZTB-021',
    article: /条例第三十条/,
    accepted: null,
    why: 'a proposal at the very instant of the due',
    procedure: 'two-stage',
    stage: 'applications',
    command: apply(),
    actor: bidder,
    at: onDue,
  },
  {
    code: 'no-documents',
    article: null,
    accepted: /at least one/,
    why: 'an application of nothing',
    procedure: 'open-prequalified',
    stage: 'applications',
    command: apply([]),
    actor: bidder,
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /prequalification/,
    why: 'an application before the documents are out',
    procedure: 'open-prequalified',
    stage: 'notice',
    command: apply(),
    actor: bidder,
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'an application after they were closed',
    procedure: 'two-stage',
    stage: 'judging',
    command: apply(),
    actor: bidder,
  },
  {
    code: 'not-in-procedure',
    article: null,
    accepted: null,
    why: 'an application where there is no first stage',
    procedure: 'open',
    stage: 'documents',
    command: apply(),
    actor: bidder,
  },
  {
    code: 'wrong-role',
    article: null,
    accepted: /a bidder/,
    why: 'an application by the agency',
    procedure: 'open-prequalified',
    stage: 'applications',
    command: apply(),
    actor: agencyActor,
  },
  {
    code: 'own-tender',
    article: null,
    accepted: null,
    why: 'an application by the tenderee as a bidder',
    procedure: 'open-prequalified',
    stage: 'applications',
    command: apply(),
    actor: { ...tendereeActor, role: 'bidder' },
  },
];

expectCourseRefusals('applications and proposals', applications);

type Conclusion = Extract<TenderCommand, { name: 'concludeFirstStage' }>;

/** A lawful conclusion of where the tender stands, changed. */
const concludeWith =
  (change: (lawful: Conclusion) => Partial<Conclusion>) =>
  (course: Course): Conclusion => {
    const { state } = course;
    const lawful = conclusion(state, course.at + 3_600_000, lawAt(state.launchedAt, state.draft.regime));
    return { ...lawful, ...change(lawful) };
  };
const concludeOn = (change: (schedule: Conclusion['schedule']) => Partial<Conclusion['schedule']>) =>
  concludeWith(({ schedule }) => ({ schedule: { ...schedule, ...change(schedule) } }));
const asIs = concludeWith(() => ({}));

const conclusions: readonly CourseRow[] = [
  {
    code: 'applications-open',
    article: null,
    accepted: /Conclude after/,
    why: 'a result before the due',
    procedure: 'open-prequalified',
    stage: 'applications',
    command: asIs,
  },
  {
    code: 'applicants-mismatch',
    article: null,
    accepted: /91110105MA01EX012N/,
    why: 'an applicant who is not judged',
    procedure: 'open-prequalified',
    stage: 'judging',
    command: concludeWith(({ admitted }) => ({ admitted: admitted.slice(1) })),
  },
  {
    code: 'applicants-mismatch',
    article: null,
    accepted: /once/,
    why: 'someone who has not applied',
    procedure: 'two-stage',
    stage: 'judging',
    command: concludeWith(({ admitted }) => ({ admitted: [...admitted, EXAMPLE_PARTIES.stranger.uscc] })),
  },
  {
    code: 'applicants-mismatch',
    article: null,
    accepted: /once/,
    why: 'an applicant both admitted and rejected',
    procedure: 'procurement-open-prequalified',
    stage: 'judging',
    command: concludeWith(({ admitted }) => ({
      rejected: admitted.slice(0, 1).map((uscc) => ({ uscc, reason: '业绩不足。' })),
    })),
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /reason/,
    why: 'a rejection without a reason',
    procedure: 'open-prequalified',
    stage: 'judging',
    command: concludeWith(({ admitted }) => ({
      admitted: admitted.slice(1),
      rejected: admitted.slice(0, 1).map((uscc) => ({ uscc, reason: ' ' })),
    })),
  },
  ...[
    ['three members', largeCommittee().slice(0, 3)] as const,
    ['an even number', largeCommittee().slice(0, 6)] as const,
    [
      'too few experts',
      largeCommittee()
        .slice(0, 5)
        .map((one, index) => (index < 3 ? { ...one, role: 'tenderee-representative' as const } : one)),
    ] as const,
  ].map(([why, committee]): CourseRow => ({
    code: 'ZTB-011',
    article: /条例第十八条/,
    accepted: /members|experts/,
    why: `a committee of ${why}`,
    procedure: 'open-prequalified',
    stage: 'judging',
    command: concludeWith(() => ({ committee })),
  })),
  {
    code: 'date-past',
    article: null,
    accepted: /An instant after/,
    why: 'documents that were to go out already',
    procedure: 'open-prequalified',
    stage: 'judging',
    command: concludeOn((one) => ({ documentsIssuedFromAt: one.documentsIssuedFromAt - 3 * MS_PER_DAY })),
  },
  {
    code: 'schedule-order',
    article: null,
    accepted: /not beyond the bid deadline/,
    why: 'issue beyond the bid deadline',
    procedure: 'two-stage',
    stage: 'judging',
    command: concludeOn(({ bidDeadlineAt }) => ({ documentsIssuedUntilAt: bidDeadlineAt + 1 })),
  },
  {
    code: 'beyond-calendar',
    article: null,
    accepted: /between 2004-01-01 and/,
    why: 'issue until beyond the calendar',
    procedure: 'open-prequalified',
    stage: 'judging',
    command: concludeOn(() => ({ documentsIssuedUntilAt: moment('2040-01-01 09:00') })),
  },
  {
    code: 'ZTB-001',
    article: /条例第十六条/,
    accepted: /or later/,
    why: 'documents issued too shortly',
    procedure: 'open-prequalified',
    stage: 'judging',
    command: concludeOn((one) => ({ documentsIssuedUntilAt: one.documentsIssuedFromAt + MS_PER_DAY })),
  },
  {
    code: 'ZTB-004',
    article: /招标投标法第二十四条/,
    accepted: /or later/,
    why: 'a bid deadline a week too early',
    procedure: 'two-stage',
    stage: 'judging',
    command: concludeOn(({ bidDeadlineAt, openingAt }) => ({
      bidDeadlineAt: bidDeadlineAt - 7 * MS_PER_DAY,
      openingAt: openingAt - 7 * MS_PER_DAY,
    })),
  },
  {
    code: 'ZTB-301',
    article: /招标投标法第三十四条/,
    accepted: /An opening at/,
    why: 'an opening after the deadline',
    procedure: 'open-prequalified',
    stage: 'judging',
    command: concludeOn(({ openingAt }) => ({ openingAt: openingAt + 1 })),
  },
  {
    code: 'GP-102',
    article: /政府采购法实施条例第三十一条/,
    accepted: /or later/,
    why: 'documents issued too shortly',
    procedure: 'procurement-open-prequalified',
    stage: 'judging',
    command: concludeOn((one) => ({ documentsIssuedUntilAt: one.documentsIssuedFromAt + MS_PER_DAY })),
  },
  {
    code: 'GP-101',
    article: /政府采购法第三十五条/,
    accepted: /or later/,
    why: 'a bid deadline a day too early',
    procedure: 'procurement-open-prequalified',
    stage: 'judging',
    command: concludeOn(({ bidDeadlineAt, openingAt }) => ({
      bidDeadlineAt: bidDeadlineAt - MS_PER_DAY,
      openingAt: openingAt - MS_PER_DAY,
    })),
  },
  {
    code: 'CMP-008',
    article: /./,
    accepted: /order to resume/,
    why: 'a result while the authority has the process suspended',
    procedure: 'open-prequalified',
    stage: 'judging',
    prepare: (course) => course.give(orderOf('suspend', course.state), supervisorActor, soon(course)),
    command: asIs,
  },
  {
    code: 'ZTB-104',
    article: /条例第二十二条/,
    accepted: /Reply to every open objection/,
    why: 'a result while an objection is open',
    procedure: 'open-prequalified',
    stage: 'judging',
    prepare: (course) => course.give(example.object(), bidder, soon(course)),
    command: asIs,
  },
  {
    code: 'already-done',
    article: null,
    accepted: null,
    why: 'a second result',
    procedure: 'two-stage',
    stage: 'concluded',
    command: asIs,
  },
  {
    code: 'wrong-phase',
    article: null,
    accepted: /prequalification/,
    why: 'a result before the first stage begins',
    procedure: 'open-prequalified',
    stage: 'notice',
    command: asIs,
  },
  {
    code: 'not-in-procedure',
    article: null,
    accepted: null,
    why: 'a result of no first stage',
    procedure: 'procurement-open',
    stage: 'bidding',
    command: asIs,
  },
  {
    code: 'deadline-passed',
    article: null,
    accepted: null,
    why: 'amending at the due of the applications, before the closing was handled',
    procedure: 'open-prequalified',
    stage: 'applications',
    command: example.clarify(),
    at: onDue,
  },
];

expectCourseRefusals('the result of a first stage', conclusions);
