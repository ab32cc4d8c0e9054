import type { Happened } from '../../case/chapter.ts';
import type { Deadline } from '../../law/types.ts';
import type { Duty, Question } from '../ground/parts.ts';

/** A supplier asks the purchaser (询问), who answers it. */
export type QuestionCommand =
  | { readonly name: 'askQuestion'; readonly id: string; readonly text: string }
  | { readonly name: 'answerQuestion'; readonly questionId: string; readonly text: string };

export type QuestionEvent = Happened<
  | {
      readonly name: 'questionAsked';
      readonly question: Question;
      readonly deadlines: readonly Deadline[];
      readonly duty: Duty;
    }
  | { readonly name: 'questionAnswered'; readonly questionId: string; readonly text: string }
>;
