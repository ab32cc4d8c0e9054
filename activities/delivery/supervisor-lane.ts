import type { Logger } from 'pino';
import { Webhook } from 'standardwebhooks';
import { LOG_NAMES, type LogName } from '../../domain/record/log-name.ts';
import { OutgoingError, type Outgoing } from '../../runtime/outgoing.ts';
import type { Vault } from '../../runtime/vault.ts';
import {
  endpointById,
  entriesInScope,
  markEndpointFailed,
  moveEndpointCursor,
  recordHead,
  type Store,
  type SupervisionEndpoint,
} from '../../store/index.ts';
import { DELIVERIES_PER_TURN, type LaneResult, type Turn } from './turn.ts';

export interface SupervisorLaneDeps {
  readonly store: Store;
  readonly vault: Vault;
  readonly outgoing: Outgoing;
  readonly logger: Logger;
}

const BATCH = 100;
const ANSWER_WITHIN_MS = 10_000;
/** An answer is only looked at for its status. */
const ANSWER_MAX_BYTES = 64 * 1024;

/**
 * Pushes the record to a supervisor, then what was rehearsed, entry by entry in the order of their log: each is a POST signed
 * as Standard Webhooks says, its id the entry's, so that a receiver can tell a repeat. The cursor moves
 * when the receiver answered 2xx; anything else stops the lane until it is tried again.
 */
export async function deliverSupervisorLane(
  deps: SupervisorLaneDeps,
  endpointId: string,
  turn: Turn,
): Promise<LaneResult> {
  const budget = { left: DELIVERIES_PER_TURN };
  for (const log of LOG_NAMES) {
    const result = await deliverLog(deps, { endpointId, log }, budget, turn);
    if (result.remaining > 0 || result.failed !== null) return result;
  }
  return { remaining: 0, failed: null };
}

async function deliverLog(
  deps: SupervisorLaneDeps,
  { endpointId, log }: { endpointId: string; log: LogName },
  budget: { left: number },
  turn: Turn,
): Promise<LaneResult> {
  const { store } = deps;
  for (;;) {
    const endpoint = await endpointById(store.em(), endpointId);
    if (endpoint === null) return { remaining: 0, failed: null };
    const head = await recordHead(store.em(), log);
    const { regions, industries, next } = endpoint;
    const scope = { from: next[log], regions, industries, limit: BATCH };
    const entries = await entriesInScope(store.em(), log, scope);
    for (const { index, id, canonical } of entries) {
      if (turn.signal.aborted || budget.left === 0) return { remaining: head - index, failed: null };
      turn.beat();
      const error = await push(endpoint, deps, { id, body: canonical }, turn.signal);
      if (error !== null && turn.signal.aborted) return { remaining: head - index, failed: null };
      if (error !== null) {
        const attempts = await markEndpointFailed(store.em(), endpointId, error);
        deps.logger.warn({ endpointId, index, attempts, reason: error }, 'supervision push failed');
        return { remaining: head - index, failed: { id, error, attempts } };
      }
      await moveEndpointCursor(store.em(), endpointId, { log, nextIndex: index + 1 }, true);
      budget.left--;
    }
    if (entries.length === BATCH) continue;
    // What is left up to the head concerns other authorities.
    await moveEndpointCursor(store.em(), endpointId, { log, nextIndex: head }, false);
    return { remaining: 0, failed: null };
  }
}

/** Sends one entry. Gives what went wrong, coarse and without secrets, or null. */
async function push(
  endpoint: SupervisionEndpoint,
  { vault, outgoing }: SupervisorLaneDeps,
  { id, body }: { id: string; body: string },
  stopped: AbortSignal,
): Promise<string | null> {
  try {
    const at = new Date();
    const secret = Buffer.from(vault.open(endpoint.secret)).toString('utf8');
    const { status } = await outgoing(endpoint.url, {
      method: 'POST',
      maxBytes: ANSWER_MAX_BYTES,
      signal: AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN_MS), stopped]),
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      },
      body,
    });
    return status >= 200 && status < 300 ? null : `the endpoint answered ${Math.floor(status / 100)}xx`;
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    // Its owner named the address: finer words would tell what stands on networks that it cannot look into.
    return `the endpoint was not pushed to: ${error.message}`;
  }
}
