import { z } from 'zod';
import type { Instruction } from '../../domain/tender/ground/parts.ts';
import { route, type Route } from '../route.ts';
import type { Answer } from '../answer.ts';
import { shown, shownInstantSchema } from '../schema.ts';
import { paperSchema } from '../shown/parties.ts';
import { commandRoute, OWN_SIDE } from './command-route.ts';
import { storedDocuments } from './drafts.ts';
import { presentInstruction } from './present.ts';
import { instructionParams, instructionReportSchema, tenderParams } from './schemas.ts';
import { ownTender } from '../access/tender-of.ts';
import { instructionSchema } from './tender-schema.ts';

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

const list = route({
  method: 'get',
  path: '/v1/tenders/:id/instructions',
  operationId: 'ownInstructions',
  tags: ['tenders'],
  summary: '收到的行政监督指令 · The instructions to this tender, in full',
  access: OWN_SIDE,
  request: { params: tenderParams },
  responses: {
    200: {
      description: '指令',
      schema: z.strictObject({ instructions: z.array(wholeInstructionSchema) }),
    },
  },
  handler: async ({ params, deps, identity }) => {
    const { state } = await ownTender(deps.store.em(), params.id, identity);
    return { status: 200, body: { instructions: (state?.instructions ?? []).map(wholeInstruction) } };
  },
});

const acknowledge = commandRoute({
  path: 'instructions/:instructionId/acknowledgement',
  operationId: 'acknowledgeInstruction',
  summary: '签收行政监督指令 · Take note of an instruction',
  access: OWN_SIDE,
  params: instructionParams,
  command: ({ params }) => ({ name: 'acknowledgeInstruction', instructionId: params.instructionId }),
});

const report = commandRoute({
  path: 'instructions/:instructionId/report',
  operationId: 'reportInstruction',
  summary: '报告落实情况 · Say what was done about an instruction',
  access: OWN_SIDE,
  params: instructionParams,
  body: instructionReportSchema,
  example: { text: '已按要求更正招标文件第三章，并通知全部投标人。', documents: [] },
  command: async ({ params, body, deps }, identity) => ({
    name: 'reportInstruction',
    instructionId: params.instructionId,
    text: body.text,
    documents: await storedDocuments(deps.store.em(), identity, body.documents),
  }),
});

export const instructionRoutes: readonly Route[] = [list, acknowledge, report];
