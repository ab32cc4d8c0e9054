import type { z } from 'zod';
import type { TenderCommand } from '../../domain/tender/index.ts';
import { tenderById, type TenderRow } from '../../store/index.ts';
import type { Identity, Role } from '../deps.ts';
import { problem } from '../problem.ts';
import { route, type Route, type RouteContext } from '../route.ts';
import { commandAnswerSchema } from './schemas.ts';
import { submitCommand } from './submit-command.ts';

/** The tender's own side. */
export const OWN_SIDE = ['tenderee', 'agency'] as const;
type Context<P, B> = RouteContext<readonly Role[], P, undefined, B>;

export interface CommandRoute<P extends z.ZodType, B extends z.ZodType> {
  /** Under `/v1/tenders/:id/`, or under the prefix given. */
  readonly path: string;
  /** The address of the tender: `/v1/tenders/:id` unless another face takes the command. */
  readonly prefix?: string;
  readonly tags?: readonly string[];
  readonly operationId: TenderCommand['name'];
  readonly summary: string;
  readonly access: readonly Role[];
  readonly params: P;
  /** None where the address says it all. */
  readonly body?: B;
  readonly example?: unknown;
  /** What the request asks of the tender, or a problem. */
  readonly command: (
    context: Context<z.output<P>, z.output<B>>,
    identity: Identity,
  ) => Promise<TenderCommand> | TenderCommand;
  /** The tender, as far as this caller may know of it; any launched one unless said otherwise. */
  readonly tender?: (context: Context<z.output<P>, z.output<B>>, identity: Identity) => Promise<TenderRow>;
}

/** A route that takes one command. It reads: the tender is there, the command is made, the command is taken. */
export function commandRoute<P extends z.ZodType<{ id: string }>, B extends z.ZodType = z.ZodUndefined>(
  spec: CommandRoute<P, B>,
): Route {
  return route({
    method: 'post',
    path: `${spec.prefix ?? '/v1/tenders/:id'}/${spec.path}`,
    operationId: spec.operationId,
    tags: spec.tags ?? ['tenders'],
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
      const given = context as unknown as Context<z.output<P>, z.output<B>>;
      const tender =
        spec.tender === undefined
          ? await launched(context.params.id, deps.store.em())
          : await spec.tender(given, identity);
      const command = await spec.command(given, identity);
      return submitCommand({ deps, identity, address, idempotencyKey }, tender, command);
    },
  });
}

async function launched(id: string, em: Parameters<typeof tenderById>[0]): Promise<TenderRow> {
  const tender = await tenderById(em, id);
  if (tender === null || tender.status === 'draft')
    throw problem(404, 'unknown-tender', { zh: '没有此项目', en: 'there is no such tender' });
  return tender;
}
