import type { z } from 'zod';
import type { TenderCommand } from '../../domain/tender/index.ts';
import { tenderById, type TenderRow } from '../../store/index.ts';
import type { Identity } from '../deps.ts';
import { problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { submitCommand } from './submit-to-tender.ts';
import { takesCommand, type CommandContext, type CommandSpec } from './takes-command.ts';

/** The tender's own side. */
export const OWN_SIDE = ['tenderee', 'agency'] as const;

export interface CommandRoute<P extends z.ZodType, B extends z.ZodType> extends CommandSpec<
  TenderCommand,
  P,
  B
> {
  /** Under `/v1/tenders/:id/`, or under the prefix given. */
  readonly path: string;
  /** The address of the tender: `/v1/tenders/:id` unless another face takes the command. */
  readonly prefix?: string;
  readonly tags?: readonly string[];
  /** The tender, as far as this caller may know of it; any launched one unless said otherwise. */
  readonly tender?: (context: CommandContext<P, B>, identity: Identity) => Promise<TenderRow>;
}

/** A route that takes one command to a tender. It reads: the tender is there, the command is made, the command is taken. */
export function commandRoute<P extends z.ZodType<{ id: string }>, B extends z.ZodType = z.ZodUndefined>(
  spec: CommandRoute<P, B>,
): Route {
  const place = { path: `${spec.prefix ?? '/v1/tenders/:id'}/${spec.path}`, tags: spec.tags ?? ['tenders'] };
  return takesCommand(spec, place, async (context, submission) => {
    const { params, deps, identity } = context;
    const tender =
      spec.tender === undefined
        ? await launched(params.id, deps.store.em())
        : await spec.tender(context, identity);
    return submitCommand(submission, tender, await spec.command(context, identity));
  });
}

async function launched(id: string, em: Parameters<typeof tenderById>[0]): Promise<TenderRow> {
  const tender = await tenderById(em, id);
  if (tender === null || tender.status === 'draft')
    throw problem(404, 'unknown-tender', { zh: '没有此项目', en: 'there is no such tender' });
  return tender;
}
