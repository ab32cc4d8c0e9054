import { row, rows, type Em } from './store.ts';

/** A tender's or a complaint's process, which the engine must be running. */
export interface LiveProcess {
  readonly kind: 'tender' | 'complaint';
  readonly id: string;
}

/**
 * What the engine must be running: launched tenders without an outcome, those that ended and still owe something
 * whose time has not passed, and complaints that are not over. Ids alone, from the indexes of what is live.
 */
export async function liveProcesses(em: Em): Promise<LiveProcess[]> {
  const found = await rows(
    em,
    `select 'tender' as kind, id from tender where status = 'launched' and outcome is null
     union all
     select distinct 'tender', t.id from work join tender t on t.id = work.case_id
       where work.kind = 'duty' and work.falls and t.outcome is not null
     union all
     select 'complaint', id from complaint where status in ('filed', 'correcting', 'accepted', 'decided')`,
  );
  return found.map((line) => ({ kind: line['kind'] as LiveProcess['kind'], id: String(line['id']) }));
}

/** A command of a tender that was decided, or null: a process that is handed it again learns how the tender stands. */
export async function decidedCommand(em: Em, tenderId: string): Promise<string | null> {
  const found = await row(
    em,
    `select id from command where tender_id = $1 and complaint_id is null and status in ('accepted', 'refused') order by seq limit 1`,
    [tenderId],
  );
  return found === null ? null : String(found['id']);
}
