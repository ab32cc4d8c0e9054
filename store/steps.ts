import type { ComplaintDuty } from '../domain/complaint/ground/state.ts';
import type { Duty } from '../domain/tender/ground/parts.ts';
import { rows, type Em } from './store.ts';

/** A duty that passed its due unmet, of a tender or of a complaint about it. */
export interface TimedOutStep {
  readonly tenderId: string;
  /** null: the duty is the tender's own. */
  readonly complaintId: string | null;
  readonly title: string;
  readonly projectCode: string;
  readonly rehearsal: boolean;
  readonly duty: Duty | ComplaintDuty;
}

/** Timed-out duties that are still unmet, longest late first. */
export async function timedOutSteps(em: Em, limit = 200): Promise<TimedOutStep[]> {
  const found = await rows(
    em,
    `select * from (select t.id, null::uuid as complaint_id, t.draft->>'title' as title, t.project_code, t.rehearsal, d.duty from tender t,
       jsonb_array_elements(t.state->'duties') as d(duty)
     where t.status = 'launched' and jsonb_typeof(d.duty->'timedOutAt') = 'number' and jsonb_typeof(d.duty->'metAt') = 'null'
     union all
     select t.id, c.id, t.draft->>'title', t.project_code, t.rehearsal, d.duty from complaint c join tender t on t.id = c.tender_id,
       jsonb_array_elements(c.state->'duties') as d(duty)
     where c.status in ('filed', 'correcting', 'accepted', 'decided')
       and jsonb_typeof(d.duty->'timedOutAt') = 'number' and jsonb_typeof(d.duty->'metAt') = 'null'
     ) step order by (duty->>'dueAt')::bigint limit $1`,
    [limit],
  );
  return found.map((line) => ({
    tenderId: String(line['id']),
    complaintId: (line['complaint_id'] as string | null) ?? null,
    title: String(line['title']),
    projectCode: String(line['project_code']),
    rehearsal: line['rehearsal'] === true,
    duty: line['duty'] as TimedOutStep['duty'],
  }));
}
