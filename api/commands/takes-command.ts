import type { z } from 'zod';
import type { Identity, Role } from '../deps.ts';
import { route, type Route, type RouteContext } from '../route.ts';
import { commandAgain, type CommandAnswer } from './answer.ts';
import { commandAnswerSchema } from './answer-schema.ts';
import type { Submission } from './submit.ts';

export type CommandContext<P extends z.ZodType, B extends z.ZodType> = RouteContext<
  readonly Role[],
  z.output<P>,
  undefined,
  z.output<B>
>;

/** What every route says of itself that takes one command, to whatever it goes. */
export interface CommandSpec<
  Command extends { readonly name: string },
  P extends z.ZodType,
  B extends z.ZodType,
> {
  readonly operationId: Command['name'];
  readonly summary: string;
  readonly access: readonly Role[];
  readonly params: P;
  /** None where the address says it all. */
  readonly body?: B;
  readonly example?: unknown;
  /** What the request asks for, or a problem. */
  readonly command: (context: CommandContext<P, B>, identity: Identity) => Promise<Command> | Command;
}

/** The answers there are to a command; `accepted` describes the one that it was taken. */
export function commandAnswers(accepted = '已受理') {
  return {
    200: { description: accepted, schema: commandAnswerSchema },
    202: { description: '已收到，等待处理', schema: commandAnswerSchema },
  } as const;
}

/** A route that takes one command. `take` finds what it goes to, makes it and submits it, in this order. */
export function takesCommand<
  Command extends { readonly name: string },
  P extends z.ZodType<{ id: string }>,
  B extends z.ZodType,
>(
  spec: CommandSpec<Command, P, B>,
  { path, tags }: { readonly path: string; readonly tags: readonly string[] },
  take: (context: CommandContext<P, B>, submission: Submission) => Promise<CommandAnswer>,
): Route {
  return route({
    method: 'post',
    path,
    operationId: spec.operationId,
    tags,
    summary: spec.summary,
    access: spec.access,
    write: true,
    again: commandAgain,
    request: {
      params: spec.params,
      ...(spec.body === undefined ? {} : { body: spec.body, example: spec.example }),
    },
    responses: commandAnswers(),
    handler: (context) => {
      const { deps, identity, address, once } = context;
      const given = context as unknown as CommandContext<P, B>;
      return take(given, { deps, identity, address, once });
    },
  });
}
