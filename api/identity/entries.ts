import { v7 as uuidv7 } from 'uuid';
import { databaseNow, enterRecord, type Tx } from '../../store/index.ts';

export type IdentityEvent =
  | 'personRegistered'
  | 'partyRegistered'
  | 'claimDecided'
  | 'partyTransferred'
  | 'partyRenamed'
  | 'partyContactChanged'
  | 'partyKindAdded'
  | 'memberAdded'
  | 'memberRemoved'
  | 'administratorAdded'
  | 'authorityRegistered'
  | 'authorityProfilePublished'
  | 'holidayNoticeAdded'
  | 'trustedAuthorityAdded'
  | 'trustedAuthoritySuspended'
  | 'trustedAuthorityResumed'
  | 'trustedAuthorityRemoved'
  | 'certificateRegistered'
  | 'certificateWithdrawn';

/** Enters in the record who was registered. Persons and addresses belong into `secret`: they are only committed to. */
export async function enterIdentity(
  tx: Tx,
  event: IdentityEvent,
  party: string | null,
  data: Readonly<Record<string, unknown>>,
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
