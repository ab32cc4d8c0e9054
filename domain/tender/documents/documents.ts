import type { Happened } from '../../case/chapter.ts';
import { rulesOf } from '../../procedure/index.ts';
import { happened } from '../ground/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { passed } from '../ground/progress.ts';
import type { TenderState } from '../ground/state.ts';

/** Issue of the tender documents begins and ends by the clock. */
export type DocumentsStep = { readonly name: 'openDocuments' } | { readonly name: 'closeDocuments' };

export type DocumentsEvent = Happened<
  { readonly name: 'documentsOpened' } | { readonly name: 'documentsClosed' }
>;

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
    documentsOpened: { apply: (event, state) => passed(state, 'documentsOpened', event.at, 'documents') },
    documentsClosed: { apply: (event, state) => passed(state, 'documentsClosed', event.at, 'bidding') },
  },
};
