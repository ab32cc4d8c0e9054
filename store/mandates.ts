import { createHash } from 'node:crypto';
import { mandateText, type HeldMandate, type Mandate, type MandateTerms } from '../domain/party/mandate.ts';
import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

/** A mandate with what was signed. */
export interface MandateRow extends Mandate {
  readonly tendereePartyId: string;
  /** What is signed, UTF-8. */
  readonly body: string;
  readonly revokedBecause: string | null;
}

function mandate(found: Row): MandateRow {
  return {
    id: String(found['id']),
    tendereePartyId: String(found['tenderee_party_id']),
    tenderee: { name: String(found['tenderee_name']), uscc: String(found['tenderee_uscc']) },
    agency: { name: String(found['agency_name']), uscc: String(found['agency_uscc']) },
    scope: String(found['scope']),
    projectCode: (found['project_code'] as string | null) ?? null,
    fromAt: num(found['from_at']),
    untilAt: num(found['until_at']),
    body: String(found['body']),
    sha256: String(found['sha256']),
    signedAt: numOrNull(found['signed_at']),
    signedBy: (found['signed_by'] as Mandate['signedBy']) ?? null,
    revokedAt: numOrNull(found['revoked_at']),
    revokedBecause: (found['revoked_because'] as string | null) ?? null,
  };
}

/** Draws up a mandate; it grants nothing until it is signed. */
export async function drawMandate(
  tx: Tx,
  terms: MandateTerms,
  by: { readonly partyId: string; readonly personId: string },
): Promise<MandateRow> {
  const { id, tenderee, agency, scope, projectCode, fromAt, untilAt } = terms;
  const body = mandateText(terms);
  const found = await row(
    tx,
    `insert into mandate (id, tenderee_party_id, tenderee_name, tenderee_uscc, agency_name, agency_uscc, scope,
       project_code, from_at, until_at, body, sha256, drawn_at, drawn_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, ${CLOCK_MS}, $13) returning *`,
    [
      id,
      by.partyId,
      tenderee.name,
      tenderee.uscc,
      agency.name,
      agency.uscc,
      scope,
      projectCode,
      fromAt,
      untilAt,
      body,
      createHash('sha256').update(body, 'utf8').digest('hex'),
      by.personId,
    ],
  );
  return mandate(found!);
}

/** Signs a mandate, from the database's instant on. False when it was signed or revoked before. */
export async function signMandate(
  tx: Tx,
  id: string,
  given: {
    readonly signedBy: 'certificate' | 'sign-in';
    readonly personId: string;
    /** The detached CMS (base64) with its certificates, where a certificate signed. */
    readonly signature: Readonly<Record<string, unknown>> | null;
  },
): Promise<boolean> {
  const signed = await rows(
    tx,
    `update mandate set signed_at = ${CLOCK_MS}, signed_by = $2, signer = $3, signature = $4
     where id = $1 and signed_at is null and revoked_at is null returning id`,
    [id, given.signedBy, given.personId, given.signature === null ? null : JSON.stringify(given.signature)],
  );
  return signed.length > 0;
}

/** Revokes a mandate, from the database's instant on: acts that are being received are waited for. False when it was revoked before. */
export async function revokeMandate(
  tx: Tx,
  id: string,
  given: { readonly personId: string; readonly because: string },
): Promise<boolean> {
  const revoked = await rows(
    tx,
    `update mandate set revoked_at = ${CLOCK_MS}, revoked_by = $2, revoked_because = $3
     where id = $1 and revoked_at is null returning id`,
    [id, given.personId, given.because],
  );
  return revoked.length > 0;
}

/** Revokes every mandate of a tenderee, as when the party is given to whom it belongs. */
export async function revokeMandatesOf(tx: Tx, partyId: string, personId: string): Promise<void> {
  await rows(
    tx,
    `update mandate set revoked_at = ${CLOCK_MS}, revoked_by = $2, revoked_because = 'party-transferred'
     where tenderee_party_id = $1 and revoked_at is null`,
    [partyId, personId],
  );
}

export async function mandateById(em: Em, id: string): Promise<MandateRow | null> {
  const found = await row(em, `select * from mandate where id = $1`, [id]);
  return found && mandate(found);
}

/** The mandates that a party gave as tenderee or holds as agency, the latest first, `limit` before the id `after`. */
export async function mandatesOf(
  em: Em,
  party: { readonly partyId: string; readonly uscc: string; readonly role: string },
  page: { readonly after: string | null; readonly limit: number },
): Promise<MandateRow[]> {
  const found = await rows(
    em,
    `select * from mandate where case when $3 then tenderee_party_id = $1 else agency_uscc = $2 and signed_at is not null end
       and ($4::uuid is null or id < $4) order by id desc limit $5`,
    [party.partyId, party.uscc, party.role === 'tenderee', page.after, page.limit],
  );
  return found.map(mandate);
}

/** What a tenderee ever signed for an agency, with the database's instant. `lock` keeps it from being revoked until the transaction ends. */
export async function mandatesBetween(
  em: Em,
  between: { readonly tendereeUscc: string; readonly agencyUscc: string },
  lock = false,
): Promise<{ readonly mandates: MandateRow[]; readonly at: Instant }> {
  const found = await rows(
    em,
    `select * from mandate where tenderee_uscc = $1 and agency_uscc = $2 and signed_at is not null
     order by id ${lock ? 'for share' : ''}`,
    [between.tendereeUscc, between.agencyUscc],
  );
  // After the lock: an act that waited for a revocation sees it, and the instant lies after both.
  const clock = await row(em, `select ${CLOCK_MS} as at`);
  return { mandates: found.map(mandate), at: num(clock?.['at']) };
}

/** For what an agency holds mandates at this instant of the database, each once, whatever was signed how often. */
export async function mandatesHeld(em: Em, agencyUscc: string): Promise<HeldMandate[]> {
  const found = await rows(
    em,
    `select distinct tenderee_uscc, project_code from mandate
     where agency_uscc = $1 and signed_at is not null and revoked_at is null
       and from_at <= ${CLOCK_MS} and until_at > ${CLOCK_MS}`,
    [agencyUscc],
  );
  return found.map((line) => ({
    tendereeUscc: String(line['tenderee_uscc']),
    agencyUscc,
    projectCode: (line['project_code'] as string | null) ?? null,
  }));
}
