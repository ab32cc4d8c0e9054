import { v7 as uuidv7 } from 'uuid';
import { isNamingRefusal } from '../domain/record/public-part.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../domain/tender/commands.ts';
import { isoShanghai, type Instant } from '../domain/time/instant.ts';
import { refusalEvent } from '../domain/visibility/index.ts';
import { enterRecord } from './record.ts';
import type { Tx } from './store.ts';

export interface RefusedAct {
  readonly tenderId: string | null;
  /** The command or request that was refused. */
  readonly name: string;
  readonly commandId: string | null;
  readonly actor: Actor;
  readonly address: string;
  readonly at: Instant;
  readonly rehearsal: boolean;
  readonly refusals: readonly Pick<Refusal, 'code' | 'rule' | 'article' | 'zh' | 'en'>[];
}

/** The party of an actor as the record may name it: bidders stay unnamed until the opening (招标投标法 22). */
export function nameable(actor: Actor): string | null {
  return actor.role === 'tenderee' || actor.role === 'agency' || actor.role === 'supervisor'
    ? actor.uscc
    : null;
}

/** Enters a refusal: what was asked, when it was received and which rules refused it. Nothing else changes. */
export async function recordRefusal(tx: Tx, act: RefusedAct): Promise<void> {
  const [first] = act.refusals;
  const naming = act.refusals
    .filter(({ code }) => isNamingRefusal(act.name, code))
    .map(({ code, rule, zh, en }) => ({ code, rule, zh, en }));
  await enterRecord(tx, {
    id: uuidv7(),
    tenderId: act.tenderId,
    // A bidder's refused act tells that there is one: it is sealed.
    event: refusalEvent(act.name, act.actor.role),
    at: act.at,
    rehearsal: act.rehearsal,
    role: act.actor.role,
    party: nameable(act.actor),
    rule: first?.rule ?? null,
    article: first?.article ?? null,
    documents: [],
    data: {
      command: act.name,
      receivedAt: isoShanghai(act.at),
      refusals: act.refusals.map(({ code, rule, zh, en }) =>
        isNamingRefusal(act.name, code) ? { code, rule } : { code, rule, zh, en },
      ),
    },
    private: {
      person: act.actor.personId,
      party: act.actor.uscc,
      address: act.address,
      command: act.commandId,
      ...(naming.length === 0 ? {} : { refusals: naming }),
    },
  });
}
