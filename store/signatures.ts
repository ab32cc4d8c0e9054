import type { KnownSignature, PkiWarning, RevocationAnswer } from '../domain/pki/index.ts';
import type { Instant } from '../domain/time/instant.ts';
import { num, row, rows, type Em, type Row, type Tx } from './store.ts';

/** What authorities answered of the certificates of a signature, and what was said with its acceptance. Instants as text. */
export interface SignatureEvidence {
  readonly warnings: readonly PkiWarning[];
  readonly revocation: readonly {
    readonly certificate: string;
    readonly by: RevocationAnswer['by'] | null;
    readonly status: RevocationAnswer['status'] | null;
    readonly thisUpdate: string | null;
    readonly nextUpdate: string | null;
  }[];
}

/** A signature on a document that held when it was received. */
export interface SignatureRow {
  readonly id: string;
  readonly documentSha256: string;
  readonly cmsSha256: string;
  /** A kind of 电子招标投标办法第四十条 (domain/pki/kinds.ts), or `embedded` for what a PDF brought along. */
  readonly kind: string;
  readonly tenderId: string | null;
  readonly format: 'cms' | 'pades';
  /** SHA-256 of the signer's certificate. */
  readonly certificate: string;
  readonly personId: string;
  readonly partyId: string;
  /** In which role the party signed. */
  readonly role: string;
  /** Whether the certificate is a person's: it tells a name, which the public is not shown. */
  readonly personal: boolean;
  /** As the signer says. */
  readonly signedAt: Instant;
  readonly receivedAt: Instant;
  readonly cms: Uint8Array;
  /** From the signer's certificate to the authority's, PEM. */
  readonly chainPem: string;
  /** What authorities answered, and what was said with the acceptance. */
  readonly evidence: SignatureEvidence;
}

function signature(found: Row): SignatureRow {
  return {
    id: String(found['id']),
    documentSha256: String(found['document_sha256']),
    cmsSha256: String(found['cms_sha256']),
    kind: String(found['kind']),
    tenderId: (found['tender_id'] as string | null) ?? null,
    format: found['format'] as SignatureRow['format'],
    certificate: String(found['certificate']),
    personId: String(found['person_id']),
    partyId: String(found['party_id']),
    role: String(found['role']),
    personal: found['personal'] === true,
    signedAt: num(found['signed_at']),
    receivedAt: num(found['received_at']),
    cms: found['cms'] as Uint8Array,
    chainPem: String(found['chain_pem']),
    evidence: found['evidence'] as SignatureRow['evidence'],
  };
}

/** Keeps a signature. False when that very one is kept already. */
export async function keepSignature(tx: Tx, given: SignatureRow): Promise<boolean> {
  const inserted = await rows(
    tx,
    `insert into document_signature (id, document_sha256, cms_sha256, kind, tender_id, format, certificate, person_id,
       party_id, role, personal, signed_at, received_at, cms, chain_pem, evidence)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict do nothing returning id`,
    [
      given.id,
      given.documentSha256,
      given.cmsSha256,
      given.kind,
      given.tenderId,
      given.format,
      given.certificate,
      given.personId,
      given.partyId,
      given.role,
      given.personal,
      given.signedAt,
      given.receivedAt,
      Buffer.from(given.cms),
      given.chainPem,
      JSON.stringify(given.evidence),
    ],
  );
  return inserted.length > 0;
}

/** The signatures on a tender's documents, in the order of their receipt; `documentSha256` null for all of them. */
export async function signaturesOf(
  em: Em,
  tenderId: string,
  documentSha256: string | null,
): Promise<SignatureRow[]> {
  const found = await rows(
    em,
    `select * from document_signature where tender_id = $1 and ($2::text is null or document_sha256 = $2) order by id`,
    [tenderId, documentSha256],
  );
  return found.map(signature);
}

/** The signatures that PDFs brought along. */
export async function embeddedSignatures(em: Em, documents: readonly string[]): Promise<SignatureRow[]> {
  const found = await rows(
    em,
    `select * from document_signature where tender_id is null and document_sha256 = any($1) order by id`,
    [[...documents]],
  );
  return found.map(signature);
}

/** Signatures on these documents that count for a tender: those handed in for it, and those inside the PDFs. */
const ON_DOCUMENTS = `s.document_sha256 = any($2) and (s.tender_id = $1 or (s.tender_id is null and s.kind = 'embedded'))`;

/** What is known of signatures on documents of a tender, in the order of their receipt. */
export async function knownSignatures(
  em: Em,
  tenderId: string,
  documents: readonly string[],
): Promise<KnownSignature[]> {
  const found = await rows(
    em,
    `select s.document_sha256, s.kind, s.role, p.uscc, a.answer from document_signature s join party p on p.id = s.party_id
       left join revocation_answer a on a.certificate = s.certificate where ${ON_DOCUMENTS} order by s.id`,
    [tenderId, [...documents]],
  );
  return found.map((line) => {
    const answer = line['answer'] as RevocationAnswer | null;
    return {
      documentSha256: String(line['document_sha256']),
      kind: line['kind'] as KnownSignature['kind'],
      role: String(line['role']),
      uscc: String(line['uscc']),
      revokedAt: answer?.status === 'revoked' ? (answer.revokedAt ?? answer.thisUpdate) : null,
    };
  });
}

/** The chains (PEM), signer first, under the signatures on documents of a tender, each once. */
export async function signerChains(
  em: Em,
  tenderId: string,
  documents: readonly string[],
): Promise<string[]> {
  const found = await rows(
    em,
    `select distinct s.chain_pem from document_signature s where ${ON_DOCUMENTS}`,
    [tenderId, [...documents]],
  );
  return found.map((line) => String(line['chain_pem']));
}

/** The bids of a tender that their own bidders signed as they were handed in, by id. */
export async function signedBids(em: Em, tenderId: string): Promise<Set<string>> {
  const found = await rows(
    em,
    `select distinct b.id from bid b join document_signature s on s.tender_id = b.tender_id and s.party_id = b.party_id
       and s.document_sha256 = b.sha256 where b.tender_id = $1 and s.kind = 'bid' and s.role = 'bidder'`,
    [tenderId],
  );
  return new Set(found.map((line) => String(line['id'])));
}

/** The page of a tender's announcement with these bytes, or null. */
export async function announcementBytes(em: Em, tenderId: string, sha256: string): Promise<Buffer | null> {
  const found = await row(
    em,
    `select html from announcement where tender_id = $1 and encode(sha256(convert_to(html, 'UTF8')), 'hex') = $2`,
    [tenderId, sha256],
  );
  return found && Buffer.from(String(found['html']), 'utf8');
}

/** Whether a party handed in a bid with these bytes. */
export async function hasBid(em: Em, tenderId: string, partyId: string, sha256: string): Promise<boolean> {
  const found = await row(
    em,
    `select 1 as one from bid where tender_id = $1 and party_id = $2 and sha256 = $3 limit 1`,
    [tenderId, partyId, sha256],
  );
  return found !== null;
}
