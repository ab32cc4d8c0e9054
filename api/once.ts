import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import {
  claimKey,
  releaseKey,
  rememberAnswer,
  usedKey,
  type RememberedAnswer,
  type Tx,
  type UsedKey,
  type WriteClaim,
} from '../store/index.ts';
import type { Deps, PersonIdentity } from './deps.ts';
import { keyReused, withKeyProblem } from './middleware/idempotency.ts';
import type { RouteResult } from './answer.ts';

/**
 * How a write is done once, whatever dies in the midst of it and however often it is sent. Its Idempotency-Key belongs to
 * the person and is bound to operation, address, role, party and content: with anything else it is refused, 422
 * `idempotency-key-reused`. A handler does its act by one of these; what it reads and checks before may be repeated.
 */
export interface Once {
  /**
   * The act and its remembered answer are one transaction: both are there or neither. A repeat is given the answer, and
   * `act` is not called. What the act calls for outside the database comes after it.
   */
  inTransaction<const R extends RouteResult>(act: (tx: Tx) => Promise<R>): Promise<R>;
  /** For an act outside of the database, or of several transactions, that is harmless to repeat: the key is bound first, the answer remembered last. */
  repeatable<const R extends RouteResult>(act: () => Promise<R>): Promise<R>;
  /** For acts that keep their answer in rows of their own for ever (commands, bids): they claim it in their transaction. */
  claim(): WriteClaim;
  /** The same for what a file holds, by its SHA-256 (hex), once that is known. */
  ofFile(sha256: string): Once;
  /** The same for a person that the request makes, or of whom it proves to come. */
  by(personId: string): Once;
  /** The same for one of the acts that a repeatable one consists of. */
  part(id: string): Once;
}

/** What a key is bound to; null what is not known yet. */
interface Bound {
  readonly personId: string | null;
  readonly key: string;
  readonly act: string;
  readonly requestHash: string | null;
}

/** What of a route its key is bound to; api/route.ts says more of each member. */
interface KeyedRoute {
  readonly operationId: string;
  readonly request?: {
    readonly raw?: { readonly namedBy?: string };
    readonly secrets?: readonly string[];
  };
  readonly again?: (deps: Deps, claim: WriteClaim) => Promise<RouteResult | null>;
  readonly secretAnswer?: boolean;
}

export interface KeyedRequest {
  readonly route: KeyedRoute;
  readonly deps: Deps;
  readonly identity: PersonIdentity | null;
  readonly key: string;
  readonly params: unknown;
  readonly query: unknown;
  /** The JSON body, or undefined. */
  readonly json: unknown;
  /** What a caller says of a raw body: its SHA-256 in hex, or an empty string. */
  readonly declaredSha256: string;
  /** Values of headers that say what is asked for, too. */
  readonly bound: readonly string[];
  /** Whether the body is raw bytes, which nobody has read yet. */
  readonly raw: boolean;
}

/** A write under its key. `answered` looks before the act whether it was done; `used` says after it whether it went by the key. */
export interface KeyedWrite {
  readonly once: Once;
  answered(): Promise<RouteResult | null>;
  used(): boolean;
}

/** Binds the key of a request to what it asks for. */
export function keyedWrite(request: KeyedRequest): KeyedWrite {
  const { deps, route, identity, key } = request;
  const bound = {
    personId: identity?.personId ?? null,
    key,
    act: actOf(request),
    requestHash: hashOf(request),
  };
  let used = false;
  const options = {
    deps,
    sealed: route.secretAnswer === true,
    beside: request.bound,
    onUse: () => (used = true),
  };
  return {
    once: onceOf(options, bound),
    used: () => used,
    answered: async () => {
      if (bound.personId === null) return null;
      const found = await usedKey(deps.store.em(), bound.personId, key);
      if (found === null) return null;
      if (found.act !== bound.act) throw keyReused();
      if (bound.requestHash === null) return null;
      if (found.requestHash !== bound.requestHash) throw keyReused();
      const { personId, requestHash } = bound;
      return replay(deps, found) ?? (await route.again?.(deps, { ...bound, personId, requestHash })) ?? null;
    },
  };
}

/** For routes that write nothing. */
export const NOT_A_WRITE: Once = new Proxy({} as Once, {
  get: () => {
    throw new Error('a route that does an act once must say `write: true`');
  },
});

interface Options {
  readonly deps: Deps;
  /** Whether the answer holds a secret, which the vault seals. */
  readonly sealed: boolean;
  /** What a file's key is bound to beside its hash. */
  readonly beside: readonly string[];
  readonly onUse: () => void;
}

function onceOf(options: Options, bound: Bound): Once {
  const { deps, beside, onUse } = options;
  const claim = (): WriteClaim => {
    const { personId, requestHash } = bound;
    if (personId === null || requestHash === null) throw new Error(`${bound.act}: whose key, and for what?`);
    onUse();
    return { ...bound, personId, requestHash };
  };
  return {
    claim,
    ofFile: (sha256) => onceOf(options, { ...bound, requestHash: fileHash(sha256, beside) }),
    by: (personId) => onceOf(options, { ...bound, personId }),
    part: (id) => onceOf(options, { ...bound, key: `${bound.key}/${id}`, act: `${bound.act} ${id}` }),
    inTransaction: <R extends RouteResult>(act: (tx: Tx) => Promise<R>) =>
      withKeyProblem(() =>
        deps.store.transaction(async (tx) => {
          const claimed = claim();
          const earlier = await claimKey(tx, claimed);
          if (earlier !== null) return (replay(deps, earlier) as R | null) ?? unanswered(claimed);
          const result = await act(tx);
          await rememberAnswer(tx, claimed, remembered(options, result));
          return result;
        }),
      ),
    repeatable: <R extends RouteResult>(act: () => Promise<R>) =>
      withKeyProblem(async () => {
        const claimed = claim();
        const earlier = await deps.store.transaction((tx) => claimKey(tx, claimed));
        const answer = earlier && (replay(deps, earlier) as R | null);
        if (answer !== null) return answer;
        try {
          const result = await act();
          await rememberAnswer(deps.store.em(), claimed, remembered(options, result));
          return result;
        } catch (error) {
          await releaseKey(deps.store.em(), claimed);
          throw error;
        }
      }),
  };
}

/** A transaction that claimed its key has its answer too. */
function unanswered({ act }: WriteClaim): never {
  throw new Error(`${act}: done without an answer`);
}

function remembered(
  { deps, sealed }: Options,
  { status, body, headers = {} }: RouteResult,
): RememberedAnswer {
  if (!sealed) return { status, body, sealed: null, headers };
  return { status, body: null, sealed: deps.vault.seal(Buffer.from(JSON.stringify(body))), headers };
}

/** The answer given before, or null where it is not kept here. It is of the type that its act answers with: the key is bound to that. */
function replay({ vault }: Deps, { answer }: UsedKey): RouteResult | null {
  if (answer === null) return null;
  const { status, sealed, headers } = answer;
  const body: unknown =
    sealed === null ? (answer.body ?? undefined) : JSON.parse(Buffer.from(vault.open(sealed)).toString());
  return { status, body, headers: { ...headers, 'Idempotency-Replayed': 'true' } };
}

/** Operation and address as they were read, and for whom the person acts. */
function actOf({ route, identity, params, query }: KeyedRequest): string {
  const place = canonicalize([params ?? null, query ?? null]) ?? '';
  return [route.operationId, place, identity?.role ?? '-', identity?.partyId ?? '-'].join(' ');
}

/** What is sent, as a hash: of a file its own, whatever the way it comes. Null for bytes that nobody declared. */
function hashOf(request: KeyedRequest): string | null {
  const { route, json, raw, declaredSha256, bound } = request;
  if (raw) return /^[0-9a-f]{64}$/.test(declaredSha256) ? fileHash(declaredSha256, bound) : null;
  const named = route.request?.raw?.namedBy;
  const members = (json ?? {}) as Record<string, unknown>;
  if (named !== undefined) return fileHash(String(members[named]), bound);
  return sha256(canonicalize(withoutSecrets(request)) ?? '');
}

/** The body with each password replaced by a digest under the vault's key: who reads the database alone cannot guess at it. */
function withoutSecrets({ route, deps, json, identity, key }: KeyedRequest): unknown {
  const paths = route.request?.secrets ?? [];
  if (paths.length === 0) return json ?? null;
  const copy = structuredClone(json) as Record<string, unknown>;
  for (const path of paths) {
    const names = path.split('.');
    const last = names.pop()!;
    const holder = names.reduce<unknown>(
      (at, name) => (at as Record<string, unknown> | undefined)?.[name],
      copy,
    );
    if (typeof holder !== 'object' || holder === null || !(last in holder)) continue;
    const members = holder as Record<string, unknown>;
    // Nobody is signed in: then the handler has the password proven before it gives an earlier answer.
    members[last] =
      identity === null
        ? null
        : deps.vault.digest(canonicalize([identity.personId, key, path, String(members[last])]) ?? '');
  }
  return copy;
}

const fileHash = (hash: string, beside: readonly string[]): string =>
  sha256(['file', hash, ...beside.filter((value) => value !== '')].join(' '));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
