import type { Actor } from '../domain/case/actor.ts';
import { isNamingRefusal } from '../domain/record/naming-refusals.ts';
import type { PublicPart } from '../domain/record/parts/index.ts';
import type { Refusal } from '../domain/refusal.ts';
import { isoShanghai, type Instant } from '../domain/time/instant.ts';
import { refusalEvent } from '../domain/visibility/index.ts';
import { enterRecord, secretId } from './record.ts';
import { row, type Em, type Tx } from './store.ts';

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
  /** Where no rule refused it: the administrator who did, and why. Only committed to. */
  readonly refusedBy?: { readonly person: string; readonly reason: string };
}

/** The party of an actor as the record may name it: bidders stay unnamed until the opening (招标投标法 22). */
export function nameableUscc(actor: Actor): string | null {
  return actor.role === 'tenderee' || actor.role === 'agency' || actor.role === 'supervisor'
    ? actor.uscc
    : null;
}

const OFFICIALS: readonly string[] = ['supervisor', 'administrator'];
const OWNERS: readonly string[] = ['tenderee', 'agency'];

/**
 * Whether somebody has to do with a tender, so that it belongs into the record when an act of theirs is refused: its
 * own side, whoever it names (invited, applied, admitted, objected), whoever took its documents, bids or complains,
 * and the authorities. Without a tender: the parties that hold tenders, and the authorities.
 */
async function hasStanding(em: Em, tenderId: string | null, actor: Actor): Promise<boolean> {
  if (actor.partyId === null || actor.uscc === null) return false;
  if (OFFICIALS.includes(actor.role)) return true;
  if (tenderId === null) return OWNERS.includes(actor.role);
  const found = await row(
    em,
    `select t.owner_party_id::text = $2 or position($3 in concat(t.draft::text, t.state::text)) > 0
       or exists (select 1 from document_taker d where d.tender_id = t.id and d.party_id::text = $2)
       or exists (select 1 from bid b where b.tender_id = t.id and b.party_id::text = $2)
       or exists (select 1 from complaint c where c.tender_id = t.id
         and (c.complainant_party_id::text = $2 or $2 = any(c.told_party_ids::text[]))) as standing
     from tender t where t.id = $1`,
    [tenderId, actor.partyId, actor.uscc],
  );
  return found?.['standing'] === true;
}

/**
 * Enters a refusal of somebody who has standing: what was asked, when it was received and which rules refused it.
 * Nothing else changes. False: it comes from a stranger, who cannot write into a record that never forgets; who
 * refuses counts it.
 */
export async function recordRefusal(tx: Tx, act: RefusedAct): Promise<boolean> {
  if (!(await hasStanding(tx, act.tenderId, act.actor))) return false;
  const [first] = act.refusals;
  const naming = act.refusals
    .filter(({ code }) => isNamingRefusal(act.name, code))
    .map(({ code, rule, zh, en }) => ({ code, rule, zh, en }));
  await enterRecord(tx, {
    id: secretId(),
    tenderId: act.tenderId,
    // A bidder's refused act tells that there is one: it is sealed.
    event: refusalEvent(act.name, act.actor.role),
    at: act.at,
    rehearsal: act.rehearsal,
    role: act.actor.role,
    party: nameableUscc(act.actor),
    rule: first?.rule ?? null,
    article: first?.article ?? null,
    documents: [],
    data: {
      command: act.name,
      receivedAt: isoShanghai(act.at),
      refusals: act.refusals.map(({ code, rule, zh, en }) =>
        isNamingRefusal(act.name, code) ? { code, rule } : { code, rule, zh, en },
      ),
    } satisfies PublicPart<'commandRefused' | 'grievanceRefused'>,
    private: {
      person: act.actor.personId,
      party: act.actor.uscc,
      address: act.address,
      command: act.commandId,
      ...(act.refusedBy === undefined ? {} : { refusedBy: act.refusedBy }),
      ...(naming.length === 0 ? {} : { refusals: naming }),
    },
  });
  return true;
}
