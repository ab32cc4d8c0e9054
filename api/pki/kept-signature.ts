import { citationIn, refusedBy } from '../../domain/law/citation.ts';
import { pkiRefusal, refuseBinding } from '../../domain/pki/index.ts';
import type { PublicPart } from '../../domain/record/parts/index.ts';
import { cmsSha256, PkiRefused, toPem, type CheckedSignature } from '../../runtime/pki/index.ts';
import {
  certificateBySha256,
  enterRecord,
  keepSignature,
  readFence,
  secretId,
  type CertificateRow,
  type SignatureRow,
  type TenderRow,
  type Tx,
} from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { problem } from '../problem.ts';
import { shown } from '../schema.ts';
import { pkiProblem } from './problems.ts';

/** What has documents signed. */
export const SIGNATURE_RULE = 'EB-020';

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

interface Keeping {
  readonly identity: Identity;
  readonly address: string;
  readonly at: number;
  /** The one by which the tender is judged. */
  readonly ruleset: string;
}

/** Keeps a signature and enters it in the record; that a bidder signs is sealed: what it signs may tell that it bids, or objects. */
export async function enterSignature(
  tx: Tx,
  row: SignatureRow,
  tender: TenderRow,
  { identity, address, at, ruleset }: Keeping,
): Promise<void> {
  if (row.kind === 'bid') await refuseLate(tx, tender);
  if (!(await keepSignature(tx, row)))
    throw pkiProblem(pkiRefusal('signature-repeated'), refusedBy(ruleset, SIGNATURE_RULE));
  await enterRecord(tx, {
    id: secretId(),
    tenderId: tender.id,
    event: tender.status === 'draft' ? 'draftSigned' : 'documentSigned',
    at,
    rehearsal: tender.rehearsal,
    role: identity.role,
    party: identity.uscc,
    ...citationIn(ruleset, SIGNATURE_RULE),
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
    ...refusedBy(tender.state.ruleset, SIGNATURE_RULE),
  });
}
