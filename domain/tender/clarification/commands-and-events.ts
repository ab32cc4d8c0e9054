import type { Happened } from '../../case/chapter.ts';
import type { DocumentRef } from '../../case/references.ts';
import type { Deadline } from '../../law/types.ts';
import type { Instant } from '../../time/instant.ts';
import type { Clarification } from '../ground/parts.ts';
import type { Signed } from '../ground/signatures.ts';

export type ClarificationCommand = Signed<{
  readonly name: 'issueClarification';
  readonly id: string;
  readonly kind: Clarification['kind'];
  readonly affectsBids: boolean;
  readonly title: string;
  readonly text: string;
  readonly documents: readonly DocumentRef[];
  /** null keeps the deadline, unless the law forces an extension: then the command is refused with what would be accepted. */
  readonly newBidDeadlineAt: Instant | null;
}>;

export type ClarificationEvent = Happened<{
  readonly name: 'clarificationIssued';
  readonly clarification: Clarification;
  readonly deadlines: readonly Deadline[];
}>;
