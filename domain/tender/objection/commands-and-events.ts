import type { Happened } from '../../case/chapter.ts';
import type { Deadline } from '../../law/types.ts';
import type { Duty, Objection, ObjectionSubject } from '../ground/parts.ts';

/** An objection (异议), in procurement a challenge (质疑), and the reply to it. */
export type ObjectionCommand =
  | {
      readonly name: 'fileObjection';
      readonly id: string;
      readonly subject: ObjectionSubject;
      readonly text: string;
    }
  | { readonly name: 'replyObjection'; readonly objectionId: string; readonly text: string };

export type ObjectionEvent = Happened<
  | {
      readonly name: 'objectionFiled';
      readonly objection: Objection;
      readonly deadlines: readonly Deadline[];
      readonly duty: Duty;
    }
  | { readonly name: 'objectionReplied'; readonly objectionId: string; readonly text: string }
>;
