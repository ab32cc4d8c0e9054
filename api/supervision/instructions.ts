import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { INSTRUCTION_KINDS } from '../../domain/tender/ground/parts.ts';
import { instructionStanding } from '../../domain/tender/index.ts';
import { instructionsOf, issuedBy, type IssuedInstruction } from '../../store/index.ts';
import { inScope } from '../access/scope.ts';
import type { Answer } from '../answer.ts';
import { instructionParams, tenderParams } from '../commands/params.ts';
import { commandRoute } from '../commands/tender-route.ts';
import { formed } from '../forms.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import {
  idSchema,
  instantSchema,
  multilineText,
  pageQuerySchema,
  shown,
  shownInstantSchema,
} from '../schema.ts';
import {
  instructionStandingFields,
  wholeInstruction,
  wholeInstructionSchema,
} from '../shown/instructions.ts';
import { instructionKindSchema } from '../shown/tender-schema.ts';

const SUPERVISOR = ['supervisor'] as const;
const PREFIX = '/v1/supervision/tenders/:id';

/** A rule of the tender's ruleset: an order has no other basis. */
const basisSchema = formed(/^[A-Z]{2,4}-\d{2,3}$/, '规则编号，如 ZTB-412', 'the id of a rule, e.g. ZTB-412');

const issue = commandRoute({
  prefix: PREFIX,
  path: 'instructions',
  operationId: 'issueInstruction',
  tags: ['supervision'],
  summary:
    '发出行政监督指令 · Suspend, resume, order a correction, declare the award or the tender void, on the basis of a rule of the tender',
  access: SUPERVISOR,
  params: tenderParams,
  body: z.strictObject({
    kind: z.enum(INSTRUCTION_KINDS),
    basis: basisSchema,
    text: multilineText(20_000),
    dueAt: instantSchema.nullable().default(null),
  }),
  example: {
    kind: 'correct',
    basis: 'ZTB-006',
    text: '澄清内容可能影响投标文件编制，应当顺延投标截止时间。',
    dueAt: '2026-09-20T17:00:00+08:00',
  },
  tender: ({ params, deps }, identity) => inScope(deps.store.em(), params.id, identity),
  command: ({ body }) => ({ name: 'issueInstruction', id: uuidv7(), ...body }),
});

const close = commandRoute({
  prefix: PREFIX,
  path: 'instructions/:instructionId/closure',
  operationId: 'closeInstruction',
  tags: ['supervision'],
  summary: '办结行政监督指令 · Close an instruction of one’s own: it was carried out',
  access: SUPERVISOR,
  params: instructionParams,
  tender: async ({ params, deps }, identity) => {
    const tender = await inScope(deps.store.em(), params.id, identity);
    const known = tender.state.instructions.some((one) => one.id === params.instructionId);
    if (known && !(await issuedBy(deps.store.em(), identity.partyId, params.instructionId)))
      throw problem(403, 'not-your-instruction', {
        zh: '只有发出指令的行政监督部门可以办结',
        en: 'only the authority that issued an instruction may close it',
      });
    return tender;
  },
  command: ({ params }) => ({ name: 'closeInstruction', instructionId: params.instructionId }),
});

const ofTender = {
  tenderId: idSchema,
  title: z.string(),
  projectCode: z.string(),
  rehearsal: z.boolean(),
  receivedAt: shownInstantSchema,
};
const issuedSchema = z.union([
  z.strictObject({
    ...ofTender,
    kind: instructionKindSchema,
    basis: z.string(),
    standing: z.literal('received'),
    overdue: z.literal(false),
  }),
  wholeInstructionSchema.extend({
    ...ofTender,
    deliveredAt: shownInstantSchema,
    ...instructionStandingFields,
  }),
]);

const list = route({
  method: 'get',
  path: '/v1/supervision/instructions',
  operationId: 'issuedInstructions',
  tags: ['supervision'],
  summary: '本部门发出的指令及其状态 · The instructions of one’s own authority, and where each stands',
  access: SUPERVISOR,
  request: { query: pageQuerySchema },
  responses: {
    200: {
      description: '指令',
      schema: z.strictObject({
        instructions: z.array(issuedSchema),
        next: z.string().nullable(),
      }),
    },
  },
  handler: async ({ query, deps, identity }) => {
    const { cursor, limit } = query;
    const found = await instructionsOf(deps.store.em(), identity.partyId, { after: cursor ?? null, limit });
    return {
      status: 200,
      body: {
        instructions: found.map(shownInstruction),
        next: found.length === limit ? (found.at(-1)?.commandId ?? null) : null,
      },
    };
  },
});

/** An instruction with its tender; `received`: stored, and not yet taken by the tender's process. */
function shownInstruction(one: IssuedInstruction): Answer<typeof issuedSchema> {
  const { tenderId, title, projectCode, rehearsal, kind, basis, instruction, now } = one;
  return {
    tenderId,
    title,
    projectCode,
    rehearsal,
    kind,
    basis,
    receivedAt: shown(one.receivedAt),
    ...(instruction === null
      ? { standing: 'received' as const, overdue: false as const }
      : {
          ...wholeInstruction(instruction),
          deliveredAt: shown(instruction.issuedAt),
          ...instructionStanding(instruction, now),
        }),
  };
}

export const instructionRoutes: readonly Route[] = [issue, close, list];
