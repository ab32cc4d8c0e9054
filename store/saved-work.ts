import type { Work } from '../domain/case/work.ts';
import { rows, type Tx } from './store.ts';

/** The case whose work is saved, and the tender whose clock it goes by. */
export interface WorkOf {
  readonly caseId: string;
  readonly tenderId: string;
  readonly rehearsal: boolean;
}

/**
 * Runs the statement that saves a case, and brings its work up to date in the same round trip. Only a rehearsal's clock is
 * shifted, and that is read under a lock before any row is touched: whoever moves the clock comes before this, or moves what is saved here. What stands
 * as it stood is not written again.
 */
export async function saveWithWork(
  tx: Tx,
  save: { readonly text: string; readonly parameters: readonly unknown[] },
  of: WorkOf,
  work: readonly Work[],
): Promise<void> {
  const n = save.parameters.length;
  const [caseId, tenderId, rehearsal, given] = [1, 2, 3, 4].map((place) => `$${n + place}`);
  await rows(
    tx,
    `with saved as (${save.text}),
       clock as materialized (select shift_ms from tender_fence where ${rehearsal}::boolean and tender_id = ${tenderId}::uuid for share),
       given as (select kind, key, at - coalesce((select shift_ms from clock), 0) as waits_since, falls, role, uscc, agent_uscc, body
         from jsonb_to_recordset(${given}::jsonb) as g (kind text, key text, at bigint, falls boolean, role text, uscc text, agent_uscc text, body jsonb)),
       gone as (delete from work where (select count(*) from clock) is not null and tender_id = ${tenderId} and case_id = ${caseId}::uuid
         and not exists (select 1 from given where given.kind = work.kind and given.key = work.key))
     insert into work (kind, key, case_id, tender_id, waits_since, falls, role, uscc, agent_uscc, body)
       select kind, key, ${caseId}, ${tenderId}, waits_since, falls, role, uscc, agent_uscc, body from given
     on conflict (kind, key) do update set waits_since = excluded.waits_since, falls = excluded.falls, role = excluded.role,
         uscc = excluded.uscc, agent_uscc = excluded.agent_uscc, body = excluded.body
       where (work.waits_since, work.falls, work.role, work.uscc, work.agent_uscc, work.body) is distinct from
         (excluded.waits_since, excluded.falls, excluded.role, excluded.uscc, excluded.agent_uscc, excluded.body)`,
    [...save.parameters, of.caseId, of.tenderId, of.rehearsal, JSON.stringify(work.map(lineOf))],
  );
}

const lineOf = ({ kind, key, at, falls, owner, body }: Work): object => ({
  kind,
  key,
  at,
  falls,
  role: owner.role,
  uscc: owner.uscc,
  agent_uscc: owner.agentUscc,
  body,
});
