import { z } from 'zod';
import { idSchema } from '../schema.ts';

/** How an address names the case that a request is about. */
export const tenderParams = z.strictObject({ id: idSchema });
export const complaintParams = z.strictObject({ id: idSchema });
export const instructionParams = tenderParams.extend({ instructionId: idSchema });
