import type { QueueItem, QueueTender } from '../../store/index.ts';
import { shown } from '../schema.ts';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What an administrator can do about an item; one that cannot be done says why. */
export interface Action {
  readonly action:
    'remind' | 'escalate' | 'extend' | 'reassign' | 'retry' | 'refuse' | 'rederive' | 'wait' | 'decide';
  readonly possible: boolean;
  readonly method: 'POST' | null;
  readonly path: string | null;
  readonly why: Words | null;
}

/** What an item says beside its place: what waits, for whom, since when, what follows, what can be done. */
export interface Told {
  readonly what: Words;
  readonly whose: Record<string, unknown>;
  readonly rule: string | null;
  readonly article: string | null;
  readonly follows: readonly object[];
  readonly actions: readonly Action[];
  readonly details: Record<string, unknown>;
}

export const PLATFORM = { role: 'administrator' } as const;

export const triesOf = ({ attempts = 0, lastError = null, lastTriedAt = null }: QueueItem['body']) => ({
  attempts,
  lastError,
  lastTriedAt: shown(lastTriedAt),
});

export const ownSide = ({ tenderee, agency, contact }: QueueTender): Record<string, unknown> => ({
  role: 'tenderee',
  tenderee,
  agency,
  contact,
});

export const can = (action: Action['action'], path: string): Action => ({
  action,
  possible: true,
  method: 'POST',
  path,
  why: null,
});
export const cannot = (action: Action['action'], why: Words): Action => ({
  action,
  possible: false,
  method: null,
  path: null,
  why,
});
