import { z } from 'zod';
import type { Instruction } from '../../domain/tender/ground/parts.ts';
import type { Answer } from '../answer.ts';
import { shown, shownInstantSchema } from '../schema.ts';
import { paperSchema } from './parties.ts';
import { instructionSchema } from './tender-schema.ts';
import { presentInstruction } from './tender.ts';

export const wholeInstructionSchema = instructionSchema.extend({
  text: z.string(),
  report: z
    .strictObject({ text: z.string(), documents: z.array(paperSchema), reportedAt: shownInstantSchema })
    .nullable(),
});

/** How an instruction stands at the instant of the answer. */
export const instructionStandingFields = {
  standing: z.enum(['delivered', 'acknowledged', 'reported', 'closed']),
  overdue: z.boolean(),
};

/** An instruction in full, for the two sides it concerns. */
export function wholeInstruction(instruction: Instruction): Answer<typeof wholeInstructionSchema> {
  const { text, report } = instruction;
  return {
    ...presentInstruction(instruction),
    text,
    report: report && { ...report, reportedAt: shown(report.reportedAt) },
  };
}
