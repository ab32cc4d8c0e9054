import type { Named } from '../../case/chapter.ts';
import type { SharedEvent } from '../ground/events.ts';

/** An order to suspend has reached the end that the law sets it. */
export type SuspensionStep = { readonly name: 'endSuspension' };

export type SuspensionEvent = Named<
  SharedEvent,
  'processSuspended' | 'suspensionLifted' | 'processResumed' | 'decryptionMoved' | 'dutiesMoved'
>;
