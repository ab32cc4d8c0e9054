import { z } from 'zod';
import { idSchema, shownIdSchema, shownInstantSchema } from '../schema.ts';
import { breachSchema, wordsSchema } from '../shown/law.ts';

/** The ids of what a command made, by what it was. */
export const createdFields = {
  complaintId: shownIdSchema.optional(),
  excludedTimeId: shownIdSchema.optional(),
  objectionId: shownIdSchema.optional(),
  questionId: shownIdSchema.optional(),
  clarificationId: shownIdSchema.optional(),
  applicationId: shownIdSchema.optional(),
  instructionId: shownIdSchema.optional(),
};

/** The answer to a command: decided (200) or stored and on its way (202). */
export const commandAnswerSchema = z.strictObject({
  commandId: idSchema,
  /** `set-aside`: received in time, the platform failed on it, and the administrator has it. */
  status: z.enum(['received', 'accepted', 'refused', 'set-aside']),
  receivedAt: shownInstantSchema,
  at: shownInstantSchema,
  /** What a sender is to know of a command that was set aside. */
  note: wordsSchema.optional(),
  ...createdFields,
  /** What the law says of it without refusing it; not given again when the command is asked for later. */
  warnings: z.array(breachSchema).optional(),
});
