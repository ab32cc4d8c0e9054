import type { UseKind } from '../../domain/law/coverage.ts';

/** A function of the law that acts by a rule: which of its arguments names the rule (`rest`: that and those after it), and what is done by it. */
export interface Sink {
  readonly argument: number;
  readonly rest?: true;
  readonly kind: UseKind;
}

/** What acts by a rule, by the file and the name of the function. Whatever else names one only talks about it. */
export const SINKS: Readonly<Record<string, Readonly<Record<string, Sink>>>> = {
  'domain/law/breach.ts': {
    breachOf: { argument: 1, kind: 'refuses' },
    warningOf: { argument: 1, kind: 'warns' },
  },
  'domain/law/context.ts': {
    refusalFor: { argument: 0, kind: 'refuses' },
    bindingOf: { argument: 0, kind: 'decides' },
    basesHeld: { argument: 1, kind: 'decides' },
  },
  'domain/law/citation.ts': { refusedBy: { argument: 1, rest: true, kind: 'refuses' } },
  'domain/law/deadline.ts': {
    deadlineAfter: { argument: 1, kind: 'due' },
    deadlineBefore: { argument: 1, kind: 'due' },
  },
  'domain/law/values.ts': {
    numberOf: { argument: 1, kind: 'decides' },
    fenOf: { argument: 1, kind: 'decides' },
    periodOf: { argument: 1, kind: 'due' },
  },
  'domain/case/happened.ts': { happened: { argument: 2, kind: 'records' } },
  'domain/disclosure/basis.ts': {
    basisOf: { argument: 1, kind: 'tells' },
    basisOfStep: { argument: 2, kind: 'tells' },
  },
};
