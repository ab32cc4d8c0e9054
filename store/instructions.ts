import type { Instruction } from '../domain/tender/ground/parts.ts';
import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, rows, type Em } from './store.ts';

/** An instruction that an authority issued, and where it stands. */
export interface IssuedInstruction {
  /** The command that issued it: the place in a paged list. */
  readonly commandId: string;
  readonly tenderId: string;
  readonly title: string;
  readonly projectCode: string;
  readonly rehearsal: boolean;
  readonly receivedAt: Instant;
  /** The tender's statutory time now. */
  readonly now: Instant;
  /** null while the tender's process has not taken it. */
  readonly instruction: Instruction | null;
  readonly kind: Instruction['kind'];
  readonly basis: string;
}

/** Whether an instruction was issued by an authority: by its id, for names may be shared. */
export async function issuedBy(em: Em, partyId: string, instructionId: string): Promise<boolean> {
  const found = await rows(
    em,
    `select 1 from command where name = 'issueInstruction' and status = 'accepted' and actor->>'partyId' = $1
       and payload->>'id' = $2`,
    [partyId, instructionId],
  );
  return found.length > 0;
}

/** The instructions of an authority, newest first; refused ones are not among them. */
export async function instructionsOf(
  em: Em,
  partyId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<IssuedInstruction[]> {
  const found = await rows(
    em,
    `select c.id, c.tender_id, c.received_at, c.payload, t.draft->>'title' as title, t.project_code, t.rehearsal,
       ${CLOCK_MS} + f.shift_ms as now,
       (select one from jsonb_array_elements(t.state->'instructions') one where one->>'id' = c.payload->>'id') as instruction
     from command c join tender t on t.id = c.tender_id join tender_fence f on f.tender_id = t.id
     where c.name = 'issueInstruction' and c.actor->>'partyId' = $1 and c.status <> 'refused' and ($2::uuid is null or c.id < $2)
     order by c.id desc limit $3`,
    [partyId, page.after, page.limit],
  );
  return found.map((line) => {
    const { kind, basis } = line['payload'] as Pick<Instruction, 'kind' | 'basis'>;
    return {
      commandId: String(line['id']),
      tenderId: String(line['tender_id']),
      title: String(line['title']),
      projectCode: String(line['project_code']),
      rehearsal: line['rehearsal'] === true,
      receivedAt: num(line['received_at']),
      now: num(line['now']),
      instruction: (line['instruction'] as Instruction | null) ?? null,
      kind,
      basis,
    };
  });
}
