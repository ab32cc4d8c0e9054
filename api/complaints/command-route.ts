import type { z } from 'zod';
import type { ComplaintCommand } from '../../domain/complaint/index.ts';
import type { Route } from '../route.ts';
import { takesCommand, type CommandSpec } from '../trading/takes-command.ts';
import { seenComplaint } from './complaint-of.ts';
import { submitComplaintCommand } from './submit.ts';

interface ComplaintRoute<P extends z.ZodType, B extends z.ZodType> extends CommandSpec<
  ComplaintCommand,
  P,
  B
> {
  /** Under the complaint's address on its face. */
  readonly path: string;
  readonly face: 'trading' | 'supervision';
}

/** A route that takes one command to a complaint: the caller may know of it, the command is made, the command is taken. */
export function complaintCommand<P extends z.ZodType<{ id: string }>, B extends z.ZodType = z.ZodUndefined>(
  spec: ComplaintRoute<P, B>,
): Route {
  const prefix = spec.face === 'trading' ? '/v1/complaints/:id' : '/v1/supervision/complaints/:id';
  const place = { path: `${prefix}/${spec.path}`, tags: ['complaints'] };
  return takesCommand(spec, place, async (context, submission) => {
    const { params, deps, identity } = context;
    const { state } = await seenComplaint(deps.store.em(), params.id, identity);
    const target = { tenderId: state.tender.id, complaintId: state.id };
    return submitComplaintCommand(submission, target, await spec.command(context, identity));
  });
}
