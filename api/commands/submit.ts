import type { Breach } from '../../domain/law/types.ts';
import type { ComplaintCommand } from '../../domain/complaint/complaint.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { TenderCommand } from '../../domain/tender/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import {
  hasPendingCommands,
  receiveCommand,
  recordRefusal,
  secretId,
  settleCommand,
  type StoredCommand,
  type Tx,
} from '../../store/index.ts';
import { actorOf, type Deps, type Identity } from '../deps.ts';
import type { Once } from '../once.ts';
import { forwarded, type CommandAnswer } from './answer.ts';

/** Who sends a command, from where, and the key under which it is done once. */
export interface Submission {
  readonly deps: Deps;
  readonly identity: Identity;
  readonly address: string;
  readonly once: Once;
}

/** What the rules say of a command on the case as it stands, before its process decides. */
export interface Judged {
  readonly rehearsal: boolean;
  readonly refusals: readonly Refusal[];
  /** What the law only warns of. */
  readonly advice: readonly Breach[];
}

/** What differs from one kind of case to the next when a command to it is received. */
export interface Receiving<Payload> {
  readonly tenderId: string;
  /** Left out: the command goes to the tender itself. */
  readonly complaintId?: string;
  /** For a launch, before there is a fence: where a rehearsal's clock starts; null for a real tender. */
  readonly clockStartsAt?: Instant | null;
  /** What is stored, made in the transaction. Throws the problem of who may not act any more. */
  readonly payload: (tx: Tx) => Promise<Payload>;
  /** Throws the problem of a case that is gone, once nothing can change that any more. */
  readonly assertThere?: (tx: Tx) => Promise<void>;
  /** What the rules say; null where that cannot be said yet, or one of them throws. */
  readonly judge: (tx: Tx, command: StoredCommand<Payload>) => Promise<Judged | null>;
}

/**
 * The one way by which a command to a case is taken: it is stored with its instant of receipt under its tender's fence before
 * anything else. What the rules refuse on the case as it stands is refused, and recorded, in the same transaction; the rest is
 * handed to the case's process; what the law only warns of is told with the answer. Answers 200 when it was accepted, 202 while
 * the engine has not decided; throws the problem of the refusal.
 */
export async function submit<Payload extends TenderCommand | ComplaintCommand>(
  { deps, identity, address, once }: Submission,
  receiving: Receiving<Payload>,
): Promise<CommandAnswer> {
  const { tenderId, complaintId, clockStartsAt } = receiving;
  let warnings: readonly Breach[] = [];
  const received = await deps.store.transaction(async (tx) => {
    const payload = await receiving.payload(tx);
    const othersPending = await hasPendingCommands(tx, tenderId, complaintId ?? null);
    const { command, repeated } = await receiveCommand<Payload>(tx, {
      id: secretId(),
      tenderId,
      ...(complaintId === undefined ? {} : { complaintId }),
      ...(clockStartsAt === undefined ? {} : { clockStartsAt }),
      payload,
      actor: actorOf(identity),
      address,
      claim: once.claim(),
    });
    await receiving.assertThere?.(tx);
    // With others before it the state is not what this command will meet: then its process decides.
    const judged = repeated || othersPending ? null : await receiving.judge(tx, command);
    if (judged === null) return command;
    const { rehearsal, refusals, advice } = judged;
    if (refusals.length === 0) {
      warnings = advice;
      return command;
    }
    await settleCommand(tx, command.id, { status: 'refused', refusals });
    await recordRefusal(tx, { ...command, commandId: command.id, rehearsal, refusals });
    return { ...command, status: 'refused' as const, refusals };
  });
  const told = await forwarded(deps, received);
  return warnings.length === 0 ? told : { ...told, body: { ...told.body, warnings } };
}

/**
 * What the rules say of a command, by pure functions; null where one throws. Then the command is kept as it was received,
 * and its process sets it aside: a fault of ours is not to cost anybody the instant of receipt.
 */
export function nullWhereThrown<T>(rules: () => T): T | null {
  try {
    return rules();
  } catch {
    // The decision meets the same and says where.
    return null;
  }
}
