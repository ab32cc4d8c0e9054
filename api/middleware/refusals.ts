import { databaseNow, readFenceUnlocked, recordRefusal, tenderById } from '../../store/index.ts';
import type { Deps, PersonIdentity } from '../deps.ts';
import { ProblemError } from '../problem.ts';
import type { Route } from '../route.ts';
import { idSchema } from '../schema.ts';

/** What is a matter of the request's form or of the moment, not an act that was refused. */
const NOT_RECORDED = new Set([401, 404, 412, 416, 428, 429]);

export interface RefusedRequest {
  readonly route: Route;
  readonly deps: Deps;
  readonly identity: PersonIdentity;
  readonly address: string;
  readonly tenderId: string | null;
}

/** Marks a problem whose refusal stands on the record already. */
const recorded = new WeakSet<ProblemError>();
export function alreadyRecorded(error: ProblemError): ProblemError {
  recorded.add(error);
  return error;
}

/** Enters a refused write of a signed-in person in the record, unless whoever refused it did so. */
export async function noteRefusal(error: unknown, refused: RefusedRequest): Promise<void> {
  if (!(error instanceof ProblemError) || error.status >= 500 || NOT_RECORDED.has(error.status)) return;
  if (recorded.has(error) || error.code === 'request-in-progress') return;
  const { deps, route, identity, address, tenderId } = refused;
  const known =
    tenderId !== null && idSchema.safeParse(tenderId).success
      ? await tenderById(deps.store.em(), tenderId)
      : null;
  const fence = known === null ? null : await readFenceUnlocked(deps.store.em(), known.id);
  const { code, text } = error;
  const entered = await deps.store.transaction(async (tx) =>
    recordRefusal(tx, {
      tenderId: known?.id ?? null,
      name: route.operationId,
      commandId: null,
      actor: {
        role: identity.role ?? 'bidder',
        personId: identity.personId,
        partyId: identity.partyId,
        uscc: identity.uscc,
        partyName: identity.partyName,
      },
      address,
      at: fence?.at ?? (await databaseNow(tx)),
      rehearsal: known?.rehearsal ?? false,
      refusals: [{ code, rule: text.rule ?? null, article: text.article ?? null, zh: text.zh, en: text.en }],
    }),
  );
  if (!entered) deps.metrics.strangersRefused.inc();
}
