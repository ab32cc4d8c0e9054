import type { TenderCommand } from '../../../../domain/tender/index.ts';
import { type Course } from '../../../support/course.ts';
import { supervisorActor } from '../../../support/drafts.ts';
import { orderOf } from '../../../support/onward.ts';
import { soon } from './row.ts';

/** An authority that issued nothing. */
export const otherAuthority = { ...supervisorActor, partyId: 'party-other', partyName: '另一行政监督部门' };
/** A termination, for a reason. */
export const terminate = (reason = '项目取消。'): TenderCommand => ({ name: 'terminateTender', reason });
/** An order of a kind on its own basis, with something changed. */
export const order =
  (...[kind, change = {}]: [Parameters<typeof orderOf>[0], object?]) =>
  ({ state }: Course): TenderCommand =>
    ({ ...orderOf(kind, state), ...change }) as TenderCommand;
/** Gives an order, an hour after what happened last. */
export const give =
  (...[kind, id]: [Parameters<typeof orderOf>[0], string?]) =>
  (course: Course): unknown =>
    course.give(orderOf(kind, course.state, id), supervisorActor, soon(course));
/** Taking note of an order, or closing it. */
export const follow = (
  name: 'acknowledgeInstruction' | 'closeInstruction',
  instructionId = 'order-correct',
): TenderCommand => ({ name, instructionId });
/** A report on a correction. */
export const reportOn = (report = '已改正。', instructionId = 'order-correct'): TenderCommand => ({
  name: 'reportInstruction',
  instructionId,
  text: report,
  documents: [],
});
/** Several acts, one after the other. */
export const first =
  (...acts: ((course: Course) => unknown)[]) =>
  (course: Course) =>
    acts.forEach((act) => act(course));
