import type { z } from 'zod';
import type { ComplaintCommand, ComplaintCommandName } from '../../domain/complaint/index.ts';
import type { Identity, Role } from '../deps.ts';
import { route, type Route, type RouteContext } from '../route.ts';
import { commandAnswerSchema } from '../trading/schemas.ts';
import { seenComplaint } from './complaint-of.ts';
import { submitComplaintCommand } from './submit.ts';

type Context<P, B> = RouteContext<readonly Role[], P, undefined, B>;

interface ComplaintRoute<P extends z.ZodType, B extends z.ZodType> {
  /** Under the complaint's address on its face. */
  readonly path: string;
  readonly face: 'trading' | 'supervision';
  readonly operationId: ComplaintCommandName;
  readonly summary: string;
  readonly access: readonly Role[];
  readonly params: P;
  readonly body?: B;
  readonly example?: unknown;
  readonly command: (
    context: Context<z.output<P>, z.output<B>>,
    identity: Identity,
  ) => Promise<ComplaintCommand> | ComplaintCommand;
}

/** A route that takes one command to a complaint: the caller may know of it, the command is made, the command is taken. */
export function complaintCommand<P extends z.ZodType<{ id: string }>, B extends z.ZodType = z.ZodUndefined>(
  spec: ComplaintRoute<P, B>,
): Route {
  const prefix = spec.face === 'trading' ? '/v1/complaints/:id' : '/v1/supervision/complaints/:id';
  return route({
    method: 'post',
    path: `${prefix}/${spec.path}`,
    operationId: spec.operationId,
    tags: ['complaints'],
    summary: spec.summary,
    access: spec.access,
    write: 'own',
    request: {
      params: spec.params,
      ...(spec.body === undefined ? {} : { body: spec.body, example: spec.example }),
    },
    responses: {
      200: { description: '已受理', schema: commandAnswerSchema },
      202: { description: '已收到，等待处理', schema: commandAnswerSchema },
    },
    handler: async (context) => {
      const { deps, identity, address, idempotencyKey } = context;
      const { state } = await seenComplaint(deps.store.em(), context.params.id, identity);
      const command = await spec.command(context as unknown as Context<z.output<P>, z.output<B>>, identity);
      const target = { tenderId: state.tender.id, complaintId: state.id };
      return submitComplaintCommand({ deps, identity, address, idempotencyKey }, target, command);
    },
  });
}
