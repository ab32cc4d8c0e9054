import type { z } from 'zod';
import type { ComplaintCommand } from '../../domain/complaint/index.ts';
import { complaintForAdministrator, seenComplaint } from '../access/complaint-of.ts';
import type { Route } from '../route.ts';
import { submitComplaintCommand } from './submit-to-complaint.ts';
import { takesCommand, type CommandSpec } from './takes-command.ts';

interface ComplaintRoute<P extends z.ZodType, B extends z.ZodType> extends CommandSpec<
  ComplaintCommand,
  P,
  B
> {
  /** Under the complaint's address on its face. */
  readonly path: string;
  readonly face: keyof typeof PREFIXES;
}

const PREFIXES = {
  trading: '/v1/complaints/:id',
  supervision: '/v1/supervision/complaints/:id',
  admin: '/v1/admin/complaints/:id',
} as const;

/** A route that takes one command to a complaint: the caller may know of it, the command is made, the command is taken. */
export function complaintCommand<P extends z.ZodType<{ id: string }>, B extends z.ZodType = z.ZodUndefined>(
  spec: ComplaintRoute<P, B>,
): Route {
  const tags = [spec.face === 'admin' ? 'admin' : 'complaints'];
  const place = { path: `${PREFIXES[spec.face]}/${spec.path}`, tags };
  return takesCommand(spec, place, async (context, submission) => {
    const { params, deps, identity } = context;
    const em = deps.store.em();
    const state =
      spec.face === 'admin'
        ? await complaintForAdministrator(em, params.id)
        : (await seenComplaint(em, params.id, identity)).state;
    const target = { tenderId: state.tender.id, complaintId: state.id };
    return submitComplaintCommand(submission, target, await spec.command(context, identity));
  });
}
