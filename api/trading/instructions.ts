import { z } from 'zod';
import { ownTender } from '../access/tender-of.ts';
import { instructionParams, tenderParams } from '../commands/params.ts';
import { commandRoute, OWN_SIDE } from '../commands/tender-route.ts';
import { storedDocuments } from '../documents/stored.ts';
import { route, type Route } from '../route.ts';
import { wholeInstruction, wholeInstructionSchema } from '../shown/instructions.ts';
import { instructionReportSchema } from './schemas.ts';

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
