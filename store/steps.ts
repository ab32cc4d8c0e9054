import type { Duty } from '../domain/tender/state.ts';
import { rows, type Em } from './store.ts';

/** A duty that passed its due unmet, with its tender. */
export interface TimedOutStep {
  readonly tenderId: string;
  readonly title: string;
  readonly projectCode: string;
  readonly rehearsal: boolean;
  readonly duty: Duty;
}

/** Timed-out duties that are still unmet, longest late first. */
export async function timedOutSteps(em: Em, limit = 200): Promise<TimedOutStep[]> {
  const found = await rows(
    em,
    `select t.id, t.draft->>'title' as title, t.project_code, t.rehearsal, d.duty from tender t,
       jsonb_array_elements(t.state->'duties') as d(duty)
     where t.status = 'launched' and jsonb_typeof(d.duty->'timedOutAt') = 'number' and jsonb_typeof(d.duty->'metAt') = 'null'
     order by (d.duty->>'dueAt')::bigint limit $1`,
    [limit],
  );
  return found.map((line) => ({
    tenderId: String(line['id']),
    title: String(line['title']),
    projectCode: String(line['project_code']),
    rehearsal: line['rehearsal'] === true,
    duty: line['duty'] as Duty,
  }));
}
