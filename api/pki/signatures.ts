import { z } from 'zod';
import { refusedBy } from '../../domain/law/citation.ts';
import { maySign, SIGNED_KIND_NAMES, SIGNED_KINDS, type SignedKind } from '../../domain/pki/index.ts';
import { courseOf, mayRead, NOT_BEGUN, VISIBILITY } from '../../domain/visibility/index.ts';
import { DOCUMENT_NEEDS } from '../../runtime/pki/index.ts';
import {
  certificateBySha256,
  databaseNow,
  embeddedSignatures,
  readFenceUnlocked,
  revocationAnswer,
  signaturesOf,
  tenderById,
  type Em,
  type SignatureRow,
} from '../../store/index.ts';
import { TRUSTEE_ACCEPTANCE } from '../../domain/seal/index.ts';
import type { Identity } from '../deps.ts';
import type { Answer } from '../answer.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { rulesetOf } from '../ruleset.ts';
import { shownBase64Schema, idSchema, sha256Schema, shown, shownInstantSchema } from '../schema.ts';
import { wordsSchema } from '../shown/law.ts';
import { inScope } from '../access/scope.ts';
import { isOwn } from '../../domain/party/own-side.ts';
import { enterSignature, ownBinding, rowOf, SIGNATURE_RULE } from './kept-signature.ts';
import { orProblem } from './problems.ts';
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
    const tender = await tenderById(deps.store.em(), params.id);
    const content = tender === null ? null : await signedContent(deps, tender, identity, kind, params.sha256);
    // Of a tender that is not the caller's nothing is told, not even by a rule that its law has.
    const ruleset = tender === null || content === null ? null : await rulesetOf(deps, tender);
    refuseSigner(kind, identity, ruleset);
    if (tender === null || ruleset === null || content === null)
      throw problem(404, 'unknown-document', {
        zh: '该项目没有可由本单位签名的此文件',
        en: 'the tender has no such document that your party may sign',
      });
    const at = await databaseNow(deps.store.em());
    const { checked, binding } = await orProblem(
      async () => {
        const found = await deps.verifier.signature(signature, content, at, DOCUMENT_NEEDS, 'sign');
        return { checked: found, binding: await ownBinding(deps, found, identity, at) };
      },
      refusedBy(ruleset, SIGNATURE_RULE),
    );
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
      await enterSignature(tx, row, tender, { identity, address, at: fence?.at ?? row.receivedAt, ruleset });
      return { status: 201, body: await presented(tx, row) };
    });
  },
});

/** Throws the problem of who does not sign such documents; of a tender that is not known no rule is cited. */
function refuseSigner(kind: SignedKind, identity: Identity, ruleset: string | null): void {
  if (maySign(kind, identity.role)) return;
  const roles = SIGNED_KINDS[kind].by.join(', ');
  throw problem(403, 'not-yours-to-sign', {
    zh: `${SIGNED_KINDS[kind].zh}不由${identity.role}签名`,
    en: `a ${identity.role} does not sign this kind of document`,
    accepted: { zh: roles, en: roles },
    ...(ruleset === null ? {} : refusedBy(ruleset, SIGNATURE_RULE)),
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
    // Who bids is secret from everybody until the opening.
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
