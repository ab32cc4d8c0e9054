import { v7 as uuidv7 } from 'uuid';
import type { PublicPart } from '../../domain/record/parts/index.ts';
import type { PlatformEntryName } from '../../domain/visibility/index.ts';
import { databaseNow, enterRecord, type Tx } from '../../store/index.ts';

/** Enters in the record who was registered. Persons and addresses belong into `secret`: they are only committed to. */
export async function enterIdentity<const Name extends PlatformEntryName>(
  tx: Tx,
  event: Name,
  party: string | null,
  data: PublicPart<Name>,
  secret: Readonly<Record<string, unknown>>,
): Promise<void> {
  await enterRecord(tx, {
    id: uuidv7(),
    tenderId: null,
    event,
    at: await databaseNow(tx),
    rehearsal: false,
    role: 'person',
    party,
    rule: null,
    article: null,
    documents: [],
    data,
    private: secret,
  });
}
