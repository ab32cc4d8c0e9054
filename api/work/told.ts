import type { Words } from '../../domain/case/words.ts';
import type { QueueItem, QueueTender } from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import { shown } from '../schema.ts';
import type { actionSchema, itemSchema, whoseSchema } from './item-schema.ts';

/** What an administrator can do about an item; one that cannot be done says why. */
export type Action = Answer<typeof actionSchema>;

/** What an item says beside its place: what waits, for whom, since when, what follows, what can be done. */
export type Told = Pick<
  Answer<typeof itemSchema>,
  'what' | 'whose' | 'rule' | 'article' | 'follows' | 'actions' | 'details'
>;
export type Whose = Answer<typeof whoseSchema>;

export const PLATFORM = { role: 'administrator' } as const;

export const triesOf = ({ attempts = 0, lastError = null, lastTriedAt = null }: QueueItem['body']) => ({
  attempts,
  lastError,
  lastTriedAt: shown(lastTriedAt),
});

export const ownSide = ({ tenderee, agency, contact }: QueueTender): Whose => ({
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
