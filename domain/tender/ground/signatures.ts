import type { Actor } from '../../case/actor.ts';
import type { DocumentRef } from '../../case/references.ts';
import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { SIGNED_KINDS, type KnownSignature, type SignedKind } from '../../pki/index.ts';
import type { Refusal } from '../../refusal.ts';
import { isoShanghai } from '../../time/instant.ts';
import type { TenderDraft } from './draft.ts';
import type { TenderState } from './state.ts';

/** A command that carries documents that 电子招标投标办法第四十条 has signed. */
export type Signed<Command> = Command & {
  /** What the platform knew of signatures on them when it received the command; absent: nothing. */
  readonly signed?: readonly KnownSignature[];
};

/** By whom, and in which tender, the documents of a command are signed. `award` is who was awarded. */
export interface Signing {
  readonly actor: Actor;
  readonly draft: TenderDraft;
  readonly award: TenderState['award'];
}

/**
 * Documents that the tenderee issues: the agency acts for it, so either signs them. `needsDocument`: whether there
 * must be one at all.
 */
export function ownDemand(
  draft: TenderDraft,
  kind: SignedKind,
  documents: readonly DocumentRef[],
  needsDocument = true,
): SignatureDemand {
  return { kind, documents, by: [ownSigners(draft)], needsDocument };
}

/** One who may sign: a party in a role. */
export interface Signer {
  readonly uscc: string;
  readonly role: 'tenderee' | 'agency' | 'bidder';
}

/** The documents of a command that are signed as one kind, and by whom. */
export interface SignatureDemand {
  readonly kind: SignedKind;
  readonly documents: readonly DocumentRef[];
  /** Somebody of each group signs each document. */
  readonly by: readonly (readonly Signer[])[];
  /** Whether there must be a document at all: where the command says something that the article has signed. */
  readonly needsDocument: boolean;
}

export function ownSigners({ tenderee, agency }: TenderDraft): Signer[] {
  const own: Signer = { uscc: tenderee.uscc, role: 'tenderee' };
  return agency === null ? [own] : [own, { uscc: agency.uscc, role: 'agency' }];
}

export function contractParties({ tenderee }: TenderDraft, award: TenderState['award']): Signer[][] {
  const parties: Signer[][] = [[{ uscc: tenderee.uscc, role: 'tenderee' }]];
  return award === null ? parties : [...parties, [{ uscc: award.candidate.uscc, role: 'bidder' }]];
}

/**
 * Where the tender's documents require signatures (电子招标投标办法第四十条), one refusal for each document of a
 * command that lacks one: of its kind or inside its PDF, by who is to sign it, judged at its receipt, by a certificate
 * not known to be revoked when the command was received.
 */
export function refuseUnsigned(
  demands: readonly SignatureDemand[],
  draft: TenderDraft,
  known: readonly KnownSignature[],
  ctx: LawContext,
): Refusal[] {
  if (draft.signatures !== 'required') return [];
  return demands.flatMap((demand) => [
    ...(demand.needsDocument && demand.documents.length === 0 ? [nothingToSign(demand, ctx)] : []),
    ...demand.documents.flatMap((document) => refuseDocument(document, demand, known, ctx)),
  ]);
}

function refuseDocument(
  document: DocumentRef,
  demand: SignatureDemand,
  known: readonly KnownSignature[],
  ctx: LawContext,
): Refusal[] {
  const own = known.filter(
    ({ documentSha256, kind }) =>
      documentSha256 === document.sha256 && (kind === demand.kind || kind === 'embedded'),
  );
  return demand.by
    .map((signers) => ({ signers, theirs: own.filter((one) => signers.some((signer) => isBy(one, signer))) }))
    .filter(({ theirs }) => !theirs.some(({ revokedAt }) => revokedAt === null))
    .map(({ signers, theirs }) => lacking(document, demand, signers, theirs[0]?.revokedAt ?? null, ctx));
}

const isBy = (one: KnownSignature, { uscc, role }: Signer): boolean => one.uscc === uscc && one.role === role;

const ROLE_WORDS: Readonly<Record<Signer['role'], { zh: string; en: string }>> = {
  tenderee: { zh: '招标人', en: 'tenderee' },
  agency: { zh: '招标代理机构', en: 'agency' },
  bidder: { zh: '投标人', en: 'bidder' },
};

function lacking(
  { name, sha256 }: DocumentRef,
  { kind }: SignatureDemand,
  signers: readonly Signer[],
  revokedAt: number | null,
  ctx: LawContext,
): Refusal {
  const whoZh = signers.map(({ role, uscc }) => `${ROLE_WORDS[role].zh}（${uscc}）`).join('或者');
  const whoEn = signers.map(({ role, uscc }) => `the ${ROLE_WORDS[role].en} (${uscc})`).join(' or ');
  const accepted = {
    zh: `由${whoZh}以登记的有效证书签名：POST /v1/tenders/{id}/documents/${sha256}/signatures，kind 为 ${kind}；或者上传含其签名的 PDF。`,
    en: `A signature by ${whoEn} with a registered certificate: POST /v1/tenders/{id}/documents/${sha256}/signatures, kind ${kind}; or a PDF that holds it.`,
  };
  const [zh, en] =
    revokedAt === null
      ? [`《${name}》没有${whoZh}的有效电子签名。`, `“${name}” has no valid signature by ${whoEn}.`]
      : [
          `《${name}》的签名证书已于${isoShanghai(revokedAt)}被吊销。`,
          `The certificate that signed “${name}” was revoked at ${isoShanghai(revokedAt)}.`,
        ];
  return unsigned(ctx, zh, en, accepted);
}

function nothingToSign({ kind }: SignatureDemand, ctx: LawContext): Refusal {
  const { zh: what } = SIGNED_KINDS[kind];
  return unsigned(
    ctx,
    `本项目要求对${what}进行电子签名，但没有附文件。`,
    `This tender has this signed (${kind}), and no document came with it.`,
    { zh: '至少附一份已签名的文件。', en: 'Attach at least one document, signed.' },
  );
}

function unsigned(ctx: LawContext, zh: string, en: string, accepted: Refusal['accepted']): Refusal {
  return refusalFor(ruleOf(ctx, 'EB-020'), zh, en, accepted);
}
