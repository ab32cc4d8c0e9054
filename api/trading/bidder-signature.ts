import type { Context } from 'koa';
import { z } from 'zod';
import type { BidderSignature, ProvenSignature } from '../../domain/bid/index.ts';
import { platformRefusal, type Refusal } from '../../domain/refusal.ts';
import {
  certificateOf,
  ed25519Of,
  refuseUnsigned,
  REMOVAL_SIGNATURE_FORM,
  REMOVAL_SIGNATURE_HEADER,
  removalBytes,
  removalOf,
  removalText,
  signatureOf,
  SIGNING_KEY_FORM,
  SIGNING_KEY_HEADER,
  type RemovalStatement,
} from '../../domain/seal/index.ts';
import { verifyEd25519 } from '../../runtime/ed25519.ts';
import { DOCUMENT_NEEDS, PkiRefused } from '../../runtime/pki/index.ts';
import { isSoundKey } from '../../sealing/signing-key.ts';
import { certificateBySha256, currentBidOf, databaseNow } from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { pkiProblem } from '../pki/problems.ts';
import { problem } from '../problem.ts';
import type { HeaderSpec } from '../request-headers.ts';

export const SIGNING_KEY: HeaderSpec = {
  name: SIGNING_KEY_HEADER,
  description:
    'With a first submission: the key that has to sign replacement and withdrawal of the bid; without it a sign-in suffices.',
  schema: z.string().regex(SIGNING_KEY_FORM),
  example: 'ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  bound: true,
};
export const REMOVAL_SIGNATURE: HeaderSpec = {
  name: REMOVAL_SIGNATURE_HEADER,
  description:
    'Where the bid named a key: its signature over what is done (npx openseal sign-removal), base64.',
  schema: z.string().regex(REMOVAL_SIGNATURE_FORM),
  example: 'MEUCIQDx',
};

/** What a request says of its bidder's key, in its headers; null what it does not say. */
export interface SigningHeaders {
  readonly signingKey: string | null;
  /** Base64. */
  readonly signature: string | null;
}

/** Whose bid is handed in or taken away. */
interface OfBidder {
  readonly deps: Deps;
  readonly identity: Identity;
  readonly tenderId: string;
}

/** Reads the headers. Throws the problem 400 for one that has not its form. */
export function signingHeaders(koa: Context): SigningHeaders {
  const signingKey = koa.get(SIGNING_KEY_HEADER) || null;
  const signature = koa.get(REMOVAL_SIGNATURE_HEADER) || null;
  if (signingKey !== null && !SIGNING_KEY_FORM.test(signingKey))
    throw malformed('signing-key-malformed', SIGNING_KEY_HEADER, {
      zh: 'ed25519: 加公钥（openseal signing-key 输出的一行），或者 certificate: 加单位证书的 SHA-256',
      en: 'ed25519: and the public key (the line that openseal signing-key prints), or certificate: and the SHA-256 of an organisation certificate',
    });
  if (signature !== null && (!REMOVAL_SIGNATURE_FORM.test(signature) || signatureOf(signature) === null))
    throw malformed('removal-signature-malformed', REMOVAL_SIGNATURE_HEADER, {
      zh: '签名的 base64（一行），CMS 签名只带签名证书',
      en: 'the signature in base64, in one line; of a CMS signature with the signing certificate alone',
    });
  return { signingKey, signature };
}

const malformed = (code: string, header: string, accepted: { zh: string; en: string }): Error =>
  problem(400, code, {
    zh: `请求头 ${header} 格式有误`,
    en: `the header ${header} has not its form`,
    accepted,
  });

/** Why a key that is named can sign for nobody, or not for this party; null when it can. Asked before anything is read of the bid. */
export async function refuseSigningKey(
  { deps, identity }: OfBidder,
  { signingKey }: SigningHeaders,
): Promise<Refusal | null> {
  if (signingKey === null) return null;
  const sha256 = certificateOf(signingKey);
  if (sha256 === null)
    return isSoundKey(signingKey)
      ? null
      : platformRefusal(
          'signing-key-unusable',
          '该 Ed25519 公钥有误（抄写错误，或者任何人都能以其签名）。',
          'This is no Ed25519 public key that could be used: a misprint, or one under which anybody signs.',
          {
            zh: '用 openseal signing-key 或者页面 /seal 生成',
            en: 'one that openseal signing-key or the page /seal made',
          },
        );
  const em = deps.store.em();
  const registered = await certificateBySha256(em, sha256);
  if (registered === null || registered.partyId !== identity.partyId || registered.withdrawnAt !== null)
    return platformRefusal(
      'signing-key-unusable',
      '该证书不是本单位登记的单位证书。',
      'This is no organisation certificate that your party has registered.',
      {
        zh: '先登记单位证书（POST /v1/certificates），或者改用 Ed25519 密钥',
        en: 'Register it first (POST /v1/certificates), or name an Ed25519 key',
      },
    );
  try {
    await deps.verifier.certificate(registered.pem + registered.chainPem, await databaseNow(em), 'sign');
    return null;
  } catch (error) {
    if (error instanceof PkiRefused) return error.refusal;
    throw error;
  }
}

/** The refusal of a bid that comes in the place of one which named a key, and brings no signature at all. */
export async function refuseWithoutSignature(
  { deps, identity, tenderId }: OfBidder,
  { signature }: SigningHeaders,
): Promise<Refusal | null> {
  if (signature !== null) return null;
  const before = await currentBidOf(deps.store.em(), tenderId, identity.partyId);
  return before?.signingKey == null ? null : refuseUnsigned(before.signingKey, 'replace', false);
}

/**
 * What a request brings of its bidder's signature, over what it does to the bid that is in now. Whether that is still the one is
 * found out under the bidder's lock (domain/bid/removal.ts). Throws the problem of a certificate that may not sign any more.
 */
export async function bidderSignature(
  { deps, identity, tenderId }: OfBidder,
  { signingKey, signature }: SigningHeaders,
  replacedBy: string | null,
): Promise<BidderSignature> {
  const unproven = { signingKey, given: signature !== null, proven: null };
  if (signature === null) return unproven;
  const before = await currentBidOf(deps.store.em(), tenderId, identity.partyId);
  if (before?.signingKey == null) return unproven;
  const { signingKey: key, id: bidId, version, sha256 } = before;
  const bid = { tenderId, bidderUscc: identity.uscc, bidId, version, sha256, signingKey: key };
  return { ...unproven, proven: await proven(deps, removalOf(bid, replacedBy), signature) };
}

async function proven(
  deps: Deps,
  statement: RemovalStatement,
  signature: string,
): Promise<ProvenSignature | null> {
  const { signingKey: key } = statement;
  const [publicKey, bytes] = [ed25519Of(key), signatureOf(signature)];
  if (bytes === null) return null;
  const holds =
    publicKey === null
      ? await isOfCertificate(deps, certificateOf(key), statement, bytes)
      : verifyEd25519(publicKey, removalBytes(statement), bytes);
  return holds ? { key, text: removalText(statement), signature } : null;
}

/** What a signature may be wrong in that is said as any wrong signature of a removal; else the certificate is at fault. */
const WRONG: readonly string[] = ['signature-digest', 'signature-wrong', 'signature-malformed'];

async function isOfCertificate(
  deps: Deps,
  sha256: string | null,
  statement: RemovalStatement,
  cms: Uint8Array,
): Promise<boolean> {
  try {
    const at = await databaseNow(deps.store.em());
    const { certificate } = await deps.verifier.signature(
      cms,
      removalBytes(statement),
      at,
      DOCUMENT_NEEDS,
      'sign',
    );
    return certificate.facts.sha256 === sha256;
  } catch (error) {
    if (!(error instanceof PkiRefused)) throw error;
    if (WRONG.includes(error.refusal.code)) return false;
    throw pkiProblem(error.refusal);
  }
}
