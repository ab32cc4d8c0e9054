import type { DocumentRef } from '../../domain/case/references.ts';
import { pkiRefusal, refuseBinding } from '../../domain/pki/index.ts';
import { PkiRefused, type Digest, type Needs } from '../../runtime/pki/index.ts';
import {
  DETACHED,
  MAX_SIGNATURES,
  PdfError,
  pdfSignatures,
  signedDigests,
  type PdfSignature,
} from '../../runtime/pki/pdf.ts';
import { certificateBySha256, databaseNow, keepSignature } from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { problem } from '../problem.ts';
import { rowOf } from './kept-signature.ts';

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

const PDF_REFUSALS = {
  'too-many': {
    code: 'pdf-too-many-signatures',
    zh: `PDF 所带签名超过${MAX_SIGNATURES}个，未予核验`,
    en: `the PDF carries more than ${MAX_SIGNATURES} signatures, which are not verified`,
    accepted: { zh: `至多${MAX_SIGNATURES}个签名`, en: `at most ${MAX_SIGNATURES} signatures` },
  },
  overlap: {
    code: 'pdf-signatures-overlap',
    zh: 'PDF 的签名范围相互交错，不是依次签名而成',
    en: 'the signatures of the PDF reach into each other: they were not made one after the other',
    accepted: { zh: '依次签名而成的文件', en: 'a file that was signed one time after the other' },
  },
} as const;

/**
 * Verifies the signatures inside a PDF at its upload. One that does not hold over the bytes shows that the
 * document was changed after its signature: the problem 422 of its code. One by an authority that is not
 * recognised holds but is not accepted, which is only said: documents bring along signatures of all the world.
 * The bytes are read three times, however many signatures there are; the signatures are judged one after the other.
 */
export async function checkEmbedded(
  deps: Deps,
  identity: Identity,
  document: DocumentRef,
): Promise<EmbeddedReport[]> {
  if (document.mediaType !== 'application/pdf') return [];
  const open = () => deps.blobs.get(document.sha256);
  const found = await pdfSignatures(open, document.sizeBytes).catch((error: unknown) => {
    if (!(error instanceof PdfError)) throw error;
    const { code, ...text } = PDF_REFUSALS[error.code];
    throw problem(422, code, text);
  });
  if (found.length > 0 && !found.some((one) => one.coversAll)) {
    throw problem(422, 'pdf-changed-after-signature', {
      zh: 'PDF 在最后一次签名之后被追加了内容',
      en: 'something was added to the PDF after its last signature',
      accepted: { zh: '签名后未再改动的文件', en: 'the file as it was signed' },
    });
  }
  const digests = await digestsOf(deps, found, open);
  const reports: EmbeddedReport[] = [];
  for (const one of found) reports.push(await report(deps, identity, document, one, digests.get(one)));
  return reports;
}

/** What the bytes under each signature that is verified come to; of one that names no digest there is none. */
async function digestsOf(
  { verifier }: Deps,
  found: readonly PdfSignature[],
  open: () => Promise<AsyncIterable<Uint8Array>>,
): Promise<Map<PdfSignature, Uint8Array>> {
  const named: { signature: PdfSignature; ranges: PdfSignature['ranges']; digest: Digest }[] = [];
  for (const signature of found.filter(isDetached)) {
    const digest = await verifier.digestOf(signature.cms).catch((error: unknown) => {
      if (error instanceof PkiRefused) return null;
      throw error;
    });
    if (digest !== null) named.push({ signature, ranges: signature.ranges, digest });
  }
  const digests = await signedDigests(open, named);
  return new Map(named.map(({ signature }, index) => [signature, digests[index]!]));
}

const isDetached = ({ subFilter }: PdfSignature): boolean =>
  subFilter !== null && DETACHED.includes(subFilter);

async function report(
  deps: Deps,
  identity: Identity,
  document: DocumentRef,
  signature: PdfSignature,
  digest: Uint8Array | undefined,
): Promise<EmbeddedReport> {
  const not = { holds: false, subject: null, kept: false };
  if (!isDetached(signature))
    return {
      ...not,
      code: 'pdf-sub-filter',
      zh: '不核验此类 PDF 签名',
      en: 'this type of PDF signature is not verified',
    };
  const at = await databaseNow(deps.store.em());
  try {
    // Without a digest the signature cannot be read, and the verifier says why before it asks for one.
    const content = () => Promise.resolve(digest ?? new Uint8Array());
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
