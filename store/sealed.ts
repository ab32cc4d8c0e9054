import { num, row, rows, type Store } from './store.ts';

/** What the vault sealed, and where it lies: the id of the key stands in the first 8 bytes. */
const SEALED = [
  { table: 'bid_key', id: 'bid_id', column: 'sealed' },
  { table: 'bid_share', id: `(bid_id || '/' || trustee_id)`, column: 'sealed' },
  { table: 'supervision_endpoint', id: 'id', column: 'secret' },
  { table: 'remembered_answer', id: `(person_id || '/' || idempotency_key)`, column: 'sealed' },
] as const;
const ID_BYTES = 8;
const AT_ONCE = 200;

/** How many secrets are sealed under each key of the vault, by the key's id in hex. */
export async function sealedByKey(store: Store): Promise<Map<string, number>> {
  const found = await rows(
    store.em(),
    `select encode(key_id, 'hex') as id, count(*) as n from (${SEALED.map(
      ({ table, column }) =>
        `select substring(${column} from 1 for ${ID_BYTES}) as key_id from ${table} where ${column} is not null`,
    ).join(' union all ')}) each group by 1`,
    [],
  );
  return new Map(found.map((line) => [String(line['id']), num(line['n'])]));
}

/**
 * Seals every secret anew that is not under the key `keyId`; gives how many were. Each is changed by itself, and only if
 * it still is what was read: it may be run beside the platform, stopped, and repeated.
 */
export async function resealSecrets(
  store: Store,
  keyId: Uint8Array,
  reseal: (sealed: Uint8Array) => Uint8Array,
): Promise<number> {
  let count = 0;
  for (const { table, id, column } of SEALED) {
    for (;;) {
      const found = await rows(
        store.em(),
        `select ${id} as id, ${column} as sealed from ${table}
         where substring(${column} from 1 for ${ID_BYTES}) <> $1 limit ${AT_ONCE}`,
        [Buffer.from(keyId)],
      );
      if (found.length === 0) break;
      for (const line of found) {
        const sealed = line['sealed'] as Uint8Array;
        const changed = await row(
          store.em(),
          `update ${table} set ${column} = $3 where ${id} = $1 and ${column} = $2 returning 1 as one`,
          [line['id'], Buffer.from(sealed), Buffer.from(reseal(sealed))],
        );
        if (changed !== null) count++;
      }
    }
  }
  return count;
}
