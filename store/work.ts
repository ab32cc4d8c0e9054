import { complaintWork } from '../domain/complaint/work.ts';
import { tenderWork } from '../domain/tender/work.ts';
import { loadComplaint } from './complaints.ts';
import { saveWithWork } from './saved-work.ts';
import { rows, type Store, type Tx } from './store.ts';
import { loadState } from './tenders.ts';
import { isTransient } from './transient.ts';

/** How many cases are looked for at a time. */
const CASES_AT_A_TIME = 500;

const KINDS = ['tender', 'complaint'] as const;
type CaseKind = (typeof KINDS)[number];

/** What became of cases whose work was missing. */
export interface WorkBrought {
  readonly saved: number;
  /** Those whose work cannot be told, e.g. as their state cannot be read, each with why. */
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * Saves the work of every case whose state was saved without it: before there was such a list, or by a worker of an earlier
 * version. Each case is held for itself, so decisions go on meanwhile. Throws when the database does not answer.
 */
export async function bringWorkUpToDate(
  store: Pick<Store, 'em' | 'transaction'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<WorkBrought> {
  let saved = 0;
  const failed: { id: string; reason: string }[] = [];
  for (const kind of KINDS) {
    let after: string | null = null;
    do {
      const behind = await casesBehind(store, kind, after);
      for (const id of behind) {
        if (signal.aborted) return { saved, failed };
        try {
          if (await store.transaction((tx) => saveAgain(tx, kind, id))) saved++;
        } catch (error) {
          if (isTransient(error)) throw error;
          failed.push({ id, reason: error instanceof Error ? error.message : String(error) });
        }
      }
      after = behind.length < CASES_AT_A_TIME ? null : behind.at(-1)!;
    } while (after !== null);
  }
  return { saved, failed };
}

async function casesBehind(
  store: Pick<Store, 'em'>,
  kind: CaseKind,
  after: string | null,
): Promise<string[]> {
  const found = await rows(
    store.em(),
    `select id from ${kind} where (state->>'version')::integer is distinct from work_version and ($1::uuid is null or id > $1) order by id limit $2`,
    [after, CASES_AT_A_TIME],
  );
  return found.map(({ id }) => String(id));
}

/** Saves the work of a case as its state has it now. False where it has no state. */
async function saveAgain(tx: Tx, kind: CaseKind, id: string): Promise<boolean> {
  if (kind === 'tender') {
    const state = await loadState(tx, id, true);
    if (state === null) return false;
    const save = versionOfWork('tender', id, state.version);
    const { rehearsal } = state;
    await saveWithWork(tx, save, { caseId: id, tenderId: id, rehearsal }, tenderWork(state));
    return true;
  }
  const state = await loadComplaint(tx, id, true);
  if (state === null) return false;
  const of = { caseId: id, tenderId: state.tender.id, rehearsal: state.rehearsal };
  await saveWithWork(tx, versionOfWork('complaint', id, state.version), of, complaintWork(state));
  return true;
}

const versionOfWork = (kind: CaseKind, id: string, version: number) => ({
  text: `update ${kind} set work_version = $2::integer where id = $1::uuid`,
  parameters: [id, version],
});
