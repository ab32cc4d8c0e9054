import { nobody } from '../../disclosure/notices/notice.ts';
import { rulesOf } from '../../procedure/index.ts';
import { parts } from '../../record/parts.ts';
import { open } from '../../visibility/audiences.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { passed } from '../ground/progress.ts';
import type { TenderState } from '../ground/state.ts';
import type { DocumentsEvent, DocumentsStep } from './commands-and-events.ts';

/** The documents come after the notice; where there is a first stage, after its end. */
export function mayOpenDocuments(state: TenderState): boolean {
  if (state.firstStage === null) return state.phase === 'notice';
  return state.milestones.firstStageConcluded !== undefined && state.milestones.documentsOpened === undefined;
}

export const documents: TenderChapter<never, DocumentsStep, DocumentsEvent> = {
  commands: {},
  steps: {
    openDocuments: {
      clock: { dueAt: ({ documentsIssuedFromAt }) => documentsIssuedFromAt, awaited: mayOpenDocuments },
      decide: (_, { state, at, ctx }) =>
        !mayOpenDocuments(state) || at < state.documentsIssuedFromAt
          ? []
          : [happened(at, ctx, rulesOf(state.draft).bidPreparation, { name: 'documentsOpened' })],
    },
    closeDocuments: {
      clock: {
        dueAt: ({ documentsIssuedUntilAt }) => documentsIssuedUntilAt,
        awaited: ({ phase }) => phase === 'documents',
      },
      decide: (_, { state, at, ctx }) =>
        state.phase !== 'documents' || at < state.documentsIssuedUntilAt
          ? []
          : [happened(at, ctx, rulesOf(state.draft).documentsIssue, { name: 'documentsClosed' })],
    },
  },
  events: {
    documentsOpened: {
      apply: ({ at }, state) => passed(state, 'documentsOpened', at, 'documents'),
      record: () => parts({}),
      reads: open(),
      announces: null,
      tells: nobody,
    },
    documentsClosed: {
      apply: ({ at }, state) => passed(state, 'documentsClosed', at, 'bidding'),
      record: () => parts({}),
      reads: open(),
      announces: null,
      tells: nobody,
    },
  },
};
