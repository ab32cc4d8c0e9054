import type { Instant } from '../domain/time/instant.ts';
import { databaseNow } from './fence.ts';
import { num, row, rows, type Em, type Row, type Tx } from './store.ts';

/** One procedure of an authority, and within which time; `rules` are ids of the rules it rests on. */
export interface AuthorityProcedure {
  readonly name: string;
  readonly text: string;
  readonly timeLimit: string | null;
  readonly rules: readonly string[];
}

/** What an authority publishes about itself. */
export interface AuthorityProfile {
  readonly duties: string;
  readonly procedures: readonly AuthorityProcedure[];
  readonly contacts: readonly {
    readonly name: string;
    readonly phone: string;
    readonly address: string;
    readonly email?: string | undefined;
  }[];
}

/** An authority as everybody may know it; `profile` null: it has published nothing yet. */
export interface Authority {
  readonly id: string;
  readonly uscc: string;
  readonly name: string;
  readonly address: string;
  /** Region code prefixes and industries it is competent for; null: all. */
  readonly regions: readonly string[] | null;
  readonly industries: readonly string[] | null;
  readonly profile: AuthorityProfile | null;
  readonly updatedAt: Instant | null;
}

const SELECT = `select p.id, p.uscc, p.name, p.address, p.regions, p.industries, a.profile, a.updated_at
  from party p left join authority_profile a on a.party_id = p.id where 'supervisor' = any(p.kinds)`;

function authority(found: Row): Authority {
  return {
    id: String(found['id']),
    uscc: String(found['uscc']),
    name: String(found['name']),
    address: String(found['address']),
    regions: (found['regions'] as string[] | null) ?? null,
    industries: (found['industries'] as string[] | null) ?? null,
    profile: (found['profile'] as AuthorityProfile | null) ?? null,
    updatedAt: found['updated_at'] == null ? null : num(found['updated_at']),
  };
}

/** Replaces what an authority publishes about itself. */
export async function putAuthorityProfile(tx: Tx, partyId: string, profile: AuthorityProfile): Promise<void> {
  await rows(
    tx,
    `insert into authority_profile (party_id, profile, updated_at) values ($1, $2, $3)
     on conflict (party_id) do update set profile = excluded.profile, updated_at = excluded.updated_at`,
    [partyId, JSON.stringify(profile), await databaseNow(tx)],
  );
}

export async function authorityById(em: Em, id: string): Promise<Authority | null> {
  const found = await row(em, `${SELECT} and p.id = $1`, [id]);
  return found && authority(found);
}

/** Authorities in the order of their ids, `limit` after the id `after`; with `region` those competent for that place. */
export async function listAuthorities(
  em: Em,
  filter: { readonly region: string | null; readonly industry: string | null },
  page: { readonly after: string | null; readonly limit: number },
): Promise<Authority[]> {
  const found = await rows(
    em,
    `${SELECT} and ($1::text is null or p.regions is null or exists (select 1 from unnest(p.regions) prefix where $1 like prefix || '%'))
       and ($2::text is null or p.industries is null or $2 = any(p.industries)) and ($3::uuid is null or p.id > $3)
     order by p.id limit $4`,
    [filter.region, filter.industry, page.after, page.limit],
  );
  return found.map(authority);
}
