import {
  mayChange,
  standingAt,
  type RevocationAnswer,
  type TrustChange,
  type TrustEvent,
} from '../domain/pki/index.ts';
import type { Instant } from '../domain/time/instant.ts';
import { databaseNow } from './fence.ts';
import { CLOCK_MS, num, row, rows, type Em, type Tx } from './store.ts';

/** An authority whose certificates are recognised. */
export interface AuthorityRow {
  /** SHA-256 (hex) of its certificate's DER. */
  readonly sha256: string;
  readonly name: string;
  readonly pem: string;
  /** Certificates of authorities below it, PEM; empty for none. */
  readonly betweenPem: string;
  readonly ocspUrl: string | null;
  readonly crlUrl: string | null;
}

export type ListedAuthority = AuthorityRow & { readonly events: readonly TrustEvent[] };

/** The trust list with its history, in the order of addition. */
export async function trustList(em: Em): Promise<ListedAuthority[]> {
  const found = await rows(
    em,
    `select a.*, (select json_agg(json_build_object('change', e.change, 'at', e.at, 'reason', e.reason) order by e.seq)
       from trust_event e where e.authority = a.sha256) as events
     from trusted_authority a order by (select min(seq) from trust_event e where e.authority = a.sha256)`,
  );
  return found.map((line) => ({
    sha256: String(line['sha256']),
    name: String(line['name']),
    pem: String(line['pem']),
    betweenPem: String(line['between_pem']),
    ocspUrl: (line['ocsp_url'] as string | null) ?? null,
    crlUrl: (line['crl_url'] as string | null) ?? null,
    events: (line['events'] as TrustEvent[] | null) ?? [],
  }));
}

export interface TrustChangeInput {
  readonly id: string;
  readonly sha256: string;
  readonly change: TrustChange;
  readonly reason: string;
  /** null: the installation itself, which adds its development authority. */
  readonly personId: string | null;
}

/**
 * Changes how an authority stands, at the database's instant. Null when it cannot be changed so (suspended twice,
 * resumed without a suspension) or is not listed.
 */
export async function changeTrust(tx: Tx, given: TrustChangeInput): Promise<Instant | null> {
  const listed = await row(tx, `select sha256 from trusted_authority where sha256 = $1 for update`, [
    given.sha256,
  ]);
  if (listed === null) return null;
  const found = await rows(
    tx,
    `select change, at, reason from trust_event where authority = $1 order by seq`,
    [given.sha256],
  );
  const events = found.map((line) => ({
    change: line['change'] as TrustChange,
    at: num(line['at']),
    reason: String(line['reason']),
  }));
  const at = await databaseNow(tx);
  if (!mayChange(standingAt(events, at), given.change)) return null;
  await rows(
    tx,
    `insert into trust_event (id, authority, change, reason, at, person_id) values ($1, $2, $3, $4, $5, $6)`,
    [given.id, given.sha256, given.change, given.reason, at, given.personId],
  );
  return at;
}

/** Lists an authority, or one again that was removed. Null when it is listed. */
export async function addAuthority(
  tx: Tx,
  authority: AuthorityRow,
  change: Omit<TrustChangeInput, 'sha256' | 'change'>,
): Promise<Instant | null> {
  await rows(
    tx,
    `insert into trusted_authority (sha256, name, pem, between_pem, ocsp_url, crl_url) values ($1, $2, $3, $4, $5, $6)
     on conflict (sha256) do update set name = $2, between_pem = $4, ocsp_url = $5, crl_url = $6
       where (select e.change from trust_event e where e.authority = $1 order by seq desc limit 1) = 'removed'`,
    [
      authority.sha256,
      authority.name,
      authority.pem,
      authority.betweenPem,
      authority.ocspUrl,
      authority.crlUrl,
    ],
  );
  return changeTrust(tx, { ...change, sha256: authority.sha256, change: 'added' });
}

/** The last answer of an authority about a certificate. */
export async function revocationAnswer(
  em: Em,
  certificate: string,
): Promise<{ answer: RevocationAnswer; fetchedAt: Instant } | null> {
  const found = await row(em, `select answer, fetched_at from revocation_answer where certificate = $1`, [
    certificate,
  ]);
  return found && { answer: found['answer'] as RevocationAnswer, fetchedAt: num(found['fetched_at']) };
}

/** Keeps an answer in the place of the last one, unless that one is later. */
export async function keepRevocationAnswer(
  em: Em,
  certificate: string,
  answer: RevocationAnswer,
): Promise<void> {
  await rows(
    em,
    `insert into revocation_answer (certificate, answer, fetched_at) values ($1, $2, ${CLOCK_MS})
     on conflict (certificate) do update set answer = excluded.answer, fetched_at = excluded.fetched_at
       where (revocation_answer.answer->>'thisUpdate')::bigint <= (excluded.answer->>'thisUpdate')::bigint`,
    [certificate, JSON.stringify(answer)],
  );
}
