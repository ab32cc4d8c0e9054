import { z } from 'zod';
import {
  maySign,
  pkiRefusal,
  refuseBinding,
  SIGNATURE_RULE,
  SIGNED_KIND_NAMES,
  SIGNED_KINDS,
  type SignedKind,
} from '../../domain/pki/index.ts';
import type { PublicPart } from '../../domain/record/parts/index.ts';
import { courseOf, mayRead, NOT_BEGUN, VISIBILITY } from '../../domain/visibility/index.ts';
import {
  cmsSha256,
  DOCUMENT_NEEDS,
  PkiRefused,
  toPem,
  type CheckedSignature,
} from '../../runtime/pki/index.ts';
import {
  certificateBySha256,
  databaseNow,
  embeddedSignatures,
  enterRecord,
  keepSignature,
  readFence,
  readFenceUnlocked,
  revocationAnswer,
  signaturesOf,
  tenderById,
  type CertificateRow,
  type Em,
  type SignatureRow,
  type TenderRow,
  type Tx,
  secretId,
} from '../../store/index.ts';
import { TRUSTEE_ACCEPTANCE } from '../../domain/seal/index.ts';
import { type Deps, type Identity } from '../deps.ts';
import type { Answer } from '../answer.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { shownBase64Schema, idSchema, sha256Schema, shown, shownInstantSchema } from '../schema.ts';
import { wordsSchema } from '../shown/law.ts';
import { inScope } from '../supervision/scope.ts';
import { isOwn } from '../trading/tender-of.ts';
import { orProblem, pkiProblem } from './problems.ts';
import { signatureSchema } from './schemas.ts';
import { signedContent } from './signed-content.ts';

const SIGNERS = ['tenderee', 'agency', 'bidder'] as const;
const documentParams = z.strictObject({ id: idSchema, sha256: sha256Schema });

/** What the platform found when it took the signature. */
const evidenceSchema = z.strictObject({
  warnings: z.array(z.strictObject({ code: z.string(), ...wordsSchema.shape })),
  revocation: z.array(
    z.strictObject({
      certificate: z.string(),
      by: z.enum(['ocsp', 'crl']).nullable(),
      status: z.enum(['good', 'revoked', 'unknown']).nullable(),
      thisUpdate: shownInstantSchema.nullable(),
      nextUpdate: shownInstantSchema.nullable(),
    }),
  ),
});

const shownSchema = z.strictObject({
  id: idSchema,
  sha256: sha256Schema,
  kind: z.string(),
  /** The number of the kind in 电子招标投标办法第四十条; null for what a PDF brought along. */
  item: z.number().nullable(),
  format: z.enum(['cms', 'pades']),
  signer: z.strictObject({ subject: z.string(), certificateSha256: z.string() }),
  signedAt: shownInstantSchema,
  receivedAt: shownInstantSchema,
  /** Base64 of DER. */
  signature: shownBase64Schema,
  chain: z.string(),
  evidence: evidenceSchema,
  /** When the authority revoked the certificate since; the signature was made before and stays. */
  revokedSinceAt: shownInstantSchema.nullable(),
});
const shownExample = {
  id: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  kind: 'documents',
  item: 2,
  format: 'cms',
  signer: {
    subject: 'CN=示例有限公司,organizationIdentifier=91130230MA0EXA0150,O=示例有限公司,C=CN',
    certificateSha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  },
  signedAt: '2026-09-10T08:00:00.000+08:00',
  receivedAt: '2026-09-10T08:00:02.125+08:00',
  signature: 'MIIGAQYJKoZIhvcN',
  chain: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  evidence: { warnings: [], revocation: [] },
  revokedSinceAt: null,
};
const listSchema = z.strictObject({ signatures: z.array(shownSchema) });

const sign = route({
  method: 'post',
  path: '/v1/tenders/:id/documents/:sha256/signatures',
  operationId: 'signDocument',
  tags: ['documents'],
  summary:
    '电子签名 · Hand in a signature on a document of a tender (detached CMS); it is verified at once against the trust list',
  access: SIGNERS,
  write: true,
  request: {
    params: documentParams,
    body: z.strictObject({ kind: z.enum(SIGNED_KIND_NAMES), signature: signatureSchema }),
    example: { kind: 'documents', signature: 'MIIGAQYJKoZIhvcN' },
  },
  responses: { 201: { description: '签名有效，已留存', schema: shownSchema, example: shownExample } },
  handler: async ({ params, body, deps, identity, address, once }) => {
    const { kind, signature } = body;
    refuseSigner(kind, identity);
    const tender = await tenderById(deps.store.em(), params.id);
    const content = tender === null ? null : await signedContent(deps, tender, identity, kind, params.sha256);
    if (tender === null || content === null)
      throw problem(404, 'unknown-document', {
        zh: '该项目没有可由本单位签名的此文件',
        en: 'the tender has no such document that your party may sign',
      });
    const at = await databaseNow(deps.store.em());
    const { checked, binding } = await orProblem(async () => {
      const found = await deps.verifier.signature(signature, content, at, DOCUMENT_NEEDS, 'sign');
      return { checked: found, binding: await ownBinding(deps, found, identity, at) };
    }, SIGNATURE_RULE);
    const row = rowOf(checked, binding, {
      identity,
      kind,
      tenderId: tender.id,
      sha256: params.sha256,
      cms: signature,
      at,
    });
    const fence = await readFenceUnlocked(deps.store.em(), tender.id);
    return once.inTransaction(async (tx) => {
      await enterSignature(tx, row, tender, { identity, address, at: fence?.at ?? row.receivedAt });
      return { status: 201, body: await presented(tx, row) };
    });
  },
});

function refuseSigner(kind: SignedKind, identity: Identity): void {
  if (maySign(kind, identity.role)) return;
  const roles = SIGNED_KINDS[kind].by.join(', ');
  throw problem(403, 'not-yours-to-sign', {
    zh: `${SIGNED_KINDS[kind].zh}不由${identity.role}签名`,
    en: `a ${identity.role} does not sign this kind of document`,
    accepted: { zh: roles, en: roles },
    ...SIGNATURE_RULE,
  });
}

/** The registration of the signer's certificate, which must be the acting person's, for this party or for themselves. */
export async function ownBinding(
  deps: Deps,
  checked: CheckedSignature,
  identity: Identity,
  at: number,
): Promise<CertificateRow> {
  const binding = await certificateBySha256(deps.store.em(), checked.certificate.facts.sha256);
  const refusal = refuseBinding(binding, identity, at);
  if (binding === null || refusal !== null)
    throw new PkiRefused(refusal ?? pkiRefusal('certificate-unregistered'));
  return binding;
}

interface Handed {
  readonly identity: Identity;
  readonly kind: string;
  readonly tenderId: string | null;
  readonly sha256: string;
  readonly cms: Uint8Array;
  readonly at: number;
  readonly format?: 'pades';
}

/** A signature as it is kept, with what its acceptance rests on. */
export function rowOf(checked: CheckedSignature, binding: CertificateRow, handed: Handed): SignatureRow {
  const { identity, kind, tenderId, sha256, cms, at, format = 'cms' } = handed;
  return {
    id: secretId(),
    documentSha256: sha256,
    cmsSha256: cmsSha256(cms),
    kind,
    tenderId,
    format,
    certificate: checked.certificate.facts.sha256,
    personId: identity.personId,
    partyId: identity.partyId,
    role: identity.role,
    personal: binding.partyId === null,
    signedAt: checked.signingTime ?? at,
    receivedAt: at,
    cms,
    chainPem: checked.path.map((one) => toPem('CERTIFICATE', one.der)).join(''),
    evidence: {
      warnings: checked.warnings,
      revocation: checked.revocation.map(({ certificate, answer }) => ({
        certificate,
        by: answer?.by ?? null,
        status: answer?.status ?? null,
        thisUpdate: shown(answer?.thisUpdate ?? null),
        nextUpdate: shown(answer?.nextUpdate ?? null),
      })),
    },
  };
}

/** Keeps a signature and enters it in the record; that a bidder signs is sealed: what it signs may tell that it bids, or objects. */
export async function enterSignature(
  tx: Tx,
  row: SignatureRow,
  tender: TenderRow,
  { identity, address, at }: { readonly identity: Identity; readonly address: string; readonly at: number },
): Promise<void> {
  if (row.kind === 'bid') await refuseLate(tx, tender);
  if (!(await keepSignature(tx, row))) throw pkiProblem(pkiRefusal('signature-repeated'), SIGNATURE_RULE);
  await enterRecord(tx, {
    id: secretId(),
    tenderId: tender.id,
    event: tender.status === 'draft' ? 'draftSigned' : 'documentSigned',
    at,
    rehearsal: tender.rehearsal,
    role: identity.role,
    party: identity.uscc,
    ...SIGNATURE_RULE,
    documents: [row.documentSha256],
    data: { kind: row.kind, signature: row.cmsSha256 } satisfies PublicPart<'documentSigned' | 'draftSigned'>,
    private: { person: identity.personId, party: identity.uscc, address, certificate: row.certificate },
  });
}

/**
 * Where bids are to be signed, their signatures come as the bids do, before the closing: what the opening then finds
 * is as certain as the bids are. Throws the problem 409 `window-over`.
 */
async function refuseLate(tx: Tx, tender: TenderRow): Promise<void> {
  if (tender.state?.draft.signatures !== 'required') return;
  const fence = await readFence(tx, tender.id, 'share');
  if (fence === null || (fence.closedAt === null && (fence.held || fence.at < fence.bidDeadlineAt))) return;
  const until = shown(fence.bidDeadlineAt);
  throw problem(409, 'window-over', {
    zh: `投标文件的电子签名应当在投标截止时间（${until}）前提交`,
    en: `a bid is signed before the bid deadline, ${until}`,
    ...SIGNATURE_RULE,
  });
}

/** Those signatures that everybody may see: of organisations, on kinds that are public, once the tender is. */
const publicOnly = (row: SignatureRow): boolean =>
  !row.personal &&
  (row.kind === TRUSTEE_ACCEPTANCE ||
    Object.entries(SIGNED_KINDS).some(([kind, { isPublic }]) => kind === row.kind && isPublic));

const readPublic = route({
  method: 'get',
  path: '/v1/tenders/:id/documents/:sha256/signatures',
  operationId: 'documentSignatures',
  tags: ['public'],
  summary:
    '文件的电子签名 · The signatures on a public document of a launched tender, with what verifies them offline',
  access: 'public',
  request: { params: documentParams },
  responses: {
    200: { description: '电子签名', schema: listSchema, example: { signatures: [shownExample] } },
  },
  handler: async ({ params, deps }) => {
    const em = deps.store.em();
    const tender = await tenderById(em, params.id);
    if (tender?.state == null)
      throw problem(404, 'unknown-tender', { zh: '没有此项目', en: 'there is no such tender' });
    const found = (await signaturesOf(em, params.id, params.sha256)).filter(publicOnly);
    return { status: 200, body: { signatures: await Promise.all(found.map((row) => presented(em, row))) } };
  },
});

const readAll = route({
  method: 'get',
  path: '/v1/tenders/:id/signatures',
  operationId: 'tenderSignatures',
  tags: ['documents'],
  summary:
    '项目的全部电子签名 · All signatures of a tender that one may see: its tenderee, agency and supervisor those of all (of bidders after the opening), a bidder its own and the public ones',
  access: ['tenderee', 'agency', 'bidder', 'supervisor'],
  recordsRefusals: true,
  request: { params: z.strictObject({ id: idSchema }) },
  responses: {
    200: { description: '电子签名', schema: listSchema, example: { signatures: [shownExample] } },
  },
  handler: async ({ params, deps, identity }) => {
    const em = deps.store.em();
    const tender = await tenderById(em, params.id);
    const own = tender !== null && identity.role !== 'supervisor' && isOwn(tender, identity);
    if (tender === null || (tender.state === null && !own))
      throw problem(404, 'unknown-tender', { zh: '没有此项目', en: 'there is no such tender' });
    if (identity.role === 'supervisor') await inScope(em, params.id, identity);
    const all = own || identity.role === 'supervisor';
    const course = tender.state === null ? NOT_BEGUN : courseOf(tender.state);
    // Who bids is secret from everybody until the opening (招标投标法 22).
    const opened = mayRead(VISIBILITY.documentSigned.actor, own ? 'owner' : 'observing', course);
    const rows = await signaturesOf(em, params.id, null);
    const documents = tender.state?.draft.documents ?? tender.draft.documents;
    const embedded = await embeddedSignatures(
      em,
      documents.map((one) => one.sha256),
    );
    const visible = [...rows, ...(all ? embedded : [])].filter((row) => {
      if (row.partyId === identity.partyId) return true;
      if (!all) return tender.state !== null && publicOnly(row);
      return opened || row.role !== 'bidder';
    });
    return { status: 200, body: { signatures: await Promise.all(visible.map((row) => presented(em, row))) } };
  },
});

async function presented(em: Em, row: SignatureRow): Promise<Answer<typeof shownSchema>> {
  const kinds: Readonly<Record<string, { readonly item: number }>> = SIGNED_KINDS;
  const registered = await certificateBySha256(em, row.certificate);
  const answer = (await revocationAnswer(em, row.certificate))?.answer;
  return {
    id: row.id,
    sha256: row.documentSha256,
    kind: row.kind,
    item: kinds[row.kind]?.item ?? null,
    format: row.format,
    signer: { subject: registered?.subject ?? '', certificateSha256: row.certificate },
    signedAt: shown(row.signedAt),
    receivedAt: shown(row.receivedAt),
    signature: Buffer.from(row.cms).toString('base64'),
    chain: row.chainPem,
    evidence: row.evidence,
    revokedSinceAt: shown(answer?.status === 'revoked' ? (answer.revokedAt ?? answer.thisUpdate) : null),
  };
}

export const signatureRoutes: readonly Route[] = [sign];
export const signatureReads: readonly Route[] = [readAll];
export const publicSignatureRoutes: readonly Route[] = [readPublic];
