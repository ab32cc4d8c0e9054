import type { ProcedureId } from '../../domain/procedure/index.ts';
import { apply, type TenderCommand, type TenderEvent, type TenderState } from '../../domain/tender/index.ts';
import { courseOf, text, type Course } from './course.ts';
import { agencyActor, exampleDocument, supervisorActor } from './drafts.ts';
import { openedBidsOf, orderOf } from './onward.ts';
import { exampleCommands } from './process.ts';

/** Each event with the state after it. */
export function stepsOf(events: readonly TenderEvent[]): { event: TenderEvent; state: TenderState }[] {
  let state: TenderState | null = null;
  return events.map((event) => ({ event, state: (state = apply(event, state)) }));
}

/** A whole life with every kind of paper: clarified, ordered to be corrected, its first award lost. */
export function wholeLife(id: ProcedureId): Course {
  const course = courseOf(id);
  const soon = (): string => text(course.at + 1_000);
  course.until('documents');
  const clarification = exampleCommands.clarify({ documents: [exampleDocument('澄清.pdf', '7')] });
  course.give(clarification, agencyActor, soon());
  course.give(orderOf('correct', course.state, 'order-1', course.at + 1e9), supervisorActor, soon());
  course.give(
    {
      name: 'reportInstruction',
      instructionId: 'order-1',
      text: '已改正。',
      documents: [exampleDocument('落实情况.pdf', '8')],
    },
    agencyActor,
    soon(),
  );
  course.until('opening');
  const content = (index: number) => ({
    ...exampleDocument(`投标文件${index}.tar`),
    sha256: `${index}0`.repeat(32),
  });
  const bids = openedBidsOf(course.state).map((bid, index) => ({ ...bid, content: content(index) }));
  course.step({ name: 'openBids', bids }, text(course.state.decryptionEndsAt!));
  course.until('award');
  const award = (bidId: string, digit: string) => {
    const documents = [exampleDocument('中标通知书.pdf', digit)];
    course.give({ ...exampleCommands.award(bidId), documents } as TenderCommand, agencyActor, soon());
  };
  award('bid-1', '6');
  // A single source has nobody else who could win.
  if (id !== 'procurement-single-source') {
    course.give(exampleCommands.cancelAward(), agencyActor, soon());
    award('bid-2', '5');
  }
  return course.until('over');
}
