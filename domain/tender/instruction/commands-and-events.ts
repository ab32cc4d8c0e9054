import type { Happened } from '../../case/chapter.ts';
import type { DocumentRef } from '../../case/references.ts';
import type { Instant } from '../../time/instant.ts';
import type { Duty, Instruction, InstructionKind } from '../ground/parts.ts';

/** 行政监督指令: orders of the authority, and what the tenderee does about them. */
export type InstructionCommand =
  /** By the authority: online, with its basis among the rules of the tender. */
  | {
      readonly name: 'issueInstruction';
      readonly id: string;
      /** The complaint that the authority deals with by it (CMP-008). */
      readonly complaintId?: string;
      readonly kind: InstructionKind;
      readonly basis: string;
      readonly text: string;
      readonly dueAt: Instant | null;
    }
  | { readonly name: 'acknowledgeInstruction'; readonly instructionId: string }
  | {
      readonly name: 'reportInstruction';
      readonly instructionId: string;
      readonly text: string;
      readonly documents: readonly DocumentRef[];
    }
  | { readonly name: 'closeInstruction'; readonly instructionId: string };

export type InstructionEvent = Happened<
  | { readonly name: 'instructionIssued'; readonly instruction: Instruction; readonly duty: Duty | null }
  | { readonly name: 'instructionAcknowledged'; readonly instructionId: string }
  | {
      readonly name: 'instructionReported';
      readonly instructionId: string;
      readonly text: string;
      readonly documents: readonly DocumentRef[];
    }
  | { readonly name: 'instructionClosed'; readonly instructionId: string }
>;
