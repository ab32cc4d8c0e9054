import { refuseBinding, pkiRefusal } from '../../domain/pki/index.ts';
import type { DocumentRef } from '../../domain/tender/state.ts';
import { DETACHED, pdfSignatures, signedBytes, type PdfSignature } from '../../runtime/pki/pdf.ts';
import { digestOf, PkiRefused, type Needs } from '../../runtime/pki/index.ts';
import { certificateBySha256, databaseNow, keepSignature } from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { problem } from '../problem.ts';
import { rowOf } from './signatures.ts';

/** What was found of a signature inside a PDF. */
export interface EmbeddedReport {
  readonly holds: boolean;
  readonly subject: string | null;
  /** Whether the signer's certificate is registered for the party that stored the document; it is kept then. */
  readonly kept: boolean;
  /** Why it is not accepted, or what is to be known; null for nothing. */
  readonly code: string | null;
  readonly zh: string | null;
  readonly en: string | null;
}

/** PAdES baseline and plain PDF signatures: the latter carry no signing-certificate-v2, and may keep their time in the dictionary. */
const PDF_NEEDS: Needs = { signingTime: false, signingCertificate: false };
/** Refusals that mean the bytes were changed: such a document is not taken at all. */
const BROKEN = new Set([
  'signature-digest',
  'signature-wrong',
  'signature-malformed',
  'signature-certificate',
]);

/**
 * Verifies the signatures inside a PDF at its upload. One that does not hold over the bytes shows that the
 * document was changed after its signature: the problem 422 of its code. One by an authority that is not
 * recognised holds but is not accepted, which is only said: documents bring along signatures of all the world.
 */
export async function checkEmbedded(
  deps: Deps,
  identity: Identity,
  document: DocumentRef,
): Promise<EmbeddedReport[]> {
  if (document.mediaType !== 'application/pdf') return [];
  const open = () => deps.blobs.get(document.sha256);
  const found = await pdfSignatures(open, document.sizeBytes);
  if (found.length > 0 && !found.some((one) => one.coversAll)) {
    throw problem(422, 'pdf-changed-after-signature', {
      zh: 'PDF 在最后一次签名之后被追加了内容',
      en: 'something was added to the PDF after its last signature',
      accepted: { zh: '签名后未再改动的文件', en: 'the file as it was signed' },
    });
  }
  return Promise.all(found.map((one) => report(deps, identity, document, one, open)));
}

async function report(
  deps: Deps,
  identity: Identity,
  document: DocumentRef,
  signature: PdfSignature,
  open: () => Promise<AsyncIterable<Uint8Array>>,
): Promise<EmbeddedReport> {
  const not = { holds: false, subject: null, kept: false };
  if (signature.subFilter === null || !DETACHED.includes(signature.subFilter))
    return {
      ...not,
      code: 'pdf-sub-filter',
      zh: '不核验此类 PDF 签名',
      en: 'this type of PDF signature is not verified',
    };
  const at = await databaseNow(deps.store.em());
  try {
    const content = (digest: Parameters<typeof digestOf>[0]) =>
      digestOf(digest, signedBytes(open, signature));
    const checked = await deps.verifier.signature(signature.cms, content, at, PDF_NEEDS, 'sign');
    const { subject, sha256 } = checked.certificate.facts;
    const binding = await certificateBySha256(deps.store.em(), sha256);
    const refusal = refuseBinding(binding, identity, at);
    if (binding === null || refusal !== null) {
      const { code, zh, en } = refusal ?? pkiRefusal('certificate-unregistered');
      return { holds: true, subject, kept: false, code, zh, en };
    }
    const handed = {
      identity,
      kind: 'embedded',
      tenderId: null,
      sha256: document.sha256,
      cms: signature.cms,
      at,
    };
    await deps.store.transaction((tx) =>
      keepSignature(tx, rowOf(checked, binding, { ...handed, format: 'pades' })),
    );
    const [warning] = checked.warnings;
    return {
      holds: true,
      subject,
      kept: true,
      code: warning?.code ?? null,
      zh: warning?.zh ?? null,
      en: warning?.en ?? null,
    };
  } catch (error) {
    if (!(error instanceof PkiRefused)) throw error;
    const { code, zh, en } = error.refusal;
    if (BROKEN.has(code)) throw problem(422, code, { zh, en });
    return { ...not, code, zh, en };
  }
}
