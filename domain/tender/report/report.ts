import { prospect } from '../../case/actions.ts';
import type { Named } from '../../case/chapter.ts';
import type { LawContext } from '../../law/context.ts';
import { rulesOf } from '../../procedure/index.ts';
import { hashesOf, parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { open, ORDERS } from '../../visibility/audiences.ts';
import { completion } from '../ground/completion.ts';
import { meetDuty } from '../../case/duty.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { AFTER_AWARD } from '../ground/place.ts';
import { passed } from '../ground/progress.ts';
import { refuseEmptyTexts } from '../../case/refusals.ts';
import { ownDemand } from '../ground/signatures.ts';
import type { TenderState } from '../ground/state.ts';
import type { ReportCommand, ReportEvent } from './commands-and-events.ts';
import { writtenReportNotices } from './notices.ts';

type Command<Name extends ReportCommand['name']> = Named<ReportCommand, Name>;

type Event<Name extends ReportEvent['name']> = Named<ReportEvent, Name>;

type Events = (ReportEvent | SharedEvent)[];

/** Whether the written report says something; in procurement it files the contract, which must be there (GP-308). */
export function admitWrittenReport(command: Command<'submitWrittenReport'>, state: TenderState): Refusal[] {
  return [...refuseWithoutContract(state), ...refuseEmptyTexts({ text: ['书面报告', command.text] })];
}

function refuseWithoutContract(state: TenderState): Refusal[] {
  if (rulesOf(state.draft).closingReportFrom === 'award' || state.contract !== null) return [];
  return [
    platformRefusal('wrong-phase', '合同尚未订立，不能备案。', 'There is no contract yet to be filed.', {
      zh: '订立合同之后备案。',
      en: 'File the contract once it is signed.',
    }),
  ];
}

/** The written report reached the supervisor. */
export function decideWrittenReport(
  command: Command<'submitWrittenReport'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { text, documents } = command;
  const submitted: Events[number] = happened(at, ctx, rulesOf(state.draft).closingReport, {
    name: 'writtenReportSubmitted',
    text,
    documents,
  });
  return [submitted, ...completion(state, 'writtenReportSubmitted', at, ctx)];
}

/** The written report is in, or the contract is filed. */
export function writtenReportSubmitted(
  event: Event<'writtenReportSubmitted'>,
  state: TenderState,
): TenderState {
  const { at: submittedAt, documents } = event;
  return {
    ...passed(state, 'writtenReportSubmitted', submittedAt),
    writtenReports: [...state.writtenReports, { submittedAt, documents }],
    duties: meetDuty(meetDuty(state.duties, 'written-report', submittedAt), 'file-contract', submittedAt),
  };
}

export const report: TenderChapter<ReportCommand, never, ReportEvent> = {
  commands: {
    submitWrittenReport: {
      zh: '提交书面报告',
      en: 'submitting the written report',
      by: 'own',
      while: { phases: AFTER_AWARD, done: 'writtenReportSubmitted', rests: false },
      signs: ({ documents }, { draft }) => [ownDemand(draft, 'other', documents)],
      prospects: ({ state }) => [prospect(refuseWithoutContract(state))],
      refuse: (command, { state }) => admitWrittenReport(command, state),
      decide: (command, { state, at, ctx }) => decideWrittenReport(command, state, at, ctx),
    },
  },
  steps: {},
  events: {
    writtenReportSubmitted: {
      apply: writtenReportSubmitted,
      record: ({ text, documents }) => parts({}, { text }, hashesOf(documents)),
      reads: open({ facts: ORDERS, papers: ORDERS }),
      announces: null,
      tells: writtenReportNotices,
    },
  },
};
