import type { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { z } from 'zod';
import type { Entrant, WriteClaim } from '../store/index.ts';
import type { AnswerOf, Closed, HANDLED, ProblemAnswer, Responses, RouteResult } from './answer.ts';
import type { Deps, Identity, PersonIdentity, Role } from './deps.ts';
import type { Once } from './once.ts';
import type { HeaderSpec } from './request-headers.ts';

/**
 * Who may call a route: everybody; everybody, who is told by who they are signed in as what more they may have
 * (`visitor`); any signed-in person (who may act for no party yet), or persons acting in one of these roles. There is no
 * default: a route without it does not compile.
 */
export type Access = 'public' | 'visitor' | 'person' | readonly Role[];

type IdentityFor<A extends Access> = A extends 'public' | 'visitor'
  ? PersonIdentity | null
  : A extends 'person'
    ? PersonIdentity
    : Identity;

/** What a handler is given: everything checked already. */
export interface RouteContext<A extends Access, P, Q, B> {
  readonly params: P;
  readonly query: Q;
  /** The parsed JSON body; undefined when the route takes none or when raw bytes were sent (`stream`). */
  readonly body: B;
  /** The raw body of a route with `raw`, when its media type was sent; null for JSON. Consume it or leave it: the rest is drained. */
  readonly stream: Readable | null;
  readonly identity: IdentityFor<A>;
  /** When the request arrived, where the route has a deadline; else null. */
  readonly entrant: Entrant | null;
  /** Network address of the caller, for the record. */
  readonly address: string;
  readonly requestId: string;
  /** How a write is done once (api/once.ts); of no use to reads. */
  readonly once: Once;
  readonly koa: Context;
  readonly deps: Deps;
}

export interface RawBody {
  /** Media types taken as raw bytes, e.g. `['application/octet-stream']`; `*` for any. */
  readonly mediaTypes: readonly string[];
  readonly maxBytes: (deps: Deps) => number;
  /** The member of the JSON body that names the same content by its SHA-256: a repeat may come either way. */
  readonly namedBy?: string;
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options';

/** What a handler may return for the responses that its route declares. */
export type Answering<R extends Responses> = AnswerOf<R> | ProblemAnswer | typeof HANDLED;

export interface RouteSpec<
  A extends Access,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends Responses,
  Given extends Answering<R>,
> {
  readonly method: Method;
  /** In the router's form: `/v1/tenders/:id/bids`. */
  readonly path: string;
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly access: A;
  readonly request?: {
    readonly params?: P;
    readonly query?: Q;
    /** JSON body. Use strictObject: unknown fields are refused. */
    readonly body?: B;
    /** An example of the JSON body for the OpenAPI document. */
    readonly example?: unknown;
    /** Takes the body as a stream (beside JSON, when `body` is given too). */
    readonly raw?: RawBody;
    readonly headers?: readonly HeaderSpec[];
    /** The members of the JSON body (`person.password`) that are passwords: what is kept of them is a digest under the vault's key. */
    readonly secrets?: readonly string[];
    /** Largest JSON body in bytes; 1 MiB unless said otherwise. */
    readonly maxJsonBytes?: number;
  };
  /** By status. Refusals are added to the document by themselves, see `refuses`. */
  readonly responses: R;
  /** The statuses with which the handler refuses, beside those that follow from the declaration (api/refused-statuses.ts). */
  readonly refuses?: readonly number[];
  /** A write needs an Idempotency-Key, and does its act by `once`. */
  readonly write?: boolean;
  /** The answer to a repeat, where the act keeps it in rows of its own; null where it does not know it (any more). */
  readonly again?: (deps: Deps, claim: WriteClaim) => Promise<RouteResult | null>;
  /** The answer to the write holds a secret: what is remembered of it is sealed. */
  readonly secretAnswer?: boolean;
  /**
   * What is handed in by a deadline counts by when its last byte arrived: it is taken in although the platform stands
   * still meanwhile, and the closing waits for it.
   */
  readonly deadline?: boolean;
  /** Set on a read whose refusals belong on the record, as those of writes do by themselves. */
  readonly recordsRefusals?: boolean;
  /** A stricter limit of requests for what is worth guessing. */
  readonly limit?: 'sign-in';
  readonly handler: (
    context: RouteContext<A, z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<Given & Closed<Given, Answering<R>>>;
}

/** A route as the application holds it, its types forgotten. */
export type Route = Omit<
  RouteSpec<Access, z.ZodType, z.ZodType, z.ZodType, Responses, Answering<Responses>>,
  'handler'
> & {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- types of different routes have nothing in common
  readonly handler: (context: RouteContext<any, any, any, any>) => Promise<RouteResult | typeof HANDLED>;
};

/**
 * Declares a route. Everything about it is said here: who may call it, what it takes, what it gives,
 * and what it does; the OpenAPI document, the checks and the tests read the same declaration.
 *
 *   route({
 *     method: 'post', path: '/v1/tenders/:id/launch', operationId: 'launchTender', tags: ['tenders'],
 *     summary: '…', access: ['tenderee', 'agency'], write: true,
 *     request: { params: z.strictObject({ id: idSchema }) },
 *     responses: { 200: { description: '…', schema: commandAnswer, example: {…} } },
 *     handler: ({ params, identity, deps, address, once }) =>
 *       once.inTransaction(async (tx) => ({ status: 200, body: {…} })),
 *   })
 *
 * Throws a TypeError when access is missing: a route is denied to all unless it says who may call it.
 */
export function route<
  const A extends Access,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  const R extends Responses = Responses,
  Given extends Answering<R> = Answering<R>,
>(spec: RouteSpec<A, P, Q, B, R, Given>): Route {
  assertAccess(spec.access, spec.operationId);
  return spec as unknown as Route;
}

/** Refuses an access that names nobody in particular. */
export function assertAccess(access: Access | undefined, operationId: string): void {
  if (access === 'public' || access === 'visitor' || access === 'person') return;
  if (Array.isArray(access) && access.length > 0) return;
  throw new TypeError(`route ${operationId} does not say who may call it`);
}
